// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** XML Schema 1.0, part 2, 3.2.7: dateTime, held against the JDK's schema processor and its calendar. */
class MissiveTimeProperties {

    private static final XsdType DATE_TIME = new XsdType("dateTime");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void takesForADateAndTimeWhatASchemaDoes(@ForAll("nearlyTimes") String text) {
        boolean allowed = DATE_TIME.allows(text);
        Statistics.collect(allowed);
        Statistics.coverage(c -> c.check(true).percentage(p -> p > 3));
        assertThat(MissiveTime.isDateTime(text)).describedAs(text).isEqualTo(allowed);
    }

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void takesForADateAndTimeWhatASchemaDoesOfAnyDigits(@ForAll("spoiledTimes") String text) {
        assertThat(MissiveTime.isDateTime(text)).describedAs(text).isEqualTo(DATE_TIME.allows(text));
    }

    @Property(tries = 5000, maxDiscardRatio = 50, edgeCases = EdgeCasesMode.NONE)
    void readsTheInstantThatTheJdkReads(@ForAll("nearlyTimes") String text) throws DatatypeConfigurationException {
        Assume.that(MissiveTime.isDateTime(text) && text.matches("[0-9]{4}-.*"));
        XMLGregorianCalendar expected = DatatypeFactory.newInstance().newXMLGregorianCalendar(text);
        MissiveTime time = MissiveTime.read(text, ZoneOffset.UTC).time();
        assertThat(time).isNotNull();
        if (!time.hasZone()) {
            expected.setTimezone(0);
        }
        long millis = expected.toGregorianCalendar().getTimeInMillis();
        assertThat(time.instant().getEpochSecond()).isEqualTo(Math.floorDiv(millis, 1000L));
        assertThat(time.hasZone()).isEqualTo(text.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})"));
    }

    @Property
    void readsBackWhatItWrites(
            @ForAll @LongRange(min = -62_135_510_400L, max = 253_402_214_400L) long seconds,
            @ForAll @IntRange(max = 999_999_999) int nanos,
            @ForAll @IntRange(min = -840, max = 840) int offsetMinutes) {
        Instant instant = Instant.ofEpochSecond(seconds, nanos);
        MissiveTime time = MissiveTime.of(instant, ZoneOffset.ofTotalSeconds(60 * offsetMinutes));
        assertThat(DATE_TIME.allows(time.toString())).isTrue();
        assertThat(MissiveTime.read(time.toString(), PARIS).time()).isEqualTo(time);
        assertThat(time.instant()).isEqualTo(instant);
    }

    /** Also of years that only a schema allows. */
    @Property(tries = 5000, maxDiscardRatio = 50, edgeCases = EdgeCasesMode.NONE)
    void writesWhatItReadSoThatItIsReadTheSame(@ForAll("nearlyTimes") String text) {
        MissiveTime time = MissiveTime.read(text, PARIS).time();
        Assume.that(time != null);
        assertThat(MissiveTime.isDateTime(time.toString())).describedAs(text).isTrue();
        assertThat(MissiveTime.read(time.toString(), PARIS).time())
                .isEqualTo(time)
                .hasSameHashCodeAs(time);
    }

    @Provide
    Arbitrary<String> nearlyTimes() {
        Arbitrary<String> years = Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "0000",
                                "-0000",
                                "0001",
                                "-0001",
                                "-0004",
                                "-0100",
                                "-0400",
                                "1900",
                                "2000",
                                "2012",
                                "2100",
                                "2400",
                                "9999",
                                "10000",
                                "12345",
                                "01234",
                                "00000",
                                "-12345",
                                "-01234",
                                "100000",
                                "999999999",
                                "123456788",
                                "-999999999",
                                "+2012",
                                "201",
                                "",
                                "-",
                                "--2012",
                                "2147483647")),
                Tuple.of(1, Arbitraries.integers().between(1, 9999).map(y -> two(y, 4))));
        Arbitrary<String> dates = Combinators.combine(years, number(0, 1, 12, 13), number(0, 1, 31, 32))
                .as((y, m, d) -> y + "-" + m + "-" + d);
        Arbitrary<String> endsOfFebruary =
                years.flatMap(y -> Arbitraries.of("-02-28", "-02-29", "-02-30").map(d -> y + d));
        Arbitrary<String> times = Combinators.combine(number(0, 0, 23, 25), number(0, 0, 59, 61), number(0, 0, 59, 61))
                .as((h, m, s) -> h + ":" + m + ":" + s);
        Arbitrary<String> timesOfDay =
                Arbitraries.oneOf(times, Arbitraries.of("24:00:00", "24:00:01", "24:01:00", "23:59:59", "00:00:00"));
        Arbitrary<String> fractions = Arbitraries.of(
                "",
                "",
                "",
                ".",
                ".0",
                ".000",
                ".5",
                ".123456789",
                ".0000000001",
                ".00000000000",
                ".1234567890123",
                ".9999999999");
        Arbitrary<String> zones = Arbitraries.of(
                "", "", "Z", "z", "+00:00", "-00:00", "+01:00", "-05:30", "+14:00", "-14:00", "+14:01", "-14:01",
                "+15:00", "+13:59", "+13:60", "+1:00", "+0100", "+01", "UTC", "+99:00");
        return Combinators.combine(Arbitraries.oneOf(dates, endsOfFebruary), timesOfDay, fractions, zones)
                .as((date, time, fraction, zone) -> date + "T" + time + fraction + zone);
    }

    private static Arbitrary<String> number(int least, int from, int to, int most) {
        return Arbitraries.frequencyOf(
                        Tuple.of(9, Arbitraries.integers().between(from, to)),
                        Tuple.of(1, Arbitraries.integers().between(least, most)))
                .map(n -> two(n, 2));
    }

    private static String two(int n, int width) {
        String digits = Integer.toString(n);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** A right one with one character too many, too few, or wrong. */
    @Provide
    Arbitrary<String> spoiledTimes() {
        String right = "2012-02-29T15:00:00.25+01:00";
        return Combinators.combine(
                        Arbitraries.integers().between(0, right.length()),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(
                                "", "0", "1", "9", "-", ":", "T", "t", ".", ",", "Z", "+", "\u0661", "\uff11", "x",
                                "00"))
                .as((at, cut, in) -> right.substring(0, at) + in + right.substring(Math.min(right.length(), at + cut)));
    }
}
