// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.valise.sts.email.KnownRequests.Known;

/** STS600-9-2 8.3.1: no mail is ever taken for the answer to another request, and none makes the reader throw. */
class ReplyReaderProperties {

    private static final List<Known> REQUESTS = requests();
    private static final KnownRequests KNOWN = KnownRequests.of(REQUESTS);
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static List<Known> requests() {
        Random random = new Random(20261122);
        List<Known> requests = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Service service = any(random, List.of(Service.values()));
            String id = "<" + i + "@vending.example>";
            requests.add(new Known(token(random), Optional.of(id), Optional.of(service)));
        }
        return requests;
    }

    private static Token token(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(Token.LENGTH, 0, BASE32.length()).forEach(i -> text.append(BASE32.charAt(i)));
        return Token.of(text);
    }

    private static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A subject, its text before it was encoded, and whether nothing was done to it but what mail systems do. */
    private record Mangled(String subject, String plain, boolean harmless) {}

    private static Mangled mangled(Known request, Random random) {
        String code = request.service().orElseThrow().code();
        String token = request.token().text();
        boolean harmless = true;
        if (random.nextInt(4) == 0) {
            String before = token;
            token = destroyed(token, random);
            harmless = token.equalsIgnoreCase(before);
        }
        String subject = "Auto: " + code + " " + token;
        if (random.nextInt(4) == 0) {
            subject = random.nextBoolean() ? subject.toUpperCase(Locale.ROOT) : subject.toLowerCase(Locale.ROOT);
        }
        if (random.nextInt(3) == 0) {
            subject = any(random, List.of("[EXTERNAL] ", "EXT: ", "Re: ", "Fwd: ", "AW: ", "[SPAM?] ")) + subject;
        }
        if (random.nextInt(3) == 0) {
            subject = subject.replace(" ", any(random, List.of("  ", " \t", "\r\n ", "\r\n\t", "\n ", "\u00a0")));
        }
        String plain = subject;
        if (random.nextInt(4) == 0) {
            subject = encoded(subject.replaceAll("[\r\n]", ""), random);
        }
        if (random.nextInt(6) == 0) {
            String tail = any(
                    random,
                    List.of(
                            " x",
                            "A",
                            " (fwd)",
                            " " + any(random, REQUESTS).token().text(),
                            "\u200b"));
            subject += tail;
            plain += tail;
            harmless = false;
        }
        return new Mangled(subject, plain, harmless);
    }

    private static String destroyed(String token, Random random) {
        int at = random.nextInt(token.length());
        char other = BASE32.charAt(random.nextInt(BASE32.length()));
        return switch (random.nextInt(6)) {
            case 0 -> token.substring(0, at) + other + token.substring(at + 1);
            case 1 -> token.substring(0, at) + token.substring(at + 1);
            case 2 -> token.substring(0, at) + other + token.substring(at);
            case 3 -> token.substring(0, at);
            case 4 -> token.substring(0, at) + " " + token.substring(at);
            default -> any(random, REQUESTS).token().text();
        };
    }

    private static String encoded(String subject, Random random) {
        int half = random.nextInt(subject.length());
        String fold = any(random, List.of(" ", "\r\n ", "\r\n\t"));
        return switch (random.nextInt(3)) {
            case 0 -> "=?UTF-8?B?" + Mails.base64(subject).replace("\r\n", "") + "?=";
            case 1 -> word(subject);
            default -> word(subject.substring(0, half)) + fold + word(subject.substring(half));
        };
    }

    private static String word(String text) {
        StringBuilder word = new StringBuilder("=?utf-8?q?");
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = octet >= '0' && octet <= '9' || octet >= 'A' && octet <= 'z' && octet != '_';
            word.append(plain ? String.valueOf((char) octet) : "=" + HEX.toHexDigits(octet));
        }
        return word.append("?=").toString();
    }

    /** All tokens of known requests that a subject can be said to carry, found without the code under test. */
    private static Set<Token> carried(String plain) {
        Set<Token> carried = new HashSet<>();
        String upper = plain.toUpperCase(Locale.ROOT);
        for (Known known : REQUESTS) {
            if (upper.contains(known.token().text())) {
                carried.add(known.token());
            }
        }
        return carried;
    }

    @Property(tries = 100_000, shrinking = ShrinkingMode.OFF)
    void isNeverTheAnswerToAnotherRequest(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Known request = any(random, REQUESTS);
        Mangled mangled = mangled(request, random);
        byte[] mail = Mails.latin1("From: kmc@gateway.example\r\nSubject: " + mangled.subject + "\r\n\r\n");
        Reply reply = Mails.READER.read(mail, KNOWN);
        if (mangled.harmless) {
            assertThat(reply).isInstanceOfSatisfying(Reply.Matched.class, matched -> {
                assertThat(matched.request()).isEqualTo(request);
                assertThat(matched.byToken()).isTrue();
            });
        } else if (reply.about().isPresent()) {
            Token found = reply.about().orElseThrow().token();
            assertThat(carried(mangled.plain)).containsExactly(found);
        }
    }

    /** The same for the reports of the mail network: one request of a thousand is named in each. */
    @Property(tries = 2000)
    void isNeverAReportAboutAnotherRequest(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Known request = any(random, REQUESTS);
        String id = random.nextBoolean() ? request.messageId().orElseThrow() : "<other@relay.example>";
        String subject = random.nextBoolean() ? mangledRequest(request, random) : "Lunch";
        Mails mail = Mails.letter("MAILER-DAEMON@relay.example", "failure notice")
                .body("Sorry.\r\n\r\nMessage-ID: " + id + "\r\nSubject: " + subject + "\r\n\r\nBody\r\n");
        Reply reply = Mails.READER.read(mail.octets(), KNOWN);
        assertThat(reply).isInstanceOf(Reply.Delivery.class);
        if (reply.about().isPresent()) {
            Known about = reply.about().orElseThrow();
            boolean byId = about.messageId().equals(Optional.of(id));
            assertThat(byId || carried(subject).contains(about.token())).isTrue();
        }
        if (request.messageId().equals(Optional.of(id)) && subject.equals("Lunch")) {
            assertThat(reply.about()).contains(request);
        }
    }

    private static String mangledRequest(Known request, Random random) {
        String token = request.token().text();
        return request.service().orElseThrow().code() + " " + (random.nextBoolean() ? token : destroyed(token, random));
    }

    @Property(tries = 3000)
    void neverThrowsOnAnyOctets(@ForAll byte[] octets) {
        assertRead(octets);
    }

    @Property(tries = 6000)
    void neverThrowsOnDamagedMails(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder mail = new StringBuilder(any(random, samples()));
        int changes = 1 + random.nextInt(12);
        for (int i = 0; i < changes && mail.length() > 0; i++) {
            damage(mail, random);
        }
        assertRead(Mails.latin1(mail.toString()));
    }

    private static void damage(StringBuilder mail, Random random) {
        int at = random.nextInt(mail.length());
        int end = Math.min(mail.length(), at + random.nextInt(40));
        switch (random.nextInt(6)) {
            case 0 -> mail.setCharAt(at, (char) random.nextInt(256));
            case 1 -> mail.delete(at, end);
            case 2 -> mail.insert(at, mail.substring(at, end));
            case 3 -> mail.insert(at, any(random, PIECES));
            case 4 -> mail.setLength(at);
            default -> {
                int other = random.nextInt(mail.length());
                mail.insert(at, mail.substring(Math.min(other, end), Math.max(other, end)));
            }
        }
    }

    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "\0",
            "\u00ff",
            "--b1",
            "--b1--",
            "--",
            "=?",
            "?=",
            "=?utf-8?b?",
            "=?x?q?=?=",
            "Content-Type: multipart/mixed; boundary=b1\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n",
            "\"",
            "\\",
            ";",
            "filename*0*=",
            "charset=",
            "<",
            ">",
            "<!--",
            "<script",
            "&#99999999;",
            "&#xD800;",
            "&",
            "=",
            "=0",
            "%",
            "''",
            "(",
            "{KMS:",
            "Auto: ",
            "--STS:",
            " BEGINS--",
            "Subject: ",
            "From: ",
            "Status: 5",
            "\u00a0",
            "@");

    private static List<String> samples() {
        String record = Mails.REAL_BLOCK;
        String report = Mails.crlf("""
                Content-Type: message/delivery-status

                Reporting-MTA: dns; a

                Final-Recipient: rfc822; a@b
                Action: failed
                Status: 5.1.1
                """);
        String quoted = Mails.crlf("""
                Content-Type: text/plain; charset=us-ascii
                Content-Transfer-Encoding: quoted-printable

                Hello=20=
                """);
        Map<String, Mails> all = new HashMap<>();
        all.put("text", Mails.answer().body(record));
        all.put(
                "base64",
                Mails.answer().with("Content-Transfer-Encoding", "base64").body(Mails.base64(record)));
        all.put("html", Mails.answer().type("text/html; charset=\"utf-8\"", "<p>" + record + "</p><pre>a&nbsp;</pre>"));
        all.put(
                "mixed",
                Mails.answer()
                        .parts(
                                "multipart/mixed",
                                quoted,
                                "Content-Disposition: attachment; filename*0*=utf-8''k%20; filename*1=\"l.txt\"\r\n\r\n"
                                        + record));
        all.put(
                "report",
                Mails.letter("MAILER-DAEMON@x.example", "=?utf-8?q?Undeliverable?=")
                        .parts(
                                "multipart/report; report-type=delivery-status",
                                "\r\nSorry",
                                report,
                                "Content-Type: message/rfc822\r\n\r\nMessage-ID: " + Mails.ID + "\r\nSubject: "
                                        + Mails.SUBJECT));
        return all.keySet().stream()
                .sorted()
                .map(name -> Mails.text(all.get(name).octets()))
                .toList();
    }

    /** Reads everything there is to read, so that nothing is left that could throw later. */
    private static void assertRead(byte[] octets) {
        Reply reply = Mails.read(octets);
        ReceivedMail mail = reply.mail();
        assertThat(mail.octets()).isEqualTo(octets);
        assertThat(mail.subject()).doesNotContain("\r", "\n");
        assertThat(mail.result().raw()).isNotNull();
        assertThat(mail.displayedFingerprint()).isNotNull();
        assertThat(mail.messageId()).isNotNull();
        assertThat(mail.records().problems()).isNotNull();
        assertThat(reply.toString()).doesNotContain(Mails.TOKEN.text(), "047D77A4819B");
        for (Attachment attachment : mail.attachments()) {
            assertThat(attachment.name()).matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
            assertThat(attachment.recordFile()).isNotNull();
        }
        if (reply instanceof Reply.Matched matched) {
            assertThat(matched.findings()).doesNotContain(MailFinding.LIMIT_EXCEEDED, MailFinding.SENDER_DIFFERS);
            assertThat(matched.mail().from()).contains(MailAddress.of(Mails.GATEWAY));
        }
    }
}
