// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever comes, it is accepted or refused with reasons; nothing is thrown, and what is given out can be asked. */
class MutationProperties {

    private static final int ROUNDS = 40;

    private static final List<Missives> READERS = List.of(
            Missives.strict(),
            Missives.lenient(),
            Missives.lenient().withLimits(new MissiveLimits(5000, 7, 20, 60, 3)));

    private static final List<byte[]> DOCUMENTS = documents();

    private static final List<String> TOKENS = List.of(
            "<",
            ">",
            "&",
            "/",
            "'",
            "\"",
            "=",
            "]]>",
            "<!--",
            "-->",
            "<![CDATA[",
            "<?",
            "?>",
            "/>",
            "</",
            "<m:",
            "m:",
            ":",
            " xmlns='' ",
            " xmlns:m='' ",
            " xmlns:m='urn:x' ",
            " a='1' ",
            " version='1206' ",
            "&#0;",
            "&#x110000;",
            "&#55296;",
            "&amp;",
            "&lt;",
            "&x;",
            "&#",
            "\u0000",
            "\r",
            "\n",
            "\t",
            " ",
            "\uFEFF",
            "\uFFFE",
            "\u2028",
            "\uD83D\uDCE8",
            "<!DOCTYPE a>",
            "<?xml version='1.0'?>",
            "<?xml version='1.1' encoding='UTF-16'?>",
            "<m:a/>",
            "<a xmlns='urn:a'>",
            "</a>",
            "xsi:nil='true'",
            "QX",
            "0",
            "-",
            "999999999999",
            "NACK",
            "PRI_LOW",
            "MsvTyp",
            "<m:MsvOrd/>",
            "<m:AcqCla></m:AcqCla>",
            "<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'/>");

    private static List<byte[]> documents() {
        List<byte[]> documents = new ArrayList<>();
        for (String document : List.of(
                LayerOneTest.FULL,
                LayerOneTest.WARNED,
                LayerOneTest.COMMAND,
                LayerOneTest.RESULT,
                Doc.NOMINAL,
                Doc.SMAPI,
                Doc.NOMINAL.replace("/1206/", "/1606/"))) {
            documents.add(Doc.utf8(document));
            documents.add(Doc.utf8(document.replaceAll(">\\s+<", "><")));
            documents.add(Doc.utf8(Doc.edge(document)
                    .replace("\n", "\r\n")
                    .replace("<m:", "<")
                    .replace("</m:", "</")
                    .replace("xmlns:m=", "xmlns=")));
        }
        return documents;
    }

    private static void read(byte[] octets) {
        byte[] before = octets.clone();
        for (Missives reader : READERS) {
            MissiveReading reading = reader.read(octets);
            assertThat(octets).isEqualTo(before);
            ask(reading, octets);
        }
    }

    private static void ask(MissiveReading reading, byte[] octets) {
        for (Problem problem : reading.problems()) {
            assertThat(problem.toString()).isNotEmpty();
            problem.span()
                    .ifPresent(
                            place -> assertThat(place.offset() + place.length()).isLessThanOrEqualTo(octets.length));
        }
        if (reading instanceof MissiveReading.Accepted accepted) {
            assertThat(reading.problems()).noneMatch(Problem::isError);
            assertThat(accepted.missive().octets()).isEqualTo(octets);
            ask(accepted.missive());
        } else if (reading instanceof MissiveReading.Refused refused) {
            assertThat(reading.problems()).anyMatch(Problem::isError);
            refused.suspect().ifPresent(MutationProperties::ask);
        }
    }

    private static void ask(Missive missive) {
        assertThat(missive.id().length()
                        + missive.norm().length()
                        + missive.toString().length())
                .isPositive();
        assertThat(missive.sender().participant().isPresent()
                        || missive.sender().bic().isEmpty())
                .isTrue();
        assertThat(missive.receiver().account()).isNotNull();
        assertThat(missive.receiver().code2d().flatMap(Attachment::octets)).isNotNull();
        assertThat(missive.sentAt().instant()).isNotNull();
        if (missive instanceof NominalMissive nominal) {
            ask(nominal.message());
            assertThat(nominal.resend().message().checksum())
                    .isEqualTo(nominal.message().checksum());
            answer(nominal);
        } else if (missive instanceof AcknowledgementMissive ack) {
            assertThat(ack.code().flatMap(AcknowledgementCode::meaning)).isNotNull();
            assertThat(ack.checksum().isPresent() && ack.checksumText().isEmpty())
                    .isFalse();
        }
    }

    /** A negative answer is right by both layers, whatever it answers. */
    private static void answer(NominalMissive nominal) {
        if (nominal.sender().isEmpty() || nominal.id().isEmpty()) {
            return;
        }
        AcknowledgementMissive ack = nominal.acknowledge(AcknowledgementCode.ofClass(5))
                .by(nominal.receiver().participant().orElse(Bic.of("TESTBLEU")))
                .sentAt(AnyMissive.WHEN)
                .build();
        assertThat(Missives.lenient().read(ack.octets()).problems())
                .noneMatch(problem -> problem.isError() && problem.code() != Problem.Code.VALUE_TOO_LONG);
    }

