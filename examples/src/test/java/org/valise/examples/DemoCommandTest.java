// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demonstration: every check holds, what it leaves can be opened by the other commands, and a browser shows the page. */
class DemoCommandTest {

    @TempDir
    private static Path folder;

    /** Everything that the folder holds, and nothing else: each mail, record, missive and key, and the page. */
    private static final List<String> FILES = List.of(
            "01-get-public-key-request.eml",
            "02-get-public-key-reply.eml",
            "03-public-key-record.txt",
            "04-load-request-record-that-is-too-old.txt",
            "05-get-klf-request-that-is-too-old.eml",
            "06-get-klf-failure.eml",
            "07-load-request-record.txt",
            "08-get-klf-request.eml",
            "09-get-klf-notice.eml",
            "10-get-klf-reply.eml",
            "11-key-load-file.klf",
            "12-missive.xml",
            "13-sealed-missive.eml",
            "14-sealed-acknowledgement.eml",
            "15-acknowledgement.xml",
            "16-second-missive.xml",
            "17-sealed-second-missive.eml",
            "18-acknowledgement-that-is-lost.xml",
            "19-sealed-acknowledgement-that-is-lost.eml",
            "20-second-missive-with-order-2.xml",
            "21-sealed-second-missive-with-order-2.eml",
            "22-sealed-acknowledgement-of-order-2.eml",
            "23-acknowledgement-of-order-2.xml",
            "24-third-missive.xml",
            "25-forged-acknowledgement.xml",
            "26-sealed-forged-acknowledgement.eml",
            "27-sealed-third-missive.eml",
            "28-sealed-genuine-acknowledgement.eml",
            "29-genuine-acknowledgement.xml",
            "30-fourth-missive.xml",
            "31-sealed-missive-with-one-letter-changed.eml",
            "32-sealed-missive-from-another-address.eml",
            "33-sealed-fourth-missive-as-it-was-sent.eml",
            "34-sealed-acknowledgement-of-the-fourth-missive.eml",
            "35-acknowledgement-of-the-fourth-missive.xml",
            "keys/authority.pem",
            "keys/bank-bleu-receives.p12",
            "keys/bank-bleu-receives.pem",
            "keys/bank-bleu-signs.p12",
            "keys/bank-bleu-signs.pem",
            "keys/bank-vert-receives.p12",
            "keys/bank-vert-receives.pem",
            "keys/bank-vert-signs.p12",
            "keys/bank-vert-signs.pem",
            "keys/mallory-authority.pem",
            "keys/mallory-signs.p12",
            "keys/mallory-signs.pem",
            "walkthrough.html");

    private static CommandLineRun run;

    @BeforeAll
    static void runsOnce() {
        run = CommandLineRun.of("", Map.of(), "demo", "--out", folder.toString());
    }

    private static List<Path> files(String ending) {
        return FILES.stream()
                .filter(name -> name.endsWith(ending))
                .map(folder::resolve)
                .toList();
    }

    /** By its name without the number. */
    private static Path file(String name) {
        return FILES.stream()
                .filter(each -> each.substring(each.indexOf('-') + 1).equals(name))
                .map(folder::resolve)
                .findFirst()
                .orElseThrow();
    }

    /** How many checks the transcript says to hold. */
    private static int told() {
        return (int) run.out().lines().filter(line -> line.startsWith("  ok ")).count();
    }

