// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply that can still be damaged, one octet a character. It is written here and not by a mail library, because a
 * library would repair what a test wants broken.
 */
final class ReplyDraft {

    static final String SEVEN_BIT = "7bit";
    static final String QUOTED_PRINTABLE = "quoted-printable";
    static final String BASE64 = "base64";
    private static final String CRLF = "\r\n";
    private static final int LINE = 76;

    /** One part: type, encoding and text. */
    static final class Content {
        String type = "text/plain; charset=us-ascii";
        String encoding = SEVEN_BIT;
        String text;

        @Nullable
        String disposition;

        Content(String text) {
            this.text = text;
        }

        /** Takes text that is no longer ASCII. */
        void decode(String unicode) {
            text = new String(unicode.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            type = type.replace("us-ascii", "utf-8");
            encoding = "8bit";
        }

        String headers() {
            String file =
                    disposition == null ? "" : "Content-Disposition: " + disposition + "; filename=\"klf.txt\"" + CRLF;
            return "Content-Type: " + type + CRLF + "Content-Transfer-Encoding: " + encoding + CRLF + file;
        }

        String encoded() {
            return switch (encoding) {
                case BASE64 -> Encodings.base64(text);
                case QUOTED_PRINTABLE -> Encodings.quotedPrintable(text);
                default -> text;
            };
        }
    }

    private final List<String> headers;
    private final String boundary;
    String subject;
    List<String> results = List.of();
    final Content body;

    @Nullable
    Content attachment;

    @Nullable
    Content footer;

    ReplyDraft(List<String> headers, String boundary, String subject, String text) {
        this.headers = List.copyOf(headers);
        this.boundary = boundary;
        this.subject = subject;
        this.body = new Content(text);
    }

    void attach(byte[] octets) {
        Content file = new Content(new String(octets, StandardCharsets.ISO_8859_1));
        file.disposition = "attachment";
        attachment = file;
    }

    String write() {
        StringBuilder mail = new StringBuilder();
        headers.forEach(header -> mail.append(header).append(CRLF));
        mail.append("Subject: ").append(fold(subject)).append(CRLF);
        results.forEach(value -> mail.append("X-Gateway-Result: ").append(value).append(CRLF));
        mail.append("MIME-Version: 1.0").append(CRLF);
        return mail.append(content()).toString();
    }

    /** RFC 5322 2.1.1: a subject that was mangled keeps its folds; a long one is folded where it has blanks. */
    private static String fold(String value) {
        StringBuilder folded = new StringBuilder();
        String rest = value;
        int blank = foldingPoint(rest);
        while (blank > 0 && !value.contains(CRLF)) {
            folded.append(rest, 0, blank).append(CRLF);
            rest = rest.substring(blank);
            blank = foldingPoint(rest);
        }
        return folded + rest;
    }

    /** A blank with text on both sides, because a line of blanks would end the header for some readers. */
    private static int foldingPoint(String line) {
        int blank = line.length() <= LINE ? -1 : line.lastIndexOf(' ', LINE);
        boolean text = blank > 0
                && !line.substring(0, blank).isBlank()
                && !line.substring(blank).isBlank();
        return text ? blank : -1;
    }

    private String content() {
        List<Content> parts = new ArrayList<>(List.of(body));
        addIfPresent(parts, attachment);
        addIfPresent(parts, footer);
        return parts.size() == 1 ? body.headers() + CRLF + body.encoded() : multipart(parts);
    }

    private static void addIfPresent(List<Content> parts, @Nullable Content part) {
        if (part != null) {
            parts.add(part);
        }
    }

    /** The line end before a boundary belongs to the boundary, so each part keeps its own last one. */
    private String multipart(List<Content> parts) {
        StringBuilder out = new StringBuilder("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"" + CRLF);
        for (Content part : parts) {
            out.append(CRLF).append("--").append(boundary).append(CRLF);
            out.append(part.headers()).append(CRLF).append(part.encoded());
        }
        return out.append(CRLF)
                .append("--")
                .append(boundary)
                .append("--")
                .append(CRLF)
                .toString();
    }
}
