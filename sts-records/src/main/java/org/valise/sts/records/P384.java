// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.InvalidKeySpecException;
import java.util.Locale;

/**
 * The curve NIST P-384 (secp384r1, FIPS 186-4 D.1.2.4) and its uncompressed points as hexadecimal text.
 *
 * <p>The parameters stand here so that a point can be checked without asking any security provider.
 */
final class P384 {

    /** Hexadecimal digits of an uncompressed point: 04, X, Y. */
    static final int POINT_DIGITS = 194;

    private static final int COORDINATE_DIGITS = 96;
    private static final String UNCOMPRESSED = "04";

    private static final BigInteger P =
            hex("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF");
    private static final BigInteger A = P.subtract(BigInteger.valueOf(3));
    private static final BigInteger B =
            hex("B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF");
    private static final ECPoint G = new ECPoint(
            hex("AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7"),
            hex("3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F"));
    private static final BigInteger ORDER =
            hex("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973");
    private static final ECParameterSpec SPEC =
            new ECParameterSpec(new EllipticCurve(new ECFieldFp(P), A, B), G, ORDER, 1);

    private P384() {}

    /** Whether the text has the form of an uncompressed point: 194 digits that begin with 04. */
    static boolean isUncompressed(String hex) {
        return hex.length() == POINT_DIGITS && hex.startsWith(UNCOMPRESSED);
    }

    static String x(String point) {
        return point.substring(UNCOMPRESSED.length(), UNCOMPRESSED.length() + COORDINATE_DIGITS);
    }

    static String y(String point) {
        return point.substring(UNCOMPRESSED.length() + COORDINATE_DIGITS);
    }

    /** Whether both coordinates are field elements and satisfy the equation of the curve. Its cofactor is 1. */
    static boolean isOnCurve(String point) {
        return isOnCurve(hex(x(point)), hex(y(point)));
    }

    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(P) >= 0 || y.compareTo(P) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x).add(A).multiply(x).add(B).mod(P);
        return y.multiply(y).mod(P).equals(right);
    }

    /** The key of a point that is known to lie on the curve. */
    static ECPublicKey key(String point) {
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(new ECPoint(hex(x(point)), hex(y(point))), SPEC));
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException(
                    "No provider of this Java runtime makes EC keys; add the module jdk.crypto.ec", e);
        }
    }

    /** The point of a key as upper-case text; refuses keys of other curves. */
    static String hexOf(ECPublicKey key) {
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        if (x == null || y == null || !isOnCurve(x, y)) {
            throw new IllegalArgumentException("The key is not a point of P-384");
        }
        return UNCOMPRESSED + coordinate(x) + coordinate(y);
    }

    private static String coordinate(BigInteger value) {
        String digits = value.toString(16).toUpperCase(Locale.ROOT);
        return "0".repeat(COORDINATE_DIGITS - digits.length()) + digits;
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }
}