    @Test
    void nothingIsMissingAndNothingElseIsThere() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
                            .sorted())
                    .containsExactlyElementsOf(FILES);
        }
        assertThat(files("")).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    @Test
    void everyCheckHolds() {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Every check held: ").doesNotContain("DOES NOT HOLD");
        assertThat(told()).isGreaterThan(30);
    }

    @Test
    void bothJourneysAreTold() {
        assertThat(run.out())
                .contains("the key is pinned, and may be used")
                .contains("EVkloadExpired")
                .contains("a notice settles nothing")
                .contains("the key load file is there, octet for octet")
                .contains("AcqChk is that of the message")
                .contains("acknowledged again, and handed to the application once only")
                .contains("SIGNER_TRUST: FAILED")
                .contains("DECRYPTION: FAILED")
                .contains("SIGNER_IS_SENDER: FAILED")
                .contains("it is sealed in the form P1")
                .contains("no mail is left in the mailboxes of the two banks");
    }

    private static CommandLineRun open(Path mail, String owner, Path out) {
        return open(mail, owner, "authority", out);
    }

    private static CommandLineRun open(Path mail, String owner, String authority, Path out) {
        return CommandLineRun.of(
                "",
                Map.of("P12", "throw-away"),
                "envelope",
                "open",
                "--identity",
                folder.resolve("keys/" + owner + "-receives.p12").toString(),
                "--password-env",
                "P12",
                "--trust",
                folder.resolve("keys/" + authority + ".pem").toString(),
                "--at",
                Instant.now().plus(Duration.ofHours(6)).toString(),
                "--out",
                out.toString(),
                mail.toString());
    }

    @Test
    void whatIsLeftCanBeOpenedByOneself(@TempDir Path other) throws IOException {
        Path missive = other.resolve("missive.xml");
        CommandLineRun opened = open(file("sealed-missive.eml"), "bank-bleu", missive);
        assertThat(opened.exit()).isZero();
        assertThat(opened.only().path("profile").asText()).isEqualTo("P1");
        assertThat(missive).hasSameBinaryContentAs(file("missive.xml"));
        Path acknowledgement = other.resolve("acknowledgement.xml");
        assertThat(open(file("sealed-acknowledgement.eml"), "bank-vert", acknowledgement)
                        .exit())
                .isZero();
        assertThat(acknowledgement).hasSameBinaryContentAs(file("acknowledgement.xml"));
        CommandLineRun check = CommandLineRun.of(
                "", Map.of(), "missive", "check", "--nominal", missive.toString(), acknowledgement.toString());
        assertThat(check.exit()).as(check.out()).isZero();
    }

    /** Each missive of the folder is what its mail holds. */
    @ParameterizedTest
    @CsvSource({
        "second-missive, bank-bleu, second-missive",
        "acknowledgement-that-is-lost, bank-vert, acknowledgement-that-is-lost",
        "second-missive-with-order-2, bank-bleu, second-missive-with-order-2",
        "acknowledgement-of-order-2, bank-vert, acknowledgement-of-order-2",
        "third-missive, bank-bleu, third-missive",
        "genuine-acknowledgement, bank-vert, genuine-acknowledgement",
        "fourth-missive, bank-bleu, fourth-missive-as-it-was-sent",
        "acknowledgement-of-the-fourth-missive, bank-vert, acknowledgement-of-the-fourth-missive"
    })
    void eachMissiveLiesBesideItsMail(String missive, String owner, String mail, @TempDir Path other) {
        Path opened = other.resolve("opened.xml");
        assertThat(open(file("sealed-" + mail + ".eml"), owner, opened).exit()).isZero();
        assertThat(opened).hasSameBinaryContentAs(file(missive + ".xml"));
        CommandLineRun check = CommandLineRun.of(
                "", Map.of(), "missive", "check", file(missive + ".xml").toString());
        assertThat(check.exit()).as(check.out()).isZero();
    }

    /** The forgery is well made: who trusts the forger's authority accepts it. */
    @Test
    void theForgeryIsRefusedForItsAuthorityOnly(@TempDir Path other) throws IOException, GeneralSecurityException {
        Path opened = other.resolve("opened.xml");
        assertThat(open(file("sealed-forged-acknowledgement.eml"), "bank-vert", "mallory-authority", opened)
                        .exit())
                .isZero();
        assertThat(opened).hasSameBinaryContentAs(file("forged-acknowledgement.xml"));
        KeyStore keys =
                KeyStore.getInstance(folder.resolve("keys/mallory-signs.p12").toFile(), "throw-away".toCharArray());
        try (InputStream pem = Files.newInputStream(folder.resolve("keys/mallory-signs.pem"))) {
            assertThat(keys.getCertificate("key"))
                    .isEqualTo(CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        assertThat(keys.isKeyEntry("key")).isTrue();
    }

    @Test
    void whatWasRefusedIsRefusedAgain(@TempDir Path other) {
        assertThat(failed("forged-acknowledgement", "bank-vert", other)).isEqualTo("SIGNER_TRUST");
        assertThat(failed("missive-with-one-letter-changed", "bank-bleu", other))
                .isEqualTo("DECRYPTION");
        assertThat(failed("missive-from-another-address", "bank-bleu", other)).isEqualTo("SIGNER_IS_SENDER");
        assertThat(other).isEmptyDirectory();
    }

    private static String failed(String name, String owner, Path other) {
        CommandLineRun opened = open(file("sealed-" + name + ".eml"), owner, other.resolve("none"));
        assertThat(opened.exit()).isEqualTo(1);
        return opened.only().path("failed").asText();
    }

    @Test
    void theKeyRecordAndTheKeyLoadFileAreReadByTheirCommands() {
        CommandLineRun key = CommandLineRun.of(
                "", Map.of(), "record", "key", file("public-key-record.txt").toString());
        assertThat(key.only().path("trust").asText()).isEqualTo("SELF_CONSISTENT");
        assertThat(CommandLineRun.of(
                                "",
                                Map.of(),
                                "klf",
                                "check",
                                file("key-load-file.klf").toString())
                        .exit())
                .isZero();
    }

    /** As it stands in the mail that carries it; no mail carries another one. */
    @Test
    void eachRecordLiesBesideItsMail() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path mail : files(".eml")) {
            all.append(Files.readString(mail, StandardCharsets.ISO_8859_1));
        }
        String mails = all.toString();
        for (Path record : files(".txt")) {
            String text = Files.readString(record, StandardCharsets.ISO_8859_1).strip();
            assertThat(mails.contains(text)).as(record.toString()).isTrue();
            mails = mails.replace(text, "");
        }
        assertThat(mails.contains("--STS:")).isFalse();
    }

    @Test
    void thePageShowsEachDocumentAndEachCheckAndNeedsNothingElse() throws IOException {
        String page = Files.readString(folder.resolve("walkthrough.html"));
        assertThat(FILES.stream().filter(name -> Character.isDigit(name.charAt(0))))
                .allSatisfy(name -> assertThat(page).contains("href=\"" + name + "\""));
        assertThat(page).contains("SIGNER_TRUST", "CMS enveloped data", "with the receiver's key");
        assertThat(page)
                .contains("it is sealed in the form P1: outside enveloped data, and inside an opaque signature");
        assertThat(Pattern.compile("(?i)<script|<link|<img|<iframe|@import|url\\(|href=\"[a-z]+:")
                        .matcher(page)
                        .find())
                .isFalse();
        assertThat(Pattern.compile("class=\"check ok\"").matcher(page).results())
                .hasSize(told());
    }

    /** Debian's chromium; it is told to load nothing from anywhere. */
    @Test
    void aBrowserShowsThePage(@TempDir Path own) throws IOException, InterruptedException {
        Optional<Path> browser = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(browser.isPresent(), "no chromium on this machine: the page was not opened");
        Path dom = own.resolve("dom.html");
        browse(browser.get(), own.resolve("first"), dom, "--dump-dom");
        says(Files.readString(dom, StandardCharsets.UTF_8));
        Path picture = own.resolve("page.png");
        browse(
                browser.get(),
                own.resolve("second"),
                own.resolve("words.txt"),
                "--window-size=1000,1600",
                "--screenshot=" + picture);
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image).isNotNull();
        assertThat(colours(image)).as("different colours").isGreaterThan(20);
    }

    private static void says(String shown) {
        assertThat(shown)
                .contains("<h1>Two exchanges that travel by e-mail</h1>")
                .contains("<b id=\"held\" class=\"ok\">" + told() + " of " + told() + "</b>")
                .doesNotContain("class=\"check bad\"");
        assertThat(run.out()).contains("Every check held: " + told() + " of " + told() + ".");
        assertThat(Pattern.compile("<p class=\"check ok\">").matcher(shown).results())
                .hasSize(told());
        assertThat(Pattern.compile("<details class=\"mail\">").matcher(shown).results())
                .hasSameSizeAs(files(".eml"));
    }

    private static void browse(Path browser, Path profile, Path out, String... task)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--host-resolver-rules=MAP * ~NOTFOUND"));
        command.addAll(List.of(task));
        command.add(folder.resolve("walkthrough.html").toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static long colours(BufferedImage image) {
        int width = image.getWidth();
        return Arrays.stream(image.getRGB(0, 0, width, image.getHeight(), null, 0, width))
                .distinct()
                .count();
    }
}
