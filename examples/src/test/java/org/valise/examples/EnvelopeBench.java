// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Two banks that trust one authority, with their files in a folder. Made once: keys take time. */
final class EnvelopeBench {

    static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    static final String AT = NOW.toString();
    static final String FROM = "test@testvert.sepamail.eu";
    static final String TO = "test@testbleu.sepamail.eu";
    static final String PASSWORD = "not a secret";
    static final Map<String, String> ENV = Map.of("KEYS", PASSWORD);

    /** Passwords are hashed slowly, as they should be. */
    private static final Map<Owner, byte[]> PKCS12 = new java.util.concurrent.ConcurrentHashMap<>();

    static final Owner AUTHORITY = authority(pair("RSA"), "CN=Scheme");
    static final Owner SENDER = AUTHORITY.issue(pair("RSA"), "CN=Sender", FROM);
    static final Owner RECEIVER = AUTHORITY.issue(pair("RSA"), "CN=Receiver", TO);
    static final Owner EC_SENDER = AUTHORITY.issue(pair("EC"), "CN=Sender on a curve", FROM);
    static final Owner EC_RECEIVER = AUTHORITY.issue(pair("EC"), "CN=Receiver on a curve", TO);

    final Path folder;

    EnvelopeBench(Path folder) throws Exception {
        this.folder = folder;
        write("ca.pem", pem(AUTHORITY.certificate()));
        p12("sender.p12", SENDER);
        p12("ec-sender.p12", EC_SENDER);
        p12("receiver.p12", RECEIVER);
        write("receiver.crt", pem(RECEIVER.certificate()));
        write("ec-receiver.crt", pem(EC_RECEIVER.certificate()));
        write("receiver.pem", pem(RECEIVER.certificate()) + key(RECEIVER));
        write("ec-receiver.pem", key(EC_RECEIVER) + pem(EC_RECEIVER.certificate()));
        write("missive.xml", MissiveTexts.nominal());
    }

    /**
     * Whoever has a key.
     *
     * @param keys of RSA or EC
     * @param certificate of them
     */
    record Owner(KeyPair keys, X509Certificate certificate) {

        Owner issue(KeyPair other, String name, String mail) {
            return EnvelopeBench.issue(this, other, name, mail);
        }

        byte[] revoking(X509Certificate revoked) throws Exception {
            JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(certificate, Date.from(NOW));
            builder.setNextUpdate(Date.from(NOW.plus(Duration.ofDays(2))));
            builder.addCRLEntry(revoked.getSerialNumber(), Date.from(NOW.minusSeconds(60)), CRLReason.keyCompromise);
            return builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
                    .getEncoded();
        }
    }

    static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Owner authority(KeyPair keys, String name) {
        return issue(null, keys, name, "");
    }

    private static Owner issue(Owner issuer, KeyPair keys, String name, String mail) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name(
                            issuer == null
                                    ? name
                                    : issuer.certificate
                                            .getSubjectX500Principal()
                                            .getName()),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(NOW.minus(Duration.ofDays(30))),
                    Date.from(NOW.plus(Duration.ofDays(300))),
                    new X500Name(name),
                    keys.getPublic());
            if (mail.isEmpty()) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            } else {
                builder.addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyAgreement));
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.rfc822Name, mail)));
            }
            KeyPair signer = issuer == null ? keys : issuer.keys;
            String algorithm = signer.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            return new Owner(
                    keys,
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    String write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    String write(String name, byte[] octets) throws IOException {
        return Files.write(folder.resolve(name), octets).toString();
    }

    String p12(String name, Owner owner) throws Exception {
        byte[] made = PKCS12.get(owner);
        if (made == null) {
            made = store(owner);
            PKCS12.put(owner, made);
        }
        return write(name, made);
    }

    private static byte[] store(Owner owner) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "k", owner.keys().getPrivate(), PASSWORD.toCharArray(), new Certificate[] {owner.certificate()});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD.toCharArray());
        return out.toByteArray();
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    static String key(Owner owner) {
        return pem("PRIVATE KEY", owner.keys().getPrivate().getEncoded());
    }

    static String pem(String type, byte[] octets) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    /** The mail that {@code envelope seal} makes with these options beside those that it needs. */
    String seal(String name, String... more) {
        CommandLineRun run = sealing(List.of(more), "--out", file(name));
        if (run.exit() != 0) {
            throw new AssertionError(run.err());
        }
        return file(name);
    }

    CommandLineRun sealing(List<String> more, String... others) {
        List<String> args = new java.util.ArrayList<>(List.of(
                "envelope",
                "seal",
                "--missive",
                file("missive.xml"),
                "--from",
                FROM,
                "--to",
                TO,
                "--at",
                AT,
                "--password-env",
                "KEYS"));
        if (!more.contains("--identity")) {
            args.addAll(List.of("--identity", file("sender.p12")));
        }
        if (!more.contains("--recipient")) {
            args.addAll(List.of("--recipient", file("receiver.crt")));
        }
        args.addAll(more);
        args.addAll(List.of(others));
        return CommandLineRun.of("", ENV, args.toArray(String[]::new));
    }

    /** {@code envelope open} with the receiver's key and the authority. */
    CommandLineRun open(String mail, String... more) {
        List<String> args = new java.util.ArrayList<>(
                List.of("envelope", "open", "--identity", file("receiver.pem"), "--trust", file("ca.pem")));
        if (!List.of(more).contains("--at")) {
            args.addAll(List.of("--at", AT));
        }
        args.addAll(List.of(more));
        args.add(mail);
        return CommandLineRun.of("", ENV, args.toArray(String[]::new));
    }
}
