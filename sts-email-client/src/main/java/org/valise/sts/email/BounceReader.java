// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.valise.sts.email.DeliveryReport.Action;
import org.valise.sts.email.DeliveryReport.Recipient;

/**
 * Recognises delivery reports and what they return of the mail they are about. Reports of the form of RFC 3464 are read
 * as such, without the optional classes of Angus Mail; others by their signs. Tokens and Message-IDs are too long to be
 * met by chance, so it is safe to look for them anywhere in a report.
 */
final class BounceReader {

    /** Who wants to tie a report to a request by a Message-ID need not look at more than this many. */
    private static final int MOST_IDS = 200;

    private static final int MOST_RECIPIENTS = 200;
    private static final int LONGEST_TEXT = 256 * 1024;
    private static final Pattern DAEMON =
            Pattern.compile("mailer-?daemon|mail delivery (sub)?system|mdaemon|<>|mmdf", Pattern.CASE_INSENSITIVE);
    /** Senders of reports, and of other mails as well. */
    private static final Pattern OFFICE =
            Pattern.compile("postmaster|(?:^|<)bounces?@|mail administrator|daemon@", Pattern.CASE_INSENSITIVE);

    private static final Pattern SUBJECT = Pattern.compile(
            "undeliver|delivery (?:status notification|failure|failed|notification|report|has failed|unsuccessful)|failure notice"
                    + "|returned mail|mail returned|returned to sender|mail delivery (?:fail|error|problem)|mail failure"
                    + "|could not be delivered|cannot be delivered|non.?deliver|unzustellbar|non remis|nicht zugestellt",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WEAK_SUBJECT = Pattern.compile(
            "delay|reject|bounce|unknown user|user unknown|message status|ndn|dsn|error|warning|fail|not deliver|problem|return"
                    + "|invalid|unknown|denied|refused|nachricht|notif|mail",
            Pattern.CASE_INSENSITIVE);
    /** Whoever answers or forwards a report keeps its subject behind such a prefix. */
    private static final Pattern PERSONAL = Pattern.compile(
            "^\\s*(?:re|aw|antw|sv|vs|fwd?|wg|tr|rv|rif|enc)(?:\\[\\d+\\])?\\s*:", Pattern.CASE_INSENSITIVE);

    private static final Pattern WORDS = Pattern.compile(
            "not (?:be |been |being )?(?:able to )?(?:be )?deliver|n't (?:be )?(?:able to )?deliver|undeliver"
                    + "|unable to (?:be )?deliver|not reach|fail|user unknown|unknown user|not known|no such|recipient|original message"
                    + "|^[>| \\t]{0,20}(?:message-id|received|return-path)[ \\t]{0,20}:",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern SMTP_REPLY =
            Pattern.compile("(?:^|[^\\d.])(?:4[25][0-9]|55[0-9])[ -]|[45]\\.\\d{1,3}\\.\\d{1,3}", Pattern.MULTILINE);
    private static final Pattern WAITING = Pattern.compile(
            "\\bdelay|warning|will (?:continue|keep|be) (?:to )?(?:be )?(?:re)?tr(?:y|ied)|still (?:being )?(?:re)?tr(?:y|ied)"
                    + "|not (?:yet been|been) delivered yet|do not need to resend|will be retried|still trying",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PERMANENT = Pattern.compile(
            "user unknown|unknown user|no such (?:user|mailbox|recipient)|does ?n[o']t exist|permanent(?:ly)? (?:error|fail)"
                    + "|unknown (?:recipient|address)|mail delivery failed|could not be delivered",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    private static final Pattern EMPTY_LINE = Pattern.compile("\\r?\\n[ \\t]*\\r?\\n");
    private static final Pattern ID = Pattern.compile("<[^<>\\s@]{1,500}@[^<>\\s@]{1,255}>");
    private static final Pattern FIELD_OF_ID = Pattern.compile(
            "^[>| \\t]{0,20}Message-ID[ \\t]{0,20}:[ \\t]{0,20}(?:\\r?\\n[ \\t]{1,20})?" + ID.pattern(),
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    /** Not the subject of an answer, or of a mail about one: those may be undeliverable as well. */
    private static final Pattern SUBJECT_OF_REQUEST = Pattern.compile(
            "(?<!\\b(?:auto|re|aw|antw|fwd?|wg|sv|vs|tr|rv|rif|enc)\\s{0,3}:\\s{0,4})"
                    + "\\{KMS:[A-Z0-9]{1,40}\\}\\s{1,4}([A-Z2-7]{26})(?![A-Z0-9])",
            Pattern.CASE_INSENSITIVE);

    private final ReceivedMail mail;

    private BounceReader(ReceivedMail mail) {
        this.mail = mail;
    }

    /** A report with what it returns: from its formal part, and from anywhere else in it. */
    record Bounce(DeliveryReport report, Returned returned, Returned mentioned) {}

    /** Tokens in subjects of requests, and Message-IDs. */
    record Returned(Set<Token> tokens, Set<String> messageIds) {
        boolean isNothing() {
            return tokens.isEmpty() && messageIds.isEmpty();
        }

        static Returned nothing() {
            return new Returned(new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    static Optional<Bounce> read(ReceivedMail mail) {
        return new BounceReader(mail).bounce();
    }

    /** Whether the mail says that somebody has read another, or not (RFC 8098). */
    static boolean isReadReceipt(ReceivedMail mail) {
        return isReport(mail, "disposition-notification")
                || mail.leaves().stream().anyMatch(leaf -> leaf.type().equals("message/disposition-notification"));
    }

    private static boolean isReport(ReceivedMail mail, String type) {
        return mail.entity().type().equals("multipart/report")
                && mail.entity().parameter("report-type").orElse("").equalsIgnoreCase(type);
    }

    private Optional<Bounce> bounce() {
        Optional<MimeEntity> status = mail.leaves().stream()
                .filter(leaf -> leaf.type().endsWith("delivery-status"))
                .findFirst();
        boolean formal = status.isPresent() || isReport(mail, "delivery-status");
        if (!formal && !looksLikeOne()) {
            return Optional.empty();
        }
        List<Recipient> recipients =
                status.map(leaf -> recipients(leaf.startOfText(LONGEST_TEXT))).orElse(List.of());
        Action action = recipients.stream()
                .map(Recipient::action)
                .min(Comparator.naturalOrder())
                .orElseGet(this::actionInWords);
        return Optional.of(new Bounce(new DeliveryReport(action, recipients, formal), returned(), mentioned()));
    }

    private boolean looksLikeOne() {
        Header header = mail.header();
        String from = header.text("From");
        boolean personal = PERSONAL.matcher(mail.subject()).find() && !isFromNobody();
        return header.has("X-Failed-Recipients")
                || DAEMON.matcher(from).find()
                || (SUBJECT.matcher(mail.subject()).find()
                                || OFFICE.matcher(from).find())
                        && !personal
                        && (isFromNobody() || saysSo())
                || WEAK_SUBJECT.matcher(mail.subject()).find()
                        && isFromNobody()
                        && SMTP_REPLY.matcher(mail.text()).find();
    }

    /** Shops write of deliveries too; a report says what failed, or holds the mail it is about. */
    private boolean saysSo() {
        return mail.leaves().stream().anyMatch(leaf -> leaf.type().contains("rfc822"))
                || WORDS.matcher(start(mail.text())).find()
                || SMTP_REPLY.matcher(start(mail.text())).find();
    }

    /** Reports have no envelope sender, so that no report can be sent about them. */
    private boolean isFromNobody() {
        return mail.header().all("Return-Path").stream()
                .anyMatch(path ->
                        path.strip().startsWith("<>") || DAEMON.matcher(path).find());
    }

    private Action actionInWords() {
        String start = mail.text().substring(0, Math.min(mail.text().length(), 4096));
        boolean waiting =
                WAITING.matcher(mail.subject()).find() || WAITING.matcher(start).find();
        boolean permanent = PERMANENT.matcher(start).find()
                || STATUS.matcher(start).results().anyMatch(code -> code.group().startsWith("5"));
        return waiting && !permanent ? Action.DELAYED : Action.FAILED;
    }

    /** The blocks behind the first, which is about the whole mail (RFC 3464 clause 2.1). */
    private static List<Recipient> recipients(String status) {
        List<Recipient> recipients = new ArrayList<>();
        for (String block :
                EMPTY_LINE.splitAsStream(status).limit(MOST_RECIPIENTS).toList()) {
            byte[] octets = (block.stripLeading() + "\n").getBytes(StandardCharsets.UTF_8);
            Header fields = Header.read(octets, 0, octets.length, LONGEST_TEXT);
            if (fields.has("Action") || fields.has("Final-Recipient")) {
                recipients.add(new Recipient(
                        address(fields),
                        Action.of(fields.text("Action").replaceAll("\\(.*", "")),
                        STATUS.matcher(fields.text("Status"))
                                .results()
                                .map(m -> m.group(1))
                                .findFirst()
                                .orElse(""),
                        fields.text("Diagnostic-Code")));
            }
        }
        return recipients;
    }

    private static String address(Header fields) {
        String typed = fields.first("Final-Recipient")
                .or(() -> fields.first("Original-Recipient"))
                .orElse("");
        return typed.substring(typed.indexOf(';') + 1).strip();
    }

    private Returned returned() {
        Returned returned = Returned.nothing();
        for (MimeEntity leaf : mail.leaves()) {
            String type = leaf.type();
            if (type.startsWith("message/rfc822")
                    || type.endsWith("rfc822-headers")
                    || type.startsWith("message/global")) {
                addHeaderOf(leaf, returned);
            }
        }
        return returned;
    }

    private static void addHeaderOf(MimeEntity leaf, Returned returned) {
        byte[] content = leaf.content(EnumSet.noneOf(MailFinding.class));
        try {
            MimeEntity mail = MimeEntity.headerOnly(content, MailLimits.defaults());
            if (mail.type().equals("multipart/report")) {
                return; // a report about a report: what counts stands deeper
            }
            Header header = mail.header();
            Subject.tokenOfRequest(header.text("Subject")).ifPresent(returned.tokens::add);
            addIds(header.first("Message-ID").orElse(""), returned);
        } catch (MailLimitException tooLong) {
            // Its text is looked at all the same.
        }
    }

    /** Where the text holds a header with a Message-ID, that is the mail's; all others are those it refers to. */
    private Returned mentioned() {
        Returned mentioned = Returned.nothing();
        Returned copied = Returned.nothing();
        for (String field : List.of("In-Reply-To", "References", "X-Original-Message-ID", "Original-Message-ID")) {
            mail.header().all(field).forEach(value -> addIds(Header.unfold(value), mentioned));
        }
        for (MimeEntity leaf : mail.leaves()) {
            if (leaf.type().startsWith("text/") || leaf.type().startsWith("message/") || leaf.isMultipart()) {
                addAll(leaf, mentioned, copied);
            }
        }
        copied.tokens.addAll(mentioned.tokens);
        return copied.messageIds.isEmpty() ? mentioned : copied;
    }

    private static void addAll(MimeEntity leaf, Returned mentioned, Returned copied) {
        String decoded = leaf.startOfText(LONGEST_TEXT);
        String start = leaf.type().equals("text/html") ? HtmlText.of(decoded) : decoded;
        addIds(start, mentioned);
        FIELD_OF_ID.matcher(start).results().forEach(field -> addIds(field.group(), copied));
        Matcher subjects = SUBJECT_OF_REQUEST.matcher(start);
        while (subjects.find() && mentioned.tokens.size() < MOST_IDS) {
            mentioned.tokens.add(Token.of(subjects.group(1)));
        }
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }

    private static void addIds(String text, Returned returned) {
        Matcher ids = ID.matcher(text);
        while (returned.messageIds.size() < MOST_IDS && ids.find()) {
            returned.messageIds.add(ids.group());
        }
    }
}
