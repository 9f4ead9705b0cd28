// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tag at the present place of a scan: its name, its attributes, the namespaces it declares. */
final class TagReader {

    private static final byte[] XMLNS = "xmlns".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_PREFIX = {};
    private static final int FEW = 12;

    private final XmlScanner scanner;
    private final Window window;
    private final MissiveLimits limits;
    private final Namespaces namespaces = new Namespaces();

    private int nameStart;
    private int nameColon;
    private int nameEnd;
    private @Nullable String namespace;

    /** Five indices an attribute: name start, colon or -1, name end, value start, value end. */
    private int[] places = new int[5 * 8];

    private @Nullable String[] uris = new @Nullable String[8];
    private int attributes;
    private int declarations;
    private long attributesSeen;

    /** Set by the last call of {@link #qualified}. */
    private int colon;

    /** The octets at hand, and the index that the tag must not reach. */
    private byte[] octets = {};

    private int limit;

    TagReader(XmlScanner scanner, Window window, MissiveLimits limits) {
        this.scanner = scanner;
        this.window = window;
        this.limits = limits;
    }

    /** Reads the opening tag at the present place; whether it is that of an empty element. */
    boolean readStart() {
        begin();
        attributes = 0;
        declarations = 0;
        nameStart = window.pos + 1;
        nameEnd = qualified(nameStart);
        nameColon = colon;
        int p = attributes(nameEnd);
        boolean empty = octets[p] == '/';
        if (empty && at(p + 1) != '>') {
            throw fail(p + 1, p, 1, "A slash within a tag.");
        }
        if (declarations > 0) {
            declare();
        }
        namespace = resolve(nameStart, nameColon);
        if (attributes > 0) {
            resolveAttributes();
        }
        window.pos = p + (empty ? 2 : 1);
        return empty;
    }

    /** Reads the closing tag at the present place. */
    void readEnd() {
        begin();
        int first = window.pos + 2;
        int end = scanner.endOfInnermost(first, limit);
        int p = skipSpace(Math.max(first, end));
        if (end < 0 || at(p) != '>') {
            throw notClosing(first, p);
        }
        window.pos = p + 1;
    }

    private ScanFailure notClosing(int first, int at) {
        int end = qualified(first);
        return end == scanner.endOfInnermost(first, limit)
                ? fail(at, at, 0, "A closing tag has no end.")
                : fail(end, window.pos, end - window.pos, "A closing tag of another element than the open one.");
    }

    /** The index behind the name of a processing instruction, all of which is at hand. */
    int target(int first) {
        octets = window.octets;
        limit = window.limit;
        return name(first);
    }

    private void begin() {
        octets = window.octets;
        limit = (int) Math.min(window.limit, (long) window.pos + limits.valueOctets());
    }

    /** The octet at an index, or -1 behind the last that the tag may have. */
    private int at(int index) {
        return index < limit ? octets[index] & 0xFF : -1;
    }

    /** What is wrong at an index: that the octets end there, if they do, or else what is said. */
    private ScanFailure fail(int at, int start, int length, String detail) {
        return at < limit ? scanner.fail(start, length, detail) : cut();
    }

    /** The tag is longer than it may be, or the document ends within it. */
    private ScanFailure cut() {
        scanner.checkLength(window.limit - window.pos);
        return scanner.fail(window.pos, 1, "The document ends within a tag.");
    }

    /** Reads all attributes; the index of the end of the tag or of a slash. */
    private int attributes(int first) {
        int p = first;
        while (true) {
            int q = skipSpace(p);
            int c = at(q);
            if (c == '>' || c == '/') {
                return q;
            }
            if (q == p) {
                throw fail(q, q, 1, "A character that has no place in a tag.");
            }
            p = attribute(q);
        }
    }

    private int attribute(int first) {
        int end = qualified(first);
        if (++attributesSeen > limits.attributes()) {
            throw new ScanFailure(Problem.of(
                            Problem.Code.TOO_MANY_ATTRIBUTES,
                            "The document has more than " + limits.attributes() + " attributes.")
                    .at(scanner.span(first, 0)));
        }
        int prefixEnd = colon;
        int p = skipSpace(end);
        if (at(p) != '=') {
            throw fail(p, first, end - first, "An attribute has no value.");
        }
        p = skipSpace(p + 1);
        int quote = at(p);
        if (quote != '"' && quote != '\'') {
            throw fail(p, p, 0, "The value of an attribute is not quoted.");
        }
        int valueEnd = value(p + 1, quote);
        add(first, prefixEnd, end, p + 1, valueEnd);
        return valueEnd + 1;
    }

