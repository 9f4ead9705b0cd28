// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration: every check holds, what it leaves can be opened by the other commands, and a browser shows the page. */
class DemoCommandTest {

    @TempDir
    private static Path folder;

    private static CommandLineRun run;

    @BeforeAll
    static void runsOnce() {
        run = CommandLineRun.of("", Map.of(), "demo", "--out", folder.toString());
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static Path file(String name) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().contains(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void everyCheckHolds() {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Every check held: ").doesNotContain("DOES NOT HOLD");
        assertThat(run.out().lines().filter(line -> line.startsWith("  ok "))).hasSizeGreaterThan(25);
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
                .contains("SIGNER_IS_SENDER: FAILED");
    }

    private static CommandLineRun open(Path mail, String owner, Path out) {
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
                folder.resolve("keys/authority.pem").toString(),
                "--at",
                Instant.now().plus(Duration.ofHours(6)).toString(),
                "--out",
                out.toString(),
                mail.toString());
    }

    @Test
    void whatIsLeftCanBeOpenedByOneself(@TempDir Path other) throws IOException {
        Path missive = other.resolve("missive.xml");
        assertThat(open(file("-sealed-missive.eml"), "bank-bleu", missive).exit())
                .isZero();
        assertThat(missive).hasSameBinaryContentAs(file("-missive.xml"));
        Path acknowledgement = other.resolve("acknowledgement.xml");
        assertThat(open(file("-sealed-acknowledgement.eml"), "bank-vert", acknowledgement)
                        .exit())
                .isZero();
        assertThat(acknowledgement).hasSameBinaryContentAs(file("-acknowledgement.xml"));
        CommandLineRun check = CommandLineRun.of(
                "", Map.of(), "missive", "check", "--nominal", missive.toString(), acknowledgement.toString());
        assertThat(check.exit()).as(check.out()).isZero();
    }

    @Test
    void whatWasRefusedIsRefusedAgain(@TempDir Path other) throws IOException {
        assertThat(failed("forged-acknowledgement", "bank-vert", other)).isEqualTo("SIGNER_TRUST");
        assertThat(failed("one-letter-changed", "bank-bleu", other)).isEqualTo("DECRYPTION");
        assertThat(failed("from-another-address", "bank-bleu", other)).isEqualTo("SIGNER_IS_SENDER");
        assertThat(other).isEmptyDirectory();
    }

    private static String failed(String name, String owner, Path other) throws IOException {
        CommandLineRun opened = open(file(name), owner, other.resolve("none"));
        assertThat(opened.exit()).isEqualTo(1);
        return opened.only().path("failed").asText();
    }

    @Test
    void theKeyRecordAndTheKeyLoadFileAreReadByTheirCommands() throws IOException {
        CommandLineRun key = CommandLineRun.of(
                "", Map.of(), "record", "key", file("public-key-record").toString());
        assertThat(key.only().path("trust").asText()).isEqualTo("SELF_CONSISTENT");
        assertThat(CommandLineRun.of("", Map.of(), "klf", "check", file(".klf").toString())
                        .exit())
                .isZero();
    }

    @Test
    void thePageShowsEachMailAndEachCheckAndNeedsNothingElse() throws IOException {
        String page = Files.readString(folder.resolve("walkthrough.html"));
        for (Path mail : files(".eml")) {
            assertThat(page).contains("href=\"" + mail.getFileName() + "\"");
        }
        assertThat(page).contains("SIGNER_TRUST", "CMS enveloped data", "with the receiver's key");
        assertThat(Pattern.compile("(?i)<script|<link|<img|<iframe|@import|url\\(|href=\"[a-z]+:")
                        .matcher(page)
                        .find())
                .isFalse();
        long told = run.out().lines().filter(line -> line.startsWith("  ok ")).count();
        assertThat(Pattern.compile("class=\"check ok\"").matcher(page).results())
                .hasSize((int) told);
    }

    /** Debian's chromium; it is told to load nothing from anywhere. */
    @Test
    void aBrowserShowsThePage(@TempDir Path profile) throws IOException, InterruptedException {
        Optional<Path> browser = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(browser.isPresent(), "no chromium on this machine: the page was not opened");
        List<String> command = new ArrayList<>(List.of(
                browser.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--dump-dom",
                folder.resolve("walkthrough.html").toUri().toString()));
        Path dom = profile.resolve("dom.html");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(dom.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String shown = Files.readString(dom, StandardCharsets.UTF_8);
        assertThat(shown).contains("<h1>Two exchanges that travel by e-mail</h1>");
        assertThat(Pattern.compile("<details class=\"mail\">").matcher(shown).results())
                .hasSameSizeAs(files(".eml"));
    }
}
