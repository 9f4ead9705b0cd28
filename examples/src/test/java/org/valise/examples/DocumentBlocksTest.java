// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valise.examples.Markdown.Block;
import org.valise.sepamail.smime.ContentOpener;
import org.valise.sepamail.smime.DecryptionKey;
import org.valise.sepamail.smime.OpenedContent;
import org.valise.sepamail.smime.TrustPolicy;
import org.valise.sepamail.smime.Verdict;
import org.valise.sts.email.KmcClient;
import org.valise.sts.email.KmcListener;
import org.valise.sts.email.PendingRequests;

/** Every block of the documents is of a kind that is looked at, and what it says is so. */
class DocumentBlocksTest {

    private static final String[] MANAGED = {"dependencyManagement", "dependencies", "dependency"};
    private static final Set<String> KINDS = Set.of("java", "sh", "xml", "properties", "text");
    private static final Pattern RUN = Pattern.compile("java -jar (?:\\S*/)?valise\\.jar ([^&|`\n]+)");
    private static final Pattern SIGNATURES = Pattern.compile("grep -c 'Good signature' +# (\\d+)");
    private static final Pattern ARTIFACT = Pattern.compile("\\b(?:sts|sepamail|valise)-[a-z-]+");

    /** What is no code has to be named here, by its first line, so that nobody hides code behind this kind. */
    private static final Map<String, String> TEXTS = Map.of(
            "docs/envelope.md#Content-Type: text/plain; charset=UTF-8", "held by theHeadersThatAreSigned",
            "docs/envelope.md#profile          P1 (opaque within the encryption) | P2 (clear within it) | P3 (two parts)",
                    "a form to fill in",
            "docs/migration.md#new SMIMESigned((MimeMultipart) message.getContent())     the signed part is written anew from the parsed tree",
                    "the outline of code of others");

    @TempDir
    private Path folder;

    @Test
    void everyBlockIsOfAKnownKind() {
        for (String document : Documents.all()) {
            Markdown parts = Markdown.of(document);
            assertThat(parts.strays()).as("code that no fence marks").isEmpty();
            for (Block block : parts.blocks()) {
                assertThat(KINDS).as(block.place()).contains(block.kind());
                assertThat(block.text()).as(block.place()).isNotBlank();
            }
        }
    }

    @Test
    void everyTextBlockIsKnownToBeNoCode() {
        assertThat(Documents.blocks("text"))
                .extracting(block -> block.place().replaceAll(":\\d+$", "") + "#"
                        + block.text().lines().findFirst().orElse(""))
                .containsExactlyInAnyOrderElementsOf(TEXTS.keySet());
    }

    /** By the entity that comes out once the encryption is taken off, and then the signature. */
    @Test
    void theHeadersThatAreSigned() throws Exception {
        Block headers = Documents.blocks("text").stream()
                .filter(block -> block.text().startsWith("Content-Type"))
                .findFirst()
                .orElseThrow();
        EnvelopeBench bench = new EnvelopeBench(folder);
        ContentOpener opener = ContentOpener.of(
                List.of(DecryptionKey.of(
                        EnvelopeBench.RECEIVER.keys().getPrivate(), EnvelopeBench.RECEIVER.certificate())),
                TrustPolicy.of(List.of(EnvelopeBench.AUTHORITY.certificate())),
                Clock.fixed(EnvelopeBench.NOW, ZoneOffset.UTC));
        for (String profile : List.of("P1", "P2")) {
            byte[] mail = Files.readAllBytes(Path.of(bench.seal(profile, "--profile", profile)));
            byte[] signed = entity(opener.verify(entity(opener.decrypt(mail))));
            assertThat(new String(signed, StandardCharsets.US_ASCII))
                    .startsWith(headers.text().replace("\n", "\r\n") + "\r\n");
        }
    }

