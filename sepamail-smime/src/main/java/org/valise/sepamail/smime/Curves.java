// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.math.BigInteger;
import java.security.spec.ECParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;

/** The curves of keys that are accepted: P-256, P-384 and P-521, all of whose parameters are compared. */
final class Curves {

    private static final List<String> NAMES = List.of("P-256", "P-384", "P-521");

    private Curves() {}

    static boolean isAccepted(ECParameterSpec curve) {
        return NAMES.stream().anyMatch(name -> isSame(NISTNamedCurves.getByName(name), curve));
    }

    private static boolean isSame(X9ECParameters named, ECParameterSpec curve) {
        return named.getCurve().getField().getCharacteristic().equals(prime(curve))
                && named.getCurve()
                        .getA()
                        .toBigInteger()
                        .equals(curve.getCurve().getA())
                && named.getCurve()
                        .getB()
                        .toBigInteger()
                        .equals(curve.getCurve().getB())
                && named.getG()
                        .getAffineXCoord()
                        .toBigInteger()
                        .equals(curve.getGenerator().getAffineX())
                && named.getG()
                        .getAffineYCoord()
                        .toBigInteger()
                        .equals(curve.getGenerator().getAffineY())
                && named.getN().equals(curve.getOrder())
                && named.getH().equals(BigInteger.valueOf(curve.getCofactor()));
    }

    private static BigInteger prime(ECParameterSpec curve) {
        return curve.getCurve().getField() instanceof java.security.spec.ECFieldFp field
                ? field.getP()
                : BigInteger.ZERO;
    }
}