    /** The index of the quotation mark that ends a value. */
    private int value(int first, int quote) {
        int p = first;
        while (p < limit) {
            int c = octets[p];
            if (c == quote) {
                return p;
            }
            if (c == '<') {
                throw scanner.fail(p, 1, "A < within the value of an attribute.");
            }
            if (c == '&') {
                int end = referenceEnd(p);
                scanner.text().resolve(p + 1, end);
                p = end + 1;
            } else {
                p += c >= 0x20 ? 1 : XmlChars.octetsOf(character(p));
            }
        }
        throw cut();
    }

    /** The index of the semicolon of a reference. */
    private int referenceEnd(int ampersand) {
        int end = XmlChars.referenceEnd(octets, ampersand + 1, limit);
        if (at(end) != ';') {
            throw fail(end, ampersand, 1, "An ampersand that begins no reference.");
        }
        return end;
    }

    private int character(int at) {
        int c = XmlChars.decode(octets, at, limit);
        if (c == XmlChars.CUT) {
            throw cut();
        }
        return scanner.checked(at, c);
    }

    private void add(int start, int prefixEnd, int end, int valueStart, int valueEnd) {
        int at = 5 * attributes;
        if (at == places.length) {
            places = Arrays.copyOf(places, 2 * at);
            uris = Arrays.copyOf(uris, 2 * attributes);
        }
        places[at] = start;
        places[at + 1] = prefixEnd;
        places[at + 2] = end;
        places[at + 3] = valueStart;
        places[at + 4] = valueEnd;
        uris[attributes] = null;
        if (isDeclaration(start, prefixEnd, end)) {
            uris[attributes] = Namespaces.XMLNS;
            declarations++;
        }
        attributes++;
    }

    private boolean isDeclaration(int start, int prefixEnd, int end) {
        int length = (prefixEnd < 0 ? end : prefixEnd) - start;
        return length == XMLNS.length
                && octets[start] == 'x'
                && Arrays.equals(octets, start, start + length, XMLNS, 0, length);
    }

    private void declare() {
        for (int i = 0; i < attributes; i++) {
            if (isDeclaration(i)) {
                declare(i);
            }
        }
    }

    private void declare(int i) {
        int at = 5 * i;
        boolean prefixed = places[at + 1] >= 0;
        byte[] prefix = prefixed ? Arrays.copyOfRange(octets, places[at + 1] + 1, places[at + 2]) : NO_PREFIX;
        String name = new String(prefix, StandardCharsets.UTF_8);
        String uri = attributeValue(i);
        boolean reserved = name.equals("xmlns")
                || name.equals("xml") != uri.equals(Namespaces.XML)
                || uri.equals(Namespaces.XMLNS)
                || prefixed && uri.isEmpty();
        if (reserved) {
            throw scanner.fail(places[at], places[at + 2] - places[at], "A namespace declaration that is not allowed.");
        }
        namespaces.declare(prefix, uri);
    }

    private void resolveAttributes() {
        for (int i = 0; i < attributes; i++) {
            if (!isDeclaration(i)) {
                int prefixEnd = places[5 * i + 1];
                uris[i] = prefixEnd < 0 ? "" : resolve(places[5 * i], prefixEnd);
            }
        }
        if (attributes > 1) {
            refuseDuplicates();
        }
    }

    private void refuseDuplicates() {
        if (attributes > FEW) {
            Set<ExpandedName> seen = new HashSet<>();
            for (int i = 0; i < attributes; i++) {
                if (!seen.add(new ExpandedName(attributeLocalName(i), attributeNamespace(i)))) {
                    throw duplicate(i);
                }
            }
            return;
        }
        for (int i = 1; i < attributes; i++) {
            for (int j = 0; j < i; j++) {
                if (isSameName(i, j)) {
                    throw duplicate(i);
                }
            }
        }
    }

    private boolean isSameName(int i, int j) {
        int a = localStart(i);
        int b = localStart(j);
        int aEnd = places[5 * i + 2];
        int bEnd = places[5 * j + 2];
        return aEnd - a == bEnd - b
                && Arrays.equals(octets, a, aEnd, octets, b, bEnd)
                && attributeNamespace(i).equals(attributeNamespace(j));
    }

    private ScanFailure duplicate(int i) {
        int at = 5 * i;
        return scanner.fail(places[at], places[at + 2] - places[at], "An attribute that is there twice.");
    }

    private String resolve(int start, int prefixEnd) {
        int end = Math.max(start, prefixEnd);
        String uri = namespaces.find(octets, start, end);
        if (uri == null) {
            throw scanner.fail(start, end - start, "A prefix that is not declared.");
        }
        return uri;
    }

