// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 5754 and RFC 4056: by which identifiers each scheme goes, and that signatures are those of the platform. */
class SignatureSchemeTest {

    private static final byte[] CONTENT = Forge.ascii("what is signed");
    private static final KeyPair P256 = TestPki.ec(0);
    private static final KeyPair P384 = TestPki.generate("EC", 0, "secp384r1");
    private static final KeyPair P521 = TestPki.generate("EC", 0, "secp521r1");

    private static final ASN1ObjectIdentifier SHA_256 = oid("2.16.840.1.101.3.4.2.1");
    private static final ASN1ObjectIdentifier SHA_384 = oid("2.16.840.1.101.3.4.2.2");
    private static final ASN1ObjectIdentifier RSA = oid("1.2.840.113549.1.1.1");
    private static final ASN1ObjectIdentifier RSA_SHA_256 = oid("1.2.840.113549.1.1.11");
    private static final ASN1ObjectIdentifier RSA_SHA_384 = oid("1.2.840.113549.1.1.12");
    private static final ASN1ObjectIdentifier PSS = oid("1.2.840.113549.1.1.10");
    private static final ASN1ObjectIdentifier ECDSA_SHA_256 = oid("1.2.840.10045.4.3.2");

    private static ASN1ObjectIdentifier oid(String id) {
        return new ASN1ObjectIdentifier(id);
    }

    private static KeyPair keys(SignatureScheme scheme) {
        if (scheme.name().startsWith("RSA")) {
            return TestPki.rsa(1);
        }
        return scheme.name().endsWith("384") ? P384 : scheme.name().endsWith("512") ? P521 : P256;
    }

