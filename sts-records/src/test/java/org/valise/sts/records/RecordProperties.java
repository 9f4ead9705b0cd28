// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** STS600-4-2 5.7.1: the laws of the codec. */
class RecordProperties {

    private static final String PRINTABLE_END = "~";

    @Property
    void readsBackWhatItWrites(@ForAll("types") String type, @ForAll("fields") List<String> fields)
            throws RecordFormatException {
        StsRecord record = StsRecord.of(type, fields);
        StsRecord read = StsRecords.strict().parse(record.text()).orElseThrow();
        assertThat(read.type()).isEqualTo(type);
        assertThat(read.fields()).isEqualTo(fields);
        assertThat(read).isEqualTo(record);
    }

    @Property
    void writesBackWhatItReads(@ForAll("records") StsRecord record) throws RecordFormatException {
        StsRecord read = StsRecords.strict().parse(record.text()).orElseThrow();
        assertThat(StsRecord.of(read.type(), read.fields()).text()).isEqualTo(record.text());
    }

    @Property
    void readsBackElementsOfBothDelimitersWithAndWithoutCrc(
            @ForAll Dfconcat form, @ForAll("elements") List<String> elements) throws RecordFormatException {
        assertThat(form.parse(form.formatWithCrc(elements), CrcPolicy.REQUIRED).orElseThrow())
                .isEqualTo(new Dfconcat.Content(elements, CrcState.VALID));
        assertThat(form.parse(form.format(elements), CrcPolicy.IF_PRESENT).orElseThrow())
                .isEqualTo(new Dfconcat.Content(elements, CrcState.ABSENT));
    }

    /** Every position, and every printable character at one position chosen at random. */
    @Property(tries = 200)
    void noticesEveryChangeOfOneCharacter(@ForAll("records") StsRecord record, @ForAll int where, @ForAll char other) {
        String text = record.text();
        for (int i = 0; i < text.length(); i++) {
            char flipped = text.charAt(i) == '0' ? '1' : '0';
            assertNotValid(text.substring(0, i) + flipped + text.substring(i + 1));
            assertNotValid(text.substring(0, i) + PRINTABLE_END + text.substring(i + 1), text);
        }
        int at = Math.floorMod(where, text.length());
        for (char c = ' '; c <= '~'; c++) {
            assertNotValid(text.substring(0, at) + c + text.substring(at + 1), text);
        }
        assertNotValid(text.substring(0, at) + other + text.substring(at + 1), text);
    }

    @Property(tries = 200)
    void noticesEverySwapOfNeighbours(@ForAll("records") StsRecord record) {
        String text = record.text();
        for (int i = 0; i + 1 < text.length(); i++) {
            assertNotValid(text.substring(0, i) + text.charAt(i + 1) + text.charAt(i) + text.substring(i + 2), text);
        }
    }

    private static void assertNotValid(String changed, String original) {
        if (!changed.equals(original)) {
            assertNotValid(changed);
        }
    }

    private static void assertNotValid(String changed) {
        assertThat(StsRecords.strict().parse(changed)).isInstanceOf(ParseResult.Malformed.class);
    }

    @Property
    void neverThrowsOnAnyText(@ForAll("hostile") String text) {
        for (StsRecords records : List.of(StsRecords.lenient(), StsRecords.strict())) {
            assertThat(records.parse(text).toString()).isNotEmpty();
            RecordScan scan = records.scan(text);
            assertThat(scan.findings()).isNotEmpty();
            assertThat(scan.toString()).isNotEmpty();
            for (RecordScan.Finding finding : scan.findings()) {
                Span place = finding.place();
                assertThat(place.offset() + place.length()).isLessThanOrEqualTo(text.length());
            }
            Pkid.parse(text);
        }
    }

    @Property
    void neverThrowsOnAnyKeyRecord(@ForAll("hostileFields") List<String> fields) {
        ParseResult<PublicKeyRecord> key = PublicKeyRecord.of(StsRecord.of(PublicKeyRecord.TYPE, fields));
        key.toOptional()
                .ifPresent(k -> assertThat(k.verify(Vectors.IN_2021).trust()).isNotNull());
    }

