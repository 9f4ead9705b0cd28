// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A mail, or a part of one, as ranges of the received octets (RFC 2045, RFC 2046). Read by our own hand rather than by
 * Jakarta Mail: that has no limits, throws unchecked exceptions on hostile mails, and depends on System properties and on
 * services found by the context class loader. A mail within a mail is a leaf: data, not walked into.
 */
final class MimeEntity {

    /** How the guards of a record begin (STS600-4-2 Appendix C), which must not be taken for delimiters. */
    private static final String GUARD = "--STS:";

    private static final int LONGEST_DELIMITER = 2 + 70;

    private final byte[] octets;
    private final boolean isRoot;
    private final boolean headerCut;
    private final int bodyStart;
    private final int end;
    private final Header header;
    private final Parameters type;
    private final List<MimeEntity> parts = new ArrayList<>();
    // Set while the structure is read, never after.
    private boolean cut;
    private boolean saidInPlainText;

    private MimeEntity(byte[] octets, int start, int end, boolean isRoot, boolean inDigest, MailLimits limits)
            throws MailLimitException {
        this.octets = octets;
        this.isRoot = isRoot;
        this.end = end;
        int headerEnd = headerEnd(octets, start, end, limits.headerOctets());
        this.header = Header.read(octets, start, headerEnd, limits.fieldOctets());
        this.headerCut = headerEnd == end && end > start && octets[end - 1] != '\n';
        this.bodyStart = Lines.next(octets, headerEnd, end);
        this.type = Parameters.parse(header.first("Content-Type").orElse(inDigest ? "message/rfc822" : "text/plain"));
    }

    private static int headerEnd(byte[] octets, int start, int end, int limit) throws MailLimitException {
        int at = start;
        while (at < end) {
            int next = Lines.next(octets, at, end);
            if (Lines.textEnd(octets, at, next) == at) {
                return at;
            }
            at = next;
            if (at - start > limit) {
                throw new MailLimitException("the header has more than " + limit + " octets");
            }
        }
        return end;
    }

    /** Reads header and structure of a mail. What is wrong with the structure is added to the findings. */
    static MimeEntity read(byte[] mail, MailLimits limits, Set<MailFinding> findings) throws MailLimitException {
        if (mail.length > limits.messageOctets()) {
            throw new MailLimitException(
                    "the mail has " + mail.length + " octets, more than " + limits.messageOctets());
        }
        MimeEntity root = headerOnly(mail, limits);
        new Walk(limits, findings).split(root, 1);
        return root;
    }

    /** Reads the header of a mail and nothing else. */
    static MimeEntity headerOnly(byte[] mail, MailLimits limits) throws MailLimitException {
        int start = startsWithByteOrderMark(mail) ? 3 : 0; // programs that save mails as text put it there
        return new MimeEntity(mail, start, mail.length, true, false, limits);
    }

    private static boolean startsWithByteOrderMark(byte[] mail) {
        return mail.length > 2 && mail[0] == (byte) 0xEF && mail[1] == (byte) 0xBB && mail[2] == (byte) 0xBF;
    }

