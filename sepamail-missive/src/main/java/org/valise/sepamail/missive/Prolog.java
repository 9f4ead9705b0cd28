// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may stand in front of a document: byte order mark and XML declaration. */
final class Prolog {

    private static final String S = "[ \\t\\r\\n]";
    private static final String QUOTED = "(?:\"([^\"]*)\"|'([^']*)')";
    private static final Pattern DECLARATION = Pattern.compile("<\\?xml"
            + S + "+version" + S + "*=" + S + "*" + QUOTED
            + "(?:" + S + "+encoding" + S + "*=" + S + "*" + QUOTED + ")?"
            + "(?:" + S + "+standalone" + S + "*=" + S + "*" + QUOTED + ")?" + S + "*");
    private static final byte[] USUAL = "<?xml version=\"1.0\" encoding=\"UTF-8\"".getBytes(StandardCharsets.US_ASCII);

    private Prolog() {}

    /** Steps over a byte order mark of UTF-8; refuses one of another encoding. */
    static boolean skipByteOrderMark(XmlScanner scanner, Window window) {
        int first = window.at(window.pos);
        int second = window.at(window.pos + 1);
        if (first == 0xEF && second == 0xBB && window.at(window.pos + 2) == 0xBF) {
            window.pos += 3;
            return true;
        }
        boolean utf16 = first == 0xFE && second == 0xFF || first == 0xFF && second == 0xFE;
        boolean zeros = first == 0 && second >= 0 || first == '<' && second == 0;
        if (utf16 || zeros) {
            throw unsupported(scanner, "The document is in UTF-16 or UTF-32.");
        }
        if (first == 0x4C && second == 0x6F && window.at(window.pos + 2) == 0xA7) { // <?x; "Lo" is the same in ASCII
            throw unsupported(scanner, "The document is in EBCDIC.");
        }
        return false;
    }

    static boolean hasDeclaration(Window window) {
        int p = window.pos;
        return window.at(p) == '<'
                && window.at(p + 1) == '?'
                && window.at(p + 2) == 'x'
                && window.at(p + 3) == 'm'
                && window.at(p + 4) == 'l'
                && XmlChars.isSpace(window.at(p + 5));
    }

    /** Checks the declaration that ends in front of an index; whether it names ASCII, a part of UTF-8. */
    static boolean checkDeclaration(XmlScanner scanner, Window window, int end) {
        if (isUsual(window, end)) {
            return false;
        }
        int length = end - window.pos;
        Matcher parts = DECLARATION.matcher(new String(window.octets, window.pos, length, StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            throw scanner.fail(window.pos, length, "The XML declaration is not well-formed.");
        }
        String version = either(parts, 1, "1.0");
        if (!version.matches("1\\.[0-9]+")) {
            throw scanner.fail(window.pos, length, "The version in the XML declaration is none.");
        }
        if (!either(parts, 5, "yes").matches("yes|no")) {
            throw scanner.fail(window.pos, length, "standalone is yes or no.");
        }
        if (!version.equals("1.0")) {
            throw unsupported(scanner, "The document is not XML 1.0.");
        }
        String encoding = either(parts, 3, "UTF-8").toUpperCase(Locale.ROOT);
        if (!encoding.equals("UTF-8") && !encoding.equals("US-ASCII")) {
            throw unsupported(scanner, "The XML declaration names another encoding than UTF-8.");
        }
        return encoding.equals("US-ASCII");
    }

    private static boolean isUsual(Window window, int end) {
        return Arrays.equals(window.octets, window.pos, end, USUAL, 0, USUAL.length);
    }

    private static String either(Matcher parts, int group, String absent) {
        String value = parts.group(group) != null ? parts.group(group) : parts.group(group + 1);
        return value == null ? absent : value;
    }

    private static ScanFailure unsupported(XmlScanner scanner, String detail) {
        return new ScanFailure(
                Problem.of(Problem.Code.UNSUPPORTED_ENCODING, detail).at(scanner.span(scanner.window().pos, 0)));
    }
}
