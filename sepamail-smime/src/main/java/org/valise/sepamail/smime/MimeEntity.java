// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mail or a part of one as ranges of the octets that were received. They are only looked at: what is signed is a range, and
 * nothing is put together anew. For one thread.
 */
final class MimeEntity {

    private static final int LF = '\n';
    private static final int CR = '\r';

    private final byte[] octets;
    private final int start;
    private final int bodyStart;
    private final int end;
    private final List<MimeField> fields;

    private MimeEntity(byte[] octets, int start, int bodyStart, int end, List<MimeField> fields) {
        this.octets = octets;
        this.start = start;
        this.bodyStart = bodyStart;
        this.end = end;
        this.fields = fields;
    }

    /** Reads the headers of an entity that lies in a range. */
    static MimeEntity read(byte[] octets, int start, int end, SmimeLimits limits) throws MimeFailure {
        List<MimeField> fields = new ArrayList<>();
        int at = start;
        while (at < end) {
            int lineEnd = lineEnd(octets, at, end);
            int next = afterLine(octets, lineEnd, end);
            if (lineEnd == at) {
                return new MimeEntity(octets, start, next, end, fields);
            }
            if (next - start > limits.headerOctets() || lineEnd - at > limits.lineOctets()) {
                throw new MimeFailure("The headers are longer than the limit.", at);
            }
            at = field(octets, at, end, fields);
        }
        // Headers alone: an entity without a body.
        return new MimeEntity(octets, start, end, end, fields);
    }

    /** Reads one field with its continuation lines; the index behind it. */
    private static int field(byte[] octets, int start, int end, List<MimeField> fields) throws MimeFailure {
        int colon = start;
        while (colon < end && octets[colon] > ' ' && octets[colon] != ':' && octets[colon] != 0x7F) {
            colon++;
        }
        int nameEnd = colon;
        while (colon < end && (octets[colon] == ' ' || octets[colon] == '\t')) {
            colon++;
        }
        if (nameEnd == start || colon == end || octets[colon] != ':') {
            throw new MimeFailure("A line among the headers is none.", start);
        }
        StringBuilder value = new StringBuilder();
        int from = colon + 1;
        int next;
        while (true) {
            int lineEnd = lineEnd(octets, from, end);
            value.append(latin1(octets, from, lineEnd));
            next = afterLine(octets, lineEnd, end);
            if (next >= end || octets[next] != ' ' && octets[next] != '\t') {
                break;
            }
            from = next;
        }
        fields.add(
                new MimeField(latin1(octets, start, nameEnd), value.toString().strip(), start));
        return next;
    }

    private static String latin1(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The index of the line end behind an index: of CR LF, of LF alone, or the end. */
    private static int lineEnd(byte[] octets, int from, int end) {
        int at = from;
        while (at < end && octets[at] != LF) {
            at++;
        }
        return at < end && at > from && octets[at - 1] == CR ? at - 1 : at;
    }

    private static int afterLine(byte[] octets, int lineEnd, int end) {
        int at = lineEnd;
        at += at < end && octets[at] == CR ? 1 : 0;
        return at < end && octets[at] == LF ? at + 1 : at;
    }

    /** All fields of a name in lower case. */
    List<MimeField> fields(String name) {
        return fields.stream().filter(field -> field.isNamed(name)).toList();
    }

    /** The value of the first field of a name in lower case. */
    @Nullable
    String value(String name) {
        for (MimeField field : fields) {
            if (field.isNamed(name)) {
                return field.value();
            }
        }
        return null;
    }

    ContentType contentType() {
        String value = value("content-type");
        return value == null ? ContentType.TEXT : ContentType.parse(value);
    }

    /** The transfer encoding in lower case. */
    String transferEncoding() {
        String value = value("content-transfer-encoding");
        return value == null ? "7bit" : value.toLowerCase(Locale.ROOT);
    }

    byte[] octets() {
        return octets;
    }

    /** Where its headers begin. */
    int start() {
        return start;
    }

    int bodyStart() {
        return bodyStart;
    }

    int end() {
        return end;
    }

    /** A copy of all of it, headers included. */
    byte[] copy() {
        return Arrays.copyOfRange(octets, start, end);
    }

    /**
     * The parts of a multipart, none of them read further.
     *
     * @throws MimeFailure if it has no boundary, no end, or too many parts
     */
    List<MimeEntity> parts(SmimeLimits limits) throws MimeFailure {
        String boundary = contentType().parameter("boundary");
        if (boundary.isEmpty()) {
            throw new MimeFailure("A multipart has no boundary.", start);
        }
        return new Boundaries(boundary.getBytes(StandardCharsets.ISO_8859_1), limits).parts();
    }

    /** Finds the delimiters of a multipart (RFC 2046 5.1.1). */
    private final class Boundaries {

        private final byte[] boundary;
        private final SmimeLimits limits;

        Boundaries(byte[] boundary, SmimeLimits limits) {
            this.boundary = boundary;
            this.limits = limits;
        }

        List<MimeEntity> parts() throws MimeFailure {
            List<MimeEntity> parts = new ArrayList<>();
            int from = -1;
            int at = bodyStart;
            while (at < end) {
                int lineEnd = lineEnd(octets, at, end);
                int kind = kind(at, lineEnd);
                if (kind >= 0) {
                    if (from >= 0) {
                        add(parts, from, at);
                    }
                    from = afterLine(octets, lineEnd, end);
                    if (kind == 1) {
                        return parts;
                    }
                }
                at = afterLine(octets, lineEnd, end);
            }
            throw new MimeFailure("A multipart has no end.", start);
        }

        /** 0 for a delimiter, 1 for the last one, -1 for any other line. */
        private int kind(int from, int to) {
            int behind = from + 2 + boundary.length;
            boolean there = behind <= to
                    && octets[from] == '-'
                    && octets[from + 1] == '-'
                    && Arrays.equals(octets, from + 2, behind, boundary, 0, boundary.length);
            if (!there) {
                return -1;
            }
            boolean last = behind + 2 <= to && octets[behind] == '-' && octets[behind + 1] == '-';
            int rest = last ? behind + 2 : behind;
            while (rest < to && (octets[rest] == ' ' || octets[rest] == '\t')) {
                rest++;
            }
            return rest < to ? -1 : last ? 1 : 0;
        }

        /** The line end in front of a delimiter belongs to the delimiter. */
        private void add(List<MimeEntity> parts, int from, int delimiter) throws MimeFailure {
            if (parts.size() == limits.parts()) {
                throw new MimeFailure("A multipart has more parts than the limit.", from);
            }
            int to = delimiter;
            to -= to > from && octets[to - 1] == LF ? 1 : 0;
            to -= to > from && to < delimiter && octets[to - 1] == CR ? 1 : 0;
            parts.add(read(octets, from, to, limits));
        }
    }
}
