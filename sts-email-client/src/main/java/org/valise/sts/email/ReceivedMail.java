// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valise.sts.records.RecordLimits;
import org.valise.sts.records.RecordScan;
import org.valise.sts.records.StsRecords;

/**
 * What a received mail says, before it is asked whose answer it is: subject, sender, result, text with its records, and
 * attachments (STS600-9-2 clause 8.3.1). Anything can be read; what had to be repaired is a {@link MailFinding}. Nothing
 * in here is to be trusted: classify the mail with {@link ReplyReader}. Immutable and thread-safe.
 *
 * <pre>{@code
 * if (replyReader.read(octets, store) instanceof Reply.Matched reply) {
 *     ReceivedMail mail = reply.mail();
 *     mail.records().records().forEach(this::take);    // those that the CRC proves
 *     mail.attachments().forEach(this::keep);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ReceivedMail {

    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,995}>");
    private static final Pattern FINGERPRINT =
            Pattern.compile("fingerprint\\s*:\\s*([0-9A-F]{16})\\b", Pattern.CASE_INSENSITIVE);

    /** The end of a record, as far as a line of text can have it by meaning. */
    private static final Pattern RECORD = Pattern.compile("\\|[0-9A-F]{4}\\W*$");

    private static final int LONGEST_SENTENCE = 1000;

    private final byte[] octets;
    private final Header header;
    private final Subject subject;
    private final Optional<MailAddress> from;
    private final GatewayResult result;
    private final List<MimeEntity> leaves;
    private final MimeEntity entity;
    private final String text;
    private final RecordScan scan;
    private final List<Attachment> attachments;
    private final Set<MailFinding> findings;
    private final Optional<String> limit;

    private ReceivedMail(
            byte[] octets, MimeEntity entity, MailLimits limits, EnumSet<MailFinding> found, Optional<String> limit) {
        this.octets = octets;
        this.entity = entity;
        this.header = entity.header();
        if (entity.isHeaderCut()) {
            found.add(MailFinding.HEADER_CUT);
        }
        this.subject = readSubject(header, found);
        this.from = Sender.of(header, found);
        this.result = readResult(header, found);
        this.leaves = limit.isPresent() ? List.of() : entity.leaves();
        MailContent content = MailContent.of(leaves, limits, found);
        this.text = content.text();
        this.attachments = content.attachments();
        this.scan = StsRecords.lenient()
                .withLimits(RecordLimits.defaults().withTextChars(limits.textOctets()))
                .scan(isOneLineOfProse(text) ? "" : text);
        this.limit = limit.isPresent() ? limit : content.limit();
        if (this.limit.isPresent()) {
            found.add(MailFinding.LIMIT_EXCEEDED);
        }
        this.findings = Collections.unmodifiableSet(found.clone());
    }

    /** A text of one line is taken for a record if it can be one at all; a sentence cannot. */
    private static boolean isOneLineOfProse(String text) {
        String line = text.strip();
        return line.length() < LONGEST_SENTENCE
                && line.indexOf('\n') < 0
                && !line.contains("STS:")
                && !RECORD.matcher(line).find();
    }

    /** Reads a mail, or its header alone if it exceeds a limit. */
    static ReceivedMail read(byte[] octets, MailLimits limits) {
        EnumSet<MailFinding> found = EnumSet.noneOf(MailFinding.class);
        try {
            return new ReceivedMail(octets, MimeEntity.read(octets, limits, found), limits, found, Optional.empty());
        } catch (MailLimitException exceeded) {
            return headerOnly(octets, limits, Optional.of(String.valueOf(exceeded.getMessage())));
        }
    }

    private static ReceivedMail headerOnly(byte[] octets, MailLimits limits, Optional<String> limit) {
        EnumSet<MailFinding> found = EnumSet.noneOf(MailFinding.class);
        try {
            return new ReceivedMail(octets, MimeEntity.headerOnly(octets, limits), limits, found, limit);
        } catch (MailLimitException headerTooLong) {
            return new ReceivedMail(octets, MimeEntity.nothing(), limits, found, limit);
        }
    }

    private static Subject readSubject(Header header, Set<MailFinding> found) {
        if (header.all("Subject").size() > 1) {
            found.add(MailFinding.DUPLICATE_SUBJECT);
        }
        return Subject.read(header.text("Subject"), found);
    }

    private static GatewayResult readResult(Header header, Set<MailFinding> found) {
        List<String> values = header.all(GatewayResult.HEADER);
        if (values.size() > 1) {
            found.add(MailFinding.DUPLICATE_RESULT);
        }
        return GatewayResult.parseAll(values);
    }

    Header header() {
        return header;
    }

    MimeEntity entity() {
        return entity;
    }

    List<MimeEntity> leaves() {
        return leaves;
    }

    byte[] octetsUncopied() {
        return octets;
    }

    /**
     * The mail as received.
     *
     * @return a copy of its octets
     */
    public byte[] octets() {
        return octets.clone();
    }

    /**
     * The subject, decoded, on one line. It may hold a token, so it does not belong into logs.
     *
     * @return the first subject; empty if there is none
     */
    public String subject() {
        return header.text("Subject");
    }

    /**
     * The service code in the subject of a reply.
     *
     * @return the code as received; empty if the subject is not that of a reply
     */
    public Optional<String> serviceCode() {
        return subject.code();
    }

    /**
     * The token in the subject of a reply. That there is one does not make the mail an answer.
     *
     * @return the token; empty if the subject is not that of a reply, or there are several subjects
     */
    public Optional<Token> token() {
        return findings.contains(MailFinding.DUPLICATE_SUBJECT) ? Optional.empty() : subject.token();
    }

    /**
     * The sender.
     *
     * @return the one address in the one From; empty if there is none, several, or one of a form that plain addresses do
     *     not have
     */
    public Optional<MailAddress> from() {
        return from;
    }

    /**
     * The Message-ID of this mail.
     *
     * @return the first Message-ID with its angle brackets; empty if there is none
     */
    public Optional<String> messageId() {
        return ids("Message-ID").stream().findFirst();
    }

    /**
     * The Message-IDs this mail says it answers.
     *
     * @return the Message-IDs with their angle brackets, in the order of the mail
     */
    public List<String> inReplyTo() {
        return ids("In-Reply-To");
    }

    List<String> ids(String name) {
        List<String> ids = new ArrayList<>();
        Matcher matcher = MESSAGE_ID.matcher(header.first(name).orElse(""));
        while (matcher.find()) {
            ids.add(matcher.group());
        }
        return ids;
    }

    /**
     * The result header.
     *
     * @return what it says; of kind {@link GatewayResult.Kind#ABSENT} if there is none
     */
    public GatewayResult result() {
        return result;
    }

    /**
     * The text body: all text parts that are not attachments, or what the HTML says if there is no other text.
     *
     * @return the text; empty if there is none
     */
    public String text() {
        return text;
    }

    /**
     * The records in the text, and what looked like some.
     *
     * @return the findings of sts-records
     */
    public RecordScan records() {
        return scan;
    }

    /**
     * Everything else than the text, mails within the mail included.
     *
     * @return the attachments in the order of the mail
     */
    public List<Attachment> attachments() {
        return attachments;
    }

    /**
     * The fingerprint that the gateway prints beside a public key. For display only: how it is made is unknown, and it is
     * not the fingerprint of the KMC's identity.
     *
     * @return 16 hexadecimal digits; empty if the text has no such line
     */
    public Optional<String> displayedFingerprint() {
        Matcher line = FINGERPRINT.matcher(text);
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }

    /**
     * What its reader should know of the mail.
     *
     * @return the findings in the order of their declaration
     */
    public Set<MailFinding> findings() {
        return findings;
    }

    /**
     * Which limit the mail exceeds.
     *
     * @return the limit in words; empty if the whole mail was read
     */
    public Optional<String> exceededLimit() {
        return limit;
    }

    /** Identifies the content, whatever way the mail came. */
    String digest(Token known) {
        // Where the text ends and the parameters begin may have got lost on one of two ways.
        String words = result.text() + " " + String.join(" ", result.parameters());
        return digest(
                known,
                result.kind(),
                result.code(),
                words.replaceAll("\\s+", " ").strip());
    }

    /** What {@link #digest} would be if the result header had got lost. */
    String digestWithoutResult(Token known) {
        return digest(known, GatewayResult.Kind.ABSENT, "", "");
    }

    private String digest(Token known, GatewayResult.Kind kind, String code, String words) {
        StringBuilder content = new StringBuilder(known.text());
        for (String part : List.of(kind.name(), code, words)) {
            content.append('\n').append(part);
        }
        attachments.forEach(attachment -> content.append('\n').append(attachment.sha256()));
        scan.records().forEach(record -> content.append('\n').append(record.text()));
        return Digests.sha256(content.toString());
    }

    /** Identifies the content and the text for people: two mails in words are not the same. */
    String digestWithText(Token known) {
        return Digests.sha256(digest(known) + text);
    }

    Answer answer(Token known, Instant at) {
        return new Answer(at, result.kind(), result.code(), result.text(), digest(known));
    }

    /** Returns the kind of result, counts and findings; no content. */
    @Override
    public String toString() {
        return result.kind() + ", " + octets.length + " octets, " + attachments.size() + " attachments, " + findings;
    }
}