    /** The name of the platform for it, with its parameters. */
    private static Signature platform(SignatureScheme scheme) throws GeneralSecurityException {
        String digest = scheme.name().substring(scheme.name().lastIndexOf('_') + 1);
        if (scheme.name().startsWith("RSA_PSS")) {
            String name = digest.replace("SHA", "SHA-");
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec(
                    name,
                    "MGF1",
                    new MGF1ParameterSpec(name),
                    MessageDigest.getInstance(name).getDigestLength(),
                    1));
            return signature;
        }
        return Signature.getInstance(digest + (scheme.name().startsWith("RSA") ? "withRSA" : "withECDSA"));
    }

    private static boolean verifies(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature) {
        try {
            boolean own = scheme.verifies(key, content, signature);
            assertThat(scheme.verifies(key, content, signature, scheme.signatureAlgorithm()))
                    .isEqualTo(own);
            return own;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatItSignsThePlatformVerifies(SignatureScheme scheme) throws GeneralSecurityException {
        KeyPair keys = keys(scheme);
        byte[] signature = scheme.sign(keys.getPrivate(), null, CONTENT);
        Signature platform = platform(scheme);
        platform.initVerify(keys.getPublic());
        platform.update(CONTENT);
        assertThat(platform.verify(signature)).isTrue();
        assertThat(verifies(scheme, keys.getPublic(), CONTENT, signature)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatThePlatformSignsItVerifiesAndNothingElse(SignatureScheme scheme) throws GeneralSecurityException {
        KeyPair keys = keys(scheme);
        Signature platform = platform(scheme);
        platform.initSign(keys.getPrivate());
        platform.update(CONTENT);
        byte[] signature = platform.sign();
        assertThat(verifies(scheme, keys.getPublic(), CONTENT, signature)).isTrue();
        assertThat(verifies(scheme, keys.getPublic(), Forge.ascii("what was not signed"), signature))
                .isFalse();
        PublicKey other = (scheme.name().startsWith("RSA") ? TestPki.rsa(2) : TestPki.ec(1)).getPublic();
        assertThat(verifies(scheme, other, CONTENT, signature)).isFalse();
        for (int at : new int[] {signature.length / 3, signature.length - 1}) {
            byte[] changed = signature.clone();
            changed[at] ^= 1;
            assertThat(verifies(scheme, keys.getPublic(), CONTENT, changed)).isFalse();
        }
        assertThat(verifies(scheme, keys.getPublic(), CONTENT, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void itIsForKeysOfItsKind(SignatureScheme scheme) {
        boolean rsa = scheme.name().startsWith("RSA");
        assertThat(scheme.fits(TestPki.rsa(1).getPublic())).isEqualTo(rsa);
        assertThat(scheme.fits(P256.getPublic())).isNotEqualTo(rsa);
        assertThat(scheme.isSealed()).isNotEqualTo(scheme.name().endsWith("SHA1"));
    }

    @Test
    void whatAKeySignsWithByItself() {
        assertThat(SignatureScheme.usualFor(TestPki.rsa(1).getPublic())).isEqualTo(SignatureScheme.RSA_SHA256);
        assertThat(SignatureScheme.usualFor(P256.getPublic())).isEqualTo(SignatureScheme.ECDSA_SHA256);
        assertThat(SignatureScheme.usualFor(P384.getPublic())).isEqualTo(SignatureScheme.ECDSA_SHA384);
        assertThat(SignatureScheme.usualFor(P521.getPublic())).isEqualTo(SignatureScheme.ECDSA_SHA512);
        PublicKey other = TestPki.generate("Ed25519", 255, "").getPublic();
        assertThatIllegalArgumentException().isThrownBy(() -> SignatureScheme.usualFor(other));
    }

    private static AlgorithmIdentifier of(ASN1ObjectIdentifier algorithm) {
        return new AlgorithmIdentifier(algorithm);
    }

    private static AlgorithmIdentifier of(ASN1ObjectIdentifier algorithm, ASN1Encodable parameters) {
        return new AlgorithmIdentifier(algorithm, parameters);
    }

    private static final AlgorithmIdentifier NULL_SHA_256 = of(SHA_256, DERNull.INSTANCE);

    /** RFC 5754 2: parameters of digests are absent, and NULL is taken for that. */
    @Test
    void theDigestHasNoParameters() {
        SignatureScheme scheme = SignatureScheme.RSA_SHA256;
        assertThat(scheme.isStatedBy(of(SHA_256), of(RSA))).isTrue();
        assertThat(scheme.isStatedBy(NULL_SHA_256, of(RSA))).isTrue();
        assertThat(scheme.isStatedBy(of(SHA_256, new ASN1Integer(1)), of(RSA))).isFalse();
        assertThat(scheme.isStatedBy(of(SHA_384), of(RSA))).isFalse();
    }

    /** RFC 5754 3.2: by the key's algorithm or by both together, with NULL or nothing. */
    @Test
    void howRsaIsNamed() {
        SignatureScheme scheme = SignatureScheme.RSA_SHA256;
        assertThat(scheme.isStatedBy(of(SHA_256), of(RSA, DERNull.INSTANCE))).isTrue();
        assertThat(scheme.isStatedBy(of(SHA_256), of(RSA_SHA_256, DERNull.INSTANCE)))
                .isTrue();
        assertThat(scheme.isStatedBy(of(SHA_256), of(RSA_SHA_256))).isTrue();
        assertThat(scheme.isStatedBy(of(SHA_256), of(RSA_SHA_384))).isFalse();
        assertThat(scheme.isStatedBy(of(SHA_256), of(RSA, new ASN1Integer(1)))).isFalse();
        assertThat(scheme.isStatedBy(of(SHA_256), of(ECDSA_SHA_256))).isFalse();
    }

    /** RFC 5754 3.3. */
    @Test
    void howEcdsaIsNamed() {
        SignatureScheme scheme = SignatureScheme.ECDSA_SHA256;
        assertThat(scheme.isStatedBy(of(SHA_256), of(ECDSA_SHA_256))).isTrue();
        assertThat(scheme.isStatedBy(of(SHA_384), of(ECDSA_SHA_256))).isFalse();
        assertThat(scheme.isStatedBy(of(SHA_256), of(ECDSA_SHA_256, new ASN1Integer(1))))
                .isFalse();
        assertThat(scheme.isStatedBy(of(SHA_256), of(RSA))).isFalse();
    }

    /** RFC 4056 2.2: the digest of the content is that of the parameters, twice; there is one trailer. */
    @ParameterizedTest
    @CsvSource({
        "2.16.840.1.101.3.4.2.1, 1.2.840.113549.1.1.8, 2.16.840.1.101.3.4.2.1, 1, true",
        "2.16.840.1.101.3.4.2.2, 1.2.840.113549.1.1.8, 2.16.840.1.101.3.4.2.1, 1, false",
        "2.16.840.1.101.3.4.2.1, 1.2.840.113549.1.1.9, 2.16.840.1.101.3.4.2.1, 1, false",
        "2.16.840.1.101.3.4.2.1, 1.2.840.113549.1.1.8, 2.16.840.1.101.3.4.2.2, 1, false",
        "2.16.840.1.101.3.4.2.1, 1.2.840.113549.1.1.8, 2.16.840.1.101.3.4.2.1, 2, false"
    })
    void howPssIsNamed(String hash, String mask, String maskHash, int trailer, boolean stated) {
        RSASSAPSSparams parameters = new RSASSAPSSparams(
                of(oid(hash), DERNull.INSTANCE),
                of(oid(mask), of(oid(maskHash), DERNull.INSTANCE)),
                new ASN1Integer(32),
                new ASN1Integer(trailer));
        SignatureScheme scheme = SignatureScheme.RSA_PSS_SHA256;
        assertThat(scheme.isStatedBy(of(SHA_256), of(PSS, parameters))).isEqualTo(stated);
        assertThat(scheme.isStatedBy(of(SHA_256), of(RSA, parameters))).isFalse();
        assertThat(scheme.isStatedBy(of(SHA_256), of(PSS))).isFalse();
    }

    /** What software writes into micalg. */
    @ParameterizedTest
    @CsvSource({
        "sha-256, SHA_256",
        "sha256, SHA_256",
        "SHA-256, SHA_256",
        "sha-384, SHA_384",
        "sha512, SHA_512",
        "sha1, SHA_1",
        "sha-1, SHA_1"
    })
    void howDigestsAreNamedBesideTheContent(String micalg, SignatureScheme.Digest digest) {
        for (SignatureScheme.Digest each : SignatureScheme.Digest.values()) {
            assertThat(each.isNamed(micalg)).isEqualTo(each == digest);
        }
    }
}