    /** Contents of unknown types may be wrapped keys. */
    @Property
    void showsNoFieldOfUnknownTypes(@ForAll("secrets") String secret, @ForAll Damage damage) {
        StsRecord record = StsRecord.of("VKLOADRESP.1", List.of("a", secret, "b"));
        String bare = damage.apply(record.text());
        String block = RecordInEmail.write(record);
        String text = block.replace(
                record.text().substring(0, 20), damage.apply(record.text().substring(0, 20)));
        StringBuilder said = new StringBuilder().append(record);
        for (int cut = 0; cut < record.text().length(); cut++) {
            String start = record.text().substring(0, cut);
            assertThat(StsRecords.lenient().parse(start).problems() + ""
                            + StsRecords.lenient().scan(start))
                    .doesNotContain(secret.substring(0, 6));
        }
        for (StsRecords records : List.of(StsRecords.lenient(), StsRecords.strict())) {
            said.append(records.parse(bare)).append(records.parse(bare).problems());
            for (String input : List.of(bare, text, text.replace("\r\n", " "), "> " + bare, bare + bare)) {
                RecordScan scan = records.scan(input);
                said.append(scan).append(scan.findings()).append(scan.problems());
                RecordFile file = records.file(input.getBytes(StandardCharsets.UTF_8));
                said.append(file).append(file.entries()).append(file.summary());
                file.entries().forEach(entry -> said.append(entry.problems()));
            }
            said.append(records.decode(record, PublicKeyRecord.class));
        }
        said.append(new RecordFormatException(PublicKeyRecord.of(record).problems()).getMessage());
        assertThat(said.toString()).doesNotContain(secret);
    }

    /** Ways to damage a text so that every kind of problem is met. */
    enum Damage {
        NONE,
        CHANGED,
        CUT,
        EIGHT_BIT,
        NO_DELIMITER,
        BAD_TYPE;

        String apply(String text) {
            return switch (this) {
                case NONE -> text;
                case CHANGED -> text.replace('1', '2');
                case CUT -> text.substring(0, text.length() - 1);
                case EIGHT_BIT -> text.replaceFirst("\\|", "|\u00e9");
                case NO_DELIMITER -> text.replace("|", "");
                case BAD_TYPE -> ":" + text;
            };
        }
    }

    @Provide
    static Arbitrary<String> types() {
        Arbitrary<String> first = Arbitraries.strings().alpha().numeric().ofLength(1);
        Arbitrary<String> rest =
                Arbitraries.strings().alpha().numeric().withChars("_-.,").ofMaxLength(39);
        return Combinators.combine(first, rest).as(String::concat);
    }

    @Provide
    static Arbitrary<List<String>> fields() {
        return printable("|").list().ofMaxSize(8);
    }

    @Provide
    static Arbitrary<List<String>> elements() {
        return printable("|:").list().ofMinSize(1).ofMaxSize(8);
    }

    private static Arbitrary<String> printable(String without) {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .excludeChars(without.toCharArray())
                .ofMaxLength(60);
    }

    @Provide
    static Arbitrary<StsRecord> records() {
        Arbitrary<StsRecord> generic = Combinators.combine(types(), fields()).as(StsRecord::of);
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of(Vectors.REAL, Vectors.ONE).map(Vectors::record)), Tuple.of(4, generic));
    }

    @Provide
    static Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('A', 'Z')
                .numeric()
                .ofMinLength(12)
                .ofMaxLength(40);
    }

    @Provide
    static Arbitrary<List<String>> hostileFields() {
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.of(Vectors.KMCID, Vectors.SMID, Vectors.POINT, "20230601T000000Z", "20231301T000000Z", ""),
                Arbitraries.of(Vectors.POINT.toLowerCase(Locale.ROOT), "04" + "0".repeat(192), ":::::", "KMCID.1:"),
                printable("|"));
        return part.list().ofMaxSize(6);
    }

    @Provide
    static Arbitrary<String> hostile() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "--STS:T BEGINS--",
                        "--STS:T ENDS--",
                        "--STS:",
                        "STS:T BEGINS",
                        "\n",
                        "\r",
                        "\r\n",
                        "> ",
                        "| ",
                        "|",
                        " ",
                        "=",
                        "=3D",
                        "T|a|BDF9",
                        "T|a||b|3848",
                        "A||F500",
                        "\u2028",
                        "\ufeff",
                        "\ufffd",
                        "\u2014",
                        "\u00e2\u20ac\u201d",
                        "\ud83d",
                        "\u0000",
                        "95000289",
                        "1234"),
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20));
        return piece.list().ofMaxSize(30).map(pieces -> String.join("", pieces));
    }
}
