// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML 1.0 with namespaces, octet by octet, and knows where everything lies. It is the only parser of documents from
 * outside in this library, so that what is checked is what is used. It knows no document types and no entities but the
 * five of XML, opens nothing, and refuses other encodings than UTF-8.
 *
 * <p>After each {@link #next()} the accessors describe that event until the following call.
 */
final class XmlScanner {

    /** What stands at the present place. */
    enum Event {
        START,
        END,
        /** A piece of text; what is text to XML may come in several pieces. */
        TEXT,
        COMMENT,
        INSTRUCTION,
        END_OF_DOCUMENT
    }

    private static final byte[] CDATA = "<![CDATA[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = "<!--".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT_END = "-->".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DOCTYPE = "<!DOCTYPE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INSTRUCTION = "<?".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INSTRUCTION_END = "?>".getBytes(StandardCharsets.US_ASCII);

    private static final int DECLARATION_LENGTH = "<?xml ".length();

    private final Window window;
    private final MissiveLimits limits;
    private final TagReader tags;
    private final TextReader text;

    private byte[] openNames = new byte[256];
    private int[] openEnds = new int[16];
    private int[] openNamespaces = new int[16];
    private int depth;
    private long elements;

    private boolean begun;
    private boolean rootSeen;
    private boolean endPending;
    private boolean byteOrderMark;
    private boolean inCdata;
    private boolean asciiOnly;

    private Event event = Event.END_OF_DOCUMENT;
    private long start;

    XmlScanner(byte[] document, MissiveLimits limits) {
        this(new Window(document, limits), limits);
    }

    XmlScanner(InputStream document, MissiveLimits limits) {
        this(new Window(document, limits), limits);
    }

    XmlScanner(Window window, MissiveLimits limits) {
        this.window = window;
        this.limits = limits;
        this.tags = new TagReader(this, window, limits);
        this.text = new TextReader(this, window);
    }

    /** Goes to the next event. */
    Event next() throws IOException {
        if (endPending) {
            endPending = false;
            return close(start);
        }
        if (event == Event.END) {
            popped();
        }
        if (!begun) {
            begin();
        }
        window.mark = window.pos;
        event = depth > 0 ? inContent() : outsideRoot();
        return event;
    }

    /**
     * Goes to the next event where white space in front of a tag does not count. What of it is at hand is passed over, which
     * is all there is in a document in memory; the rest comes as text, as it always may.
     */
    Event nextBehindSpace() throws IOException {
        if (depth > 0 && !endPending && !inCdata) {
            int p = window.pos;
            while (p < window.limit && XmlChars.isSpace(window.octets[p])) {
                p++;
            }
            window.pos = window.at(p) == '<' ? p : window.pos;
        }
        return next();
    }

    private Event inContent() throws IOException {
        if (inCdata) {
            return cdata();
        }
        if (!available()) {
            throw fail(window.pos, 0, "The document ends before its elements do.");
        }
        start = window.offset(window.pos);
        int c = window.at(window.pos);
        if (c == '<') {
            return markup();
        }
        if (c == '&') {
            text.reference(needReference());
        } else {
            text.run();
        }
        return Event.TEXT;
    }

    private Event outsideRoot() throws IOException {
        while (available() && XmlChars.isSpace(window.at(window.pos))) {
            window.mark = ++window.pos;
        }
        start = window.offset(window.pos);
        if (!available()) {
            if (!rootSeen) {
                throw fail(window.pos, 0, "The document has no element.");
            }
            return Event.END_OF_DOCUMENT;
        }
        if (window.at(window.pos) != '<') {
            throw fail(window.pos, 1, "Text outside the root element.");
        }
        return markup();
    }

    private Event markup() throws IOException {
        prefetch(2);
        int second = window.at(window.pos + 1);
        if (second == '/') {
            if (depth == 0) {
                throw fail(window.pos, 2, "A closing tag where no element is open.");
            }
            needTag();
            tags.readEnd();
            return close(start);
        }
        if (second == '?') {
            return instruction();
        }
        if (second == '!') {
            return declaration();
        }
        if (depth == 0 && rootSeen) {
            throw fail(window.pos, 1, "A second element beside the root element.");
        }
        needTag();
        return open();
    }

    private Event declaration() throws IOException {
        prefetch(CDATA.length); // none of what may stand here is shorter, but a comment of two letters
        if (startsWith(COMMENT)) {
            return comment();
        }
        if (depth > 0 && startsWith(CDATA)) {
            window.pos += CDATA.length;
            inCdata = true;
            return cdata();
        }
        if (startsWith(DOCTYPE)) {
            throw new ScanFailure(
                    Problem.of(Problem.Code.DOCTYPE_REFUSED, "The document has a document type declaration.")
                            .at(span(window.pos, DOCTYPE.length)));
        }
        throw fail(window.pos, 1, "A declaration that has no place here.");
    }

    private Event cdata() throws IOException {
        window.mark = window.pos;
        start = window.offset(window.pos);
        inCdata = !text.cdata();
        return Event.TEXT;
    }

    /** The opening tag at the present place. */
    private Event open() throws IOException {
        if (depth == limits.depth()) {
            throw new ScanFailure(
                    Problem.of(Problem.Code.TOO_DEEP, "Elements are nested deeper than " + depth + " levels.")
                            .at(span(window.pos, 1)));
        }
        rootSeen = true;
        elements++;
        int namespaces = tags.namespaces().count();
        boolean empty = tags.readStart();
        push(namespaces);
        endPending = empty;
        return Event.START;
    }

    private void push(int namespaces) {
        if (depth == openEnds.length) {
            openEnds = Arrays.copyOf(openEnds, 2 * depth);
            openNamespaces = Arrays.copyOf(openNamespaces, 2 * depth);
        }
        int from = depth == 0 ? 0 : openEnds[depth - 1];
        int length = tags.nameEnd() - tags.nameStart();
        if (from + length > openNames.length) {
            openNames = Arrays.copyOf(openNames, 2 * (from + length));
        }
        System.arraycopy(window.octets, tags.nameStart(), openNames, from, length);
        openEnds[depth] = from + length;
        openNamespaces[depth] = namespaces;
        depth++;
    }

    private Event close(long at) {
        start = at;
        event = Event.END;
        return Event.END;
    }

    /** The element whose end was the last event is left. */
    private void popped() {
        depth--;
        tags.namespaces().forget(openNamespaces[depth]);
    }

    /** The index behind the name of the innermost open element, if that stands at an index; -1 if not. */
    int endOfInnermost(int from, int limit) {
        int open = depth == 1 ? 0 : openEnds[depth - 2];
        int end = from + openEnds[depth - 1] - open;
        boolean same = end <= limit && Arrays.equals(openNames, open, openEnds[depth - 1], window.octets, from, end);
        return same ? end : -1;
    }

    private Event comment() throws IOException {
        int end = need(COMMENT_END, COMMENT.length);
        int from = window.pos + COMMENT.length;
        for (int i = from; i < end - 1; i++) {
            if (window.octets[i] == '-' && window.octets[i + 1] == '-') {
                throw fail(i, 2, "Two hyphens within a comment.");
            }
        }
        if (end > from && window.octets[end - 1] == '-') {
            throw fail(end - 1, 1, "A hyphen in front of the end of a comment.");
        }
        checkCharacters(from, end);
        text.set(from, end);
        window.pos = end + COMMENT_END.length;
        return Event.COMMENT;
    }

    private Event instruction() throws IOException {
        int end = need(INSTRUCTION_END, INSTRUCTION.length);
        int from = window.pos + INSTRUCTION.length;
        int p = tags.target(from);
        if (p == from || p > end) {
            throw fail(from, 0, "A processing instruction has no name.");
        }
        if (p - from == 3 && isXml(from)) {
            throw fail(from, 3, "An XML declaration that is not at the start of the document.");
        }
        if (p < end && !XmlChars.isSpace(window.at(p))) {
            throw fail(p, 1, "The name of a processing instruction ends in a character that has no place there.");
        }
        checkCharacters(p, end);
        text.set(from, end);
        window.pos = end + INSTRUCTION_END.length;
        return Event.INSTRUCTION;
    }

    private boolean isXml(int at) {
        return (window.octets[at] | 0x20) == 'x'
                && (window.octets[at + 1] | 0x20) == 'm'
                && (window.octets[at + 2] | 0x20) == 'l';
    }

    private void begin() throws IOException {
        begun = true;
        prefetchProlog();
        byteOrderMark = Prolog.skipByteOrderMark(this, window);
        window.mark = window.pos;
        prefetchProlog();
        if (Prolog.hasDeclaration(window)) {
            int end = need(INSTRUCTION_END, INSTRUCTION.length);
            asciiOnly = Prolog.checkDeclaration(this, window, end);
            window.pos = end + INSTRUCTION_END.length;
        }
    }

    private void prefetchProlog() throws IOException {
        prefetch(2);
        if (window.at(window.pos) != '<' || window.at(window.pos + 1) == '?') {
            prefetch(DECLARATION_LENGTH);
        }
    }

    /** Whether there is at least one more octet. */
    private boolean available() throws IOException {
        while (window.pos >= window.limit) {
            if (!window.more()) {
                return false;
            }
        }
        return true;
    }

    /** Gets some octets behind the present place at hand, if there are so many. */
    private void prefetch(int count) throws IOException {
        while (window.limit - window.pos < count && window.more()) {
            // A stream may give less than was asked for.
        }
    }

    /** Gets all up to an end mark at hand; the index of that. */
    private int need(byte[] end, int skip) throws IOException {
        int done = skip;
        while (true) {
            int p = window.pos + done;
            while (p + end.length <= window.limit) {
                if (Arrays.equals(window.octets, p, p + end.length, end, 0, end.length)) {
                    checkLength(p + end.length - window.pos);
                    return p;
                }
                p++;
            }
            done = Math.max(done, p - window.pos);
            checkLength(done);
            if (!window.more()) {
                throw fail(window.pos, skip, "The document ends within a comment, an instruction or a declaration.");
            }
        }
    }

    /** Gets the reference at the present place at hand; the index of what ends it. */
    private int needReference() throws IOException {
        int done = 1;
        while (true) {
            done = XmlChars.referenceEnd(window.octets, window.pos + done, window.limit) - window.pos;
            checkLength(done);
            if (window.pos + done < window.limit || !window.more()) {
                return window.pos + done;
            }
        }
    }

    /** Gets the tag at the present place at hand, or as much of it as it may have. */
    private void needTag() throws IOException {
        if (!window.isStream()) {
            return;
        }
        int done = 1;
        int quote = 0;
        do {
            for (; window.pos + done < window.limit; done++) {
                int c = window.octets[window.pos + done];
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '>') {
                    return;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                }
            }
        } while (done <= limits.valueOctets() && window.more());
    }

    /** Refuses a tag, comment, instruction or reference that is too long. */
    void checkLength(int octets) {
        if (octets > limits.valueOctets()) {
            throw new ScanFailure(Problem.of(
                            Problem.Code.VALUE_TOO_LONG,
                            "A tag, comment, instruction or reference is longer than " + limits.valueOctets()
                                    + " octets.")
                    .at(span(window.pos, 1)));
        }
    }

    private boolean startsWith(byte[] prefix) {
        int p = window.pos;
        return window.limit - p >= prefix.length
                && Arrays.equals(window.octets, p, p + prefix.length, prefix, 0, prefix.length);
    }

    /** Refuses octets that are no characters of XML. */
    void checkCharacters(int from, int to) {
        int p = from;
        while (p < to) {
            p += character(p, to);
        }
    }

    /** Checks one character; how many octets it has. */
    int character(int at, int to) {
        return XmlChars.octetsOf(checked(at, XmlChars.decode(window.octets, at, to)));
    }

    /** The character that was found at an index, if it may stand in this document. */
    int checked(int at, int c) {
        if (c < 0) {
            throw badCharacter(at, 1, "The octets are not UTF-8.");
        }
        if (!XmlChars.isAllowed(c)) {
            throw badCharacter(at, XmlChars.octetsOf(c), "A character that XML does not allow.");
        }
        if (asciiOnly && c >= 0x80) {
            throw badCharacter(at, XmlChars.octetsOf(c), "A character beyond ASCII in a document declared as ASCII.");
        }
        return c;
    }

    private ScanFailure badCharacter(int at, int length, String detail) {
        return new ScanFailure(Problem.of(Problem.Code.BAD_CHARACTER, detail).at(span(at, length)));
    }

    ScanFailure fail(int at, int length, String detail) {
        return new ScanFailure(Problem.of(Problem.Code.NOT_WELL_FORMED, detail).at(span(at, length)));
    }

    Span span(int at, int length) {
        return window.span(window.offset(at), length);
    }

    Window window() {
        return window;
    }

    /** The name, attributes and namespaces of a {@link Event#START}. */
    TagReader tag() {
        return tags;
    }

    /** The octets of a {@link Event#TEXT}, and of comments and instructions. */
    TextReader text() {
        return text;
    }

    /** The place of the first octet of the event. The end of an empty element begins where its start does. */
    long start() {
        return start;
    }

    /** The place behind the last octet of the event. */
    long end() {
        return window.offset(window.pos);
    }

    /** How many elements were opened so far. */
    long elements() {
        return elements;
    }

    /** How many elements are open; an element counts at its start and at its end. */
    int depth() {
        return depth;
    }

    boolean hasByteOrderMark() {
        return byteOrderMark;
    }

    /** What an element is called as it is written, with its prefix: at its start, and as long as it is open. */
    String qualifiedName(int level) {
        int from = level == 1 ? 0 : openEnds[level - 2];
        return new String(openNames, from, openEnds[level - 1] - from, StandardCharsets.UTF_8);
    }

    /** How many namespace declarations there were in front of the innermost open element. */
    int namespacesBefore() {
        return openNamespaces[depth - 1];
    }

    @Nullable
    String namespaceOf(String prefix) {
        byte[] octets = prefix.getBytes(StandardCharsets.UTF_8);
        return tags.namespaces().find(octets, 0, octets.length);
    }
}
