// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Instant;

/** Missives to be built, one of a kind and any. */
final class AnyMissive {

    static final Instant WHEN = Instant.parse("2026-11-22T08:42:00Z");

    private AnyMissive() {}

    static MissiveBuilder<NominalMissive> simple(SchemaVersion version) {
        return with(version, MessageContent.of("MESSAGE-1", SimpleTest.request("TEST-1")));
    }

    static MissiveBuilder<NominalMissive> with(SchemaVersion version, MessageContent content) {
        return NominalMissive.builder(version)
                .id("MISSIVE-1")
                .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(content)
                .sentAt(WHEN);
    }
}
