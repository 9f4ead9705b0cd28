// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Certificates of paths that are longer or odder than {@link TestPki} makes them, lists, and answers of responders. */
final class TestPath {

    /** Made once: it takes longest. Not registered. */
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private static final AtomicLong SERIAL = new AtomicLong(500_000);

    final String name;
    final KeyPair keys;
    final X509Certificate certificate;

    private TestPath(String name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A certificate to be; an authority's unless it is made another. */
    static final class Request {

        private final KeyPair owner;
        private final String name;
        private final JcaX509v3CertificateBuilder builder;
        private final KeyPair issuer;
        private String signature;
        private ContentSigner own;

        private Request(KeyPair owner, String name, KeyPair issuer, String issuerName, Instant from, Instant until) {
            this.owner = owner;
            this.name = name;
            this.issuer = issuer;
            this.signature = "SHA256with" + algorithm(issuer);
            this.builder = new JcaX509v3CertificateBuilder(
                    new X500Name(issuerName),
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(from),
                    Date.from(until),
                    new X500Name(name),
                    owner.getPublic());
        }

        private static String algorithm(KeyPair keys) {
            String algorithm = keys.getPublic().getAlgorithm();
            return algorithm.equals("EC") ? "ECDSA" : algorithm;
        }

        Request with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
            try {
                builder.addExtension(oid, critical, value);
                return this;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        Request authority(int pathLength) {
            return with(
                            Extension.basicConstraints,
                            true,
                            pathLength < 0 ? new BasicConstraints(true) : new BasicConstraints(pathLength))
                    .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        }

        Request signer(String mail) {
            return with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection))
                    .with(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.rfc822Name, mail)));
        }

        Request responder() {
            return with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
        }

        Request signedBy(String algorithm) {
            signature = algorithm;
            return this;
        }

        /** By whatever makes a signature and states how. */
        Request signedBy(ContentSigner signer) {
            own = signer;
            return this;
        }

        TestPath issue() {
            try {
                ContentSigner usual = new JcaContentSignerBuilder(signature)
                        .setProvider(PROVIDER)
                        .build(issuer.getPrivate());
                X509CertificateHolder holder = builder.build(own == null ? usual : own);
                return new TestPath(name, owner, new JcaX509CertificateConverter().getCertificate(holder));
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final Instant FROM = TestPki.NOW.minus(Duration.ofDays(30));
    private static final Instant UNTIL = TestPki.NOW.plus(Duration.ofDays(300));

    static Request selfIssued(KeyPair keys, String name) {
        return new Request(keys, name, keys, name, FROM, UNTIL);
    }

    /** An authority that signed itself. */
    static TestPath root(int key) {
        return selfIssued(TestPki.rsa(key), "CN=Root").authority(-1).issue();
    }

    Request request(KeyPair owner, String subject) {
        return new Request(owner, subject, keys, name, FROM, UNTIL);
    }

    Request request(KeyPair owner, String subject, Instant from, Instant until) {
        return new Request(owner, subject, keys, name, from, until);
    }

    /** A list of the present. */
    X509CRL list(X509Certificate... revoked) {
        return list(TestPki.NOW.minusSeconds(3600), TestPki.NOW.plusSeconds(3600), null, null, revoked);
    }

    X509CRL list(
            Instant from,
            Instant next,
            ASN1ObjectIdentifier extension,
            ASN1Encodable value,
            X509Certificate... revoked) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name(name), Date.from(from));
            builder.setNextUpdate(Date.from(next));
            for (X509Certificate each : revoked) {
                builder.addCRLEntry(each.getSerialNumber(), Date.from(from), CRLReason.keyCompromise);
            }
            if (extension != null) {
                builder.addExtension(extension, true, value);
            }
            return list(builder, "SHA256");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    X509CRL list(X509v2CRLBuilder builder, String digest) {
        try {
            return new JcaX509CRLConverter()
                    .getCRL(builder.build(new JcaContentSignerBuilder(digest + "with" + Request.algorithm(keys))
                            .build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A responder's answer that comes with the responder's certificate; this one signs it. */
    byte[] answer(X509Certificate issuer, X509Certificate about, CertificateStatus status) {
        return answer(issuer, about, status, TestPki.NOW.minusSeconds(600), TestPki.NOW.plusSeconds(3600));
    }

    byte[] answer(X509Certificate issuer, X509Certificate about, CertificateStatus status, Instant from, Instant next) {
        return answer(issuer, about, status, from, next, OIWObjectIdentifiers.idSHA1);
    }

    byte[] answer(
            X509Certificate issuer,
            X509Certificate about,
            CertificateStatus status,
            Instant from,
            Instant next,
            ASN1ObjectIdentifier digest) {
        return answer(issuer, about, status, from, next, digest, "SHA256");
    }

    /** With the digest of the signature too. */
    byte[] answer(
            X509Certificate issuer,
            X509Certificate about,
            CertificateStatus status,
            Instant from,
            Instant next,
            ASN1ObjectIdentifier digest,
            String signed) {
        try {
            var digests = new JcaDigestCalculatorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build();
            BasicOCSPRespBuilder builder = new JcaBasicOCSPRespBuilder(
                    keys.getPublic(),
                    digests.get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE)));
            CertificateID id = new CertificateID(
                    digests.get(new AlgorithmIdentifier(digest)),
                    new JcaX509CertificateHolder(issuer),
                    about.getSerialNumber());
            builder.addResponse(id, status, Date.from(from), next == null ? null : Date.from(next), null);
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    new JcaContentSignerBuilder(signed + "with" + Request.algorithm(keys))
                                            .build(keys.getPrivate()),
                                    new X509CertificateHolder[] {new JcaX509CertificateHolder(certificate)},
                                    Date.from(from)))
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | OCSPException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
