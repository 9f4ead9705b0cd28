// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gateway blocks senders that send too much (STS600-9-2 clause 4). */
class RateLimitTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final RateLimit DEFAULTS = RateLimit.defaults();

    private static Instant minutes(long before) {
        return NOON.minus(Duration.ofMinutes(before));
    }

    @Test
    void aMinuteAndTwentyAnHourAreTheDefaults() {
        assertThat(DEFAULTS.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(DEFAULTS.perHour()).isEqualTo(20);
    }

    @Test
    void theFirstIsSentAtOnce() {
        assertThat(DEFAULTS.nextAt(List.of(), NOON)).isEqualTo(NOON);
    }

    @Test
    void theNextComesAfterTheInterval() {
        assertThat(DEFAULTS.nextAt(List.of(NOON), NOON)).isEqualTo(NOON.plusSeconds(60));
        assertThat(DEFAULTS.nextAt(List.of(NOON.minusSeconds(59)), NOON)).isEqualTo(NOON.plusSeconds(1));
        assertThat(DEFAULTS.nextAt(List.of(NOON.minusSeconds(60)), NOON)).isEqualTo(NOON);
        assertThat(DEFAULTS.nextAt(List.of(NOON.minusNanos(59_999_999_999L)), NOON))
                .isEqualTo(NOON.plusNanos(1));
    }

    @Test
    void theTwentyFirstComesAnHourAfterTheFirst() {
        List<Instant> attempts = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            attempts.add(minutes(50 - i));
        }
        assertThat(DEFAULTS.nextAt(attempts, NOON)).isEqualTo(NOON);
        attempts.add(minutes(2));
        assertThat(DEFAULTS.nextAt(attempts, NOON)).isEqualTo(minutes(50).plus(Duration.ofHours(1)));
        attempts.add(minutes(1));
        assertThat(DEFAULTS.nextAt(attempts, NOON)).isEqualTo(minutes(49).plus(Duration.ofHours(1)));
    }

    @Test
    void anAttemptAnHourAgoIsPast() {
        RateLimit one = new RateLimit(Duration.ZERO, 1);
        assertThat(one.nextAt(List.of(minutes(60)), NOON)).isEqualTo(NOON);
        assertThat(one.nextAt(List.of(minutes(60).plusNanos(1)), NOON)).isEqualTo(NOON.plusNanos(1));
    }

    @Test
    void theStricterRuleDecides() {
        RateLimit slow = new RateLimit(Duration.ofHours(5), 1000);
        assertThat(slow.nextAt(List.of(minutes(90)), NOON))
                .isEqualTo(minutes(90).plus(Duration.ofHours(5)));
        RateLimit few = new RateLimit(Duration.ofSeconds(1), 1);
        assertThat(few.nextAt(List.of(minutes(30)), NOON)).isEqualTo(minutes(30).plus(Duration.ofHours(1)));
    }

    @Test
    void noIntervalMeansNone() {
        assertThat(new RateLimit(Duration.ZERO, 2).nextAt(List.of(NOON), NOON)).isEqualTo(NOON);
    }

    @Test
    void anAttemptInTheFutureCountsAsMadeNow() {
        Instant future = NOON.plus(Duration.ofMinutes(60));
        assertThat(DEFAULTS.nextAt(List.of(future), NOON)).isEqualTo(NOON.plusSeconds(60));
        assertThat(new RateLimit(Duration.ZERO, 1).nextAt(List.of(future), NOON))
                .isEqualTo(NOON.plus(Duration.ofHours(1)));
    }

    /** A clock that was once ahead does not forbid sending until that day. */
    @Test
    void anAttemptFarInTheFutureCountsNot() {
        Instant future = NOON.plus(Duration.ofHours(1)).plusMillis(1);
        assertThat(DEFAULTS.nextAt(List.of(future), NOON)).isEqualTo(NOON);
    }

    @Test
    void theWindowIsTheLongerOfHourAndInterval() {
        assertThat(DEFAULTS.windowStart(NOON)).isEqualTo(minutes(60));
        assertThat(new RateLimit(Duration.ofDays(1), 1).windowStart(NOON)).isEqualTo(NOON.minus(Duration.ofDays(1)));
    }

    @Test
    void whatIsNoLimitIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(Duration.ofNanos(-1), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(Duration.ZERO, 0));
    }
}
