// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of missives (Fichier, A.7): their frame, missives that are wrong among others, limits. */
class MissiveFileTest {

    private static final List<SchemaVersion> VERSIONS = List.of(SchemaVersion.NORM_1206, SchemaVersion.BLEEDING_EDGE);

    /** One that was written by another program: other prefix, default namespace, white space, comments. */
    private static String foreign(String missives, int count) {
        return """
                <?xml version="1.0" encoding="utf-8"?>
                <!-- a lot --><Fichier xmlns="%s" xmlns:o="urn:o&amp;">
                  <DatTim>2012-10-10T10:00:00+02:00</DatTim>
                  <Partner><Receiver>TESTBLEUXXX</Receiver></Partner>
                  <NbMsv> %d </NbMsv>
                %s</Fichier>
                """.formatted(StreamDocuments.NS, count, missives);
    }

    private static String msv(String id) {
        return MissiveFiles.msv(id);
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(problem -> problem.code().name()).toList();
    }

    private static List<String> ids(MissiveFiles.Contents contents) {
        return contents.readings().stream()
                .map(reading -> reading.toOptional().map(Missive::id).orElse("-"))
                .toList();
    }

    @Test
    void readsWhatAnotherProgramWrote() throws Exception {
        String file = foreign(msv("A") + "<!-- c -->" + msv("B"), 2);
        MissiveFiles.Contents contents = MissiveFiles.read(file);
        MissiveFileHeader header = contents.header().orElseThrow();
        assertThat(header.createdAt()).hasToString("2012-10-10T10:00:00+02:00");
        assertThat(header.role()).isEqualTo(MissiveFileHeader.Role.RECEIVER);
        assertThat(header.partner()).isEqualTo(Bic.of("TESTBLEUXXX"));
        assertThat(header.count()).isEqualTo(2);
        assertThat(ids(contents)).containsExactly("A", "B");
        assertThat(contents.complete()).isTrue();
        assertThat(contents.problems()).isEmpty();
        assertThat(contents.places().get(0)).isEqualTo(new Span(6, 1, file.indexOf("<Msv"), msv("A").length() - 1));
        assertThat(contents.places().get(1).line()).isEqualTo(7);
    }

