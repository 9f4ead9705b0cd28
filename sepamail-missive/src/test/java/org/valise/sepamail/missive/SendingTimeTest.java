// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** MIS1202 "Time stamping", and what the guidelines say of a sending time in the future. */
class SendingTimeTest {

    private static final Instant SENT = Instant.parse("2026-11-22T09:00:00Z");
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private static final NominalMissive MISSIVE = NominalMissive.builder(SchemaVersion.NORM_1206)
            .id("ID-1")
            .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
            .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
            .message(MessageContent.of("M-1", SimpleTest.request("T-1")))
            .sentAt(SENT)
            .build();

    private static SendingTime at(Instant now) {
        return SendingTime.check(MISSIVE, InstantSource.fixed(now), MARGIN);
    }

    /** Whether its octets are kept says nothing about its time. */
    @Test
    void aStreamedMissiveIsHeldAgainstTheClockToo() throws Exception {
        StreamedMissive streamed = Missives.strict()
                .readStreamed(MISSIVE.newInputStream(), ContentSink.none())
                .orElseThrow();
        for (Instant now :
                new Instant[] {SENT, SENT.minus(MARGIN), SENT.minus(MARGIN).minusNanos(1)}) {
            assertThat(SendingTime.check(streamed, InstantSource.fixed(now), MARGIN))
                    .isEqualTo(at(now));
        }
    }

    @Test
    void anOldMissiveIsInTimeHoweverOld() {
        for (Instant now : new Instant[] {SENT, SENT.plusNanos(1), SENT.plus(Duration.ofDays(10_000))}) {
            SendingTime time = at(now);
            assertThat(time.outcome()).isEqualTo(SendingTime.Outcome.IN_TIME);
            assertThat(time.ahead()).isZero();
            assertThat(time.warning()).isEmpty();
            assertThat(time.refusal()).isEmpty();
        }
    }

    @Test
    void aTimeWithinTheMarginIsTakenWithAWarning() {
        for (Instant now : new Instant[] {SENT.minusNanos(1), SENT.minus(MARGIN)}) {
            SendingTime time = at(now);
            assertThat(time.outcome()).isEqualTo(SendingTime.Outcome.WITHIN_MARGIN);
            assertThat(time.warning().orElseThrow().code()).isEqualTo(RoutingWarning.Code.BAD_TIME);
            assertThat(time.refusal()).isEmpty();
        }
        assertThat(at(SENT.minusMillis(1500)).warning().flatMap(RoutingWarning::description))
                .hasValueSatisfying(words -> assertThat(words).contains("1500 ms"));
    }

    @Test
    void aTimeBeyondTheMarginIsRefusedWithACodeThatAllowsAResend() {
        SendingTime time = at(SENT.minus(MARGIN).minusNanos(1));
        assertThat(time.outcome()).isEqualTo(SendingTime.Outcome.BEYOND_MARGIN);
        assertThat(time.warning()).isEmpty();
        assertThat(time.refusal().orElseThrow().text()).isEqualTo("4.3.3");
        assertThat(time.refusal().flatMap(AcknowledgementCode::meaning))
                .contains(AcknowledgementCode.Meaning.WRONG_SENDING_TIME);
    }

    @Test
    void theWarningHasItsPlaceInTheAcknowledgement() {
        SendingTime time = at(SENT.minusSeconds(1));
        AcknowledgementMissive ack = MISSIVE.acknowledge(AcknowledgementCode.FORWARDED)
                .warning(time.warning().orElseThrow())
                .sentAt(SENT)
                .build();
        assertThat(ack.warnings()).extracting(RoutingWarning::code).containsExactly(RoutingWarning.Code.BAD_TIME);
    }

    @Test
    void aMarginIsNotNegative() {
        InstantSource clock = InstantSource.fixed(SENT);
        assertThatIllegalArgumentException().isThrownBy(() -> SendingTime.check(MISSIVE, clock, Duration.ofNanos(-1)));
    }
}
