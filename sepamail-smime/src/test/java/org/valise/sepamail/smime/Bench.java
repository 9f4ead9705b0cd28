// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;

/** Two banks that trust one authority. */
final class Bench {

    static final InstantSource CLOCK = InstantSource.fixed(TestPki.NOW);
    static final TestPki AUTHORITY = TestPki.authority("Scheme", 0);
    static final TestPki SIGNER = AUTHORITY.signer(TestPki.rsa(1), TestPki.SENDER);
    static final TestPki EC_SIGNER = AUTHORITY.signer(TestPki.ec(0), TestPki.SENDER);
    static final TestPki RECIPIENT = AUTHORITY.recipient(TestPki.rsa(2), TestPki.RECEIVER);
    static final TestPki EC_RECIPIENT = AUTHORITY.recipient(TestPki.ec(1), TestPki.RECEIVER);
    static final Mailbox FROM = Mailbox.of(TestPki.SENDER);
    static final Mailbox TO = Mailbox.of(TestPki.RECEIVER);

    private Bench() {}

    static MissiveSealer sealer() {
        return MissiveSealer.of(SIGNER.identity(), FROM, CLOCK);
    }

    static MissiveOpener opener() {
        return MissiveOpener.of(
                List.of(EC_RECIPIENT.decryptionKey(), RECIPIENT.decryptionKey()),
                TrustPolicy.of(List.of(AUTHORITY.certificate)),
                CLOCK);
    }

    static NominalMissive missive(String text) {
        return NominalMissive.builder(SchemaVersion.NORM_1206)
                .id("20261122090000000_0001")
                .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(MessageContent.of(
                        "M-1", SimpleTest.request("T-1").withText("x").withData(text.getBytes(StandardCharsets.UTF_8))))
                .sentAt(TestPki.NOW)
                .build();
    }
}
