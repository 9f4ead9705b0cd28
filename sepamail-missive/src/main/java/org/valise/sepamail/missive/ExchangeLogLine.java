// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One line of the file: the CRC32C of the rest in eight hexadecimal digits, then the fields, each behind a space. In a
 * field every UTF-16 code unit but a few ASCII characters is written as {@code %} and four hexadecimal digits, so any
 * text comes back as it was.
 */
final class ExchangeLogLine {

    /** Longer than any line that is written: a damaged file cannot take more memory. */
    static final int LONGEST = 1 << 12;

    private static final int CRC_DIGITS = 8;
    private static final int UNIT_DIGITS = 4;
    private static final HexFormat HEX = HexFormat.of();

    private ExchangeLogLine() {}

    /** Writes a line with its line end. */
    static byte[] write(List<String> fields) {
        StringBuilder rest = new StringBuilder();
        for (String field : fields) {
            rest.append(' ');
            field.chars().forEach(unit -> appendUnit(rest, (char) unit));
        }
        byte[] octets = rest.toString().getBytes(StandardCharsets.US_ASCII);
        return (crc(octets, 0, octets.length) + rest + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void appendUnit(StringBuilder text, char unit) {
        if (unit >= '0' && unit <= '9' || unit >= 'A' && unit <= 'Z' || unit >= 'a' && unit <= 'z') {
            text.append(unit);
        } else if (unit == '-' || unit == '.' || unit == ':' || unit == '_') {
            text.append(unit);
        } else {
            text.append('%').append(HEX.toHexDigits(unit));
        }
    }

    private static String crc(byte[] octets, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(octets, from, length);
        return HEX.toHexDigits((int) crc.getValue());
    }

    /** Whether the octets are a line without its line end. */
    static boolean isWhole(byte[] line) {
        if (line.length <= CRC_DIGITS) {
            return false;
        }
        String stated = new String(line, 0, CRC_DIGITS, StandardCharsets.ISO_8859_1);
        return crc(line, CRC_DIGITS, line.length - CRC_DIGITS).equals(stated);
    }

    /** Reads the fields of a whole line; an IllegalArgumentException says that it was not written by this class. */
    static List<String> read(byte[] line) {
        String rest = new String(line, CRC_DIGITS, line.length - CRC_DIGITS, StandardCharsets.ISO_8859_1);
        String[] fields = rest.split(" ", -1);
        return Arrays.stream(fields).skip(1).map(ExchangeLogLine::unescaped).toList();
    }

    private static String unescaped(String field) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '%') {
                text.append(unit(field, i + 1));
                i += UNIT_DIGITS;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }

    private static char unit(String field, int at) {
        if (at + UNIT_DIGITS > field.length()) {
            throw new IllegalArgumentException("an escape is cut short");
        }
        return (char) HexFormat.fromHexDigits(field, at, at + UNIT_DIGITS);
    }
}
