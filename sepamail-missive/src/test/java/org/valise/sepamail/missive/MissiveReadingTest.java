// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valise.sepamail.missive.Problem.Code;

/** The outcome of reading, and where the octets come from. */
class MissiveReadingTest {

    private static final String BOTH_LAYERS = Doc.set(Doc.set(Doc.NOMINAL, "MsvPri", "URGENT"), "MsvOrd", "0");

    @Test
    void isTheMissiveIfNothingIsWrong() throws MissiveFormatException {
        MissiveReading reading = Doc.strict(Doc.drop(Doc.NOMINAL, "MsvPri"));
        assertThat(reading).isInstanceOf(MissiveReading.Accepted.class);
        assertThat(reading.orElseThrow()).isSameAs(reading.toOptional().orElseThrow());
        assertThat(reading.problems()).noneMatch(Problem::isError).hasSize(1);
        assertThat(reading.layer1()).isEmpty();
        assertThat(reading.layer2()).isEqualTo(reading.problems());
    }

    @Test
    void isTheProblemsIfSomethingIs() {
        MissiveReading reading = Doc.strict(BOTH_LAYERS);
        assertThat(reading.toOptional()).isEmpty();
        assertThat(Doc.codes(reading)).containsExactlyInAnyOrder(Code.BAD_VALUE, Code.BAD_ORDER);
        assertThat(reading.layer1()).extracting(Problem::code).containsExactly(Code.BAD_VALUE);
        assertThat(reading.layer2()).extracting(Problem::code).containsExactly(Code.BAD_ORDER);
        assertThatExceptionOfType(MissiveFormatException.class)
                .isThrownBy(reading::orElseThrow)
                .withMessageContaining("BAD_VALUE")
                .withMessageContaining("BAD_ORDER")
                .satisfies(e -> assertThat(e.problems()).isEqualTo(reading.problems()));
    }

    /** What was refused may be shown, as far as there is anything. */
    @Test
    void suspectsWhatItCanRead() {
        MissiveReading.Refused refused = (MissiveReading.Refused) Doc.strict(BOTH_LAYERS);
        Missive suspect = refused.suspect().orElseThrow();
        assertThat(suspect).isInstanceOf(NominalMissive.class);
        assertThat(suspect.id()).isEqualTo("MISSIVE-1");
        assertThat(suspect.statedPriority()).isEmpty();
        assertThat(suspect.octets()).isEqualTo(Doc.utf8(BOTH_LAYERS));
        for (String document : List.of(
                "",
                Doc.NOMINAL.substring(0, 500),
                Doc.NOMINAL.replace("_001", "_002"),
                Doc.drop(Doc.NOMINAL, "MsvId"),
                Doc.drop(Doc.NOMINAL, "MsvBdy"),
                Doc.NOMINAL + "<")) {
            assertThat(((MissiveReading.Refused) Doc.strict(document)).suspect())
                    .isEmpty();
        }
    }

    /** A suspect is of octets like any other. */
    @Test
    void resendsASuspectAsItStands() {
        NominalMissive suspect = (NominalMissive)
                ((MissiveReading.Refused) Doc.strict(BOTH_LAYERS)).suspect().orElseThrow();
        assertThat(suspect.order()).isZero();
        assertThat(suspect.resend().octets()).isEqualTo(Doc.utf8(Doc.set(BOTH_LAYERS, "MsvOrd", "1")));
    }

    /** A limit, not the end of the stream, ends reading. */
    @Test
    void readsNoMoreThanItMay() throws IOException {
        Missives reader = Missives.strict().withLimits(MissiveLimits.defaults().withOctets(1000));
        Endless endless = new Endless();
        MissiveReading reading = reader.read(endless);
        assertThat(Doc.codes(reading)).containsExactly(Code.TOO_LONG);
        assertThat(endless.given).isLessThanOrEqualTo(1001);
        byte[] document = Doc.utf8(Doc.NOMINAL);
        Missives exact = Missives.strict().withLimits(MissiveLimits.defaults().withOctets(document.length));
        assertThat(exact.read(new ByteArrayInputStream(document)).problems()).isEmpty();
        Missives less = Missives.strict().withLimits(MissiveLimits.defaults().withOctets(document.length - 1L));
        assertThat(Doc.codes(less.read(new ByteArrayInputStream(document)))).containsExactly(Code.TOO_LONG);
        assertThat(Doc.codes(less.read(document))).containsExactly(Code.TOO_LONG);
    }