    @Test
    void declaresOnTheMissiveWhatIsDeclaredAroundIt() throws Exception {
        String entry = msv("A").strip()
                .replace("version=\"1206\"", "xmlns:p='urn:p' version='1206'\n")
                .replace("</Msv>", "<!-- 'o' --></Msv>");
        byte[] document = MissiveFiles.read(foreign(entry, 1))
                .readings()
                .get(0)
                .orElseThrow()
                .octets();
        assertThat(new String(document, StandardCharsets.UTF_8))
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Missive xmlns:p='urn:p' version='1206'\n xmlns=\""
                                + StreamDocuments.NS + "\" xmlns:o=\"urn:o&amp;\">"
                                + entry.substring(entry.indexOf("<sepamail"), entry.indexOf("</Msv>")) + "</Missive>");
    }

    /** Canonical XML 1.0, 4.7: its inclusive form has all namespaces that are in scope, used or not. */
    @Test
    void declaresNothingThatTheMissiveDoesNotMention() throws Exception {
        CustomerSigner signer = TestIdentity.ec("Customer", "secp256r1").signer();
        String document = SignatureSamples.text(SignatureSamples.nominal())
                .replace("sem:", "m:")
                .replace(":sem", ":m");
        NominalMissive signed = signer.coveringMissive().sign(SignatureSamples.nominal(document));
        Missive received = MissiveFiles.read(
                        MissiveFiles.file(SchemaVersion.NORM_1206, List.of(signed)), Missives.strict())
                .readings()
                .get(0)
                .orElseThrow();
        assertThat(SignatureSamples.verify(received).verdict()).isEqualTo(CustomerSignatureReport.Verdict.VALID);
        String file = foreign(msv("o1 foo oo o-o"), 1);
        assertThat(MissiveFiles.read(file).readings().get(0).orElseThrow().octets())
                .asString(StandardCharsets.UTF_8)
                .doesNotContain("xmlns:o");
    }

    @Test
    void doesNotDeclareAnewWhatTheMissiveDeclaresItself() throws Exception {
        String entry = msv("A").strip()
                .replace("<", "<m:")
                .replace("<m:/", "</m:")
                .replace("<m:Msv ", "<m:Msv xmlns:m='" + StreamDocuments.NS + "' xmlns='urn:other' xmlns:o='urn:p' ");
        byte[] document = MissiveFiles.read(foreign(entry, 1))
                .readings()
                .get(0)
                .orElseThrow()
                .octets();
        assertThat(new String(document, StandardCharsets.UTF_8))
                .contains("<m:Missive xmlns:m='" + StreamDocuments.NS
                        + "' xmlns='urn:other' xmlns:o='urn:p' version=\"1206\">")
                .endsWith("</m:Missive>");
    }

    @Test
    void goesOnBehindAMissiveThatIsWrong() throws Exception {
        String wrong = msv("B").replace("<MsvOrd>1</MsvOrd>", "<MsvOrd>x</MsvOrd>");
        String empty = "<Msv/>";
        MissiveFiles.Contents contents = MissiveFiles.read(foreign(msv("A") + wrong + empty + msv("C"), 4));
        assertThat(ids(contents)).containsExactly("A", "-", "-", "C");
        assertThat(codes(contents.readings().get(1).problems())).containsExactly("BAD_VALUE");
        assertThat(codes(contents.readings().get(2).problems())).contains("MISSING_ATTRIBUTE");
        assertThat(contents.problems()).isEmpty();
        assertThat(contents.complete()).isTrue();
    }

    @Test
    void goesOnBehindAMissiveThatIsTooLong() throws Exception {
        Missives reader = Missives.strict().withLimits(MissiveLimits.defaults().withOctets(1000));
        String tooLong = msv("B" + "b".repeat(190)).replace("<MsvAcq>", " ".repeat(3000) + "<MsvAcq>");
        MissiveFiles.Contents contents =
                MissiveFiles.read(StreamDocuments.octets(foreign(msv("A") + tooLong + msv("C"), 3)), reader);
        assertThat(ids(contents)).containsExactly("A", "-", "C");
        assertThat(codes(contents.readings().get(1).problems())).containsExactly("TOO_LONG");
        assertThat(contents.complete()).isTrue();
    }

    /** The document counts that is made of it, with the namespaces that were declared around it. */
    @Test
    void limitsTheDocumentThatIsMadeOfEachMissive() throws Exception {
        byte[] file = StreamDocuments.octets(foreign(msv("A"), 1));
        int length = MissiveFiles.read(file, Missives.strict())
                .readings()
                .get(0)
                .orElseThrow()
                .octets()
                .length;
        for (int less : new int[] {0, 1}) {
            Missives reader =
                    Missives.strict().withLimits(MissiveLimits.defaults().withOctets(length - less));
            assertThat(codes(MissiveFiles.read(file, reader).readings().get(0).problems()))
                    .containsExactlyElementsOf(less == 0 ? List.of() : List.of("TOO_LONG"));
        }
    }

    @Test
    void warnsOfAByteOrderMark() throws Exception {
        MissiveFiles.Contents contents = MissiveFiles.read("\ufeff" + foreign(msv("A"), 1));
        assertThat(codes(contents.problems())).containsExactly("BYTE_ORDER_MARK");
        assertThat(ids(contents)).containsExactly("A");
        assertThat(contents.complete()).isTrue();
    }

    @Test
    void saysWhereTheRootIsThatIsNone() throws Exception {
        String root = "<Missive xmlns='http://xsd.sepamail.eu/1206/'>";
        Problem problem =
                MissiveFiles.read("\n " + root + "</Missive>").problems().get(0);
        assertThat(problem.span()).contains(new Span(2, 2, 2, root.length()));
    }

    @Test
    void limitsTheAttributesOfEachMissiveAlone() throws Exception {
        Missives reader = Missives.strict().withLimits(MissiveLimits.defaults().withAttributes(5));
        MissiveFiles.Contents contents =
                MissiveFiles.read(StreamDocuments.octets(foreign(msv("A").repeat(20), 20)), reader);
        assertThat(ids(contents)).hasSize(20).containsOnly("A");
        assertThat(contents.complete()).isTrue();
    }

    @Test
    void limitsTheDepthOfEachMissive() throws Exception {
        Missives reader = Missives.strict().withLimits(MissiveLimits.defaults().withDepth(5));
        MissiveFiles.Contents contents = MissiveFiles.read(StreamDocuments.octets(foreign(msv("A"), 1)), reader);
        assertThat(ids(contents)).containsExactly("A");
        String deep = msv("B").replace(
                        "<AcqSta>ACK</AcqSta>", "<AcqSta>ACK</AcqSta><RtgWarn><Code>BAD_TIME<x/></Code></RtgWarn>");
        MissiveFiles.Contents refused =
                MissiveFiles.read(StreamDocuments.octets(foreign(msv("A") + deep + msv("C"), 3)), reader);
        assertThat(ids(refused)).containsExactly("A");
        assertThat(codes(refused.problems())).containsExactly("TOO_DEEP");
        assertThat(refused.complete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "0, 1", "1, 0", "3, 2"})
    void comparesTheCount(int stated, int there) throws Exception {
        String file = foreign(msv("A").repeat(there), stated);
        MissiveFiles.Contents contents = MissiveFiles.read(file);
        assertThat(contents.readings()).hasSize(there);
        assertThat(codes(contents.problems())).containsExactly("WRONG_COUNT");
        Span place = contents.problems().get(0).span().orElseThrow();
        assertThat(place.offset()).isEqualTo(file.indexOf("<NbMsv>") + 7);
        assertThat(place.line()).isEqualTo(5);
        assertThat(contents.complete()).isFalse();
    }

    @Test
    void tellsGarbageBetweenMissivesAndGoesOn() throws Exception {
        String file = foreign(
                msv("A") + "text &amp; more" + msv("B") + "<x:Msv xmlns:x='"
                        + VERSIONS.get(1).namespace() + "'/>" + "<NbMsv>2</NbMsv><Missive/>" + msv("C"),
                3);
        MissiveFiles.Contents contents = MissiveFiles.read(file);
        assertThat(ids(contents)).containsExactly("A", "B", "C");
        assertThat(codes(contents.problems()))
                .containsExactly("UNEXPECTED_TEXT", "UNEXPECTED_ELEMENT", "UNEXPECTED_ELEMENT", "UNEXPECTED_ELEMENT");
        assertThat(contents.problems().get(0).span().orElseThrow().offset()).isEqualTo(file.indexOf("text &amp;"));
        assertThat(contents.problems().get(1).span().orElseThrow().offset()).isEqualTo(file.indexOf("<x:Msv"));
        assertThat(contents.problems().get(2).span().orElseThrow().offset()).isEqualTo(file.lastIndexOf("<NbMsv"));
        assertThat(contents.problems().get(3).span().orElseThrow().offset()).isEqualTo(file.indexOf("<Missive/>"));
        assertThat(contents.complete()).isFalse();
    }

    @Test
    void refusesMissivesOfAnotherNamespaceWithin() throws Exception {
        String other = msv("A").replace(
                        "<sepamail_missive_001>",
                        "<sepamail_missive_001 xmlns='" + VERSIONS.get(1).namespace() + "'>");
        MissiveFiles.Contents contents = MissiveFiles.read(foreign(other, 1));
        assertThat(codes(contents.readings().get(0).problems())).containsExactly("UNEXPECTED_ELEMENT");
    }

    @Test
    void stopsWhereTheFileIsNotXml() throws Exception {
        String file = foreign(msv("A") + msv("B").replace("</MsvHdr>", "</MsvHd>") + msv("C"), 3);
        MissiveFiles.Contents contents = MissiveFiles.read(file);
        assertThat(ids(contents)).containsExactly("A");
        assertThat(codes(contents.problems())).containsExactly("NOT_WELL_FORMED");
        assertThat(contents.problems().get(0).span().orElseThrow().line()).isEqualTo(7);
        assertThat(contents.complete()).isFalse();
    }

    @Test
    void seesWhatStandsBehindTheFile() throws Exception {
        MissiveFiles.Contents contents = MissiveFiles.read(foreign(msv("A"), 1) + "<more/>");
        assertThat(ids(contents)).containsExactly("A");
        assertThat(codes(contents.problems())).containsExactly("NOT_WELL_FORMED");
        assertThat(contents.complete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'<DatTim>2012-10-10T10:00:00+02:00</DatTim>', '', MISSING_ELEMENT",
        "'<NbMsv> 1 </NbMsv>', '', MISSING_ELEMENT",
        "'<NbMsv> 1 </NbMsv>', '<NbMsv>-1</NbMsv>', BAD_VALUE",
        "'<NbMsv> 1 </NbMsv>', '<NbMsv>one</NbMsv>', BAD_VALUE",
        "'<Receiver>TESTBLEUXXX</Receiver>', '', MISSING_ELEMENT",
        "'<Receiver>TESTBLEUXXX</Receiver>', '<Receiver>no</Receiver>', BAD_VALUE",
        "'<Partner>', '<Partner><Sender>TESTVERTXXX</Sender>', UNEXPECTED_ELEMENT",
        "'<DatTim>2012-10-10T10:00:00+02:00', '<DatTim>yesterday', BAD_VALUE",
        "'<DatTim>2012-', '<DatTim>99999999999-', TIME_OUT_OF_RANGE",
        "'<Fichier ', '<Fichier a=\"b\" ', UNEXPECTED_ATTRIBUTE",
        "'<DatTim>', '<DatTim a=\"b\">', UNEXPECTED_ATTRIBUTE",
    })
    void tellsWhatIsWrongWithTheHeader(String right, String wrong, Problem.Code code) throws Exception {
        String file = foreign(msv("A"), 1);
        MissiveFiles.Contents contents = MissiveFiles.read(file.replace(right, wrong));
        assertThat(contents.problems()).extracting(Problem::code).contains(code);
        assertThat(contents.problems())
                .allSatisfy(problem -> assertThat(problem.span()).isPresent());
        assertThat(ids(contents)).containsExactly("A");
        assertThat(contents.complete()).isFalse();
    }

    @Test
    void warnsOfATimeWithoutZone() throws Exception {
        MissiveFiles.Contents contents = MissiveFiles.read(foreign(msv("A"), 1).replace("+02:00", ""));
        assertThat(codes(contents.problems())).containsExactly("NO_TIME_ZONE");
        assertThat(contents.header()).isPresent();
        assertThat(contents.complete()).isTrue();
    }

    @Test
    void readsTheHeaderOfAFileWithoutMissives() throws Exception {
        MissiveFiles.Contents contents = MissiveFiles.read(foreign("", 0));
        assertThat(contents.header()).isPresent();
        assertThat(contents.readings()).isEmpty();
        assertThat(contents.complete()).isTrue();
        assertThat(codes(MissiveFiles.read("<Fichier xmlns='" + StreamDocuments.NS + "'/>")
                        .problems()))
                .containsExactly("MISSING_ELEMENT", "MISSING_ELEMENT", "MISSING_ELEMENT");
    }

    @ParameterizedTest
    @CsvSource({
        "'<Fichier xmlns=''urn:x''/>', UNKNOWN_NAMESPACE",
        "'<Missive xmlns=''http://xsd.sepamail.eu/1206/''/>', NOT_A_MISSIVE",
        "'', NOT_WELL_FORMED",
        "'<!DOCTYPE a><a/>', DOCTYPE_REFUSED",
    })
    void refusesOtherDocuments(String document, String code) throws Exception {
        MissiveFiles.Contents contents = MissiveFiles.read(document);
        assertThat(codes(contents.problems())).containsExactly(code);
        assertThat(contents.header()).isEmpty();
        assertThat(contents.readings()).isEmpty();
        assertThat(contents.complete()).isFalse();
    }

    @Test
    void isNoMissive() {
        MissiveReading reading = Missives.strict().read(StreamDocuments.octets(foreign("", 0)));
        assertThat(codes(reading.problems())).containsExactly("NOT_A_MISSIVE");
        assertThat(reading.problems().get(0).toString()).contains("MissiveFileReader");
    }

    @Test
    void readsNoFurtherThanItIsAsked() throws Exception {
        String file = foreign(msv("A") + msv("B"), 2);
        int second = file.lastIndexOf("<Msv");
        try (MissiveFileReader in =
                MissiveFileReader.of(new Trickle(StreamDocuments.octets(file), 1, second), Missives.strict())) {
            assertThat(in.number()).isZero();
            assertThat(in.place()).isEmpty();
            assertThat(in.header()).isPresent();
            assertThat(in.next()).isPresent();
            assertThat(in.number()).isEqualTo(1);
            assertThat(in.isComplete()).isFalse();
            assertThatThrownBy(in::next).isInstanceOf(IOException.class);
            assertThat(in.next()).isEmpty();
            assertThat(in.isComplete()).isFalse();
        }
    }

    @Test
    void closesItsStream() throws Exception {
        boolean[] closed = new boolean[1];
        InputStream stream = new ByteArrayInputStream(StreamDocuments.octets(foreign(msv("A"), 1))) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        MissiveFileReader in = MissiveFileReader.of(stream, Missives.strict());
        in.close();
        assertThat(closed[0]).isTrue();
        assertThat(in.next()).isEmpty();
    }

    @Test
    void keepsTheChecksumOfTheMessage() throws Exception {
        for (SchemaVersion version : VERSIONS) {
            NominalMissive sent = MissiveFiles.nominal(version, "A");
            byte[] file = MissiveFiles.file(version, List.of(sent));
            NominalMissive received = (NominalMissive)
                    MissiveFiles.read(file, Missives.strict()).readings().get(0).orElseThrow();
            assertThat(received.message().checksum()).isEqualTo(sent.message().checksum());
            assertThat(received).isEqualTo(sent);
        }
    }

    @Test
    void isValidByOurSchema() throws Exception {
        for (SchemaVersion version : VERSIONS) {
            byte[] file = MissiveFiles.file(
                    version, List.of(MissiveFiles.nominal(version, "A"), MissiveFiles.nominal(version, "B")));
            EnvelopeSchema.of(version).newValidator().validate(new StreamSource(new ByteArrayInputStream(file)));
        }
    }

    @Test
    void isValidByTheOfficialSchemas() throws Exception {
        OfficialSchemas official = MissiveFiles.official();
        for (SchemaVersion version : VERSIONS) {
            byte[] file = MissiveFiles.file(
                    version, List.of(MissiveFiles.nominal(version, "A"), MissiveFiles.nominal(version, "B")));
            assertThat(faults(official, file, version)).isEmpty();
            String wrong = new String(file, StandardCharsets.UTF_8).replace("NbMsv", "NbMissive");
            assertThat(faults(official, StreamDocuments.octets(wrong), version)).contains("OFFICIAL_SCHEMA");
            MissiveFiles.Contents read =
                    MissiveFiles.read(file, Missives.strict().withOfficialSchemas(official));
            assertThat(ids(read)).containsExactly("A", "B");
        }
    }

    private static List<String> faults(OfficialSchemas official, byte[] file, SchemaVersion version) {
        ProblemList problems = new ProblemList(MissiveLimits.defaults());
        OfficialValidation.validate(official, file, version, problems);
        return codes(problems.toList());
    }

    @Test
    void writesNoEndIfThePromiseIsNotKept() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MissiveFileWriter file = MissiveFileWriter.of(out, SchemaVersion.NORM_1206, MissiveFiles.header(2));
        file.write(MissiveFiles.nominal(SchemaVersion.NORM_1206, "A"));
        assertThatThrownBy(file::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2");
        file.close(); // once more does nothing
        MissiveFiles.Contents contents = MissiveFiles.read(out.toByteArray(), Missives.strict());
        assertThat(ids(contents)).containsExactly("A");
        assertThat(contents.complete()).isFalse();
    }

    @Test
    void writesNoMoreThanPromised() throws Exception {
        NominalMissive missive = MissiveFiles.nominal(SchemaVersion.NORM_1206, "A");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MissiveFileWriter file = MissiveFileWriter.of(out, SchemaVersion.NORM_1206, MissiveFiles.header(1));
        assertThatThrownBy(() -> file.write(MissiveFiles.nominal(SchemaVersion.BLEEDING_EDGE, "B")))
                .isInstanceOf(IllegalArgumentException.class);
        file.write(missive);
        assertThatThrownBy(() -> file.write(missive)).isInstanceOf(IllegalStateException.class);
        file.close();
        assertThatThrownBy(() -> file.write(missive)).isInstanceOf(IllegalStateException.class);
        assertThat(MissiveFiles.read(out.toByteArray(), Missives.strict()).complete())
                .isTrue();
    }

    @Test
    void writesNoEndBehindAMissiveThatWasCut() {
        NominalMissive missive = MissiveFiles.nominal(SchemaVersion.NORM_1206, "A");
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] octets, int from, int length) {
                if (size() > 0 && length > 500) {
                    throw new IllegalStateException("disk full");
                }
                super.write(octets, from, length);
            }
        };
        assertThatThrownBy(() -> {
                    try (MissiveFileWriter file =
                            MissiveFileWriter.of(out, SchemaVersion.NORM_1206, MissiveFiles.header(1))) {
                        file.write(missive);
                    }
                })
                .hasMessage("disk full")
                .hasNoSuppressedExceptions();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("<sem:Msv").doesNotContain("Fichier>\n");
    }

    @Test
    void writesAHeaderWithAZoneOnly() {
        MissiveTime local = MissiveTime.read("2012-10-10T10:00:00", java.time.ZoneOffset.UTC)
                .time();
        MissiveFileHeader header =
                new MissiveFileHeader(local, MissiveFileHeader.Role.SENDER, Bic.of("TESTVERTXXX"), 0);
        assertThatThrownBy(() -> MissiveFileWriter.of(new ByteArrayOutputStream(), SchemaVersion.NORM_1206, header))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MissiveFiles.header(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Statement 27: a file has no limit of its length, so blanks behind text that has no place there must not be kept. */
    @Tag("slow")
    @Test
    void keepsNoBlanksBehindGarbage() throws Exception {
        String file = foreign("text", 0);
        int end = file.indexOf("text") + "text".length();
        long most = 32L * 1024 * 1024;
        EndlessStream blanks = EndlessStream.of(file.substring(0, end), " \n", most, file.substring(end));
        try (MissiveFileReader reader = MissiveFileReader.of(blanks, Missives.strict())) {
            assertThat(Meter.octets(reader::next)).isLessThan(most / 4);
            assertThat(codes(reader.problems())).containsExactly("UNEXPECTED_TEXT");
        }
    }

    @Tag("slow")
    @Test
    void needsMemoryThatDoesNotDependOnTheNumber() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx16m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeFile.class.getName(),
                        "100000")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.strip()).isEqualTo("read 100000, written 100000");
        assertThat(process.waitFor()).isZero();
    }
}