    private static byte[] entity(Verdict<OpenedContent> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted<OpenedContent>) verdict).opened().entity();
    }

    @Test
    void everyJavaExampleCompiles() {
        List<Block> examples = Documents.blocks("java");
        assertThat(examples).hasSizeGreaterThan(4);
        for (Block example : examples) {
            assertThat(DocumentsTest.compile(example.text(), folder))
                    .as(example.place())
                    .isEmpty();
        }
    }

    @Test
    void everyCommandLineIsOneOfTheProgram() {
        int lines = 0;
        for (String document : Documents.all()) {
            for (MatchResult run :
                    RUN.matcher(Documents.read(document)).results().toList()) {
                ShellLine.parse(List.of(run.group(1).strip().split(" +", -1)));
                lines++;
            }
        }
        assertThat(lines).isGreaterThan(10);
    }

    @Test
    void everyLineForAShellNamesWhatIsThere() {
        List<Block> blocks = Documents.blocks("sh");
        assertThat(blocks).isNotEmpty();
        for (Block block : blocks) {
            block.text().lines().forEach(line -> checkShell(block.place(), line));
        }
    }

    @Test
    void everyCommandWithinProseNamesWhatIsThere() {
        int commands = 0;
        for (String document : Documents.all()) {
            List<String> spans =
                    Documents.spans(document).stream().filter(ShellLine::isOne).toList();
            spans.forEach(span -> checkShell(document, span));
            commands += spans.size();
        }
        assertThat(commands).isGreaterThan(20);
    }

    private static void checkShell(String place, String line) {
        assertThatCode(() -> ShellLine.check(line)).as(place + ": " + line).doesNotThrowAnyException();
    }

    /** The names of variables, folder and bundle are those of the POM; each library brings six files, others four. */
    @Test
    void whatIsSaidOfAReleaseIsInThePom() {
        assertThat(Documents.read("bom/pom.xml"))
                .contains(
                        "MAVEN_GPG_KEY",
                        "MAVEN_GPG_PASSPHRASE",
                        "/target/release</",
                        "valise-${project.version}-bundle.zip");
        int libraries = Xml.read(Documents.read("bom/pom.xml")).at(MANAGED).size();
        assertThat(SIGNATURES
                        .matcher(Documents.read("docs/releasing.md"))
                        .results()
                        .map(count -> count.group(1)))
                .containsExactly(Integer.toString(libraries * 6 + 4));
    }

    /** The one value that a reader has to fill in is refused; with it, all the others make a client. */
    @Test
    void everyPropertiesBlockIsAConfigurationOfKmc() throws IOException {
        List<Block> blocks = Documents.blocks("properties");
        assertThat(blocks).isNotEmpty();
        for (Block block : blocks) {
            String open = "gateway=the address of clause 6, or of a test gateway\n";
            assertThat(block.text()).as(block.place()).contains(open);
            assertThatThrownBy(() -> config(block.text()).requests())
                    .as(block.place())
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Not a plain mail address: it must be name@domain in ASCII, without display name,"
                            + " quotes, comments, blanks or control characters");
            KmcConfig whole = config(block.text().replace(open, "gateway=gateway@kmc.example\n"));
            assertThatCode(whole::requests).as(block.place()).doesNotThrowAnyException();
            try (PendingRequests store = whole.store();
                    KmcClient client = whole.client(store, new KmcListener() {})) {
                assertThat(client.status()).as(block.place()).isEmpty();
            }
        }
    }

    private KmcConfig config(String text) throws IOException {
        return KmcConfig.read(Files.writeString(folder.resolve("kmc.properties"), text), Documents.terminal());
    }

    @Test
    void everyXmlBlockIsADependencyOnOneOfOurLibraries() {
        Xml bom = Xml.read(Documents.read("bom/pom.xml"));
        Map<String, String> imported = new HashMap<>(Map.of("type", "pom", "scope", "import"));
        List.of("groupId", "artifactId", "version")
                .forEach(name -> imported.put(name, bom.texts(name).get(0)));
        List<Map<String, String>> managed =
                bom.at(MANAGED).stream().map(Xml::fields).toList();
        List<Block> blocks = Documents.blocks("xml");
        assertThat(blocks).isNotEmpty();
        for (Block block : blocks) {
            Xml root = Xml.read("<project>" + block.text() + "</project>");
            assertThat(root.fields().keySet()).as(block.place()).isSubsetOf("dependencyManagement", "dependency");
            assertThat(root.at(MANAGED))
                    .as(block.place())
                    .allSatisfy(each -> assertThat(each.fields()).isEqualTo(imported));
            assertThat(root.at("dependency"))
                    .as(block.place())
                    .isNotEmpty()
                    .allSatisfy(each -> checkManaged(each.fields(), managed));
            assertThat(managed.stream().map(each -> each.get("artifactId")))
                    .as("names in " + block.place())
                    .containsAll(artifacts(block));
        }
    }

    /** The BOM says the version, and everything else is as it stands there. */
    private static void checkManaged(Map<String, String> dependency, List<Map<String, String>> managed) {
        assertThat(dependency).doesNotContainKey("version");
        dependency.put("version", "${project.version}");
        assertThat(managed).contains(dependency);
    }

    /** Those of the comments as well. */
    private static List<String> artifacts(Block block) {
        return ARTIFACT.matcher(block.text())
                .results()
                .map(MatchResult::group)
                .filter(name -> !name.equals("valise-bom"))
                .toList();
    }
}
