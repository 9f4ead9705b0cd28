// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Digests by the JDK, written out by hand. */
final class Hex {

    private Hex() {}

    static String digest(String algorithm, byte[] octets) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(octets);
            return String.format(Locale.ROOT, "%0" + 2 * digest.length + "x", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String sha1(byte[] octets) {
        return digest("SHA-1", octets);
    }
}
