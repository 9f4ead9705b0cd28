// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whoever sends when the limit says so never sends too much. */
class RateLimitProperties {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final int TWO_HOURS = 7200;

    @Provide
    Arbitrary<RateLimit> limits() {
        return Combinators.combine(
                        Arbitraries.of(0, 1, 60, 600, 3600, 7200),
                        Arbitraries.integers().between(1, 12))
                .as((seconds, perHour) -> new RateLimit(Duration.ofSeconds(seconds), perHour));
    }

    /** Also such as are in the future, because a clock was set back. */
    @Provide
    Arbitrary<List<Instant>> attempts() {
        return Arbitraries.integers()
                .between(-TWO_HOURS, TWO_HOURS)
                .map(seconds -> NOON.plusSeconds(seconds))
                .list()
                .ofMaxSize(30);
    }

    @Property
    void isNeverBeforeNow(@ForAll("limits") RateLimit limit, @ForAll("attempts") List<Instant> attempts) {
        assertThat(limit.nextAt(attempts, NOON)).isAfterOrEqualTo(NOON);
    }

    @Property
    void theOrderOfAttemptsDoesNotMatter(
            @ForAll("limits") RateLimit limit, @ForAll("attempts") List<Instant> attempts, @ForAll Random order) {
        List<Instant> shuffled = new ArrayList<>(attempts);
        Collections.shuffle(shuffled, order);
        assertThat(limit.nextAt(shuffled, NOON)).isEqualTo(limit.nextAt(attempts, NOON));
    }

    @Property
    void whatLiesBeforeTheWindowDoesNotMatter(
            @ForAll("limits") RateLimit limit, @ForAll("attempts") List<Instant> attempts) {
        Instant start = limit.windowStart(NOON);
        List<Instant> recent =
                attempts.stream().filter(at -> !at.isBefore(start)).toList();
        assertThat(limit.nextAt(recent, NOON)).isEqualTo(limit.nextAt(attempts, NOON));
    }

    @Property
    void oneMoreAttemptNeverMakesItEarlier(
            @ForAll("limits") RateLimit limit,
            @ForAll("attempts") List<Instant> attempts,
            @ForAll @IntRange(min = -TWO_HOURS, max = TWO_HOURS) int seconds) {
        List<Instant> more = new ArrayList<>(attempts);
        more.add(NOON.plusSeconds(seconds));
        assertThat(limit.nextAt(more, NOON)).isAfterOrEqualTo(limit.nextAt(attempts, NOON));
    }

    /** A sender that is in a hurry at some moments and idle between them, and always waits as long as it must. */
    @Property
    void whoeverObeysStaysWithinTheLimit(
            @ForAll("limits") RateLimit limit,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 900) Integer> pauses) {
        List<Instant> sent = new ArrayList<>();
        Instant now = NOON;
        for (int pause : pauses) {
            Instant wish = now.plusSeconds(pause);
            now = limit.nextAt(since(sent, limit.windowStart(wish)), wish);
            assertThat(limit.nextAt(since(sent, limit.windowStart(now)), now)).isEqualTo(now);
            sent.add(now);
        }
        assertObeyed(limit, sent);
    }

    private static List<Instant> since(List<Instant> sent, Instant start) {
        return sent.stream().filter(at -> !at.isBefore(start)).toList();
    }

    private static void assertObeyed(RateLimit limit, List<Instant> sent) {
        for (int i = 1; i < sent.size(); i++) {
            assertThat(Duration.between(sent.get(i - 1), sent.get(i))).isGreaterThanOrEqualTo(limit.interval());
        }
        for (int i = limit.perHour(); i < sent.size(); i++) {
            assertThat(Duration.between(sent.get(i - limit.perHour()), sent.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofHours(1));
        }
    }
}