    private static void ask(Message message) {
        assertThat(message.length()).isEqualTo(message.octets().length);
        assertThat(message.checksum().text()).hasSize(45);
        assertThat(message.match(message.checksum())).isPresent();
        message.simpleTest();
        assertThat(message.bodyDocument().getDocumentElement().getLocalName()).isEqualTo(message.bodyName());
    }

    private static byte[] mutate(byte[] document, Random random) {
        byte[] octets = document;
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && octets.length > 0; i++) {
            octets = change(octets, random);
        }
        return octets;
    }

    private static byte[] change(byte[] octets, Random random) {
        int from = random.nextInt(octets.length);
        int to = from + random.nextInt(Math.min(40, octets.length - from) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> with(octets, from, from + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> with(octets, from, to, new byte[0]);
            case 2 -> with(octets, from, from, Arrays.copyOfRange(octets, from, to));
            case 3 -> with(octets, from, from, token(random));
            case 4 -> with(octets, from, to, token(random));
            default -> swap(octets, random);
        };
    }

    private static byte[] token(Random random) {
        return Doc.utf8(TOKENS.get(random.nextInt(TOKENS.size())));
    }

    /** One element or tag moves behind another, roughly. */
    private static byte[] swap(byte[] octets, Random random) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int from = text.indexOf('<', random.nextInt(text.length()));
        int to = from < 0 ? -1 : text.indexOf('<', from + 1 + random.nextInt(60));
        if (to < 0) {
            return octets;
        }
        byte[] rest = with(octets, from, to, new byte[0]);
        int target = new String(rest, StandardCharsets.ISO_8859_1).indexOf('<', random.nextInt(rest.length));
        return target < 0 ? octets : with(rest, target, target, Arrays.copyOfRange(octets, from, to));
    }

    private static byte[] with(byte[] octets, int from, int to, byte[] other) {
        byte[] changed = new byte[octets.length - (to - from) + other.length];
        System.arraycopy(octets, 0, changed, 0, from);
        System.arraycopy(other, 0, changed, from, other.length);
        System.arraycopy(octets, to, changed, from + other.length, octets.length - to);
        return changed;
    }

    /** The seed of the document, too, is printed when it fails. */
    @Property(tries = 500, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void survivesMutatedMissives(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            read(mutate(DOCUMENTS.get(random.nextInt(DOCUMENTS.size())), random));
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void survivesAnyOctets(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] octets = new byte[random.nextInt(200)];
            random.nextBytes(octets);
            read(octets);
            StringBuilder soup = new StringBuilder("<m:Missive xmlns:m='" + Doc.NORM + "' version='1206'>");
            for (int n = random.nextInt(30); n > 0; n--) {
                soup.append(TOKENS.get(random.nextInt(TOKENS.size())));
            }
            read(Doc.utf8(soup.toString()));
        }
    }

    /** Every prefix of every document, and every document without one octet. */
    @Property(tries = 1)
    void survivesCutDocuments() {
        for (byte[] document : DOCUMENTS.subList(0, 9)) {
            for (int i = 0; i < document.length; i++) {
                byte[] cut = Arrays.copyOf(document, i);
                assertThat(Missives.lenient().read(cut).toOptional().isPresent())
                        .isEqualTo(
                                new String(cut, StandardCharsets.UTF_8).trim().endsWith("Missive>"));
                byte[] without = with(document, i, i + 1, new byte[0]);
                ask(Missives.lenient().read(without), without);
            }
        }
    }

    /** An array and a stream are read alike. */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void readsStreamsAsArrays(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        for (Missives reader : READERS) {
            byte[] octets = mutate(DOCUMENTS.get(random.nextInt(DOCUMENTS.size())), random);
            MissiveReading fromArray = reader.read(octets);
            MissiveReading fromStream = reader.read(new ByteArrayInputStream(octets));
            assertThat(fromStream.problems()).isEqualTo(fromArray.problems());
            assertThat(fromStream.toOptional()).isEqualTo(fromArray.toOptional());
        }
    }

    /** A change within the message is a change of its checksum; a missive that differs in its message is no match. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void noticesEveryChangeOfTheMessage(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] document = DOCUMENTS.get(12);
        NominalMissive missive =
                (NominalMissive) Missives.strict().read(document).toOptional().orElseThrow();
        int at = missive.message().offset() + random.nextInt(missive.message().length());
        byte[] changed = document.clone();
        changed[at] = (byte) random.nextInt(0x20, 0x7F);
        if (Missives.strict().read(changed).toOptional().orElse(null) instanceof NominalMissive other) {
            assertThat(other.message().checksum().equals(missive.message().checksum()))
                    .isEqualTo(changed[at] == document[at]);
        }
    }
}
