// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of the story: it goes on as time does, and hours can pass at once. For one thread. */
final class StoryClock extends Clock {

    private final Clock present;
    private Duration ahead = Duration.ZERO;

    StoryClock(Clock present) {
        this.present = present;
    }

    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    @Override
    public Instant instant() {
        return present.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Only UTC is told. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
