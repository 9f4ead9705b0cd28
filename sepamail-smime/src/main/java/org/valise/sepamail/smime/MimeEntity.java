// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a mail or of an entity in it, and its body, which is yet to be pulled (RFC 5322, RFC 2045). Reading changes
 * nothing: what is signed is digested below, over the octets that came. For one thread.
 */
final class MimeEntity {

    private final byte[] head;
    private final List<MimeField> fields;
    private final LookAhead body;

    private MimeEntity(byte[] head, List<MimeField> fields, LookAhead body) {
        this.head = head;
        this.fields = fields;
        this.body = body;
    }

    /** Reads the headers, up to the empty line or the end. */
    static MimeEntity read(LookAhead in, SmimeLimits limits) throws IOException {
        Reader reader = new Reader(in, limits);
        List<MimeField> fields = reader.fields();
        return new MimeEntity(reader.head.toByteArray(), fields, in);
    }

    /** The same headers with another copy of the body. */
    MimeEntity with(LookAhead other) {
        return new MimeEntity(head, fields, other);
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

    /** Refuses a field that is there twice: two readers might take one each. */
    private @Nullable String single(String name) throws MimeFailure {
        if (fields(name).size() > 1) {
            throw new MimeFailure("A header that says how the content is to be read is there twice.");
        }
        return value(name);
    }

    /** What says how the content is to be read is said once. */
    void requireSingleReading() throws MimeFailure {
        contentType();
        single("content-transfer-encoding");
    }

    ContentType contentType() throws MimeFailure {
        String value = single("content-type");
        return value == null ? ContentType.TEXT : ContentType.parse(value);
    }

    /** The headers as they came, with the empty line. */
    byte[] head() {
        return head;
    }

    /** The body as it came. */
    LookAhead body() {
        return body;
    }

    /** The body, decoded (RFC 2045 6). */
    InputStream content(SmimeLimits limits) throws MimeFailure {
        String value = single("content-transfer-encoding");
        return switch (value == null
                ? "7bit"
                : ContentType.withoutComments(value).strip().toLowerCase(Locale.ROOT)) {
            case "base64" -> new Base64Input(body, limits.lineOctets());
            case "7bit", "8bit", "binary" -> new PlainLines(body, limits.lineOctets());
            case "quoted-printable" -> new QuotedPrintableInput(body, limits.lineOctets());
            default -> throw new MimeFailure("The transfer encoding is none that is known.");
        };
    }

    /** The parts of a multipart. */
    Multipart parts() throws MimeFailure {
        return new Multipart(body, contentType().parameter("boundary"));
    }

    /** Reads lines. */
    private static final class Reader {

        private final LookAhead in;
        private final SmimeLimits limits;
        private final ByteArrayOutputStream head = new ByteArrayOutputStream();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Reader(LookAhead in, SmimeLimits limits) {
            this.in = in;
            this.limits = limits;
        }

        List<MimeField> fields() throws IOException {
            List<MimeField> fields = new ArrayList<>();
            String text = line();
            while (!text.isEmpty()) {
                StringBuilder unfolded = new StringBuilder(text);
                text = line();
                while (text.startsWith(" ") || text.startsWith("\t")) {
                    unfolded.append(text);
                    text = line();
                }
                fields.add(field(unfolded.toString()));
            }
            return List.copyOf(fields);
        }

        private static MimeField field(String line) throws MimeFailure {
            int nameEnd = 0;
            while (nameEnd < line.length() && isNameCharacter(line.charAt(nameEnd))) {
                nameEnd++;
            }
            int colon = nameEnd;
            while (colon < line.length() && (line.charAt(colon) == ' ' || line.charAt(colon) == '\t')) {
                colon++;
            }
            if (nameEnd == 0 || colon == line.length() || line.charAt(colon) != ':') {
                throw new MimeFailure("A line among the headers is none.");
            }
            return new MimeField(
                    line.substring(0, nameEnd), line.substring(colon + 1).strip());
        }

        private static boolean isNameCharacter(char c) {
            return c > ' ' && c != ':' && c < 0x7F;
        }

        /** A line without its end; empty at the end of the headers, or of all. */
        private String line() throws IOException {
            line.reset();
            boolean ended = false;
            while (!ended && in.fill(1) > 0) {
                byte[] buffer = in.buffer();
                int from = in.at();
                int behind = from + in.fill(1);
                int to = from;
                while (to < behind && buffer[to] != '\n') {
                    to++;
                }
                ended = to < behind;
                take(buffer, from, to, ended);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return ended && text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }

        private void take(byte[] buffer, int from, int to, boolean ended) throws MimeFailure {
            int count = to - from;
            if (line.size() + count > limits.lineOctets() || head.size() + count > limits.headerOctets()) {
                throw new MimeFailure("The headers are longer than the limit.");
            }
            line.write(buffer, from, count);
            int all = ended ? count + 1 : count;
            head.write(buffer, from, all);
            in.skip(all);
        }
    }
}
