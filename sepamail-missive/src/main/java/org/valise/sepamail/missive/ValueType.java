// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The simple types of the schema that the envelope uses. */
enum ValueType {
    /** Up to 200 characters; the schema allows none. */
    IDENTIFIER,
    MISSIVE_TYPE("Nominal", "Acquittement", "Acknowledgement", "Service", "SMAPI"),
    INTEGER,
    PRIORITY("HIGHEST", "HIGH", "NORMAL", "LOW", "LOWEST"),
    BIC,
    /** IBAN2007Identifier, which also carries QXBAN and ICQX. */
    ACCOUNT,
    BBAN,
    ANY_TEXT,
    DATE_TIME,
    MAX_70,
    MAX_140,
    STATUS("ACK", "NAK"),
    ROUTING_CODE("BAD_TIME", "PRIO_HIGH", "PRIO_NORM", "PRIO_LOW", "PRIO_XLOW"),
    COMMAND("LIST", "NOOP", "DELE", "RETR", "STAT"),
    RESULT("+OK", "-ERR"),
    SELECTION("ALL", "UNREAD", "SENT"),
    URI,
    /** The schemas list the types; later versions will list others. */
    MESSAGE_TYPE;

    static final int LONGEST_IDENTIFIER = 200;
    private static final int SHORTEST_BBAN = 11;
    private static final int LONGEST_BBAN = 30;
    private static final int SHORTEST_ACCOUNT = 5;
    private static final int LONGEST_ACCOUNT = 34;
    private static final int LONGEST_INT = 11;

    @SuppressWarnings("ImmutableEnumChecker") // what Set.of makes does not change
    private final Set<String> values;

    ValueType(String... values) {
        this.values = Set.of(values);
    }

    /** What is wrong with a value, in words without the value; null if nothing is. */
    @Nullable
    String violation(String value) {
        return switch (this) {
            case IDENTIFIER -> atMost(value, 0, LONGEST_IDENTIFIER);
            case INTEGER -> isInteger(trim(value)) ? null : "The value is no whole number.";
            case BIC -> isBic(value) ? null : "The value has not the form of a BIC.";
            case ACCOUNT -> isAccount(value) ? null : "The value has not the form of an IBAN.";
            case BBAN -> atMost(value, SHORTEST_BBAN, LONGEST_BBAN);
            case ANY_TEXT, URI -> null;
            case DATE_TIME -> dateTime(MissiveTime.isDateTime(trim(value)));
            case MAX_70 -> atMost(value, 1, 70);
            case MAX_140 -> atMost(value, 1, 140);
            case MESSAGE_TYPE -> value.isEmpty() ? "The value is empty." : null;
            default -> values.contains(value) ? null : "The value is none of those that the schema lists.";
        };
    }

    static @Nullable String dateTime(boolean right) {
        return right ? null : "The value is no date and time.";
    }

    /** White space around values of some types is not part of them; of numbers, neither are plus and leading zeros. */
    String normalised(String value) {
        return switch (this) {
            case INTEGER -> plain(trim(value));
            case DATE_TIME, URI -> trim(value);
            default -> value;
        };
    }

    private static String plain(String integer) {
        boolean signed = integer.charAt(0) == '-' || integer.charAt(0) == '+';
        int from = signed ? 1 : 0;
        while (from < integer.length() - 1 && integer.charAt(from) == '0') {
            from++;
        }
        String digits = integer.substring(from);
        return integer.charAt(0) == '-' && !digits.equals("0") ? '-' + digits : digits;
    }

    /** A whole number as {@link #normalised} gives it, if Java's int holds it. */
    static OptionalInt toInt(String integer) {
        // Parsing thousands of digits takes its time.
        long number = integer.length() > LONGEST_INT ? Long.MAX_VALUE : Long.parseLong(integer);
        return number == (int) number ? OptionalInt.of((int) number) : OptionalInt.empty();
    }

    private static String trim(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && XmlChars.isSpace(value.charAt(from) & 0x7F) && value.charAt(from) < 0x80) {
            from++;
        }
        while (to > from && value.charAt(to - 1) < 0x80 && XmlChars.isSpace(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static @Nullable String atMost(String value, int least, int most) {
        int length = value.codePointCount(0, value.length());
        return length < least || length > most
                ? "The value has " + length + " characters and not " + least + " to " + most + "."
                : null;
    }

    private static boolean isInteger(String value) {
        int from = value.startsWith("-") || value.startsWith("+") ? 1 : 0;
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return value.length() > from;
    }

    /** Whether a value has the form of a BIC: 8 or 11 characters. */
    static boolean isBic(CharSequence value) {
        int length = value.length();
        if (length != 8 && length != 11) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            boolean letter = c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            boolean right = switch (i) {
                case 6 -> letter || digit && c >= '2';
                case 7 -> digit || letter && c != 'O';
                default -> letter || digit && i > 7;
            };
            if (!right) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value has the form that the schema wants of an IBAN. */
    static boolean isAccount(CharSequence value) {
        int length = value.length();
        if (length < SHORTEST_ACCOUNT || length > LONGEST_ACCOUNT) {
            return false;
        }
        boolean right = Letters.isUpper(value.charAt(0))
                && Letters.isUpper(value.charAt(1))
                && Letters.isDigit(value.charAt(2))
                && Letters.isDigit(value.charAt(3));
        for (int i = Mod97.HEAD; i < length && right; i++) {
            char c = value.charAt(i);
            right = Letters.isAlphanumeric(c);
        }
        return right;
    }
}
