// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.RecordScan;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;

/** STS600-9-2 clauses 4, 5 and 8.2: whatever is asked for, the octets keep every rule; or there are none. */
class RequestProperties {

    private static final Session SESSION = Session.getInstance(new Properties());
    private static final int LONGEST_LINE = 998;
    private static final List<String> FIELDS = List.of(
            "date",
            "from",
            "reply-to",
            "to",
            "message-id",
            "subject",
            "mime-version",
            "content-type",
            "content-transfer-encoding");

    private record Field(String name, String value) {}

    /** The rules of lines (RFC 5322 2.1.1, 2.3), checked without any code of ours or of Jakarta Mail. */
    private static List<String> lines(byte[] octets) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            if (octet == '\r') {
                assertThat(octets[++i]).as("no bare CR").isEqualTo((byte) '\n');
                assertThat(line.length()).isLessThanOrEqualTo(LONGEST_LINE);
                lines.add(line.toString());
                line.setLength(0);
            } else {
                assertThat(octet).as("ASCII without controls, no bare LF").isBetween((byte) ' ', (byte) '~');
                line.append((char) octet);
            }
        }
        assertThat(line).as("the last line is ended too").isEmpty();
        return lines;
    }

    private static List<Field> header(List<String> lines) {
        return lines.subList(0, lines.indexOf("")).stream()
                .map(line -> {
                    assertThat(line).as("no folds").matches("[A-Za-z-]+: \\S.*");
                    int colon = line.indexOf(':');
                    return new Field(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
                })
                .toList();
    }

    private static String value(List<Field> header, String name) {
        List<String> values = header.stream()
                .filter(field -> field.name.equals(name))
                .map(Field::value)
                .toList();
        assertThat(values).as(name).hasSize(1);
        return values.get(0);
    }

    private static void assertKeepsEveryRule(KmcRequest request, String code) {
        List<String> lines = lines(request.octets());
        List<Field> header = header(lines);
        assertThat(header)
                .extracting(Field::name)
                .doesNotHaveDuplicates()
                .allMatch(FIELDS::contains); // so neither Cc, Bcc, Auto-Submitted, Precedence, List-* nor others
        assertThat(value(header, "to")).isEqualTo(request.gateway().text());
        assertThat(value(header, "from")).isEqualTo(request.from().text());
        assertThat(value(header, "subject")).matches("\\{KMS:[A-Za-z0-9]+\\} [A-Z2-7]{26}");
        assertThat(value(header, "subject"))
                .isEqualTo(code + " " + request.token().text());
        assertThat(value(header, "message-id")).matches("<[^<>@ ]+@[^<>@ ]+>");
        assertThat(value(header, "mime-version")).isEqualTo("1.0");
        if (!(request instanceof StsaOnlyUpdateRequest)) {
            assertThat(value(header, "content-type")).isEqualTo("text/plain; charset=us-ascii");
            assertThat(value(header, "content-transfer-encoding")).isEqualTo("7bit");
            assertThat(request.octets()).hasSizeLessThan(10 * 1024);
        }
    }

    private static void assertReadAlikeByJakartaMail(KmcRequest request) throws Exception {
        MimeMessage message = new MimeMessage(SESSION, new ByteArrayInputStream(request.octets()));
        assertThat(message.getRecipients(Message.RecipientType.TO))
                .extracting(Object::toString)
                .containsExactly(request.gateway().text());
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getFrom())
                .extracting(Object::toString)
                .containsExactly(request.from().text());
        assertThat(message.getReplyTo())
                .extracting(Object::toString)
                .containsExactly(request.replyTo().orElse(request.from()).text());
        assertThat(message.getSubject()).isEqualTo(request.subject());
        assertThat(message.getSentDate()).isNotNull();
        for (String forbidden : List.of(
                "Auto-Submitted",
                "Precedence",
                "X-Loop",
                "X-Autoreply",
                "X-Autorespond",
                "X-Auto-Response-Suppress",
                "Mailing-List",
                "List-Id",
                "List-Unsubscribe",
                "Feedback-ID",
                "Return-Path",
                "Sender",
                "In-Reply-To",
                "References")) {
            assertThat(message.getHeader(forbidden)).as(forbidden).isNull();
        }
    }

    @Property
    void keepsEveryRuleForWhatIsAllowed(
            @ForAll("addresses") String from,
            @ForAll("addresses") String gateway,
            @ForAll("addresses") String replyTo,
            @ForAll("loadRequests") StsRecord record)
            throws Exception {
        if (from.equalsIgnoreCase(gateway) || replyTo.equalsIgnoreCase(gateway)) {
            return;
        }
        RequestFactory plain = RequestFactory.from(from).to(gateway);
        for (RequestFactory factory : List.of(plain, plain.withReplyTo(replyTo))) {
            assertKeepsEveryRule(factory.help(), "{KMS:Help}");
            assertKeepsEveryRule(factory.getPublicKey(), "{KMS:GetPublicKey}");
            KeyLoadFileRequest request = factory.getKeyLoadFile(record);
            assertKeepsEveryRule(request, "{KMS:GetKlfStsEd2}");
            assertReadAlikeByJakartaMail(request);
            MimeMessage read = new MimeMessage(SESSION, new ByteArrayInputStream(request.octets()));
            assertThat(read.isMimeType("text/plain")).isTrue();
            assertThat(read.getContent()).isEqualTo(RecordInEmail.write(record));
            RecordScan scan = StsRecords.strict().scan((String) read.getContent());
            assertThat(scan.records()).containsExactly(record);
        }
    }

    @Property(tries = 200)
    void keepsEveryRuleForAnyUpdateFile(@ForAll byte[] file) throws Exception {
        KmcRequest request = RequestFactory.from(Mails.VENDOR).to(Mails.GATEWAY).stsaOnlyUpdate("update.txt", file);
        assertKeepsEveryRule(request, "{KMS:SmUpdateStsEd2}");
        assertReadAlikeByJakartaMail(request);
        ReceivedMail read = ReceivedMail.read(request.octets(), MailLimits.defaults());
        assertThat(read.attachments().get(0).bytes()).isEqualTo(file);
        assertThat(read.findings()).doesNotContain(MailFinding.ENCODING_BROKEN, MailFinding.STRUCTURE_BROKEN);
    }

    /** A hostile character anywhere in an address that was good before. */
    @Property
    void refusesAnyAddressWithAHostileCharacter(
            @ForAll("addresses") String address, @ForAll("hostile") String bad, @ForAll int where) {
        int at = Math.floorMod(where, address.length() + 1);
        String changed = address.substring(0, at) + bad + address.substring(at);
        assertThatIllegalArgumentException().isThrownBy(() -> RequestFactory.from(changed));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestFactory.from(Mails.VENDOR).to(changed));
    }

    /** Any text at all is either refused or harmless. */
    @Property
    void writesNothingElseWhateverTheAddressIs(@ForAll String address) {
        RequestFactory.Sender sender;
        try {
            sender = RequestFactory.from(address);
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertKeepsEveryRule(sender.to(Mails.GATEWAY).help(), "{KMS:Help}");
    }

    @Provide
    static Arbitrary<String> addresses() {
        Arbitrary<String> atom = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("!#$%&'*+/^_`{|}~-")
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<String> label =
                Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(63);
        return Combinators.combine(
                        atom.list().ofMinSize(1).ofMaxSize(3),
                        label.list().ofMinSize(1).ofMaxSize(2))
                .as((local, domain) -> String.join(".", local) + "@" + String.join(".", domain));
    }

    @Provide
    static Arbitrary<StsRecord> loadRequests() {
        Arbitrary<String> field =
                Arbitraries.strings().withCharRange(' ', '~').excludeChars('|').ofMaxLength(300);
        return Combinators.combine(
                        Arbitraries.of("VKLOADREQ", "VKLOADREQ.1", "VKLOADREQ.2-x_y"),
                        field.list().ofMinSize(1).ofMaxSize(8))
                .as(StsRecord::of);
    }

    @Provide
    static Arbitrary<String> hostile() {
        Arbitrary<String> listed = Arbitraries.of(
                "\r\n",
                "\r",
                "\n",
                "\0",
                "\t",
                " ",
                "\u2028",
                "\u2029",
                "\u0085",
                "\u760d",
                "\u760a",
                "\u010a",
                "\u200b",
                "\ufeff",
                "\u00e9",
                "<",
                ">",
                "(",
                ")",
                "[",
                "]",
                ":",
                ";",
                ",",
                "\"",
                "\\",
                "@",
                "..",
                "=?x?q?y?=");
        Arbitrary<String> beyondAscii =
                Arbitraries.chars().range('\u007f', '\ufffe').map(String::valueOf);
        return Arbitraries.oneOf(listed, beyondAscii);
    }
}
