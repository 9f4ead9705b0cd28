// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for tests, and what it issues. Keys are made once for all tests: they take longest. */
final class TestPki {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final String SENDER = "test@testvert.sepamail.eu";
    static final String RECEIVER = "test@testbleu.sepamail.eu";

    private static final AtomicLong SERIAL = new AtomicLong(1000);
    private static final List<KeyPair> RSA = new ArrayList<>();
    private static final List<KeyPair> EC = new ArrayList<>();

    final KeyPair keys;
    final X509Certificate certificate;

    private TestPki(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /** An authority that signed itself. */
    static TestPki authority(String name, int key) {
        KeyPair keys = rsa(key);
        return new Request(keys, "CN=" + name).authority().issuedBy(keys.getPrivate(), "CN=" + name);
    }

    /** One of a few RSA keys. */
    static synchronized KeyPair rsa(int index) {
        while (RSA.size() <= index) {
            RSA.add(generate("RSA", 2048, ""));
        }
        return RSA.get(index);
    }

    /** One of a few keys on P-256. */
    static synchronized KeyPair ec(int index) {
        while (EC.size() <= index) {
            EC.add(generate("EC", 0, "secp256r1"));
        }
        return EC.get(index);
    }

    static KeyPair generate(String algorithm, int bits, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve.isEmpty()) {
                generator.initialize(bits);
            } else {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate for signing, by this authority. */
    TestPki signer(KeyPair owner, String mail) {
        return issue(new Request(owner, "CN=Signer").mail(mail).usage(KeyUsage.digitalSignature));
    }

    /** A certificate for receiving keys, by this authority. */
    TestPki recipient(KeyPair owner, String mail) {
        boolean rsa = owner.getPublic().getAlgorithm().equals("RSA");
        return issue(new Request(owner, "CN=Recipient")
                .mail(mail)
                .usage(rsa ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement));
    }

    TestPki issue(Request request) {
        return request.issuedBy(
                keys.getPrivate(), certificate.getSubjectX500Principal().getName());
    }

    SigningIdentity identity() {
        return SigningIdentity.of(keys.getPrivate(), List.of(certificate));
    }

    DecryptionKey decryptionKey() {
        return DecryptionKey.of(keys.getPrivate(), certificate);
    }

    /** A certificate to be. */
    static final class Request {

        private final KeyPair owner;
        private final String subject;
        private String mail = "";
        private String dns = "";
        private int usage = -1;
        private boolean authority;
        private Instant from = NOW.minus(Duration.ofDays(30));
        private Instant until = NOW.plus(Duration.ofDays(300));
        private KeyPurposeId purpose = KeyPurposeId.id_kp_emailProtection;
        private String signature = "SHA256withRSA";
        private final List<Extension> more = new ArrayList<>();

        Request(KeyPair owner, String subject) {
            this.owner = owner;
            this.subject = subject;
        }

        Request dns(String name) {
            dns = name;
            return this;
        }

        Request mail(String address) {
            mail = address;
            return this;
        }

        Request usage(int bits) {
            usage = bits;
            return this;
        }

        Request purpose(KeyPurposeId other) {
            purpose = other;
            return this;
        }

        Request valid(Instant first, Instant last) {
            from = first;
            until = last;
            return this;
        }

        Request signedBy(String algorithm) {
            signature = algorithm;
            return this;
        }

        /** One more extension. */
        Request extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
            try {
                more.add(new Extension(type, critical, value.toASN1Primitive().getEncoded("DER")));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return this;
        }

        Request authority() {
            authority = true;
            usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
            return this;
        }

        private TestPki issuedBy(PrivateKey issuer, String name) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        new X500Name(name),
                        BigInteger.valueOf(SERIAL.incrementAndGet()),
                        Date.from(from),
                        Date.from(until),
                        new X500Name(subject),
                        owner.getPublic());
                extend(builder);
                return new TestPki(
                        owner,
                        new JcaX509CertificateConverter()
                                .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(issuer))));
            } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void extend(JcaX509v3CertificateBuilder builder) throws CertIOException, GeneralSecurityException {
            for (Extension each : more) {
                builder.addExtension(each);
            }
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(owner.getPublic()));
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            }
            if (usage >= 0) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            }
            if (!dns.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, dns)));
            }
            if (!mail.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.rfc822Name, mail)));
            }
        }
    }
}
