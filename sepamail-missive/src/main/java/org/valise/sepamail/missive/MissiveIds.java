// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Identifiers of missives and messages. The norm leaves open how they are made; they have to be unique.
 *
 * @since 0.1.0
 */
public final class MissiveIds {

    private static final int OCTETS = 16;

    private MissiveIds() {}

    /**
     * An identifier of 128 random bits.
     *
     * @param random a generator that does not repeat itself, such as {@code SecureRandom}
     * @return 32 hexadecimal digits in capitals
     */
    public static String random(RandomGenerator random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().withUpperCase().formatHex(octets);
    }
}
