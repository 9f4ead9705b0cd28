// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.MissiveTime;

/**
 * Writes a value into the header of a missive and leaves every other octet as it is: the checksum of the message and the
 * customer's signature of it stay right. Documents have gone through the missive's own reader before: they are well-formed.
 */
final class HeaderSplice {

    private static final int HEADER_DEPTH = 3;

    private final byte[] document;
    private final List<String> path = new ArrayList<>();
    private int at;

    private HeaderSplice(byte[] document) {
        this.document = document;
    }

    /**
     * An element of the header.
     *
     * @param prefix with its colon
     * @param contentStart behind the start tag
     * @param contentEnd in front of the end tag; -1 if there is no end tag
     * @param end behind the element
     */
    private record Element(String prefix, int contentStart, int contentEnd, int end) {}

    /** With the time of sending replaced. */
    static byte[] sentAt(byte[] document, Instant time) {
        Element element = require(document, "SndDtTm");
        return replaced(document, element.contentStart(), element.contentEnd(), text(time));
    }

    /** With the time of reception, whether there was one or not. */
    static byte[] receivedAt(byte[] document, Instant time) {
        Element there = new HeaderSplice(document).find("RcvDtTm");
        if (there.end() > 0 && there.contentEnd() > 0) {
            return replaced(document, there.contentStart(), there.contentEnd(), text(time));
        }
        Element receiver = require(document, "Rcv");
        return replaced(document, receiver.end(), receiver.end(), element(receiver.prefix(), "RcvDtTm", text(time)));
    }

    /** With the BIC of a party, Snd or Rcv, that has none. */
    static byte[] bic(byte[] document, String party, Bic bic) {
        Element element = require(document, party);
        int start = element.contentStart();
        return replaced(document, start, start, element(element.prefix(), "BIC", bic.text()));
    }

    private static String text(Instant time) {
        return MissiveTime.of(time).toString();
    }

    private static String element(String prefix, String name, String value) {
        return "<" + prefix + name + ">" + value + "</" + prefix + name + ">";
    }

    private static Element require(byte[] document, String name) {
        Element element = new HeaderSplice(document).find(name);
        if (element.end() <= 0 || element.contentEnd() < 0) {
            throw new IllegalStateException("The header of the missive has no " + name);
        }
        return element;
    }

    private static byte[] replaced(byte[] document, int from, int to, String text) {
        byte[] value = text.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream(document.length + value.length);
        out.write(document, 0, from);
        out.write(value, 0, value.length);
        out.write(document, to, document.length - to);
        return out.toByteArray();
    }

    /** The element; one whose end is 0 if there is none. */
    private Element find(String name) {
        Element found = new Element("", 0, -1, 0);
        while (at < document.length) {
            int start = indexOf('<', at);
            if (start >= document.length - 1) {
                break;
            }
            at = start;
            byte next = document[start + 1];
            if (next == '!' || next == '?') {
                skip(next);
            } else if (next == '/') {
                at = indexOf('>', start) + 1;
                path.remove(path.size() - 1);
                if (found.contentStart() > 0 && path.size() == HEADER_DEPTH) {
                    return new Element(found.prefix(), found.contentStart(), start, at);
                }
            } else {
                found = open(name, start, found);
                if (found.end() > 0) {
                    return found;
                }
            }
        }
        return found;
    }

    private Element open(String name, int start, Element found) {
        int nameEnd = start + 1;
        while (document[nameEnd] > ' ' && document[nameEnd] != '>' && document[nameEnd] != '/') {
            nameEnd++;
        }
        String qualified = new String(document, start + 1, nameEnd - start - 1, StandardCharsets.UTF_8);
        String local = qualified.substring(qualified.indexOf(':') + 1);
        at = endOfTag(nameEnd);
        boolean wanted =
                path.size() == HEADER_DEPTH && path.get(HEADER_DEPTH - 1).equals("MsvHdr") && local.equals(name);
        boolean empty = document[at - 2] == '/';
        if (!empty) {
            path.add(local);
        }
        if (!wanted) {
            return found;
        }
        String prefix = qualified.substring(0, qualified.length() - local.length());
        return new Element(prefix, at, -1, empty ? at : 0);
    }

    private int endOfTag(int from) {
        int i = from;
        while (document[i] != '>') {
            i = document[i] == '"' || document[i] == '\'' ? indexOf(document[i], i + 1) + 1 : i + 1;
        }
        return i + 1;
    }

    /** Comments, CDATA sections and processing instructions. */
    private void skip(byte kind) {
        boolean comment = kind == '!' && document[at + 2] == '-';
        String end = kind == '?' ? "?>" : comment ? "-->" : "]]>";
        at += comment ? "<!--".length() : 2;
        while (!startsWith(end)) {
            at++;
        }
        at += end.length();
    }

    private boolean startsWith(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (document[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int indexOf(int octet, int from) {
        int i = from;
        while (i < document.length && document[i] != octet) {
            i++;
        }
        return i;
    }
}
