// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.time.Duration;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.CollectionStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** Statement 8: keys that nobody has to have, of which the platform cannot even read some. All else about the mails is right. */
class OddKeysTest {

    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));
    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final Map<Kind, KeyPair> KEYS = new EnumMap<>(Kind.class);

    private enum Kind {
        /** The control. */
        P256("secp256r1"),
        DSA(""),
        SECP256K1("secp256k1"),
        BRAINPOOL("brainpoolP256r1"),
        P224("secp224r1"),
        BINARY("sect283r1"),
        /** P-256, its parameters written out: RFC 5480 2.1.1 forbids it. Whoever states them may state others. */
        EXPLICIT("secp256r1");

        private final String curve;

        Kind(String curve) {
            this.curve = curve;
        }

        synchronized KeyPair keys() {
            return KEYS.computeIfAbsent(this, Kind::generate);
        }

        private static KeyPair generate(Kind kind) {
            if (kind == DSA) {
                return TestPki.generate("DSA", 2048, "");
            }
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
                generator.initialize(new ECGenParameterSpec(kind.curve));
                return generator.generateKeyPair();
            } catch (java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        SubjectPublicKeyInfo info() {
            SubjectPublicKeyInfo info =
                    SubjectPublicKeyInfo.getInstance(keys().getPublic().getEncoded());
            if (this != EXPLICIT) {
                return info;
            }
            X9ECParameters all = ECNamedCurveTable.getByName(curve);
            ASN1Encodable parameters =
                    new X9ECParameters(all.getCurve(), all.getBaseEntry(), all.getN(), all.getH(), all.getSeed());
            return new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters),
                    info.getPublicKeyData().getOctets());
        }

        String scheme() {
            return this == DSA ? "SHA256withDSA" : "SHA256withECDSA";
        }
    }

    /** A certificate of the bank, by the authority that everybody trusts, or by one with an odd key. */
    private static X509CertificateHolder certificate(
            SubjectPublicKeyInfo key, String name, KeyPair issuer, X500Name issuerName, boolean authority)
            throws Exception {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuerName,
                BigInteger.valueOf(900_000 + key.hashCode()).abs(),
                Date.from(TestPki.NOW.minus(Duration.ofDays(1))),
                Date.from(TestPki.NOW.plus(Duration.ofDays(1))),
                new X500Name(name),
                key);
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.rfc822Name, TestPki.SENDER)));
        String algorithm = issuer.getPublic().getAlgorithm();
        return builder.build(new JcaContentSignerBuilder("SHA256with" + (algorithm.equals("EC") ? "ECDSA" : algorithm))
                .setProvider(PROVIDER)
                .build(issuer.getPrivate()));
    }

    private static X509CertificateHolder signer(Kind kind) throws Exception {
        return certificate(kind.info(), "CN=Signer", Bench.AUTHORITY.keys, new X500Name("CN=Scheme"), false);
    }

    private static byte[] sign(KeyPair keys, String scheme, boolean within, List<X509CertificateHolder> chain)
            throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                        .setProvider(PROVIDER)
                        .build())
                .build(
                        new JcaContentSignerBuilder(scheme)
                                .setProvider(PROVIDER)
                                .build(keys.getPrivate()),
                        chain.get(0)));
        generator.addCertificates(new CollectionStore<>(chain));
        return generator.generate(new CMSProcessableByteArray(ENTITY), within).getEncoded();
    }

    private static void assertRefused(byte[] mail, Check expected) throws Exception {
        for (OpeningPolicy policy : List.of(OpeningPolicy.lenient(), OpeningPolicy.legacy())) {
            MissiveOpener opener = Bench.opener().with(policy);
            assertRejected(opener.open(mail), expected);
            assertRejected(opener.open(() -> new ByteArrayInputStream(mail)), expected);
        }
    }

    private static <T> void assertRejected(Verdict<T> verdict, Check expected) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<T>) verdict).failed()).isEqualTo(expected);
    }

    /** Platforms differ in which curves they can read; explicit parameters are read by none of them. */
    private static boolean isReadable(X509CertificateHolder certificate) throws Exception {
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static byte[] tagged(byte[] entity) {
        return Forge.mail(TestPki.SENDER, Forge.cms("authEnveloped-data", Forge.encryptGcm(entity, Bench.RECIPIENT)));
    }

    @ParameterizedTest
    @EnumSource
    void s8AMailThatItSigned(Kind kind) throws Exception {
        List<X509CertificateHolder> chain = List.of(signer(kind));
        byte[] opaque = Forge.cms("signed-data", sign(kind.keys(), kind.scheme(), true, chain));
        byte[] clear = Forge.multipartSigned(ENTITY, sign(kind.keys(), kind.scheme(), false, chain));
        for (byte[] signed : List.of(opaque, clear)) {
            if (kind == Kind.P256) {
                assertThat(Bench.opener().open(tagged(signed))).isInstanceOf(Verdict.Accepted.class);
            } else {
                Check expected = isReadable(chain.get(0)) ? Check.ALGORITHMS : Check.SIGNER_CERTIFICATE;
                assertRefused(Forge.mail(TestPki.SENDER, signed), expected);
                assertRefused(tagged(signed), expected);
            }
        }
    }

    /** The bank's own key is one of RSA, and the authority that issued its certificate stands under the one that is trusted. */
    @ParameterizedTest
    @EnumSource
    void s8AMailUnderAnAuthorityThatHasIt(Kind kind) throws Exception {
        X500Name name = new X500Name("CN=Between");
        X509CertificateHolder between =
                certificate(kind.info(), "CN=Between", Bench.AUTHORITY.keys, new X500Name("CN=Scheme"), true);
        SubjectPublicKeyInfo own =
                SubjectPublicKeyInfo.getInstance(TestPki.rsa(1).getPublic().getEncoded());
        List<X509CertificateHolder> chain = List.of(certificate(own, "CN=Signer", kind.keys(), name, false), between);
        byte[] mail = Forge.mail(
                TestPki.SENDER, Forge.cms("signed-data", sign(TestPki.rsa(1), "SHA256withRSA", true, chain)));
        if (kind == Kind.P256) {
            assertThat(Bench.opener().with(OpeningPolicy.lenient()).open(mail)).isInstanceOf(Verdict.Accepted.class);
        } else {
            assertRefused(mail, Check.SIGNER_TRUST);
        }
    }

    /** Read by somebody's provider that knows more than the platform; to it explicit parameters may be those of P-256. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXPLICIT")
    void s8AnAuthorityThatIsTrusted(Kind kind) throws Exception {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter().setProvider(PROVIDER);
        X500Name name = new X500Name("CN=Odd");
        X509Certificate root = converter.getCertificate(certificate(kind.info(), "CN=Odd", kind.keys(), name, true));
        SubjectPublicKeyInfo own =
                SubjectPublicKeyInfo.getInstance(TestPki.rsa(1).getPublic().getEncoded());
        X509Certificate signer = converter.getCertificate(certificate(own, "CN=Signer", kind.keys(), name, false));
        Outcome outcome = TrustPolicy.of(List.of(root)).check(signer, List.of(), TestPki.NOW);
        if (kind == Kind.P256) {
            assertThat(outcome).isEqualTo(Outcome.TRUSTED);
        } else {
            assertThat(outcome).isIn(Outcome.BROKEN, Outcome.UNKNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"P256", "EXPLICIT"})
    void nobodySealsWithItOrForIt(Kind kind) throws Exception {
        X509Certificate certificate =
                new JcaX509CertificateConverter().setProvider(PROVIDER).getCertificate(signer(kind));
        List<X509Certificate> chain = List.of(certificate);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningIdentity.of(kind.keys().getPrivate(), chain));
        assertThatIllegalArgumentException().isThrownBy(() -> Recipient.of(certificate));
    }

    /** RFC 5280 4.2.1.3: a key that may sign only is none to encrypt for. */
    @Test
    void nobodyEncryptsForAKeyThatMaySignOnly() {
        for (TestPki signer : List.of(Bench.SIGNER, Bench.EC_SIGNER)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Recipient.of(signer.certificate))
                    .withMessageContaining("receive");
        }
    }

    /** CVE-2020-0601: with a generator of one's own one has the key to everybody's certificate. */
    @Test
    void s8EachParameterOfTheCurveCounts() {
        ECParameterSpec right = ((ECPublicKey) TestPki.ec(0).getPublic()).getParams();
        EllipticCurve curve = right.getCurve();
        ECPoint other = ((ECPublicKey) TestPki.ec(1).getPublic()).getW();
        EllipticCurve a = new EllipticCurve(curve.getField(), BigInteger.ONE, curve.getB());
        EllipticCurve b = new EllipticCurve(curve.getField(), curve.getA(), BigInteger.TEN);
        BigInteger order = right.getOrder();
        assertThat(Curve.of(right)).isEqualTo(Curve.P_256);
        for (ECParameterSpec wrong : List.of(
                new ECParameterSpec(curve, other, order, 1),
                new ECParameterSpec(a, right.getGenerator(), order, 1),
                new ECParameterSpec(b, right.getGenerator(), order, 1),
                new ECParameterSpec(curve, right.getGenerator(), order.subtract(BigInteger.TWO), 1),
                new ECParameterSpec(curve, right.getGenerator(), order, 2))) {
            assertThat(Curve.of(wrong)).isNull();
        }
    }
}