    /** "No limit" is one that anybody would try. */
    @Test
    void readsWithTheGreatestLimit() throws IOException {
        Missives reader = Missives.strict().withLimits(MissiveLimits.defaults().withOctets(Long.MAX_VALUE));
        byte[] document = Doc.utf8(Doc.NOMINAL);
        assertThat(reader.read(document).problems()).isEmpty();
        assertThat(reader.read(new ByteArrayInputStream(document)).problems()).isEmpty();
    }

    /** What no array holds is too long, and not cut: one octet more than is allowed is always asked for. */
    @ParameterizedTest
    @CsvSource({
        "1000, 1000",
        "2147483638, 2147483638",
        "2147483639, 2147483638",
        "2147483648, 2147483638",
        "9223372036854775807, 2147483638"
    })
    void readsNoMoreThanAnArrayHolds(long limit, int most) {
        Missives reader = Missives.strict().withLimits(MissiveLimits.defaults().withOctets(limit));
        assertThat(reader.mostInMemory()).isEqualTo(most);
    }

    private static final class Endless extends InputStream {
        private long given;

        @Override
        public int read() {
            given++;
            return ' ';
        }

        @Override
        public int read(byte[] octets, int from, int length) {
            Arrays.fill(octets, from, from + length, (byte) ' ');
            given += length;
            return length;
        }
    }

    @Test
    void passesOnThatAStreamFails() {
        IOException broken = new IOException("broken");
        InputStream in = new InputStream() {
            @Override
            public int read() throws IOException {
                throw broken;
            }

            @Override
            public int read(byte[] octets, int from, int length) throws IOException {
                throw broken;
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Missives.strict().read(in))
                .isSameAs(broken);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw broken;
            }
        };
        Missive missive = Doc.read(NominalMissive.class, Doc.NOMINAL);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> missive.writeTo(out))
                .isSameAs(broken);
    }

    @Test
    void leavesStreamsOpen() throws IOException {
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream(Doc.utf8(Doc.NOMINAL)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        assertThat(Missives.strict().read(in).problems()).isEmpty();
        assertThat(closed[0]).isFalse();
    }

    /** Two missives are equal if their documents are the same octets. */
    @Test
    void isEqualByItsOctets() {
        Missive one = Doc.read(NominalMissive.class, Doc.NOMINAL);
        Missive lenient = Doc.lenient(Doc.NOMINAL).toOptional().orElseThrow();
        assertThat(one).isEqualTo(lenient).hasSameHashCodeAs(lenient);
        assertThat(one).isNotEqualTo(Doc.read(NominalMissive.class, Doc.NOMINAL.replace("\n", "\r\n")));
        assertThat(one).isNotEqualTo(Doc.read(NominalMissive.class, Doc.NOMINAL.stripTrailing()));
        assertThatNullPointerException().isThrownBy(() -> new MissiveReading.Accepted(null, List.of()));
    }

    @Test
    void saysForEachProblemWhichRuleAndWhatToDo() {
        for (Code code : Code.values()) {
            Problem problem = Problem.of(code, "Words.").at(new Span(1, 2, 3, 4));
            assertThat(problem.toString())
                    .contains(
                            code.name(),
                            "line 1, column 2 (offset 3)",
                            "Words.",
                            code.advice(),
                            code.clause().toString());
            assertThat(code.advice()).endsWith(".");
            assertThat(problem.isError()).isEqualTo(code.severity() == Problem.Severity.ERROR);
        }
    }
}
