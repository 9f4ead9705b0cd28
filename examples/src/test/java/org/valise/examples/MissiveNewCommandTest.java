// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.examples.MissiveTexts.BLEEDING_EDGE;
import static org.valise.examples.MissiveTexts.IBAN;
import static org.valise.examples.MissiveTexts.MESSAGE;
import static org.valise.examples.MissiveTexts.NORM_1206;
import static org.valise.examples.MissiveTexts.RECEIVER;
import static org.valise.examples.MissiveTexts.SENDER;
import static org.valise.examples.MissiveTexts.nominal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code missive new} as docs/command-line.md has it. */
class MissiveNewCommandTest {

    private static final String BODY =
            "<t:SimpleTestRequest xmlns:t='" + NORM_1206 + "'><t:TestId>T-1</t:TestId></t:SimpleTestRequest>";

    @TempDir
    private Path folder;

    /** From the sender to the receiver of the samples, unless the options say otherwise. */
    private CommandLineRun make(String message, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of(options));
        if (!args.contains("--sender")) {
            args.addAll(List.of("--sender", SENDER));
        }
        if (!args.contains("--receiver") && !args.contains("--receiver-pan")) {
            args.addAll(List.of("--receiver", RECEIVER));
        }
        return run(message, args);
    }

    private CommandLineRun run(String message, List<String> options) throws IOException {
        List<String> args = new ArrayList<>(List.of("missive", "new"));
        args.addAll(List.of("--message", MissiveTexts.write(folder, "message.xml", message)));
        args.addAll(options);
        return CommandLineRun.of("", args.toArray(String[]::new));
    }

    /** What the new missive says; it is valid, and nothing about it is striking. */
    private static JsonNode checked(CommandLineRun made) {
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.err()).isEmpty();
        CommandLineRun check = CommandLineRun.of(made.out(), "missive", "check", "-");
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(check.err()).isEmpty();
        return check.only();
    }

    private static String inScope(String element) {
        return element.replaceFirst("(<s:\\w+)", "$1 xmlns:s='" + NORM_1206 + "'");
    }

    @Test
    void makesAMissiveAroundABody() throws IOException {
        String prologue = "<?xml version='1.0' encoding='UTF-8'?><!-- a body -->\n";
        CommandLineRun run =
                make(prologue + BODY + "\n", "--id", "M-7", "--message-id", "G-7", "--at", "2026-11-02T10:30:00+01:00");
        JsonNode missive = checked(run);
        assertThat(run.out())
                .startsWith("<?xml ")
                .contains(":MsgBdy>" + BODY + "</")
                .doesNotContain("a body");
        assertThat(missive.path("type").asText()).isEqualTo("Nominal");
        assertThat(missive.path("namespace").asText()).isEqualTo(NORM_1206);
        assertThat(missive.path("id").asText()).isEqualTo("M-7");
        assertThat(missive.path("order").asInt()).isEqualTo(1);
        assertThat(missive.path("priority").asText()).isEqualTo("NORMAL");
        assertThat(missive.path("sender").path("iban").asText()).isEqualTo(SENDER);
        assertThat(missive.path("receiver").path("iban").asText()).isEqualTo(RECEIVER);
        assertThat(missive.path("sentAt").asText()).isEqualTo("2026-11-02T09:30:00Z");
        assertThat(missive.path("message").path("id").asText()).isEqualTo("G-7");
        assertThat(missive.path("message").path("type").asText()).isEqualTo("simple.request@test");
    }

    @Test
    void takesAWholeMessageAsItStands() throws IOException {
        String message = inScope(MESSAGE);
        CommandLineRun run = make(message);
        assertThat(run.out()).contains(message);
        assertThat(checked(run).path("chk").asText()).isEqualTo(MissiveTexts.sha1(message));
    }

    @Test
    void takesTheMessageOutOfAnotherMissive() throws IOException {
        CommandLineRun run = make(nominal(), "--id", "M-8");
        assertThat(run.out()).contains(MESSAGE);
        JsonNode missive = checked(run);
        assertThat(missive.path("chk").asText()).isEqualTo(MissiveTexts.sha1(MESSAGE));
        assertThat(missive.path("id").asText()).isEqualTo("M-8");
        assertThat(missive.path("message").path("id").asText()).isEqualTo("G-1");
    }

    /** Request and Report stand alone in the test ecosystem; in a message they have other names. */
    @ParameterizedTest
    @CsvSource({"Request, simple.request@test, SimpleTestRequest", "Report, simple.report@test, SimpleTestReport"})
    void makesABodyOfADocumentOfTheTestEcosystem(String root, String type, String body) throws IOException {
        String document =
                "<?xml version='1.0'?><" + root + " xmlns='" + BLEEDING_EDGE + "'>\n <TestId>T&amp;1</TestId>\n"
                        + " <Text>\u00e9 &lt;</Text>\n <Data><![CDATA[aGVs\nbG8=]]></Data>\n</" + root + ">";
        CommandLineRun run = make(document);
        JsonNode missive = checked(run);
        assertThat(missive.path("namespace").asText()).isEqualTo(BLEEDING_EDGE);
        assertThat(missive.path("message").path("type").asText()).isEqualTo(type);
        assertThat(missive.path("message").path("body").asText()).isEqualTo(body);
        assertThat(run.out()).contains("TestId>T&amp;1<", "Text>\u00e9 &lt;<", "Data>aGVsbG8=<");
        CommandLineRun other = make(document, "--namespace", "1206", "--message-type", type);
        assertThat(checked(other).path("namespace").asText()).isEqualTo(NORM_1206);
        assertThat(make(document, "--message-type", "mandat@direct.debit").exit())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1206", NORM_1206})
    void takesTheNamespaceOfTheMessage(String name) throws IOException {
        assertThat(checked(make(BODY, "--namespace", name)).path("namespace").asText())
                .isEqualTo(NORM_1206);
        String early = BODY.replace(NORM_1206, BLEEDING_EDGE);
        assertThat(checked(make(early)).path("namespace").asText()).isEqualTo(BLEEDING_EDGE);
        assertThat(checked(make(early, "--namespace", "bleedingEdge"))
                        .path("namespace")
                        .asText())
                .isEqualTo(BLEEDING_EDGE);
    }

    @Test
    void makesMissivesOfLaterNorms() throws IOException {
        CommandLineRun run = make(BODY.replace("1206", "1606"));
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("Missive version=\"1606\"").contains("http://xsd.sepamail.eu/1606/");
        CommandLineRun taken = make(nominal().replace("1206", "1606"));
        assertThat(taken.exit()).as(taken.err()).isZero();
        assertThat(taken.out()).contains("Missive version=\"1606\"").contains(MESSAGE);
        String own = "urn:example:own";
        assertThat(make(BODY.replace(NORM_1206, own)).exit()).isEqualTo(1);
        CommandLineRun asked = make(BODY.replace(NORM_1206, own), "--namespace", own);
        assertThat(asked.exit()).isZero();
        assertThat(asked.out()).contains("Missive version=\"1206\"");
    }

    @Test
    void takesUnknownBodiesIfTheirTypeIsSaid() throws IOException {
        String body = "<Agate xmlns='" + NORM_1206 + "'/>";
        CommandLineRun unsaid = make(body);
        assertThat(unsaid.exit()).isEqualTo(1);
        assertThat(unsaid.err()).contains("Agate", "--message-type");
        CommandLineRun said = make(body, "--message-type", "send.request@generic");
        assertThat(said.exit()).isZero();
        assertThat(said.err()).contains("UNKNOWN_MESSAGE_TYPE");
        assertThat(said.out()).contains("MsgTyp>send.request@generic<").contains(body);
    }

    @Test
    void namesTheParties() throws IOException {
        JsonNode toIban = checked(make(BODY, "--sender", "TESTVERT", "--receiver", IBAN, "--receiver-bic", "TESTBLEU"));
        assertThat(toIban.path("sender").path("bic").asText()).isEqualTo("TESTVERT");
        assertThat(toIban.path("sender").path("iban").isNull()).isTrue();
        assertThat(toIban.path("receiver").path("bic").asText()).isEqualTo("TESTBLEU");
        assertThat(toIban.path("receiver").path("iban").asText()).isEqualTo(IBAN);
        JsonNode fromCustomer = checked(make(BODY, "--sender", IBAN));
        assertThat(fromCustomer.path("sender").path("iban").asText()).isEqualTo(IBAN);
        JsonNode fromIban = checked(make(BODY, "--sender", IBAN, "--sender-bic", "TESTVERTXXX"));
        assertThat(fromIban.path("sender").path("bic").asText()).isEqualTo("TESTVERTXXX");
        JsonNode toCard = checked(make(BODY, "--receiver-pan", "4970101234567890", "--receiver-bic", "TESTBLEU"));
        assertThat(toCard.path("receiver").path("pan").asText()).isEqualTo("4970101234567890");
        JsonNode toCreditor = checked(make(BODY, "--receiver", "QX12ZZZ123456", "--receiver-bic", "TESTBLEU"));
        assertThat(toCreditor.path("receiver").path("kind").asText()).isEqualTo("ICQX");
        JsonNode both = checked(make(BODY, "--receiver-bic", "TESTBLEU"));
        assertThat(both.path("receiver").path("bic").asText()).isEqualTo("TESTBLEU");
        assertThat(both.path("receiver").path("iban").asText()).isEqualTo(RECEIVER);
    }

    @ParameterizedTest
    @CsvSource({"HIGHEST, HIGHEST", "lowest, LOWEST", "2, HIGH"})
    void takesAPriorityByNameOrNumber(String given, String priority) throws IOException {
        assertThat(checked(make(BODY, "--priority", given)).path("priority").asText())
                .isEqualTo(priority);
    }

    @Test
    void makesIdentifiersThatDoNotRepeat() throws IOException {
        JsonNode one = checked(make(BODY));
        JsonNode other = checked(make(BODY));
        assertThat(one.path("id").asText())
                .matches("[0-9A-F]{32}")
                .isNotEqualTo(other.path("id").asText());
        assertThat(one.path("message").path("id").asText())
                .matches("[0-9A-F]{32}")
                .isNotEqualTo(other.path("message").path("id").asText())
                .isNotEqualTo(one.path("id").asText());
    }

    @Test
    void isSentNowInMilliseconds() throws IOException {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant sent = Instant.parse(checked(make(BODY)).path("sentAt").asText());
        assertThat(sent).isBetween(before, Instant.now()).isEqualTo(sent.truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void writesToAFileAndSaysWhat() throws IOException {
        Path out = folder.resolve("new.xml");
        CommandLineRun run = make(BODY, "--id", "M-9", "--out", out.toString());
        assertThat(run.exit()).isZero();
        byte[] octets = Files.readAllBytes(out);
        JsonNode line = run.only();
        assertThat(line.path("type").asText()).isEqualTo("Nominal");
        assertThat(line.path("id").asText()).isEqualTo("M-9");
        assertThat(line.path("order").asInt()).isEqualTo(1);
        assertThat(line.path("octets").asInt()).isEqualTo(octets.length);
        assertThat(line.path("sha256").asText()).isEqualTo(MissiveTexts.digest("SHA-256", octets));
        assertThat(line.path("out").asText()).isEqualTo(out.toString());
        String text = new String(octets, StandardCharsets.UTF_8);
        String message = text.substring(text.indexOf("<sem:sepamail_message_001"), text.indexOf("</sem:MsvBdy"));
        assertThat(line.path("chk").asText()).isEqualTo(MissiveTexts.sha1(message));
        CommandLineRun unwritable = make(BODY, "--out", folder.toString());
        assertThat(unwritable.exit()).isEqualTo(2);
        assertThat(unwritable.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sender QX47TESTVERTXXXABCDEFGHJKLMNPQRSTU | --sender: QXBAN_CHECK_DIGITS",
                "--sender FR76 | --sender: BAD_IBAN",
                "--sender hello | --sender: UNKNOWN_IDENTIFIER",
                "--sender test@testvert.sepamail.eu | --sender is a QXBAN",
                "--sender TESTVERT --sender-bic TESTVERT | --sender is a QXBAN",
                "--receiver GB82WEST12345698765432 | give --receiver-bic",
                "--sender QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU --sender-bic test | no BIC such as",
                "--receiver GB82WEST12345698765432 | give --receiver-bic",
                "--receiver QX741ESTBLEUXXX2345678923456789234 | give --receiver-bic",
                "--receiver QX12ZZZ123456 | give --receiver-bic",
                "--receiver TESTBLEU | identifier of a user",
                "--receiver-pan 4970 | give --receiver-bic",
                "--receiver-pan 4970 --receiver GB82WEST12345698765432 | --receiver or by --receiver-pan",
                "--priority URGENT | none of HIGHEST",
                "--priority 6 | none of HIGHEST",
                "--at tomorrow | not an instant",
                "--at +10000-01-01T00:00:00Z | year",
                "--namespace 1606 | --namespace is 1206, bleedingEdge or",
                "--message-type nonsense | type@family",
                "--id | parameter",
                "--nonsense | Unknown option"
            })
    void endsWith2ForOptionsThatCannotBe(String options, String words) throws IOException {
        CommandLineRun run = make(BODY, options.split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(words);
    }

    @Test
    void endsWith2ForIdentifiersThatCannotBe() throws IOException {
        for (String id : List.of("", "x".repeat(201), "a\u0001b")) {
            assertThat(make(BODY, "--id", id).exit()).isEqualTo(2);
            assertThat(make(BODY, "--message-id", id).exit()).isEqualTo(2);
        }
        assertThat(make(inScope(MESSAGE), "--message-id", "G-2").err())
                .contains("--message-id and --message-type are for");
        assertThat(make(nominal(), "--message-type", "simple.request@test").exit())
                .isEqualTo(2);
        assertThat(run(BODY, List.of("--sender", SENDER)).exit()).isEqualTo(2);
        assertThat(run(BODY, List.of("--receiver", SENDER)).exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | NOT_WELL_FORMED",
                "hello | NOT_WELL_FORMED",
                "<a/><b/> | NOT_WELL_FORMED",
                "<s:SimpleTestRequest/> | NOT_WELL_FORMED",
                "<hello/> | no namespace of SEPAmail",
                "<Request><TestId>1</TestId></Request> | no namespace of SEPAmail",
                "<Fichier xmlns='http://xsd.sepamail.eu/1206/'/> | --message-type",
                "<Missive xmlns='http://xsd.sepamail.eu/1206/'/> | MISSING",
                "<sepamail_message_001 xmlns='http://xsd.sepamail.eu/1206/'/> | MISSING_ELEMENT",
                "<Request xmlns='http://xsd.sepamail.eu/1206/'/> | it has TestId",
                "<Request xmlns='http://xsd.sepamail.eu/1206/'><TestId xmlns=''>1</TestId></Request> | it has TestId",
                "<Request xmlns='http://xsd.sepamail.eu/1206/'>x<TestId>1</TestId></Request> | it has TestId",
                "<Request xmlns='http://xsd.sepamail.eu/1206/'><TestId>1</TestId><TestId>1</TestId></Request> | it has TestId",
                "<Request xmlns='http://xsd.sepamail.eu/1206/'><TestId>12345678901234567</TestId></Request> | 1 to 16",
                "<Request xmlns='http://xsd.sepamail.eu/1206/'><TestId>1</TestId><Data>?</Data></Request> | not base64"
            })
    void endsWith1ForFilesThatAreNoMessage(String message, String words) throws IOException {
        CommandLineRun run = make(message);
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("message.xml").contains(words);
    }

    @Test
    void endsWith1ForMessagesThatDoNotFit() throws IOException {
        CommandLineRun otherNamespace = make(BODY, "--namespace", "bleedingEdge");
        assertThat(otherNamespace.exit()).isEqualTo(1);
        assertThat(otherNamespace.err()).contains("message.xml", "--namespace");
        CommandLineRun otherType = make(BODY, "--message-type", "simple.report@test");
        assertThat(otherType.exit()).isEqualTo(1);
        assertThat(otherType.err()).contains("SimpleTestReport");
        CommandLineRun within = make(BODY, "--message-type", "request@smapi");
        assertThat(within.exit()).isEqualTo(1);
        CommandLineRun acknowledgement = make(MissiveTexts.acknowledgement());
        assertThat(acknowledgement.exit()).isEqualTo(1);
        assertThat(acknowledgement.err()).contains("no nominal missive");
        CommandLineRun mismatch = make(inScope(MESSAGE.replace("simple.request@test", "simple.report@test")));
        assertThat(mismatch.exit()).isEqualTo(1);
        assertThat(mismatch.out()).isEmpty();
        assertThat(mismatch.err()).contains("BODY_MISMATCH");
        CommandLineRun anonymous = make(inScope(MESSAGE.replace("<s:MsgId>G-1<", "<s:MsgId><")));
        assertThat(anonymous.exit()).isEqualTo(1);
        assertThat(anonymous.err()).contains("EMPTY_IDENTIFIER");
    }

    @Test
    void makesNothingThatReadersWouldRefuse() throws IOException {
        String deep = "<t:Text>" + "<x>".repeat(120) + "</x>".repeat(120) + "</t:Text>";
        CommandLineRun run = make(BODY.replace("</t:SimpleTestRequest>", deep + "</t:SimpleTestRequest>"));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("TOO_DEEP", "message.xml: it makes a missive that would be refused");
        CommandLineRun longer = make(BODY + " ".repeat(10 << 20));
        assertThat(longer.exit()).isEqualTo(1);
        assertThat(longer.err()).contains("message.xml: it is longer");
    }

    @Test
    void readsUtf8Only() throws IOException {
        Path file = folder.resolve("utf-16.xml");
        Files.write(file, BODY.getBytes(StandardCharsets.UTF_16));
        CommandLineRun run = CommandLineRun.of(
                "", "missive", "new", "--message", file.toString(), "--sender", SENDER, "--receiver", RECEIVER);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("UNSUPPORTED_ENCODING");
        assertThat(make("\uFEFF" + BODY).exit()).isZero();
    }

    @Test
    void makesWhatTheOfficialSchemasAllow() throws IOException {
        String xsd = MissiveTexts.shared("xsd");
        String sample = MissiveTexts.shared("samples/002_report_nominal.xml");
        for (String message :
                List.of(BODY, BODY.replace(NORM_1206, BLEEDING_EDGE), Files.readString(Path.of(sample)))) {
            CommandLineRun made = make(message, "--priority", "HIGH");
            CommandLineRun check = CommandLineRun.of(made.out(), "missive", "check", "--xsd", xsd, "-");
            assertThat(check.exit()).as(check.err()).isZero();
        }
        assertThat(make(Files.readString(Path.of(sample))).out())
                .contains(Files.readString(Path.of(sample)).substring(782, 1485));
    }
}
