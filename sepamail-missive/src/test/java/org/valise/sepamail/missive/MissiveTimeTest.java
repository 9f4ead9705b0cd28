// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MIS1202, time stamping; ISODateTime is an {@code xs:dateTime} (XML Schema part 2, 3.2.7). */
class MissiveTimeTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2012-09-21T15:00:00",
                "2012-09-21T15:00:00Z",
                "2012-09-21T15:00:00.1+02:00",
                "2012-02-29T00:00:00",
                "2000-02-29T00:00:00",
                "2012-12-31T24:00:00",
                "2012-12-31T24:00:00.000",
                "9999-12-31T23:59:59.999999999999-14:00",
                "-0004-02-29T00:00:00",
                "12345-01-01T00:00:00",
                "12345678904-02-29T00:00:00",
                "123456789012345678800-02-29T00:00:00Z",
                "0001-01-01T00:00:00+14:00"
            })
    void knowsDatesAndTimes(String text) {
        assertThat(MissiveTime.isDateTime(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2012",
                "2012-09-21",
                "2012-09-21 15:00:00",
                "2012-09-21T15:00",
                "2012-9-21T15:00:00",
                "0000-01-01T00:00:00",
                "-0000-01-01T00:00:00",
                "01234-01-01T00:00:00",
                "2011-02-29T00:00:00",
                "1900-02-29T00:00:00",
                "123456789012345678901-02-29T00:00:00Z",
                "12345678900-02-29T00:00:00",
                "2012-",
                "2012-1",
                "2012-01-1",
                "2012-01-01T0",
                "2012-01-01T00:",
                "2012-01-01T00:00:0",
                "2012-01-01T00:00:00+1",
                "2012-01-01T00:00:00+01:",
                "2012-01-01T00:00:00+01:0",
                "2012-01-01T00:00:0a",
                "2012-01-01T00:00:a0",
                "2012-00-01T00:00:00",
                "2012-13-01T00:00:00",
                "2012-04-31T00:00:00",
                "2012-01-00T00:00:00",
                "2012-01-01T24:00:01",
                "2012-01-01T24:01:00",
                "2012-01-01T24:00:00.1",
                "2012-01-01T24:00:00.0000000001",
                "2012-01-01T25:00:00",
                "2012-01-01T00:60:00",
                "2012-01-01T23:59:60",
                "2012-01-01T00:00:00.",
                "2012-01-01T00:00:00z",
                "2012-01-01T00:00:00+14:01",
                "2012-01-01T00:00:00-15:00",
                "2012-01-01T00:00:00+01:60",
                "2012-01-01T00:00:00+0100",
                "2012-01-01T00:00:00+01",
                "+2012-01-01T00:00:00",
                "2012-01-01T00:00:00ZZ",
                "2012-01-01T00:00:00Z ",
                "\u0662012-01-01T00:00:00",
                "2012-01-01T00:00:00,5"
            })
    void knowsWhatIsNoDateAndTime(String text) {
        assertThat(MissiveTime.isDateTime(text)).isFalse();
        assertThat(MissiveTime.read(text, PARIS).time()).isNull();
    }

    /** All published samples leave the zone out. */
    @Test
    void readsATimeWithoutZoneInTheOneThatIsGiven() {
        MissiveTime time = MissiveTime.read("2012-09-21T15:00:00", PARIS).time();
        assertThat(time).isNotNull();
        assertThat(time.instant()).isEqualTo("2012-09-21T13:00:00Z");
        assertThat(time.offset()).isEqualTo(ZoneOffset.ofHours(2));
        assertThat(time.hasZone()).isFalse();
        assertThat(time).hasToString("2012-09-21T15:00:00");
        assertThat(time.local()).isEqualTo(LocalDateTime.of(2012, 9, 21, 15, 0));
        assertThat(time)
                .isNotEqualTo(
                        MissiveTime.read("2012-09-21T15:00:00+02:00", PARIS).time());
    }

    @ParameterizedTest
    @CsvSource({
        "2012-12-31T24:00:00Z, 2013-01-01T00:00:00Z, 2013-01-01T00:00:00Z",
        "2012-02-28T24:00:00Z, 2012-02-29T00:00:00Z, 2012-02-29T00:00:00Z",
        "2012-09-21T15:00:00.1234567899+01:30, 2012-09-21T13:30:00.123456789Z, 2012-09-21T15:00:00.123456789+01:30",
        "2012-09-21T15:00:00.500-00:30, 2012-09-21T15:30:00.5Z, 2012-09-21T15:00:00.5-00:30",
        "2012-09-21T15:00:00-00:00, 2012-09-21T15:00:00Z, 2012-09-21T15:00:00Z",
        "12345-01-01T00:00:00Z, +12345-01-01T00:00:00Z, 12345-01-01T00:00:00Z",
        "-0004-02-29T00:00:00Z, -0004-02-29T00:00:00Z, -0004-02-29T00:00:00Z",
        "999999999-12-31T23:59:59Z, +999999999-12-31T23:59:59Z, 999999999-12-31T23:59:59Z",
        "-123456789-01-01T00:00:00Z, -123456789-01-01T00:00:00Z, -123456789-01-01T00:00:00Z"
    })
    void readsTheInstantAndWritesTheTime(String text, Instant instant, String written) {
        MissiveTime time = MissiveTime.read(text, PARIS).time();
        assertThat(time).isNotNull().hasToString(written);
        assertThat(time.instant()).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000000-01-01T00:00:00",
                "999999999-12-31T24:00:00",
                "99999999999999999999-01-01T00:00:00Z",
                "-0001-12-31T24:00:00Z"
            })
    void doesNotReadWhatJavaCannotHold(String text) {
        assertThat(MissiveTime.isDateTime(text)).isTrue();
        assertThat(MissiveTime.read(text, PARIS).time()).isNull();
    }

    /** A local time that is there twice is the earlier one; one that is not there is as late as it says. */
    @Test
    void readsLocalTimesAroundAChangeOfTheClock() {
        assertThat(instant("2012-10-28T02:30:00")).isEqualTo("2012-10-28T00:30:00Z");
        assertThat(instant("2012-03-25T02:30:00")).isEqualTo("2012-03-25T01:30:00Z");
    }

    private static Instant instant(String text) {
        MissiveTime time = MissiveTime.read(text, PARIS).time();
        assertThat(time).isNotNull();
        return time.instant();
    }

    @Test
    void writesInstantsOfTheYears1To9999InZonesOfWholeMinutes() {
        Instant instant = Instant.parse("2012-09-21T15:00:00Z");
        assertThat(MissiveTime.of(instant)).hasToString("2012-09-21T15:00:00Z");
        assertThat(MissiveTime.of(instant, PARIS)).hasToString("2012-09-21T17:00:00+02:00");
        assertThat(MissiveTime.of(Instant.parse("0001-01-01T00:00:00Z"))).hasToString("0001-01-01T00:00:00Z");
        assertThat(MissiveTime.of(Instant.parse("9999-12-31T23:59:59Z"))).hasToString("9999-12-31T23:59:59Z");
        assertThat(MissiveTime.of(instant, ZoneOffset.ofHours(14))).hasToString("2012-09-22T05:00:00+14:00");
        assertThat(MissiveTime.of(instant, ZoneOffset.ofHours(-14))).hasToString("2012-09-21T01:00:00-14:00");
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveTime.of(Instant.parse("0000-12-31T23:59:59Z")));
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveTime.of(Instant.MAX));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MissiveTime.of(Instant.parse("9999-12-31T23:00:00Z"), PARIS));
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveTime.of(instant, ZoneOffset.ofHours(15)));
        assertThatIllegalArgumentException().isThrownBy(() -> MissiveTime.of(instant, ZoneOffset.ofTotalSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MissiveTime.of(Instant.parse("1900-01-01T00:00:00Z"), PARIS)); // +00:09:21
    }
}
