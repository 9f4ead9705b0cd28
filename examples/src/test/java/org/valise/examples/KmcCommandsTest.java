// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valise.sts.email.FilePendingRequests;
import org.valise.sts.email.RequestState;
import org.valise.sts.email.TrackedRequest;
import org.valise.sts.email.testing.GatewayMailServer;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.email.testing.SimulatedGateway;
import org.valise.sts.records.StsRecord;

/** The {@code kmc} commands as an operator uses them, with a simulated gateway behind real mail servers. */
class KmcCommandsTest {

    private static final String VENDOR = "vendor@vending.test";
    private static final String GATEWAY = "gateway@stskms.test";
    private static final String HOST = "127.0.0.1";
    private static final String PASSWORD = "not to be shown";
    private static final StsRecord LOAD_REQUEST = StsRecord.of("VKLOADREQ.1", List.of("not", "public"));

    private final GreenMail servers =
            new GreenMail(ServerSetup.dynamicPort(new ServerSetup[] {ServerSetupTest.SMTP, ServerSetupTest.IMAP}));
    private final GatewaySimulator simulator = GatewaySimulator.builder(GATEWAY, Clock.systemUTC(), new SecureRandom())
            .build();

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        servers.start();
        servers.setUser(VENDOR, VENDOR, PASSWORD);
        servers.setUser(GATEWAY, GATEWAY, PASSWORD);
        configure("password-env=KMC_PASSWORD");
    }

    @AfterEach
    void stop() {
        servers.stop();
    }

    private void configure(String... more) throws IOException {
        List<String> lines = Stream.concat(
                        Stream.of(
                                "from=" + VENDOR,
                                "gateway=" + GATEWAY,
                                "user=" + VENDOR,
                                "smtp.host=" + HOST,
                                "smtp.port=" + servers.getSmtp().getPort(),
                                "smtp.security=plaintext",
                                "imap.host=" + HOST,
                                "imap.port=" + servers.getImap().getPort(),
                                "imap.security=plaintext",
                                "rate.seconds=0"),
                        Arrays.stream(more))
                .toList();
        Files.write(folder.resolve("kmc.properties"), lines);
    }

    private CommandLineRun kmc(String command, String... args) {
        List<String> all = Stream.concat(
                        Stream.of(
                                "kmc",
                                command,
                                "--config",
                                folder.resolve("kmc.properties").toString()),
                        Arrays.stream(args))
                .toList();
        CommandLineRun run = CommandLineRun.of("", Map.of("KMC_PASSWORD", PASSWORD), all.toArray(String[]::new));
        assertThat(run.out() + run.err()).doesNotContain(PASSWORD);
        return run;
    }

    private void gatewayAnswers() throws IOException {
        GatewayMailServer smtp =
                GatewayMailServer.plaintext(HOST, servers.getSmtp().getPort(), GATEWAY, PASSWORD);
        GatewayMailServer imap =
                GatewayMailServer.plaintext(HOST, servers.getImap().getPort(), GATEWAY, PASSWORD);
        try (SimulatedGateway gateway =
                SimulatedGateway.builder(simulator, smtp, imap).build()) {
            assertThat(gateway.poll()).isPositive();
        }
    }

    private Path loadRequest() throws IOException {
        return Files.writeString(folder.resolve("vkloadreq.txt"), LOAD_REQUEST.text());
    }

    @Test
    void fetchesApprovesAndShowsTheKey() throws IOException {
        CommandLineRun sent = kmc("request", "--service", "get-public-key");
        assertThat(sent.exit()).as(sent.err()).isZero();
        assertThat(sent.only().path("state").asText()).isEqualTo("SENT");
        gatewayAnswers();
        CommandLineRun poll = kmc("poll");
        assertThat(poll.exit()).isEqualTo(1); // an operator must look at the key
        JsonNode offered = poll.only();
        assertThat(offered.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(offered.path("nextStep").asText()).isEqualTo("APPROVE_KEY");
        assertThat(offered.path("trust").asText()).isEqualTo("SELF_CONSISTENT");
        String identity = offered.path("kmcId").asText();
        assertThat(identity).isEqualTo(simulator.kmcId().text());
        assertThat(kmc("approve", identity).exit()).isZero();
        JsonNode approved = kmc("status").only();
        assertThat(approved.path("nextStep").asText()).isEqualTo("USE_KEY");
        assertThat(approved.path("trust").asText()).isEqualTo("PINNED");
    }

    @Test
    void fetchesAFileAndWritesItOnce() throws IOException {
        assertThat(kmc(
                                "request",
                                "--service",
                                "get-klf",
                                "--record",
                                loadRequest().toString())
                        .exit())
                .isZero();
        gatewayAnswers();
        Path out = folder.resolve("files");
        JsonNode answer = kmc("poll", "--out", out.toString()).only();
        assertThat(answer.path("nextStep").asText()).isEqualTo("LOAD_KEY_FILE");
        Path file = Path.of(answer.path("file").asText());
        assertThat(file).hasParent(out).hasBinaryContent(simulator.keyLoadFile(LOAD_REQUEST));
        assertThat(kmc("poll").out()).isEmpty();
        assertThat(kmc("status", "--out", out.toString()).exit()).isZero();
        Files.writeString(file, "another one");
        assertThat(kmc("status", "--out", out.toString()).err()).contains("another file");
        assertThat(file).hasContent("another one");
        assertThat(out).isDirectoryContaining(path -> path.equals(file));
    }

    @Test
    void asksForANewLoadRequestAndDoesNotSendTheOldOneAgain() throws IOException {
        simulator.enqueue(Reaction.expired());
        String record = loadRequest().toString();
        assertThat(kmc("request", "--service", "get-klf", "--record", record).exit())
                .isZero();
        gatewayAnswers();
        CommandLineRun poll = kmc("poll");
        assertThat(poll.exit()).isEqualTo(1);
        assertThat(poll.only().path("nextStep").asText()).isEqualTo("MAKE_NEW_VKLOADREQ");
        CommandLineRun again = kmc("request", "--service", "get-klf", "--record", record);
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("let the security module make a new one");
    }

    @Test
    void waitsNoLongerThanItIsTold() {
        CommandLineRun run = kmc("request", "--service", "help", "--wait", "PT0.2S");
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.only().path("state").asText()).isEqualTo("SENT");
    }

    @Test
    void saysOnATerminalWhatItIsWaitingFor() {
        String config = folder.resolve("kmc.properties").toString();
        CommandLineRun run = CommandLineRun.watched(
                Map.of("KMC_PASSWORD", PASSWORD),
                "kmc",
                "request",
                "--config",
                config,
                "--service",
                "help",
                "--wait",
                "PT0.2S");
        String token = run.only().path("token").asText();
        assertThat(run.err())
                .contains("waiting for the answer to " + token.substring(0, 6))
                .doesNotContain(token);
    }

    @Test
    void keepsARequestThatCannotBeSent() throws IOException {
        configure("password-env=KMC_PASSWORD", "smtp.host=127.0.0.1", "smtp.port=1");
        CommandLineRun run = kmc("request", "--service", "help");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.only().path("state").asText()).isEqualTo("CREATED");
        assertThat(run.err()).contains("no connection").contains("kmc poll");
    }

    @Test
    void pollSaysThatAWaitingRequestWasRefused() throws IOException {
        String token = waiting();
        try (StubbornSmtp stubborn = new StubbornSmtp(StubbornSmtp.Mood.REFUSES)) {
            configure("password-env=KMC_PASSWORD", "smtp.port=" + stubborn.port());
            letItBeTriedAgain();
            CommandLineRun poll = kmc("poll");
            assertThat(poll.exit()).as(poll.err()).isEqualTo(1);
            assertThat(poll.only().path("token").asText()).isEqualTo(token);
            assertThat(poll.only().path("state").asText()).isEqualTo("REFUSED");
            assertThat(poll.err()).contains("refused").doesNotContain(token);
        }
        CommandLineRun resent = kmc("resend", token); // nobody listens there any more
        assertThat(resent.exit()).isEqualTo(2);
        assertThat(resent.err()).contains("no connection").contains("call again");
    }

    @Test
    void pollSaysThatAWaitingRequestMayHaveLeft() throws IOException {
        waiting();
        try (StubbornSmtp stubborn = new StubbornSmtp(StubbornSmtp.Mood.GOES_AWAY)) {
            configure("password-env=KMC_PASSWORD", "smtp.port=" + stubborn.port());
            letItBeTriedAgain();
            CommandLineRun poll = kmc("poll");
            assertThat(poll.exit()).as(poll.err()).isEqualTo(1);
            assertThat(poll.only().path("state").asText()).isEqualTo("SENDING");
            assertThat(poll.only().path("notes").toString()).contains("SENDING_UNCERTAIN");
            assertThat(poll.err()).contains("may or may not have left");
        }
    }

    @Test
    void pollSaysThatAWaitingRequestCouldNotBeSentAndThatItWasSent() throws IOException {
        waiting();
        letItBeTriedAgain();
        CommandLineRun poll = kmc("poll");
        assertThat(poll.exit()).isEqualTo(2);
        assertThat(poll.only().path("state").asText()).isEqualTo("CREATED");
        assertThat(poll.err()).contains("no connection");
        configure("password-env=KMC_PASSWORD");
        letItBeTriedAgain();
        CommandLineRun sent = kmc("poll");
        assertThat(sent.exit()).as(sent.err()).isZero();
        assertThat(sent.only().path("state").asText()).isEqualTo("SENT");
        assertThat(kmc("poll", "--for", "PT0.2S").out()).isEmpty();
    }

    @Test
    void pollSaysThatTheMailboxWasStillAwayWhenItsTimeWasOver() throws IOException {
        configure("password-env=KMC_PASSWORD", "imap.port=1");
        CommandLineRun poll = kmc("poll", "--for", "PT0.2S");
        assertThat(poll.exit()).isEqualTo(2);
        assertThat(poll.err()).contains("next attempt in").contains("no connection");
    }

    /** A request that could not be sent yet, and still cannot. */
    private String waiting() throws IOException {
        configure("password-env=KMC_PASSWORD", "smtp.port=1");
        return kmc("request", "--service", "help").only().path("token").asText();
    }

    /** As when the time of the back-off has passed. */
    private void letItBeTriedAgain() throws IOException {
        change(RequestState.CREATED, request -> request.notBefore(null));
    }

    private void letAnHourPassSinceItWasTried() throws IOException {
        change(
                RequestState.SENDING,
                request -> request.attemptedAt(Instant.now().minus(Duration.ofHours(1))));
    }

    private void change(RequestState state, UnaryOperator<TrackedRequest.Builder> how) throws IOException {
        try (FilePendingRequests store = FilePendingRequests.open(folder.resolve("kmc-store"))) {
            for (TrackedRequest one : store.list(EnumSet.of(state))) {
                TrackedRequest.Builder next = one.toBuilder().version(one.version() + 1);
                assertThat(store.update(how.apply(next).build())).isTrue();
            }
        }
    }

    @Test
    void requestAndResendSayThatItMayHaveLeft() throws IOException {
        try (StubbornSmtp stubborn = new StubbornSmtp(StubbornSmtp.Mood.GOES_AWAY)) {
            configure("password-env=KMC_PASSWORD", "smtp.port=" + stubborn.port());
            CommandLineRun run = kmc("request", "--service", "help");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("may or may not have left");
            String token = run.only().path("token").asText();
            assertThat(kmc("resend", token).err()).contains("perhaps being handed to the mail server just now");
            letAnHourPassSinceItWasTried();
            CommandLineRun resent = kmc("resend", token);
            assertThat(resent.exit()).as(resent.err()).isEqualTo(1);
            assertThat(resent.err()).contains("may or may not have left");
        }
    }

    @Test
    void resendsAsFastAsTheRateAllows() throws IOException {
        try (StubbornSmtp stubborn = new StubbornSmtp(StubbornSmtp.Mood.GOES_AWAY)) {
            configure("password-env=KMC_PASSWORD", "smtp.port=" + stubborn.port());
            String token =
                    kmc("request", "--service", "help").only().path("token").asText();
            configure("password-env=KMC_PASSWORD");
            letAnHourPassSinceItWasTried();
            assertThat(kmc("request", "--service", "help").exit()).isZero();
            configure("password-env=KMC_PASSWORD", "rate.seconds=60");
            CommandLineRun early = kmc("resend", token);
            assertThat(early.exit()).isEqualTo(1);
            assertThat(early.err()).contains("rate limit").contains("call again from");
            configure("password-env=KMC_PASSWORD");
            CommandLineRun sent = kmc("resend", token);
            assertThat(sent.exit()).as(sent.err()).isZero();
            assertThat(sent.only().path("state").asText()).isEqualTo("SENT");
        }
    }

    @Test
    void aForgedMailIsNotHiddenByTheGenuineOneBehindIt() throws Exception {
        kmc("request", "--service", "help");
        gatewayAnswers();
        MailFolder inbox = servers.getManagers()
                .getImapHostManager()
                .getInbox(servers.getUserManager().getUser(VENDOR));
        MimeMessage genuine = new MimeMessage(inbox.getMessages().get(0).getMimeMessage());
        MimeMessage forged = new MimeMessage(genuine);
        forged.setFrom("somebody@elsewhere.test");
        inbox.deleteAllMessages();
        inbox.store(forged);
        inbox.store(genuine);
        CommandLineRun poll = kmc("poll");
        assertThat(poll.exit()).isEqualTo(1);
        assertThat(poll.only().path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(poll.only().path("notes").toString()).contains("SUSPECT");
        assertThat(poll.err()).contains("SUSPECT");
    }

    @Test
    void aFileThatCannotBeWrittenKeepsNothingElseFromBeingTold() throws IOException {
        Path out = folder.resolve("files");
        String record = loadRequest().toString();
        String token = kmc("request", "--service", "get-klf", "--record", record)
                .only()
                .path("token")
                .asText();
        kmc("request", "--service", "help");
        gatewayAnswers();
        Path file = Path.of(
                kmc("poll", "--out", out.toString()).json().get(0).path("file").asText());
        Files.writeString(file, "another one");
        CommandLineRun status = kmc("status", "--out", out.toString());
        assertThat(status.exit()).isEqualTo(2);
        assertThat(status.err()).contains("another file");
        assertThat(status.json()).hasSize(2);
        assertThat(status.json().get(0).path("token").asText()).isEqualTo(token);
        assertThat(status.json().get(0).has("file")).isFalse();
    }

    @Test
    void whatWasSettledIsPrintedThoughTheConnectionBreaks() throws Exception {
        kmc("request", "--service", "get-klf", "--record", loadRequest().toString());
        gatewayAnswers();
        Path out = folder.resolve("files");
        try (BreakingImap imap = new BreakingImap(servers.getImap().getPort())) {
            configure("password-env=KMC_PASSWORD", "imap.port=" + imap.port());
            CommandLineRun poll = kmc("poll", "--out", out.toString());
            assertThat(poll.exit()).as(poll.err()).isEqualTo(2);
            assertThat(poll.only().path("nextStep").asText()).isEqualTo("LOAD_KEY_FILE");
            assertThat(Path.of(poll.only().path("file").asText())).hasParent(out);
        }
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        configure("password-env=KMC_PASSWORD", "smtp.securiti=tls");
        assertThat(kmc("status").err()).contains("smtp.securiti").contains("smtp.security");
        configure("password-env=NOT_SET");
        CommandLineRun run = kmc("poll");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("NOT_SET");
        configure();
        assertThat(kmc("poll").err()).contains("'password-env'").contains("is missing");
        assertThat(kmc("status").exit()).isZero();
    }
}
