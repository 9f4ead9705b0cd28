// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What the commands of the README are given: two banks and their authority, valid today because no command says a time. */
final class ReadmeFiles {

    static final String PASSWORD = "not a secret";

    private static final X500Name NAME = new X500Name("CN=Authority");

    private final Path folder;
    private final Instant now = Instant.now();
    private final KeyPair authority = EnvelopeBench.pair("RSA");
    private long serial = 1;

    ReadmeFiles(Path folder) {
        this.folder = folder;
    }

    void write() throws Exception {
        Files.writeString(
                folder.resolve("body.xml"),
                "<SimpleTestRequest xmlns='" + MissiveTexts.NORM_1206 + "'><TestId>T-1</TestId></SimpleTestRequest>");
        Files.writeString(folder.resolve("authority.pem"), EnvelopeBench.pem(certificate("Authority", authority, "")));
        Files.write(folder.resolve("authority.crl"), nothingRevoked());
        bank("bank-a", "test@testvert.sepamail.eu");
        bank("bank-b", "test@testbleu.sepamail.eu");
    }

    private void bank(String name, String mail) throws GeneralSecurityException, IOException {
        KeyPair keys = EnvelopeBench.pair("RSA");
        X509Certificate certificate = certificate(name, keys, mail);
        Files.writeString(folder.resolve(name + ".pem"), EnvelopeBench.pem(certificate));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(name, keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD.toCharArray());
        Files.write(folder.resolve(name + ".p12"), out.toByteArray());
    }

    private Date after(Duration time) {
        return Date.from(now.plus(time));
    }

    private ContentSigner signer() {
        try {
            return new JcaContentSignerBuilder("SHA256withRSA").build(authority.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(String name, KeyPair keys, String mail)
            throws GeneralSecurityException, IOException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(serial++),
                after(Duration.ofDays(-1)),
                after(Duration.ofDays(30)),
                new X500Name("CN=" + name),
                keys.getPublic());
        boolean isAuthority = mail.isEmpty();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(
                        isAuthority
                                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                                : KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        if (!isAuthority) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.rfc822Name, mail)));
        }
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    }

    private byte[] nothingRevoked() throws IOException {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(NAME, after(Duration.ofHours(-1)));
        builder.setNextUpdate(after(Duration.ofDays(2)));
        return builder.build(signer()).getEncoded();
    }
}
