// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.testing.DeliveryReports;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.OutgoingMail;
import org.valise.sts.records.StsRecords;

/** {@code request make}, {@code result parse} and {@code reply parse} as docs/command-line.md has them. */
class EmailCommandsTest {

    private static final String VENDOR = "vendor@vending.test";
    private static final String GATEWAY = "gateway@stskms.test";
    private static final String TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWX23";
    private static final String LOAD_REQUEST = "VKLOADREQ.1|x y|0DD9";

    @TempDir
    private Path folder;

    private final GatewaySimulator simulator = GatewaySimulator.builder(GATEWAY, Clock.systemUTC(), new SecureRandom())
            .keyOfSpecification()
            .build();

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private byte[] request(String service, String... more) throws IOException {
        Path out = folder.resolve("request.eml");
        String[] args = {
            "request",
            "make",
            "--service",
            service,
            "--from",
            VENDOR,
            "--to",
            GATEWAY,
            "--token",
            TOKEN,
            "--out",
            out.toString()
        };
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        CommandLineRun run = CommandLineRun.of("", all);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.only().path("token").asText()).isEqualTo(TOKEN);
        return Files.readAllBytes(out);
    }

    private OutgoingMail reply(String service, String... more) throws IOException {
        return simulator.receive(request(service, more), VENDOR).replies().get(0);
    }

    private CommandLineRun parse(byte[] mail, String... options) throws IOException {
        String[] all = new String[options.length + 3];
        all[0] = "reply";
        all[1] = "parse";
        System.arraycopy(options, 0, all, 2, options.length);
        all[all.length - 1] = file("mail.eml", mail).toString();
        return CommandLineRun.of("", all);
    }

    @Test
    void printsARequestAndSaysItsToken() {
        CommandLineRun run = CommandLineRun.of(
                "", "request", "make", "--service", "help", "--from", VENDOR, "--to", GATEWAY, "--token", TOKEN);
        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("\r\nTo: " + GATEWAY + "\r\n")
                .contains("\r\nSubject: {KMS:Help} " + TOKEN + "\r\n");
        assertThat(run.err()).contains(TOKEN);
    }

    @Test
    void putsTheLoadRequestIntoTheBody() throws IOException {
        Path record = file("record.txt", LOAD_REQUEST.getBytes(US_ASCII));
        byte[] mail = request("get-klf", "--record", record.toString());
        assertThat(new String(mail, US_ASCII))
                .endsWith("\r\n\r\n--STS:VKLOADREQ.1 BEGINS--\r\n" + LOAD_REQUEST + "\r\n--STS:VKLOADREQ.1 ENDS--\r\n");
    }

    @Test
    void refusesALoadRequestWithAWrongCrcAndWritesNothing() throws IOException {
        Path record = file("record.txt", "VKLOADREQ.1|x z|0DD9".getBytes(US_ASCII));
        Path out = folder.resolve("request.eml");
        CommandLineRun run = CommandLineRun.of(
                "",
                "request",
                "make",
                "--service",
                "get-klf",
                "--from",
                VENDOR,
                "--to",
                GATEWAY,
                "--record",
                record.toString(),
                "--out",
                out.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("CRC_ERROR");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nBcc: x@y.z@b.c",
                "\"a b\"@c.d",
                "<aaa@b>ccc@d",
                "a@[127.0.0.1]",
                "=?UTF-8?Q?a?=@b.c",
                "a@b.c, d@e.f",
                "a\u200b@b.c",
                "a\u760d@b.c",
                ""
            })
    void refusesHostileSendersAndWritesNothing(String from) {
        Path out = folder.resolve("request.eml");
        CommandLineRun run = CommandLineRun.of(
                "", "request", "make", "--service", "help", "--from", from, "--to", GATEWAY, "--out", out.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Error\\tEVkloadExpired\\tThe VKLOADREQ is stale; 0; Error; true; EVkloadExpired; The VKLOADREQ is stale",
                "Error\\r\\n\\tEVkloadExpired\\r\\n\\tThe text; 0; Error; true; EVkloadExpired; The text",
                "Success\\tThe operation completed successfully; 0; Success; true; null; The operation completed successfully",
                "Notice\\tDeferred\\tIt will be retried; 0; Notice; false; Deferred; It will be retried",
                "Warning\\tX\\tY; 1; Unknown; false; null; null",
                "Error\\r\\nBcc: x; 1; Malformed; false; null; null",
                "''; 1; Absent; false; null; null"
            },
            nullValues = "null")
    void readsAResult(String value, int exit, String kind, boolean isFinal, String code, String text) {
        CommandLineRun run = CommandLineRun.of("", "result", "parse", value);
        assertThat(run.exit()).isEqualTo(exit);
        JsonNode result = run.only();
        assertThat(result.path("kind").asText()).isEqualTo(kind);
        assertThat(result.path("final").asBoolean()).isEqualTo(isFinal);
        assertThat(result.path("code").textValue()).isEqualTo(code);
        assertThat(result.path("text").textValue()).isEqualTo(text);
        assertThat(result.path("parameters").isArray()).isTrue();
        assertThat(result.path("flags").isArray()).isTrue();
    }

    @Test
    void readsAReplyWithTheKey() throws IOException {
        CommandLineRun run = parse(reply("get-public-key").octets(), "--token", TOKEN, "--gateway", GATEWAY);
        assertThat(run.exit()).isZero();
        JsonNode reply = run.only();
        assertThat(reply.path("classification").asText()).isEqualTo("MATCHED");
        assertThat(reply.path("token").asText()).isEqualTo(TOKEN);
        assertThat(reply.path("result").path("kind").asText()).isEqualTo("Success");
        assertThat(reply.path("records").path(0).path("type").asText()).isEqualTo("PK.ECDH.1");
        assertThat(reply.path("records").path(0).path("status").asText()).isEqualTo("valid");
        assertThat(reply.path("fingerprint").asText()).isEqualTo("4B87415A0C8F625F");
        assertThat(reply.path("findings")).isEmpty();
    }

    @Test
    void readsAReplyWithTheFile() throws IOException {
        Path record = file("record.txt", LOAD_REQUEST.getBytes(US_ASCII));
        byte[] mail = reply("get-klf", "--record", record.toString()).octets();
        JsonNode file = parse(mail, "--token", TOKEN, "--gateway", GATEWAY)
                .only()
                .path("attachments")
                .path(0);
        byte[] sent = simulator.keyLoadFile(
                StsRecords.strict().parse(LOAD_REQUEST).toOptional().orElseThrow());
        assertThat(file.path("bytes").asInt()).isEqualTo(sent.length);
        assertThat(file.path("name").asText()).endsWith(".txt");
        assertThat(file.path("sha256").asText()).hasSize(64);
    }

    @Test
    void doesNotTakeAnotherSendersReply() throws IOException {
        byte[] mail = reply("help").octets();
        CommandLineRun run = parse(mail, "--token", TOKEN, "--gateway", "other@stskms.test");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.only().path("classification").asText()).isEqualTo("SUSPECT");
        CommandLineRun without = parse(mail, "--gateway", GATEWAY);
        assertThat(without.only().path("classification").asText()).isEqualTo("UNMATCHED_FROM_GATEWAY");
        CommandLineRun neither = parse(mail, "--gateway", "other@stskms.test");
        assertThat(neither.exit()).isEqualTo(1);
        assertThat(neither.only().path("classification").asText()).isEqualTo("NOT_OURS");
    }

    @Test
    void readsADeliveryReport() throws IOException {
        DeliveryReports reports = DeliveryReports.from("mx.vending.test", Clock.systemUTC());
        byte[] report = reports.failed(request("help"), VENDOR, GATEWAY, "5.1.1", "smtp; 550 unknown")
                .octets();
        CommandLineRun run = parse(report, "--token", TOKEN, "--gateway", GATEWAY);
        assertThat(run.exit()).isZero();
        JsonNode reply = run.only();
        assertThat(reply.path("classification").asText()).isEqualTo("DELIVERY_REPORT");
        assertThat(reply.path("token").asText()).isEqualTo(TOKEN);
        assertThat(reply.path("deliveryReport").path("action").asText()).isEqualTo("failed");
        JsonNode recipient = reply.path("deliveryReport").path("recipients").path(0);
        assertThat(recipient.path("status").asText()).isEqualTo("5.1.1");
        assertThat(recipient.path("address").asText()).isEqualTo(GATEWAY);
    }

    @Test
    void readsAnythingWithoutFailing() throws IOException {
        for (byte[] mail : new byte[][] {{}, {0}, "\n\n".getBytes(US_ASCII), new byte[300_000]}) {
            CommandLineRun run = parse(mail, "--gateway", GATEWAY);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.only().path("classification").asText()).isEqualTo("NOT_OURS");
        }
    }
}
