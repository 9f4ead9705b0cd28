// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/** Texts that the caller gives for a document. */
final class XmlText {

    private XmlText() {}

    /** Refuses a text that is too short or long, or has characters that XML does not allow. */
    static String require(String text, int least, int most, String what) {
        // Some validators count UTF-16 code units. What is right for them and by characters is right everywhere.
        if (text.codePointCount(0, text.length()) < least || text.length() > most) {
            throw new IllegalArgumentException(
                    what + " has " + least + (most == Integer.MAX_VALUE ? " or more" : " to " + most)
                            + " characters; those beyond U+FFFF count twice");
        }
        requireAllowed(text, what);
        return text;
    }

    /** The same for what may have been read: characters are counted as the schemas mean it. */
    static void requireCharacters(String text, int least, int most, String what) {
        int characters = text.codePointCount(0, text.length());
        if (characters < least || characters > most) {
            throw new IllegalArgumentException(what + " has " + least + " to " + most + " characters");
        }
        requireAllowed(text, what);
    }

    static void requireAllowed(String text, String what) {
        int i = 0;
        while (i < text.length()) {
            char unit = text.charAt(i);
            if (unit >= 0x20 && unit < 0xD800) {
                i++;
                continue;
            }
            int c = text.codePointAt(i);
            if (!XmlChars.isAllowed(c)) {
                throw new IllegalArgumentException(what + " has a character that XML does not allow, at index " + i);
            }
            i += Character.charCount(c);
        }
    }
}
