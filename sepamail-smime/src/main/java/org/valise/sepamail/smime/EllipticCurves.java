// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The provider of operations on elliptic curves where the caller names none: BouncyCastle's takes a seventh of the time of JDK
 * 17's own. It is made once, when the first such operation is asked for, because that takes longer than the operation; it is
 * never registered, and nobody outside can reach it.
 */
final class EllipticCurves {

    private static final Provider PROVIDER = new BouncyCastleProvider();

    private EllipticCurves() {}

    static Provider provider() {
        return PROVIDER;
    }
}
