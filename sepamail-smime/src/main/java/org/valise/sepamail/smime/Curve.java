// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/**
 * The curves of keys that are accepted, and what is done on them for keys that are not in a device. BouncyCastle's operations
 * take a fraction of the time of JDK 17's own, but by way of its provider each of them makes the tables of a curve anew, which
 * takes longer than the operation: here they are made once.
 */
enum Curve {
    /** NIST P-256, secp256r1. */
    P_256("P-256"),
    /** NIST P-384, secp384r1. */
    P_384("P-384"),
    /** NIST P-521, secp521r1. */
    P_521("P-521");

    @SuppressWarnings("ImmutableEnumChecker") // nothing of it changes but tables that it makes when they are needed
    private final ECDomainParameters domain;

    Curve(String name) {
        this.domain = new ECDomainParameters(CustomNamedCurves.getByName(name));
    }

    /** The curve of such parameters, all of which are compared; null if it is none that is accepted. */
    static @Nullable Curve of(ECParameterSpec curve) {
        for (Curve each : values()) {
            if (each.isSame(curve)) {
                return each;
            }
        }
        return null;
    }

    private static Curve require(ECParameterSpec parameters) throws InvalidKeyException {
        Curve curve = of(parameters);
        if (curve == null) {
            throw new InvalidKeyException("The key is on a curve that is not accepted");
        }
        return curve;
    }

    /** The private value of a key that is not in a device; null if it is in one, or no key on a curve. */
    static @Nullable ECPrivateKey known(PrivateKey key) {
        return key instanceof ECPrivateKey ec && "PKCS#8".equals(key.getFormat()) && of(ec.getParams()) != null
                ? ec
                : null;
    }

    private boolean isSame(ECParameterSpec curve) {
        return curve.getCurve().getField() instanceof ECFieldFp field
                && domain.getCurve().getField().getCharacteristic().equals(field.getP())
                && domain.getCurve()
                        .getA()
                        .toBigInteger()
                        .equals(curve.getCurve().getA())
                && domain.getCurve()
                        .getB()
                        .toBigInteger()
                        .equals(curve.getCurve().getB())
                && domain.getG()
                        .getAffineXCoord()
                        .toBigInteger()
                        .equals(curve.getGenerator().getAffineX())
                && domain.getG()
                        .getAffineYCoord()
                        .toBigInteger()
                        .equals(curve.getGenerator().getAffineY())
                && domain.getN().equals(curve.getOrder())
                && domain.getH().equals(BigInteger.valueOf(curve.getCofactor()));
    }

    private ECPoint point(java.security.spec.ECPoint point) {
        return domain.getCurve().createPoint(point.getAffineX(), point.getAffineY());
    }

    /** ECDSA over a digest, in DER. */
    static byte[] sign(ECPrivateKey key, byte[] digest, SecureRandom random) throws InvalidKeyException {
        Curve curve = require(key.getParams());
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ParametersWithRandom(new ECPrivateKeyParameters(key.getS(), curve.domain), random));
        BigInteger[] signature = signer.generateSignature(digest);
        try {
            return StandardDSAEncoding.INSTANCE.encode(curve.domain.getN(), signature[0], signature[1]);
        } catch (IOException e) {
            throw new IllegalStateException("The platform cannot write to memory", e);
        }
    }

    /** Whether a signature over a digest is right; it must be in DER. */
    static boolean verifies(ECPublicKey key, byte[] digest, byte[] signature) throws InvalidKeyException {
        Curve curve = require(key.getParams());
        ECDSASigner signer = new ECDSASigner();
        try {
            signer.init(false, new ECPublicKeyParameters(curve.point(key.getW()), curve.domain));
            BigInteger[] values = StandardDSAEncoding.INSTANCE.decode(curve.domain.getN(), signature);
            return signer.verifySignature(digest, values[0], values[1]);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** A key for one exchange. */
    static AsymmetricCipherKeyPair generate(ECPublicKey other, SecureRandom random) throws InvalidKeyException {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(require(other.getParams()).domain, random));
        return generator.generateKeyPair();
    }

    /** What the owners of two keys know, and nobody else: the first coordinate of a point (X9.63). */
    static byte[] agree(ECPrivateKeyParameters ours, ECPublicKey theirs) throws InvalidKeyException {
        return agree(
                ours,
                new ECPublicKeyParameters(require(theirs.getParams()).point(theirs.getW()), ours.getParameters()));
    }

    /**
     * The same for a key of ours.
     *
     * @param theirs a point as it was sent; it is checked that it lies on the curve
     */
    static byte[] agree(ECPrivateKey ours, byte[] theirs) throws InvalidKeyException {
        Curve curve = require(ours.getParams());
        return agree(
                new ECPrivateKeyParameters(ours.getS(), curve.domain),
                new ECPublicKeyParameters(curve.domain.getCurve().decodePoint(theirs), curve.domain));
    }

    private static byte[] agree(ECPrivateKeyParameters ours, ECPublicKeyParameters theirs) {
        ECDHBasicAgreement agreement = new ECDHBasicAgreement();
        agreement.init(ours);
        return BigIntegers.asUnsignedByteArray(agreement.getFieldSize(), agreement.calculateAgreement(theirs));
    }

    /** Checks that a point as it was sent lies on the curve of a key: a device may take any. */
    static void requirePoint(ECPublicKey key, byte[] point) throws InvalidKeyException {
        ECDomainParameters domain = require(key.getParams()).domain;
        domain.validatePublicPoint(domain.getCurve().decodePoint(point));
    }
}
