// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sts.email.testing.Bench.CLIENT;
import static org.valise.sts.email.testing.Bench.GATEWAY;
import static org.valise.sts.email.testing.Bench.help;
import static org.valise.sts.email.testing.Bench.mail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.testing.Reception.Reason;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.StsRecord;

/** STS600-9-2 clauses 4 and 8.2: what the gateway never answers. */
class SilenceTest {

    private static final String BLOCK = RecordInEmail.write(Bench.LOAD_REQUEST);

    private final Bench bench = new Bench();

    private void assertIgnored(String mail, Reason reason) {
        Reception reception = bench.receive(mail);
        assertThat(reception.reason()).contains(reason);
        assertThat(reception.replies()).isEmpty();
        assertThat(bench.gateway.history()).containsExactly(reception);
    }

    private void assertAccepted(String mail) {
        assertThat(bench.receive(mail).reason()).isEmpty();
    }

    @Test
    void clause4IgnoresMailThatIsNotAddressedToTheGateway() {
        assertIgnored(help().replace("To: " + GATEWAY, "To: other@gateway.example"), Reason.NOT_IN_TO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cc", "Bcc"})
    void clause4IgnoresCopies(String field) {
        String mail = help().replace("To: " + GATEWAY, "To: other@gateway.example\r\n" + field + ": " + GATEWAY);
        assertIgnored(mail, Reason.NOT_IN_TO);
    }

    @Test
    void clause4IgnoresMailWithoutTo() {
        assertIgnored(help().replace("To: " + GATEWAY + "\r\n", ""), Reason.NOT_IN_TO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.example, KMC@Gateway.Example",
                "The KMC <kmc@gateway.example>",
                "x@y.example,\r\n kmc@gateway.example"
            })
    void clause4FindsItsAddressAmongOthersInTo(String to) {
        assertAccepted(help().replace("To: " + GATEWAY, "To: " + to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"kmc@gateway.example\" <other@gateway.example>", "kmc@gateway.example.org"})
    void clause4IsNotDeceivedByNamesThatLookLikeItsAddress(String to) {
        assertIgnored(help().replace("To: " + GATEWAY, "To: " + to), Reason.NOT_IN_TO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Re: ", "RE: ", "Fwd: ", "FW: ", "AW: ", "WG: ", "Auto: ", "Re[2]: ", "Automatic reply: ", "SV:"
            })
    void clause4IgnoresRepliesForwardsAndAutomaticAnswers(String prefix) {
        assertIgnored(mail(prefix + "{KMS:Help}", ""), Reason.REPLY_OR_FORWARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {KMS:Help}",
                "\t{KMS:Help}",
                "Please {KMS:Help}",
                "[EXTERNAL] {KMS:Help}",
                "=?UTF-8?Q?{KMS:Help}?=",
                "=?UTF-8?B?e0tNUzpIZWxwfQ==?=",
                "{KMS:Help",
                "{KMS:}",
                "{KMS: Help}",
                "{kms:Help}",
                "KMS:Help",
                ""
            })
    void clause82IgnoresSubjectsThatDoNotStartWithAServiceCode(String subject) {
        assertIgnored(mail(subject, ""), Reason.NO_SERVICE_CODE);
    }

    @Test
    void clause82IgnoresMailWithoutSubject() {
        assertIgnored(help().replaceFirst("Subject: .*\r\n", ""), Reason.NO_SERVICE_CODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{KMS:Help}", "{KMS:Help}x", "{KMS:Help}  \t any = ?= thing", "{KMS:Help}\r\n folded"})
    void clause82TakesAnythingAfterTheServiceCode(String subject) {
        assertAccepted(mail(subject, ""));
    }

    @Test
    void clause82TakesASubjectThatIsFoldedBeforeTheServiceCode() {
        assertAccepted(help().replace("Subject: ", "Subject:\r\n "));
        assertAccepted(help().replace("Subject: ", "subject:"));
    }

    @Test
    void ignoresTwoSubjects() {
        assertIgnored(mail("{KMS:Help}", "", "Subject: {KMS:GetPublicKey}"), Reason.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-generated",
                "Auto-Submitted: auto-replied (vacation)",
                "auto-submitted: AUTO-NOTIFIED",
                "Auto-Submitted: nonsense",
                "X-Loop: a@b.example",
                "X-Autoreply: yes",
                "X-Autorespond: x",
                "X-Auto-Response-Suppress: All",
                "Feedback-ID: 1"
            })
    void clause82IgnoresMailResponders(String header) {
        assertIgnored(mail("{KMS:Help}", "", header), Reason.AUTO_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Auto-Submitted: no", "Auto-Submitted: NO", "Auto-Submitted: no (by hand)"})
    void rfc3834TakesMailThatSaysItIsNotAutomatic(String header) {
        assertAccepted(mail("{KMS:Help}", "", header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "List-Id: <x.example>",
                "List-Unsubscribe: <mailto:x@y.example>",
                "Precedence: bulk",
                "Precedence: list",
                "Mailing-List: x"
            })
    void clause4IgnoresMailingLists(String header) {
        assertIgnored(mail("{KMS:Help}", "", header), Reason.MAILING_LIST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>", " <> ", "nobody", "two@a.example two@b.example"})
    void clause82IgnoresMailWithoutValidReturnPath(String sender) {
        Reception reception = bench.gateway.receive(help().getBytes(StandardCharsets.US_ASCII), sender);
        assertThat(reception.reason()).contains(Reason.NO_RETURN_PATH);
    }

    @Test
    void takesAnEnvelopeSenderInAngleBrackets() {
        byte[] mail = help().getBytes(StandardCharsets.US_ASCII);
        assertThat(bench.gateway.receive(mail, "<" + CLIENT + ">").reason()).isEmpty();
    }

    @Test
    void ignoresMailOfMailServers() {
        byte[] mail = help().getBytes(StandardCharsets.US_ASCII);
        assertThat(bench.gateway.receive(mail, "MAILER-DAEMON@mx.example").reason())
                .contains(Reason.AUTO_RESPONSE);
    }

    @Test
    void clause4IgnoresLargeMail() {
        int size = help().length();
        assertThat(new Bench(b -> b.maximumOctets(size)).receive(help()).reason())
                .isEmpty();
        assertThat(new Bench(b -> b.maximumOctets(size - 1)).receive(help()).reason())
                .contains(Reason.TOO_LARGE);
        assertIgnored(mail("{KMS:Help}", "x".repeat(64 * 1024)), Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/html", "multipart/alternative; boundary=b", "application/octet-stream", "text/enriched"})
    void clause4IgnoresEverythingButPlainText(String type) {
        String mail = help().replace("text/plain; charset=us-ascii", type)
                + "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Type: text/html\r\n\r\nx\r\n--b--\r\n";
        assertIgnored(mail, Reason.NOT_PLAIN_TEXT);
    }

    @Test
    void takesMailWithoutContentTypeAsPlainText() {
        assertAccepted(help().replaceFirst("Content-Type: .*\r\n", "").replaceFirst("MIME-Version: .*\r\n", ""));
    }

    private static String withParts(String subject, String type, String disposition) {
        return mail(
                        subject,
                        "--b\r\n\r\ntext\r\n--b\r\nContent-Type: " + type + "\r\nContent-Disposition: " + disposition
                                + "\r\n\r\nfile\r\n--b--\r\n")
                .replace("text/plain; charset=us-ascii", "multipart/mixed; boundary=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{KMS:Help}", "{KMS:GetPublicKey}", "{KMS:GetKlfStsEd2}", "{KMS:Other}"})
    void clause4IgnoresUnexpectedAttachments(String subject) {
        assertIgnored(withParts(subject, "text/plain", "attachment"), Reason.UNEXPECTED_ATTACHMENT);
    }

    @Test
    void clause82TakesTheFileOfTheReservedServiceOnlyAsPlainTextAttachment() {
        String update = "{KMS:SmUpdateStsEd2}";
        assertAccepted(withParts(update, "text/plain", "attachment; filename=a.txt"));
        assertThat(bench.receive(withParts(update, "text/plain", "inline")).reason())
                .contains(Reason.UNEXPECTED_ATTACHMENT);
        assertThat(bench.receive(withParts(update, "application/pdf", "attachment"))
                        .reason())
                .contains(Reason.NOT_PLAIN_TEXT);
    }

    @Test
    void ignoresATextThatIsItselfAnAttachment() {
        assertIgnored(mail("{KMS:Help}", "x", "Content-Disposition: attachment"), Reason.UNEXPECTED_ATTACHMENT);
    }

    @Test
    void clause5142IgnoresBodiesWithoutExactlyOneLoadRequest() {
        StsRecord other = StsRecord.of("VKLOADREQ.1", List.of("z"));
        for (String body : List.of(
                "",
                "hello\r\n",
                Bench.LOAD_REQUEST.text() + "\r\n",
                RecordInEmail.write(StsRecord.of("OTHER.1", List.of("x"))),
                BLOCK + RecordInEmail.write(other),
                BLOCK + BLOCK,
                BLOCK.replace("0DD9", "0DD8"),
                BLOCK.replace("x y", "x z"),
                BLOCK.replace("ENDS", "END"))) {
            assertThat(bench.receive(mail("{KMS:GetKlfStsEd2}", body)).reason())
                    .as(body)
                    .contains(Reason.NO_LOAD_REQUEST);
        }
    }

    @Test
    void clause5142FindsTheLoadRequestAmongWordsAndInTransferEncodings() {
        assertAccepted(mail("{KMS:GetKlfStsEd2}", "Good day\r\n\r\n" + BLOCK + "\r\nBye\r\n"));
        String base64 = java.util.Base64.getMimeEncoder().encodeToString(BLOCK.getBytes(StandardCharsets.US_ASCII));
        assertAccepted(mail("{KMS:GetKlfStsEd2}", base64, "Content-Transfer-Encoding: base64"));
        assertAccepted(mail("{KMS:GetKlfStsEd2}", BLOCK).replace("us-ascii", "x-unknown-99"));
    }

    @Test
    void ignoresABodyThatCannotBeDecoded() {
        assertIgnored(mail("{KMS:GetKlfStsEd2}", BLOCK, "Content-Transfer-Encoding: x-odd"), Reason.UNREADABLE);
    }

    @Test
    void ignoresMailThatWouldMakeALoop() {
        assertIgnored(help().replace("<" + CLIENT + ">", "<" + GATEWAY + ">"), Reason.OWN_MAIL);
        assertThat(bench.receive(mail("{KMS:Help}", "", "Reply-To: " + GATEWAY)).reason())
                .contains(Reason.OWN_MAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: a@b.example <bad@@>", "From: \u00fc@client.example", "X-From: nobody"})
    void ignoresMailThatNobodyCanBeAnsweredFor(String from) {
        Reception reception = bench.receive(help().replaceFirst("From: .*(?=\r\n)", from));
        assertThat(reception.reason().orElseThrow()).isIn(Reason.NO_REPLY_ADDRESS, Reason.UNREADABLE);
    }

    @Test
    void ignoredMailUsesUpNoScriptedReaction() {
        bench.gateway.enqueue(Reaction.error("EFirst", "the scripted one"));
        bench.receive(mail("Re: {KMS:Help}", ""));
        assertThat(Bench.result(bench.reply(help()))).contains("EFirst");
    }
}
