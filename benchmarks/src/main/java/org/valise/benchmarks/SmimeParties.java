// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveFormatException;
import org.valise.sepamail.missive.MissiveLimits;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;

/** Two banks with throw-away keys, and a missive of a length. */
final class SmimeParties {

    static final String FROM = "test@testvert.sepamail.eu";
    static final String TO = "test@testbleu.sepamail.eu";
    static final String PASSWORD = "benchmark";
    static final String ALIAS = "key";

    /** The peers look at the clock of the machine. */
    private final Instant now = Instant.now();

    final KeyPair authorityKeys;
    final KeyPair senderKeys;
    final KeyPair receiverKeys;
    final X509Certificate authority;
    final X509Certificate sender;
    final X509Certificate receiver;

    private SmimeParties(KeyPair authorityKeys, KeyPair senderKeys, KeyPair receiverKeys) {
        this.authorityKeys = authorityKeys;
        this.senderKeys = senderKeys;
        this.receiverKeys = receiverKeys;
        boolean rsa = senderKeys.getPublic().getAlgorithm().equals("RSA");
        authority = certificate(authorityKeys, "", KeyUsage.keyCertSign, 1);
        sender = certificate(senderKeys, FROM, KeyUsage.digitalSignature, 2);
        receiver = certificate(receiverKeys, TO, rsa ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement, 3);
    }

    static SmimeParties rsa() {
        return new SmimeParties(keys("RSA"), keys("RSA"), keys("RSA"));
    }

    static SmimeParties ec() {
        return new SmimeParties(keys("RSA"), keys("EC"), keys("EC"));
    }

    InstantSource clock() {
        return InstantSource.fixed(now);
    }

    private static KeyPair keys(String algorithm) {
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

    private X509Certificate certificate(KeyPair owner, String mail, int usage, int serial) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=Authority"),
                    BigInteger.valueOf(serial),
                    Date.from(now.minusSeconds(3600)),
                    Date.from(now.plusSeconds(360_000)),
                    new X500Name(mail.isEmpty() ? "CN=Authority" : "CN=Bank " + serial),
                    owner.getPublic());
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (mail.isEmpty()) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.rfc822Name, mail)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withRSA").build(authorityKeys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key with its certificates as PKCS #12, which peers want. */
    static byte[] store(KeyPair keys, X509Certificate... chain) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    ALIAS,
                    keys.getPrivate(),
                    PASSWORD.toCharArray(),
                    Arrays.copyOf(chain, chain.length, Certificate[].class));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, PASSWORD.toCharArray());
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    List<X509Certificate> chain() {
        return List.of(sender, authority);
    }

    /** A missive whose octets are about so many. */
    static Missive missive(int octets) {
        byte[] data = new byte[Math.max(16, octets * 3 / 4 - 1200)];
        Arrays.fill(data, (byte) 'x');
        return NominalMissive.builder(SchemaVersion.NORM_1206)
                .id("20261122090000000_0001")
                .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(MessageContent.of(
                        "M-1", SimpleTest.request("T-1").withText("x").withData(data)))
                .sentAt(Instant.parse("2026-11-22T09:00:00Z"))
                .build();
    }

    /** The same as it is when it was read: octets in memory, as the peers are given them. */
    static Missive received(int octets) {
        MissiveLimits limits = MissiveLimits.defaults().withOctets(1L << 30).withValueOctets((1 << 30) - 1);
        try {
            return Missives.strict()
                    .withLimits(limits)
                    .read(missive(octets).octets())
                    .orElseThrow();
        } catch (MissiveFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
