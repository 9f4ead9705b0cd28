// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Identifiers of missives and messages. The norm leaves open how they are made; they have to be unique.
 *
 * <pre>{@code
 * SecureRandom random = new SecureRandom();
 * String id = MissiveIds.random(random);   // such as "5A0C7E91D2B84F36A1907C3EE8D54B20"
 * }</pre>
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
