// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.examples.MissiveTexts.MESSAGE;
import static org.valise.examples.MissiveTexts.NORM_1206;
import static org.valise.examples.MissiveTexts.RECEIVER;
import static org.valise.examples.MissiveTexts.SENDER;
import static org.valise.examples.MissiveTexts.codes;
import static org.valise.examples.MissiveTexts.missive;
import static org.valise.examples.MissiveTexts.nominal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code missive chk}, {@code missive ack} and {@code missive resend} as docs/command-line.md has them. */
class MissiveAckCommandTest {

    private static final String SERVICE =
            missive("Service", SENDER, RECEIVER, "<s:MsvSrv><s:SrvCmd><s:CmdTyp>NOOP</s:CmdTyp></s:SrvCmd></s:MsvSrv>");

    private static final String SMAPI = missive(
                    "SMAPI",
                    SENDER,
                    RECEIVER,
                    "<s:MsvBdy>" + MESSAGE.replace("simple.request@test", "request@smapi") + "</s:MsvBdy>")
            .replace("SimpleTestRequest", "SmapiRequest");

    @TempDir
    private Path folder;

    private CommandLineRun run(String command, String document, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("missive", command));
        args.addAll(List.of(options));
        args.add(MissiveTexts.write(folder, "missive.xml", document));
        return CommandLineRun.of("", args.toArray(String[]::new));
    }

    private static JsonNode check(String document) {
        return CommandLineRun.of(document, "missive", "check", "-").only();
    }

    private static void assertRefused(CommandLineRun run, String words) {
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("missive.xml").contains(words);
    }

    @Test
    void printsTheBareChecksum() throws IOException {
        CommandLineRun run = run("chk", nominal());
        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(MissiveTexts.sha1(MESSAGE) + "\n");
        assertThat(run("chk", nominal().replace("\n", "\r\n")).out()).isEqualTo(run.out());
    }

    /** Recomputed by other software on the official exchange. */
    @Test
    void printsTheChecksumOfTheOfficialExchange() {
        CommandLineRun run =
                CommandLineRun.of("", "missive", "chk", MissiveTexts.shared("samples/002_report_nominal.xml"));
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c\n");
    }

    @Test
    void printsTheChecksumOfAMissiveThatBreaksRulesBeyondTheSchema() throws IOException {
        CommandLineRun run = run("chk", nominal().replace("QX62", "QX63"));
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo(MissiveTexts.sha1(MESSAGE) + "\n");
        assertThat(run.err()).contains("missive.xml: QXBAN_CHECK_DIGITS");
    }

    @Test
    void printsNoChecksumOfAnythingElse() throws IOException {
        assertRefused(run("chk", MissiveTexts.acknowledgement()), "no nominal missive, its type is Acquittement");
        assertRefused(run("chk", SERVICE), "its type is Service");
        assertRefused(run("chk", SMAPI), "its type is SMAPI");
        assertRefused(run("chk", nominal().replace("HIGH", "URGENT")), "BAD_VALUE");
        assertRefused(run("chk", nominal().replace("<s:MsvOrd>1", "<s:MsvOrd>99999999999")), "BAD_ORDER");
        assertRefused(run("chk", nominal().replace("1206/", "1606/")), "UNKNOWN_NAMESPACE");
        assertThat(run("chk", nominal().replace("1206/", "1606/"), "--lenient").out())
                .isEqualTo(MissiveTexts.sha1(MESSAGE) + "\n");
    }

    /** What ties the two together (MIS1202 "The acknowledgement of a missive"). */
    @Test
    void acknowledges() throws IOException {
        CommandLineRun run = run(
                "ack",
                nominal().replace("<s:MsvOrd>1", "<s:MsvOrd>3"),
                "--code",
                "2.1.9",
                "--at",
                "2026-11-02T10:31:00+01:00",
                "--description",
                "re\u00e7u & forwarded",
                "--warning",
                "BAD_TIME",
                "--warning",
                "PRIO_XLOW");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode ack = check(run.out());
        assertThat(ack.path("valid").asBoolean()).isTrue();
        assertThat(ack.path("type").asText()).isEqualTo("Acquittement");
        assertThat(ack.path("namespace").asText()).isEqualTo(NORM_1206);
        assertThat(ack.path("id").asText()).isEqualTo("M-1");
        assertThat(ack.path("order").asInt()).isEqualTo(3);
        assertThat(ack.path("priority").asText()).isEqualTo("HIGH");
        assertThat(ack.path("sender").path("iban").asText()).isEqualTo(RECEIVER);
        assertThat(ack.path("receiver").path("iban").asText()).isEqualTo(SENDER);
        assertThat(ack.path("sentAt").asText()).isEqualTo("2026-11-02T09:31:00Z");
        JsonNode content = ack.path("acknowledgement");
        assertThat(content.path("status").asText()).isEqualTo("ACK");
        assertThat(content.path("code").asText()).isEqualTo("2.1.9");
        assertThat(content.path("checksum").asText()).isEqualTo(MissiveTexts.sha1(MESSAGE));
        assertThat(content.path("description").asText()).isEqualTo("re\u00e7u & forwarded");
        assertThat(codes(content.path("warnings"))).containsExactly("BAD_TIME", "PRIO_XLOW");
    }

    @Test
    void acknowledgesSoThatTheMissiveIsSettled() throws IOException {
        String ack = folder.resolve("ack.xml").toString();
        JsonNode line = run("ack", nominal(), "--code", "4.2.2", "--out", ack).only();
        assertThat(line.path("type").asText()).isEqualTo("Acquittement");
        assertThat(line.path("id").asText()).isEqualTo("M-1");
        assertThat(line.path("chk").asText()).isEqualTo(MissiveTexts.sha1(MESSAGE));
        assertThat(line.path("octets").asLong()).isEqualTo(Files.size(Path.of(ack)));
        assertThat(line.path("out").asText()).isEqualTo(ack);
        String sent = folder.resolve("missive.xml").toString();
        CommandLineRun check = CommandLineRun.of("", "missive", "check", "--nominal", sent, ack);
        assertThat(check.exit()).isZero();
        assertThat(check.only().path("acknowledgement").path("status").asText()).isEqualTo("NAK");
        assertThat(check.only().path("acknowledgement").path("meaning").asText())
                .isEqualTo("MAILBOX_FULL");
    }

    @ParameterizedTest
    @CsvSource({"2, ACK, 2", "4, NAK, 4", "5.7.1, NAK, 5.7.1"})
    void takesClassesAloneAndCodesThatAreNotPublic(String code, String status, String written) throws IOException {
        CommandLineRun run = run("ack", nominal(), "--code", code);
        assertThat(run.exit()).isZero();
        JsonNode content = check(run.out()).path("acknowledgement");
        assertThat(content.path("status").asText()).isEqualTo(status);
        assertThat(content.path("code").asText()).isEqualTo(written);
        assertThat(run.err().contains("not in the public list")).isEqualTo(code.length() > 1);
    }

    @Test
    void acknowledgesReceiptAlone() throws IOException {
        JsonNode ack = check(run("ack", nominal(), "--first-level").out());
        assertThat(ack.path("acknowledgement").path("status").asText()).isEqualTo("ACK");
        assertThat(ack.path("acknowledgement").path("code").isNull()).isTrue();
    }

    /** MIS1202 "Principles": only nominal missives are acknowledged. */
    @Test
    void acknowledgesNothingElse() throws IOException {
        assertRefused(run("ack", MissiveTexts.acknowledgement(), "--code", "5"), "its type is Acquittement");
        assertRefused(run("ack", SERVICE, "--code", "5"), "its type is Service");
        assertRefused(run("ack", SMAPI, "--code", "5"), "its type is SMAPI");
        assertRefused(run("ack", nominal().replace("HIGH", "URGENT"), "--code", "5"), "BAD_VALUE");
        assertRefused(run("ack", "hello", "--code", "5"), "NOT_WELL_FORMED");
    }

    @Test
    void refusesWhatBreaksRulesByAnErrorOnly() throws IOException {
        String broken = nominal().replace("QX62", "QX63");
        assertRefused(run("ack", broken, "--code", "2.1.9"), "with a code of class 4 or 5");
        assertRefused(run("ack", broken, "--first-level"), "QXBAN_CHECK_DIGITS");
        CommandLineRun refusal = run("ack", broken, "--code", "5.4.1");
        assertThat(refusal.exit()).isZero();
        assertThat(refusal.err()).contains("the acknowledgement repeats what is wrong: REFUSED_IDENTIFIER");
        assertThat(check(refusal.out()).path("acknowledgement").path("meaning").asText())
                .isEqualTo("INVALID_IDENTIFIER");
        String nobody = nominal().replace("<s:Snd><s:IBAN>" + SENDER + "</s:IBAN></s:Snd>", "<s:Snd/>");
        assertRefused(run("ack", nobody, "--code", "5"), "NO_SENDER");
    }

    /** A card has no place in the sender of an acknowledgement. */
    @Test
    void asksForTheBankOfAReceiverWhoIsKnownByHisCard() throws IOException {
        String card = nominal().replace("<s:IBAN>" + RECEIVER + "</s:IBAN>", "<s:PAN>4970</s:PAN>");
        String withBank = card.replace("<s:PAN>", "<s:BIC>TESTBLEU</s:BIC><s:PAN>");
        assertThat(check(run("ack", withBank, "--code", "2.1.9").out())
                        .path("sender")
                        .path("bic")
                        .asText())
                .isEqualTo("TESTBLEU");
        CommandLineRun unknown = run("ack", card, "--code", "5.1.2");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("give --bic");
        JsonNode ack =
                check(run("ack", card, "--code", "5.1.2", "--bic", "TESTVERT").out());
        assertThat(ack.path("sender").path("bic").asText()).isEqualTo("TESTVERT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--code 2.1.9 --first-level",
                "--code 3.1.1",
                "--code 2.1",
                "--code ok",
                "--code 5.4.1 --warning BAD_TIME",
                "--code 2.1.9 --warning PRI_LOW",
                "--code 2.1.9 --at yesterday",
                "--code 2.1.9 --bic bank",
                "--code 2.1.9 --description "
            })
    void endsWith2ForOptionsThatCannotBe(String options) throws IOException {
        CommandLineRun run = run("ack", nominal(), options.isEmpty() ? new String[0] : options.split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank();
    }

    /** Nothing but the order changes (MIS1202 "Resending a missive"). */
    @ParameterizedTest
    @CsvSource({"1, 2", "9, 10", "99, 100"})
    void writesTheNextOrder(String order, String next) throws IOException {
        String sent = nominal().replace("<s:MsvOrd>1<", "<s:MsvOrd>" + order + "<");
        CommandLineRun run = run("resend", sent);
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo(sent.replace("<s:MsvOrd>" + order + "<", "<s:MsvOrd>" + next + "<"));
    }

    /** A missive of priority HIGH may be sent again five times. */
    @ParameterizedTest
    @CsvSource({"5, false", "6, true"})
    void saysThatTheNormAllowsNoMore(String order, boolean beyond) throws IOException {
        CommandLineRun run = run("resend", nominal().replace("<s:MsvOrd>1<", "<s:MsvOrd>" + order + "<"));
        assertThat(run.exit()).isZero();
        assertThat(run.err().contains("beyond the 5 resendings")).isEqualTo(beyond);
    }

    @Test
    void writesTheNextOrderToAFile() throws IOException {
        String signature = "<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'/></s:sepamail_missive_001>";
        String sent = nominal().replace("</s:sepamail_missive_001>", signature).replace("\n", "\r\n");
        Path out = folder.resolve("again.xml");
        CommandLineRun run = run("resend", sent, "--out", out.toString());
        assertThat(run.only().path("order").asInt()).isEqualTo(2);
        assertThat(run.only().path("chk").asText()).isEqualTo(MissiveTexts.sha1(MESSAGE));
        assertThat(Files.readString(out)).isEqualTo(sent.replace("<s:MsvOrd>1<", "<s:MsvOrd>2<"));
        assertThat(run.err()).contains("customer's signature");
    }

    @Test
    void sendsNothingElseAgain() throws IOException {
        assertRefused(run("resend", MissiveTexts.acknowledgement()), "its type is Acquittement");
        assertRefused(run("resend", SERVICE), "its type is Service");
        assertRefused(run("resend", SMAPI), "its type is SMAPI");
        assertRefused(run("resend", nominal().replace("QX62", "QX63")), "QXBAN_CHECK_DIGITS");
        assertRefused(run("resend", nominal().replace("<s:MsvOrd>1", "<s:MsvOrd>0")), "BAD_ORDER");
        CommandLineRun last = run("resend", nominal().replace("<s:MsvOrd>1", "<s:MsvOrd>2147483647"));
        assertThat(last.exit()).isEqualTo(1);
        assertThat(last.out()).isEmpty();
    }
}