    /** The index behind a qualified name; sets {@link #colon}. */
    private int qualified(int first) {
        int end = name(first);
        colon = -1;
        if (at(end) == ':') {
            colon = end;
            end = name(end + 1);
        }
        if (end == first || end == colon + 1 || colon == first || at(end) == ':') {
            throw fail(end, first, 0, "A name that is none.");
        }
        return end;
    }

    /** The index behind a name without a colon; the given one if there is no name. */
    private int name(int first) {
        int p = first;
        if (XmlChars.isAsciiNameStart(at(p))) {
            p = XmlChars.nameEnd(octets, p + 1, limit);
        }
        return at(p) >= 0x80 ? nameBeyondAscii(first, p) : p;
    }

    private int nameBeyondAscii(int first, int at) {
        int p = at;
        while (p < limit) {
            int c = character(p);
            if (!(p == first ? XmlChars.isNameStart(c) : XmlChars.isName(c))) {
                return p;
            }
            p += XmlChars.octetsOf(c);
        }
        return p;
    }

    private int skipSpace(int first) {
        int p = first;
        while (XmlChars.isSpace(at(p))) {
            p++;
        }
        return p;
    }

    Namespaces namespaces() {
        return namespaces;
    }

    int nameStart() {
        return nameStart;
    }

    int nameEnd() {
        return nameEnd;
    }

    /** Whether the local part of the name is this. */
    boolean isNamed(byte[] local) {
        int start = nameColon < 0 ? nameStart : nameColon + 1;
        // The ends of the names of siblings tell them apart; their beginnings are the same.
        return nameEnd - start == local.length
                && octets[nameEnd - 1] == local[local.length - 1]
                && Arrays.equals(octets, start, nameEnd, local, 0, local.length);
    }

    String localName() {
        int start = nameColon < 0 ? nameStart : nameColon + 1;
        return new String(octets, start, nameEnd - start, StandardCharsets.UTF_8);
    }

    /** The prefix, empty if there is none. */
    String prefix() {
        int length = nameColon < 0 ? 0 : nameColon - nameStart;
        return new String(octets, nameStart, length, StandardCharsets.UTF_8);
    }

    /** The namespace of the element that was opened last; empty if it is in none. */
    String namespace() {
        return Objects.requireNonNull(namespace);
    }

    /** How many attributes the document had so far. */
    long attributesSeen() {
        return attributesSeen;
    }

    int attributeCount() {
        return attributes;
    }

    boolean isDeclaration(int i) {
        return Namespaces.XMLNS.equals(uris[i]);
    }

    String attributeNamespace(int i) {
        return Objects.requireNonNull(uris[i]);
    }

    private int localStart(int i) {
        int prefixEnd = places[5 * i + 1];
        return prefixEnd < 0 ? places[5 * i] : prefixEnd + 1;
    }

    String attributeLocalName(int i) {
        int start = localStart(i);
        return new String(octets, start, places[5 * i + 2] - start, StandardCharsets.UTF_8);
    }

    String attributeQualifiedName(int i) {
        int start = places[5 * i];
        return new String(octets, start, places[5 * i + 2] - start, StandardCharsets.UTF_8);
    }

    int attributeStart(int i) {
        return places[5 * i];
    }

    int attributeEnd(int i) {
        return places[5 * i + 4] + 1;
    }

    int valueStart(int i) {
        return places[5 * i + 3];
    }

    int valueEnd(int i) {
        return places[5 * i + 4];
    }

    /** The value of an attribute as XML has it: references resolved, each white space a blank. */
    String attributeValue(int i) {
        int p = valueStart(i);
        int end = valueEnd(i);
        StringBuilder value = null;
        int done = p;
        for (; p < end; p++) {
            int c = octets[p];
            if (c == '&' || XmlChars.isSpace(c) && c != ' ') {
                value = value == null ? new StringBuilder(end - done) : value;
                append(value, done, p);
                p = special(value, p);
                done = p + 1;
            }
        }
        if (value == null) {
            return new String(octets, done, end - done, StandardCharsets.UTF_8);
        }
        append(value, done, end);
        return value.toString();
    }

    private void append(StringBuilder value, int from, int to) {
        value.append(new String(octets, from, to - from, StandardCharsets.UTF_8));
    }

    /** Appends what a reference or white space stands for; the index of its last octet. */
    private int special(StringBuilder value, int at) {
        if (octets[at] == '&') {
            int end = referenceEnd(at);
            value.appendCodePoint(scanner.text().resolve(at + 1, end));
            return end;
        }
        value.append(' ');
        boolean crlf = octets[at] == '\r' && at(at + 1) == '\n';
        return crlf ? at + 1 : at;
    }

    /** What tells an attribute from all others of its element. The namespace's hash is kept with it, whatever its length. */
    private record ExpandedName(String localName, String namespace) {}
}
