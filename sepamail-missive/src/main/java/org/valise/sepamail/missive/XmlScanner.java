// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
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
    private static final int LONGEST_REFERENCE = 16;

    private final Window window;
    private final MissiveLimits limits;
    private final TagReader tags;
    private final TextReader text;

    private byte[] openNames = new byte[512];
    private int[] openEnds = new int[32];
    private int[] openNamespaces = new int[32];
    private int depth;

    private boolean begun;
    private boolean rootSeen;
    private boolean endPending;
    private boolean byteOrderMark;
    private boolean inCdata;

    private Event event = Event.END_OF_DOCUMENT;
    private long start;

    XmlScanner(byte[] document, MissiveLimits limits) {
        this(new Window(document, limits), limits);
    }

    XmlScanner(InputStream document, MissiveLimits limits) {
        this(new Window(document, limits), limits);
    }

    private XmlScanner(Window window, MissiveLimits limits) {
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
            need(';', LONGEST_REFERENCE);
            text.reference();
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
        prefetch(CDATA.length);
        int second = window.at(window.pos + 1);
        if (second == '/' && depth > 0) {
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

    /** Whether a closing tag's name, by indices, is that of the innermost open element. */
    boolean closesInnermost(int from, int to) {
        int open = depth == 1 ? 0 : openEnds[depth - 2];
        return Arrays.equals(openNames, open, openEnds[depth - 1], window.octets, from, to);
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
        int p = tags.name(from);
        if (p == from || p > end) {
            throw fail(from, 0, "A processing instruction has no name.");
        }
        String target = new String(window.octets, from, p - from, StandardCharsets.UTF_8);
        if (target.toLowerCase(Locale.ROOT).equals("xml")) {
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

    private void begin() throws IOException {
        begun = true;
        prefetch(DOCTYPE.length);
        byteOrderMark = Prolog.skipByteOrderMark(this, window);
        window.mark = window.pos;
        prefetch(DOCTYPE.length);
        if (Prolog.hasDeclaration(window)) {
            int end = need(INSTRUCTION_END, INSTRUCTION.length);
            Prolog.checkDeclaration(this, window, end);
            window.pos = end + INSTRUCTION_END.length;
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
                    checkLength(p - window.pos);
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

    /** Gets all up to a character at hand, if it comes within some octets. */
    private void need(char end, int most) throws IOException {
        while (window.isStream() && window.limit - window.pos < most) {
            for (int i = window.pos; i < window.limit; i++) {
                if (window.octets[i] == end) {
                    return;
                }
            }
            if (!window.more()) {
                return;
            }
        }
    }

    /** Gets the tag at the present place at hand, if it has an end. */
    private void needTag() throws IOException {
        if (!window.isStream()) {
            return;
        }
        int done = 1;
        int quote = 0;
        while (true) {
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
            checkLength(done);
            if (!window.more()) {
                return;
            }
        }
    }

    /** Refuses a tag, comment or instruction that is too long. */
    void checkLength(int octets) {
        if (octets > limits.valueOctets()) {
            throw new ScanFailure(Problem.of(
                            Problem.Code.VALUE_TOO_LONG,
                            "A tag, comment or instruction is longer than " + limits.valueOctets() + " octets.")
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
        int c = XmlChars.decode(window.octets, at, to);
        if (c < 0) {
            throw new ScanFailure(Problem.of(Problem.Code.BAD_CHARACTER, "The octets are not UTF-8.")
                    .at(span(at, 1)));
        }
        if (!XmlChars.isAllowed(c)) {
            throw new ScanFailure(Problem.of(Problem.Code.BAD_CHARACTER, "A character that XML does not allow.")
                    .at(span(at, XmlChars.octetsOf(c))));
        }
        return XmlChars.octetsOf(c);
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
