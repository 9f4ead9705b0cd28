// SPDX-License-Identifier: Apache-2.0
package org.valise.consumers.smime.classpath;

import java.security.Security;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;
import org.valise.sepamail.smime.DecryptionKey;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveOpener;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.OpenedMissive;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SigningIdentity;
import org.valise.sepamail.smime.TrustPolicy;
import org.valise.sepamail.smime.Verdict;

/** Uses sepamail-smime on the class path. */
public final class Main {

    private static final Instant NOW = Instant.parse("2026-11-02T09:30:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final Mailbox FROM = Mailbox.of("test@testvert.sepamail.eu");
    private static final Mailbox TO = Mailbox.of("test@testbleu.sepamail.eu");

    private Main() {}

    /**
     * Seals a missive for another bank, opens it there, and sees that a changed one is refused.
     *
     * @param args none
     * @throws Exception if a step does not do what the norm says or the library touched what is not its own
     */
    public static void main(String[] args) throws Exception {
        int providers = Security.getProviders().length;
        require(!Main.class.getModule().isNamed() && !Verdict.class.getModule().isNamed(), "both on the class path");

        ThrowAwayPki pki = new ThrowAwayPki(NOW);
        ThrowAwayPki.Identity sender = pki.issue(FROM.text(), KeyUsage.digitalSignature);
        ThrowAwayPki.Identity receiver = pki.issue(TO.text(), KeyUsage.keyAgreement);
        NominalMissive sent = missive();
        byte[] mail = MissiveSealer.of(
                        SigningIdentity.of(sender.key(), List.of(sender.certificate())), FROM, CLOCK)
                .seal(sent, TO, Recipient.of(receiver.certificate()))
                .octets();

        MissiveOpener opener = MissiveOpener.of(
                List.of(DecryptionKey.of(receiver.key(), receiver.certificate())),
                TrustPolicy.of(List.of(pki.authority())),
                CLOCK);
        require(
                opener.open(mail) instanceof Verdict.Accepted<OpenedMissive> accepted
                        && accepted.opened().missive().equals(sent)
                        && accepted.opened().signer().equals(sender.certificate()),
                "the missive that was sealed, and who signed it");
        Verdict<OpenedMissive> cut = opener.open(Arrays.copyOf(mail, mail.length / 2));
        if (!(cut instanceof Verdict.Rejected<OpenedMissive> rejected)) {
            throw new IllegalStateException("Expected half a mail to be refused, not " + cut);
        }

        require(Security.getProviders().length == providers, "as many security providers as before");
        System.out.println("class path: " + sent + " sealed and opened; half of it refused by " + rejected.failed());
    }

    private static NominalMissive missive() {
        return NominalMissive.builder(SchemaVersion.NORM_1206)
                .id("20261102093000000_0001")
                .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(MessageContent.of("G-1", SimpleTest.request("T-1").withText("hello")))
                .sentAt(NOW)
                .build();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Expected " + what);
        }
    }
}
