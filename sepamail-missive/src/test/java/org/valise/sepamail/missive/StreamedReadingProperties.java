// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Reading from a stream finds what reading in memory finds, wherever the stream is cut into pieces. */
class StreamedReadingProperties {

    private static final String SNIPPETS =
            "<x/>|</sem:MsgHdr>|<sem:MsvId>|text|&amp;|&#65;|&bad;|<![CDATA[c]]>|<!-- c -->|<?p i?>|"
                    + "\u00E9|\r\n|\r|]]>|<|>|\"| xmlns:sem=\"urn:x\"| a=\"b\"|<sem:MsvPri>LOW</sem:MsvPri>|   |=|/|<sem:AcqSta>NACK</sem:AcqSta>|"
                    + "FR7630006000011234567890189|\uD83D\uDE00|<m:AcqCla>2</m:AcqCla>";

    /** One change of a document: what goes, where, and what comes. */
    record Change(double at, int length, String instead) {

        String in(String document) {
            int from = (int) (at * document.length());
            int to = Math.min(document.length(), from + length);
            return document.substring(0, from) + instead + document.substring(to);
        }
    }

    @Provide
    Arbitrary<String> bent() {
        String empty = "<sem:SndChk>sha256:" + "0".repeat(64) + "</sem:SndChk>";
        Arbitrary<String> whole = Arbitraries.of(
                StreamDocuments.nominal("", StreamDocuments.test("QUJD\r\nRA==")),
                StreamDocuments.nominal(empty, StreamDocuments.test("")).replace("\n", "\r\n"),
                StreamDocuments.acknowledgement(),
                StreamDocuments.service());
        Arbitrary<Change> change = Combinators.combine(
                        Arbitraries.doubles().between(0, 0.999).ofScale(5),
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(3, 0),
                                net.jqwik.api.Tuple.of(2, 1),
                                net.jqwik.api.Tuple.of(1, 30),
                                net.jqwik.api.Tuple.of(1, 5000)),
                        Arbitraries.of(SNIPPETS.split("\\|", -1)))
                .as(Change::new);
        return Combinators.combine(whole, change.list().ofMinSize(0).ofMaxSize(3))
                .as((document, changes) -> {
                    String bent = document;
                    for (Change each : changes) {
                        bent = each.in(bent);
                    }
                    return bent;
                });
    }

    @Property(tries = 4000)
    void findsTheSameProblems(
            @ForAll("bent") String document, @ForAll @IntRange(min = 1, max = 700) int piece, @ForAll boolean lenient)
            throws IOException {
        byte[] octets = StreamDocuments.octets(document);
        Missives reader = lenient ? Missives.lenient() : Missives.strict();
        MissiveReading whole = reader.read(octets);
        StreamedReading streamed = reader.readStreamed(new Trickle(octets, piece), ContentSink.none());
        assertThat(briefs(streamed.problems())).isEqualTo(briefs(whole.problems()));
        assertThat(streamed instanceof StreamedReading.Accepted).isEqualTo(whole instanceof MissiveReading.Accepted);
        whole.toOptional()
                .ifPresent(missive -> assertSame(missive, streamed.toOptional().orElseThrow(), octets.length));
    }

    private static List<String> briefs(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem + " +" + problem.span().map(Span::length))
                .toList();
    }

    private static void assertSame(Missive missive, StreamedMissive streamed, int length) {
        assertThat(streamed.values()).isEqualTo(missive.values());
        assertThat(streamed.length()).isEqualTo(length);
        if (missive instanceof NominalMissive nominal) {
            assertSame(nominal.message(), ((StreamedNominal) streamed).message());
        }
    }

    private static void assertSame(Message message, StreamedMessage streamed) {
        assertThat(streamed.values()).isEqualTo(message.values());
        assertThat(streamed.offset()).isEqualTo(message.offset());
        assertThat(streamed.length()).isEqualTo(message.length());
        assertThat(streamed.checksum()).isEqualTo(message.checksum());
    }
}
