// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.valise.examples.demo.Pki;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sts.email.postgres.PostgresServer;
import org.valise.sts.email.testing.GatewayMailServer;
import org.valise.sts.email.testing.GatewaySimulator;
import org.valise.sts.email.testing.SimulatedGateway;
import org.valise.sts.records.StsRecord;

/** Each recipe does what it says. They print to standard output, so that they run one after the other. */
@ResourceLock(Resources.SYSTEM_OUT)
class RecipesTest {

    private static final Path HERE = Path.of("src/test/java/org/valise/examples/recipes");
    private static final String VENDOR = "vendor@vending.test";
    private static final String GATEWAY = "gateway@stskms.test";
    private static final String HOST = "127.0.0.1";
    private static final String PASSWORD = "secret";
    private static final String FROM = "test@testvert.sepamail.eu";
    private static final String TO = "test@testbleu.sepamail.eu";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        Pki authority = new Pki("Authority", Instant.now());
        Pki.Identity receiver = authority.receiver("Receiver", TO);
        Files.write(
                folder.resolve("sender.p12"), authority.signer("Sender", FROM).file(PASSWORD));
        Files.write(folder.resolve("receiver.p12"), receiver.file(PASSWORD));
        Files.write(folder.resolve("receiver.crt"), receiver.certificate().getEncoded());
        Files.write(folder.resolve("authority.crt"), authority.certificate().getEncoded());
        Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    }

    private interface Recipe {
        void run() throws Exception;
    }

    private static String printed(Recipe recipe) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            recipe.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    static List<Path> recipes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("src/main/java/org/valise/examples/recipes"))) {
            return all.toList();
        }
    }

    /** Those that can be run, by their sources, and those that are, by that of this test and of the program that it starts. */
    @Test
    void eachIsRunHere() throws IOException {
        List<String> programs = recipes().stream()
                .filter(recipe -> content(recipe).contains("static void main("))
                .map(recipe -> recipe.getFileName().toString().replace(".java", ""))
                .toList();
        String tests = content(HERE.resolve("RecipesTest.java")) + content(HERE.resolve("DeviceProgram.java"));
        assertThat(programs).isNotEmpty();
        assertThat(Pattern.compile("\\b([A-Z]\\w+)\\.main\\(")
                        .matcher(tests)
                        .results()
                        .map(run -> run.group(1))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(programs);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void isShort(Path recipe) throws IOException {
        assertThat(Files.readAllLines(recipe)).hasSizeLessThan(60);
    }

    @Test
    void recordsOfAMail() throws Exception {
        assertThat(printed(() -> RecordsOfAMail.main("src/main/mail/get-public-key-reply.txt"))
                        .lines())
                .containsExactly(
                        "PK.ECDH.1 with 5 fields",
                        "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850 is EXPIRED");
    }

    private static void atTheGateway(Recipe asks, Recipe looks, GreenMail servers, GatewaySimulator kmc)
            throws Exception {
        asks.run();
        GatewayMailServer smtp =
                GatewayMailServer.plaintext(HOST, servers.getSmtp().getPort(), GATEWAY, PASSWORD);
        GatewayMailServer imap =
                GatewayMailServer.plaintext(HOST, servers.getImap().getPort(), GATEWAY, PASSWORD);
        try (SimulatedGateway gateway =
                SimulatedGateway.builder(kmc, smtp, imap).build()) {
            assertThat(gateway.poll()).isPositive();
        }
        looks.run();
    }

    private static GreenMail servers() {
        GreenMail servers =
                new GreenMail(ServerSetup.dynamicPort(new ServerSetup[] {ServerSetupTest.SMTP, ServerSetupTest.IMAP}));
        servers.start();
        servers.setUser(VENDOR, VENDOR, PASSWORD);
        servers.setUser(GATEWAY, GATEWAY, PASSWORD);
        return servers;
    }

    private static GatewaySimulator kmc() {
        return GatewaySimulator.builder(GATEWAY, Clock.systemUTC(), new SecureRandom())
                .build();
    }

    @Test
    void publicKeyByPlainMail() throws Exception {
        GreenMail servers = servers();
        GatewaySimulator kmc = kmc();
        try {
            Files.writeString(
                    folder.resolve("mail.properties"),
                    "mail.smtp.host=" + HOST + "\nmail.smtp.port="
                            + servers.getSmtp().getPort() + "\nmail.imap.host=" + HOST + "\nmail.imap.port="
                            + servers.getImap().getPort() + "\n");
            String[] token = new String[1];
            String[] reply = new String[2];
            String approved = kmc.kmcId().text();
            atTheGateway(
                    () -> token[0] = printed(() -> PublicKeyByPlainMail.main(file("mail.properties"), VENDOR, GATEWAY))
                            .strip(),
                    () -> {
                        forge(servers);
                        reply[0] = printed(() -> PublicKeyOfMailbox.main(
                                file("mail.properties"), VENDOR, GATEWAY, token[0], file("password")));
                        reply[1] = printed(() -> PublicKeyOfMailbox.main(
                                file("mail.properties"), VENDOR, GATEWAY, token[0], file("password"), approved));
                    },
                    servers,
                    kmc);
            assertThat(reply[0].strip()).isEqualTo(approved + ": SELF_CONSISTENT");
            assertThat(reply[1].strip()).isEqualTo(approved + ": PINNED");
        } finally {
            servers.stop();
        }
    }

    /** A mail with the right token and a whole key record, by somebody else. */
    private static void forge(GreenMail servers) throws Exception {
        GreenMailUser vendor = servers.getUserManager().getUser(VENDOR);
        MailFolder inbox = servers.getManagers().getImapHostManager().getInbox(vendor);
        MimeMessage forged = new MimeMessage(inbox.getMessages().get(0).getMimeMessage());
        forged.setFrom("somebody@elsewhere.test");
        inbox.store(forged);
    }

    @Test
    void keyLoadFileWithPostgres() throws Exception {
        String database = PostgresServer.newDatabaseUrl();
        StsRecord record = StsRecord.of("VKLOADREQ.1", List.of("not", "public"));
        GatewaySimulator kmc = kmc();
        Files.createDirectories(Path.of(file("klf")));
        GreenMail servers = servers();
        try {
            Files.writeString(
                    folder.resolve("kmc.properties"),
                    "database=" + database + "\ndb.user=postgres\ndb.password=\ndb.create=\nuser=" + VENDOR
                            + "\npassword=" + PASSWORD + "\ngateway=" + GATEWAY
                            + "\nplaintext=\nsmtp=" + servers.getSmtp().getPort() + "\nimap="
                            + servers.getImap().getPort() + "\n");
            Files.writeString(folder.resolve("vkloadreq.txt"), record.text());
            String[] said = new String[2];
            atTheGateway(
                    () -> said[0] = printed(() ->
                            KeyLoadFileWithPostgres.main(file("kmc.properties"), file("klf"), file("vkloadreq.txt"))),
                    () -> said[1] = printed(() -> KeyLoadFileWithPostgres.main(file("kmc.properties"), file("klf"))),
                    servers,
                    kmc);
            assertThat(said[0].strip()).isEqualTo("SENT");
            assertThat(said[1].strip()).isEqualTo(org.valise.sts.email.NextStep.LOAD_KEY_FILE.words());
            assertThat(printed(() -> KeyLoadFileWithPostgres.main(file("kmc.properties"), file("klf"))))
                    .isEmpty();
            try (Stream<Path> files = Files.list(Path.of(file("klf")))) {
                assertThat(files.toList())
                        .singleElement()
                        .satisfies(file -> assertThat(file).hasBinaryContent(kmc.keyLoadFile(record)));
            }
        } finally {
            servers.stop();
        }
    }

    private static void seal() throws Exception {
        SealAMissive.main(
                file("sender.p12"),
                file("password"),
                file("receiver.crt"),
                FROM,
                TO,
                file("missive.xml"),
                file("mail.eml"));
    }

    @Test
    void sealOpenAndAcknowledge() throws Exception {
        seal();
        String said = printed(() -> OpenAndAcknowledge.main(
                file("receiver.p12"), file("password"), file("authority.crt"), file("mail.eml"), file("ack.xml")));
        assertThat(said.strip()).isEqualTo("accepted from " + FROM);
        NominalMissive sent = (NominalMissive) read("missive.xml");
        AcknowledgementMissive answer = (AcknowledgementMissive) read("ack.xml");
        assertThat(answer.answers(sent).settles()).isTrue();
    }

    @Test
    void aMailForSomebodyElseIsRejected() throws Exception {
        seal();
        assertThat(printed(() -> OpenAndAcknowledge.main(
                        file("sender.p12"),
                        file("password"),
                        file("authority.crt"),
                        file("mail.eml"),
                        file("none.xml"))))
                .startsWith("rejected by RECIPIENT");
        assertThat(folder.resolve("none.xml")).doesNotExist();
    }

    private static Object read(String name) throws IOException {
        return Missives.strict()
                .read(Files.readAllBytes(folder.resolve(name)))
                .toOptional()
                .orElseThrow();
    }

    @Test
    void aLargeAttachment() throws Exception {
        byte[] attachment = new byte[3 << 20];
        new Random(5).nextBytes(attachment);
        Files.write(folder.resolve("attachment"), attachment);
        SendALargeAttachment.main(
                file("sender.p12"),
                file("password"),
                file("receiver.crt"),
                FROM,
                TO,
                file("attachment"),
                file("large.xml"),
                file("large.eml"));
        assertThat(printed(() -> TakeALargeAttachment.main(
                        file("receiver.p12"),
                        file("password"),
                        file("authority.crt"),
                        file("large.eml"),
                        file("taken"))))
                .startsWith("Accepted");
        assertThat(folder.resolve("taken")).hasBinaryContent(attachment);
    }

    /** The device is SoftHSM2 (Debian: softhsm2), in a JVM of its own, which is told by its environment where the tokens are. */
    @Test
    void sealWithADevice() throws Exception {
        Path library = DeviceProgram.library().orElse(null);
        assumeTrue(library != null, "no SoftHSM2 on this machine");
        seal();
        String said = DeviceProgram.run(folder, library, file("receiver.crt"), FROM, TO, file("missive.xml"));
        assertThat(said).contains("sealed by a key that never left the device");
        assertThat(printed(() -> OpenAndAcknowledge.main(
                                file("receiver.p12"),
                                file("password"),
                                file("device-authority.crt"),
                                file("device.eml"),
                                file("device-ack.xml")))
                        .strip())
                .isEqualTo("accepted from " + FROM);
    }

    @Test
    void validateByTheSchemesSchemas() throws Exception {
        String place = System.getenv().getOrDefault("VALISE_SHARED", "../../shared");
        Path schemas = Path.of(place, "xsd");
        assumeTrue(Files.isDirectory(schemas), "no schemas of SEPAmail: VALISE_SHARED names no folder with them");
        seal();
        assertThat(printed(() -> ValidateByTheSchemesSchemas.main(schemas.toString(), file("missive.xml")))
                        .strip())
                .isEqualTo("valid");
        Files.writeString(
                folder.resolve("bad.xml"),
                Files.readString(folder.resolve("missive.xml")).replace("NORMAL", "SOON"));
        assertThat(printed(() -> ValidateByTheSchemesSchemas.main(schemas.toString(), file("bad.xml"))))
                .endsWith("not valid\n");
    }
}
