// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Files of missives: what is written is read, and damage loses nothing that stands in front of it. */
class MissiveFileProperties {

    private static final List<NominalMissive> FIVE = List.of("1", "2", "3", "4", "5").stream()
            .map(id -> MissiveFiles.nominal(SchemaVersion.NORM_1206, id))
            .toList();

    @Provide
    Arbitrary<Missive> missives() {
        return Arbitraries.of(
                MissiveFiles.nominal(SchemaVersion.NORM_1206, "A"),
                foreign(StreamDocuments.nominal("", StreamDocuments.test("QU\r\nJD"))),
                foreign("\uFEFF<?xml version='1.0' standalone='yes'?><!-- b -->\n" + StreamDocuments.service()
                        + "<!-- </Missive> -->\n<?p ?>"),
                foreign(StreamDocuments.acknowledgement().replace("</m:Missive>", "\r\n</m:Missive \t>")),
                foreign(StreamDocuments.nominal(
                                "", "<sem:SimpleTestRequest><x xmlns='urn:o'/><y/></sem:SimpleTestRequest>")
                        .replace(
                                "<sem:Missive version=\"1206\"",
                                "<sem:Missive\n xmlns:o='a&amp;b' version =\r\n'1206'\t")));
    }

    private static Missive foreign(String document) {
        return Missives.lenient()
                .read(StreamDocuments.octets(document))
                .toOptional()
                .orElseThrow();
    }

    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll @Size(max = 6) List<@From("missives") Missive> missives) throws IOException {
        byte[] file = MissiveFiles.file(SchemaVersion.NORM_1206, missives);
        MissiveFiles.Contents read = MissiveFiles.read(file, Missives.lenient());
        assertThat(read.header()).contains(MissiveFiles.header(missives.size()));
        assertThat(read.problems()).isEmpty();
        assertThat(read.complete()).isTrue();
        assertThat(read.readings()).hasSameSizeAs(missives);
        for (int i = 0; i < missives.size(); i++) {
            Missive before = missives.get(i);
            Missive after = read.readings().get(i).toOptional().orElseThrow();
            assertThat(after.values()).isEqualTo(before.values());
            assertThat(message(after)).isEqualTo(message(before));
            assertThat(content(after)).isEqualTo(content(before));
            String entry = text(file, read.places().get(i));
            assertThat(entry).matches("(?s)<(\\w+:)?Msv\\s.*</(\\w+:)?Msv>");
        }
    }

    @Property(tries = 100)
    void whatThisLibraryBuiltIsTheSameOctetByOctet(@ForAll @IntRange(min = 0, max = 5) int count) throws IOException {
        List<NominalMissive> missives = FIVE.subList(0, count);
        MissiveFiles.Contents read =
                MissiveFiles.read(MissiveFiles.file(SchemaVersion.NORM_1206, missives), Missives.strict());
        assertThat(read.readings())
                .extracting(reading -> reading.toOptional().orElseThrow())
                .isEqualTo(missives);
    }

    private static String message(Missive missive) {
        return missive instanceof NominalMissive nominal
                ? text(nominal.message().octets())
                : "";
    }

    /** All between the root element's tags. */
    private static String content(Missive missive) {
        String document = text(missive.octets());
        int root = document.indexOf("Missive");
        int from = document.indexOf("sepamail_missive_001", root);
        return document.substring(from, document.lastIndexOf("sepamail_missive_001>"));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets, Span place) {
        int from = (int) place.offset();
        return text(Arrays.copyOfRange(octets, from, from + (int) place.length()));
    }

    @Property(tries = 1000)
    void nothingInFrontOfACutIsLost(@ForAll @IntRange(min = 0, max = 9999) int where) throws IOException {
        byte[] file = MissiveFiles.file(SchemaVersion.NORM_1206, FIVE);
        int cut = (int) ((long) where * file.length / 10_000);
        MissiveFiles.Contents read = MissiveFiles.read(Arrays.copyOf(file, cut), Missives.strict());
        String before = text(Arrays.copyOf(file, cut));
        int whole = before.split("</sem:Msv>", -1).length - 1;
        assertThat(read.readings()).hasSize(whole);
        for (int i = 0; i < whole; i++) {
            assertThat(read.readings().get(i).toOptional()).contains(FIVE.get(i));
        }
        assertThat(read.header().isPresent()).isEqualTo(before.matches("(?s).*<sem:Msv [^>]*>.*"));
        boolean ended = before.contains("</sem:Fichier>");
        assertThat(read.complete()).isEqualTo(ended);
        assertThat(read.problems().isEmpty()).isEqualTo(ended);
        boolean inCharacter = cut < file.length && (file[cut] & 0xC0) == 0x80;
        assertThat(read.problems()).allSatisfy(problem -> {
            assertThat(problem.code())
                    .isEqualTo(inCharacter ? Problem.Code.BAD_CHARACTER : Problem.Code.NOT_WELL_FORMED);
            assertThat(problem.span().orElseThrow().offset()).isBetween(0L, (long) cut);
        });
    }

    @Property(tries = 1000)
    void nothingInFrontOfDamageIsLost(
            @ForAll @IntRange(min = 0, max = 9999) int where, @ForAll("garbage") String garbage) throws IOException {
        byte[] file = MissiveFiles.file(SchemaVersion.NORM_1206, FIVE);
        int at = (int) ((long) where * file.length / 10_000);
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        damaged.write(file, 0, at);
        damaged.writeBytes(StreamDocuments.octets(garbage));
        damaged.write(file, at, file.length - at);
        int whole = text(Arrays.copyOf(file, at)).split("</sem:Msv>", -1).length - 1;
        MissiveFiles.Contents read = MissiveFiles.read(damaged.toByteArray(), Missives.strict());
        assertThat(read.readings()).hasSizeGreaterThanOrEqualTo(whole);
        for (int i = 0; i < whole; i++) {
            assertThat(read.readings().get(i).toOptional()).contains(FIVE.get(i));
        }
        if (read.complete()) {
            assertThat(read.problems()).isEmpty();
            assertThat(read.readings()).hasSameSizeAs(FIVE);
        }
    }

    @Provide
    Arbitrary<String> garbage() {
        return Arbitraries.of(
                "<", "&", "text", "<x/>", "</sem:Msv>", "]]>", "\u0001", "<sem:NbMsv>9</sem:NbMsv>", "<!-- c -->");
    }
}
