// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Blanks the document type declaration out of a document in an encoding that extends ASCII. XML-Signature's schema has one
 * that refers to the network and is good for nothing; without it the schema says the same.
 */
final class Doctype {

    private final byte[] octets;
    private int at;

    private Doctype(byte[] octets) {
        this.octets = octets;
    }

    /** The same document with blanks in place of the declaration, so that lines and columns stay what they were. */
    static byte[] blanked(byte[] document) {
        return new Doctype(document.clone()).blank();
    }

    private byte[] blank() {
        skipUntilDeclaration();
        int start = at;
        if (looksAt("<!DOCTYPE")) {
            skipDeclaration();
            for (int i = start; i < at; i++) {
                octets[i] = octets[i] == '\n' || octets[i] == '\r' ? octets[i] : (byte) ' ';
            }
        }
        return octets;
    }

    /** In front of it there may be a byte order mark, white space, comments and processing instructions. */
    private void skipUntilDeclaration() {
        while (at < octets.length && !looksAt("<!DOCTYPE")) {
            if (!skipCommentOrInstruction()) {
                if (octets[at] == '<') {
                    return;
                }
                at++;
            }
        }
    }

    /** Behind its name: literals, and between brackets declarations, whose literals and comments may hold anything. */
    private void skipDeclaration() {
        int brackets = 0;
        while (at < octets.length) {
            byte octet = octets[at];
            if (octet == '"' || octet == '\'') {
                at++;
                skipPast(Character.toString(octet));
            } else if (!skipCommentOrInstruction()) {
                at++;
                brackets += octet == '[' ? 1 : octet == ']' ? -1 : 0;
                if (octet == '>' && brackets == 0) {
                    return;
                }
            }
        }
    }

    private boolean skipCommentOrInstruction() {
        if (looksAt("<!--")) {
            at += "<!--".length();
            skipPast("-->");
            return true;
        }
        if (looksAt("<?")) {
            skipPast("?>");
            return true;
        }
        return false;
    }

    private void skipPast(String end) {
        while (at < octets.length && !looksAt(end)) {
            at++;
        }
        at = Math.min(octets.length, at + end.length());
    }

    private boolean looksAt(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        int end = Math.min(octets.length, at + wanted.length);
        return Arrays.equals(octets, at, end, wanted, 0, wanted.length);
    }
}
