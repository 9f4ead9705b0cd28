// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.Locale;

/**
 * The CRC at the end of records and identities: CRC-16/MODBUS (polynomial 8005, initial value FFFF, input and output
 * reflected, no final exclusive-or) over the ASCII text up to and including the last delimiter, written as four
 * upper-case hexadecimal digits, most significant first (STS600-4-2 5.7.1; parameters proved on published records).
 *
 * <p>Every change of one character and every swap of two neighbours changes it; longer damage goes unseen with a
 * probability of 2<sup>-16</sup>. Immutable and thread-safe.
 *
 * <pre>{@code
 * Crc16.of("123456789").toString();   // "4B37"
 * }</pre>
 *
 * @param value the CRC, 0 to 65535
 * @since 0.1.0
 */
public record Crc16(int value) {

    private static final int HEX_DIGITS = 4;

    /**
     * Refuses values that do not fit 16 bits.
     *
     * @param value 0 to 65535
     */
    public Crc16 {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("A CRC has 16 bits, not the value " + value);
        }
    }

    /**
     * Computes the CRC of an ASCII text.
     *
     * @param ascii characters U+0000 to U+007F
     * @return the CRC of the text
     * @throws IllegalArgumentException if a character is not ASCII
     */
    public static Crc16 of(CharSequence ascii) {
        int crc = CrcTables.INITIAL;
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c > 0x7F) {
                throw new IllegalArgumentException("The character at offset " + i + " is not ASCII");
            }
            crc = CrcTables.update(crc, c);
        }
        return new Crc16(crc);
    }

    /**
     * Whether the text ends in four upper-case hexadecimal digits with this value.
     *
     * @param hex the digits as they stand in the record
     * @return true if they are exactly this CRC
     */
    boolean isWritten(CharSequence hex) {
        return hex.length() == HEX_DIGITS && toString().contentEquals(hex);
    }

    /** Returns the four upper-case hexadecimal digits. */
    @Override
    public String toString() {
        String hex = Integer.toHexString(value).toUpperCase(Locale.ROOT);
        return "0".repeat(HEX_DIGITS - hex.length()) + hex;
    }
}
