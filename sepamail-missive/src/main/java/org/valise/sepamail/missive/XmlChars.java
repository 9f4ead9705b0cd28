// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/** Characters of XML 1.0 (fifth edition) and of UTF-8. */
final class XmlChars {

    /** No character: the octets are not UTF-8. */
    static final int INVALID = -1;
    /** The octets end within a character. */
    static final int CUT = -2;

    private static final byte NAME_START = 1;
    private static final byte NAME = 2;
    private static final byte SPACE = 4;
    private static final byte[] CLASSES = classes();

    /** Start and end of each range of further characters that may begin a name, all inclusive. */
    private static final int[] NAME_START_RANGES = {
        0xC0, 0xD6, 0xD8, 0xF6, 0xF8, 0x2FF, 0x370, 0x37D, 0x37F, 0x1FFF, 0x200C, 0x200D, 0x2070, 0x218F, 0x2C00,
        0x2FEF, 0x3001, 0xD7FF, 0xF900, 0xFDCF, 0xFDF0, 0xFFFD, 0x10000, 0xEFFFF
    };
    /** The same for those that may stand within a name only. */
    private static final int[] NAME_ONLY_RANGES = {0xB7, 0xB7, 0x300, 0x36F, 0x203F, 0x2040};

    private XmlChars() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 'A'; c <= 'Z'; c++) {
            classes[c] = NAME_START | NAME;
            classes[c + ('a' - 'A')] = NAME_START | NAME;
        }
        for (int c = '0'; c <= '9'; c++) {
            classes[c] = NAME;
        }
        classes['_'] = NAME_START | NAME;
        classes['-'] = NAME;
        classes['.'] = NAME;
        classes[' '] = SPACE;
        classes['\t'] = SPACE;
        classes['\n'] = SPACE;
        classes['\r'] = SPACE;
        return classes;
    }

    /** Whether an octet is a blank, a tab or part of a line end. */
    static boolean isSpace(int octet) {
        return octet >= 0 && CLASSES[octet] == SPACE;
    }

    /** Whether an octet is an ASCII character that may stand in a name; the colon is not. */
    static boolean isAsciiName(int octet) {
        return octet >= 0 && (CLASSES[octet] & NAME) != 0;
    }

    static boolean isAsciiNameStart(int octet) {
        return octet >= 0 && (CLASSES[octet] & NAME_START) != 0;
    }

    /** The index of the first octet from an index on that is no ASCII character of a name. */
    static int nameEnd(byte[] octets, int from, int limit) {
        int p = from;
        while (p < limit && (CLASSES[octets[p] & 0xFF] & NAME) != 0) {
            p++;
        }
        return p;
    }

    /** The same for what may stand between the ampersand and the semicolon of a reference. */
    static int referenceEnd(byte[] octets, int from, int limit) {
        int p = from;
        while (p < limit && (octets[p] == '#' || isAsciiName(octets[p]))) {
            p++;
        }
        return p;
    }

    static boolean isNameStart(int c) {
        return c < 0x80 ? isAsciiNameStart(c) : isIn(NAME_START_RANGES, c);
    }

    static boolean isName(int c) {
        return c < 0x80 ? isAsciiName(c) : isIn(NAME_START_RANGES, c) || isIn(NAME_ONLY_RANGES, c);
    }

    private static boolean isIn(int[] ranges, int c) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (c >= ranges[i] && c <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Whether XML 1.0 allows a character in a document at all. */
    static boolean isAllowed(int c) {
        if (c < 0x20) {
            return c == '\t' || c == '\n' || c == '\r';
        }
        return c < 0xD800 || c > 0xDFFF && c != 0xFFFE && c != 0xFFFF && c <= Character.MAX_CODE_POINT;
    }

    /** The character whose first octet lies at an index: {@link #INVALID} or {@link #CUT} if there is none. */
    static int decode(byte[] octets, int at, int limit) {
        int lead = octets[at] & 0xFF;
        if (lead < 0x80) {
            return lead;
        }
        int length = lengthOf(lead);
        if (length == 0) {
            return INVALID;
        }
        int c = lead & 0x7F >> length;
        for (int i = 1; i < length; i++) {
            if (at + i >= limit) {
                return CUT;
            }
            int next = octets[at + i] & 0xFF;
            if ((next & 0xC0) != 0x80) {
                return INVALID;
            }
            c = c << 6 | next & 0x3F;
        }
        return isShortest(c, length) && (c < 0xD800 || c > 0xDFFF) && c <= Character.MAX_CODE_POINT ? c : INVALID;
    }

    private static boolean isShortest(int c, int length) {
        return octetsOf(c) == length;
    }

    /** How many octets of UTF-8 a character takes. */
    static int octetsOf(int c) {
        if (c < 0x80) {
            return 1;
        }
        if (c < 0x800) {
            return 2;
        }
        return c < 0x10000 ? 3 : 4;
    }

    private static int lengthOf(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 2;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 3;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    }
}