    /** A mail of which nothing is read. */
    static MimeEntity nothing() {
        try {
            return headerOnly(new byte[0], MailLimits.defaults());
        } catch (MailLimitException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes multiparts apart, and counts. */
    private static final class Walk {

        private final MailLimits limits;
        private final Set<MailFinding> findings;
        private int count = 1;
        private int headerOctets;

        Walk(MailLimits limits, Set<MailFinding> findings) {
            this.limits = limits;
            this.findings = findings;
        }

        void split(MimeEntity entity, int depth) throws MailLimitException {
            if (!entity.isMultipart()) {
                return;
            }
            if (depth > limits.depth()) {
                throw new MailLimitException("multiparts are nested deeper than " + limits.depth());
            }
            addParts(entity);
            if (entity.parts.isEmpty()) {
                findings.add(MailFinding.STRUCTURE_BROKEN); // read as one part then: a leaf
            }
            for (MimeEntity part : entity.parts) {
                split(part, depth + 1);
            }
            if (entity.type().equals("multipart/alternative")) {
                boolean hasPlain =
                        entity.leaves().stream().anyMatch(leaf -> leaf.type().equals("text/plain"));
                entity.leaves().forEach(leaf -> leaf.saidInPlainText |= hasPlain);
            }
        }

        private void addParts(MimeEntity entity) throws MailLimitException {
            byte[] octets = entity.octets;
            byte[] delimiter = entity.delimiter();
            if (delimiter.length == 0) {
                return;
            }
            boolean digest = entity.type().equals("multipart/digest");
            int partStart = -1;
            int at = entity.bodyStart;
            while (at < entity.end) {
                int next = Lines.next(octets, at, entity.end);
                int kind = delimiterKind(octets, at, Lines.textEnd(octets, at, next), delimiter);
                if (kind != 0 && partStart >= 0) {
                    add(entity, partStart, Math.max(partStart, beforeLineEnd(octets, partStart, at)), digest);
                }
                if (kind != 0) {
                    partStart = kind == 1 ? next : -1;
                }
                if (kind == 2) {
                    return;
                }
                at = next;
            }
            findings.add(MailFinding.STRUCTURE_BROKEN); // no closing delimiter
            if (partStart >= 0) {
                add(entity, partStart, entity.end, digest);
                entity.parts.get(entity.parts.size() - 1).cut = true;
            }
        }

        private void add(MimeEntity entity, int start, int end, boolean digest) throws MailLimitException {
            if (++count > limits.parts()) {
                throw new MailLimitException("there are more than " + limits.parts() + " MIME parts");
            }
            MimeEntity part = new MimeEntity(entity.octets, start, end, false, digest, limits);
            headerOctets += part.bodyStart - start;
            if (headerOctets > limits.headerOctets()) {
                throw new MailLimitException(
                        "the headers of all parts have more than " + limits.headerOctets() + " octets");
            }
            entity.parts.add(part);
        }

        /** The line end before a delimiter belongs to the delimiter. */
        private static int beforeLineEnd(byte[] octets, int start, int at) {
            return Lines.textEnd(octets, start, at);
        }

        /** 0 for another line, 1 for the start of a part, 2 for the end of the last part. */
        private static int delimiterKind(byte[] octets, int start, int end, byte[] delimiter) {
            if (end - start < delimiter.length || !startsWith(octets, start, delimiter)) {
                return 0;
            }
            String rest = new String(
                    octets, start + delimiter.length, end - start - delimiter.length, StandardCharsets.ISO_8859_1);
            if (rest.isBlank()) {
                return 1;
            }
            return rest.stripTrailing().equals("--") ? 2 : 0;
        }

        private static boolean startsWith(byte[] octets, int start, byte[] prefix) {
            for (int i = 0; i < prefix.length; i++) {
                if (octets[start + i] != prefix[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Two hyphens and the boundary; where the parameter got lost, the first line that looks like a delimiter. */
    private byte[] delimiter() {
        Optional<String> boundary = type.get("boundary").filter(text -> !text.isBlank());
        if (boundary.isPresent()) {
            return ("--" + boundary.get().stripTrailing()).getBytes(StandardCharsets.ISO_8859_1);
        }
        for (int at = bodyStart; at < end; at = Lines.next(octets, at, end)) {
            int textEnd = Lines.textEnd(octets, at, Lines.next(octets, at, end));
            String line = new String(octets, at, Math.min(textEnd - at, LONGEST_DELIMITER), StandardCharsets.ISO_8859_1)
                    .stripTrailing();
            if (line.length() > 2 && line.startsWith("--") && !line.startsWith(GUARD)) {
                return line.getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        return new byte[0];
    }

    Header header() {
        return header;
    }

    /** The media type in lower case; text/plain if there is none, or one without a subtype. */
    String type() {
        return type.value().indexOf('/') > 0 ? type.value() : "text/plain";
    }

    Optional<String> parameter(String name) {
        return type.get(name);
    }

    /** Whether the mail ends in the middle of a header line. */
    boolean isHeaderCut() {
        return headerCut;
    }

    /** Whether another part says the same in plain text. */
    boolean isSaidInPlainText() {
        return saidInPlainText;
    }

    /** Whether the mail ended before this part did, so that some of it may be missing. */
    boolean isCut() {
        return cut;
    }

    boolean isMultipart() {
        return type().startsWith("multipart/");
    }

    /** The leaves in their order: everything that is not taken apart further. */
    List<MimeEntity> leaves() {
        if (parts.isEmpty()) {
            return List.of(this);
        }
        return parts.stream().flatMap(part -> part.leaves().stream()).toList();
    }

    /** The name a file was sent under, from either of the two headers that may tell it. */
    Optional<String> fileName() {
        Optional<String> name = disposition().get("filename");
        return name.isPresent() ? name : type.get("name");
    }

    boolean isDeclaredAttachment() {
        return disposition().value().equals("attachment");
    }

    /** A name makes a file of a part, but not of the whole mail. */
    boolean isAttachment() {
        return isDeclaredAttachment() || !isRoot && fileName().isPresent();
    }

    private Parameters disposition() {
        return Parameters.parse(header.first("Content-Disposition").orElse(""));
    }

    /** The content without its transfer encoding. */
    byte[] content(Set<MailFinding> findings) {
        return TransferEncoding.decode(encoding(), octets, bodyStart, end, findings);
    }

    private String encoding() {
        return Parameters.withoutComments(
                        header.first("Content-Transfer-Encoding").orElse(""))
                .toLowerCase(Locale.ROOT);
    }

    /** The content as text, in the charset it declares if that can be. */
    String text(Set<MailFinding> findings) {
        return Charsets.decode(content(findings), charset(), findings);
    }

    private String charset() {
        return Parameters.withoutComments(parameter("charset").orElse(""));
    }

    /** The content as text as far as some octets of its encoded form go, without caring what is wrong with it. */
    String startOfText(int mostOctets) {
        EnumSet<MailFinding> ignored = EnumSet.noneOf(MailFinding.class);
        int cutEnd = (int) Math.min(end, (long) bodyStart + mostOctets);
        byte[] start = TransferEncoding.decode(encoding(), octets, bodyStart, cutEnd, ignored);
        return Charsets.decode(start, charset(), ignored);
    }
}
