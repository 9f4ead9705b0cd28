// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MissiveIds;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SealingException;
import org.valise.sepamail.smime.SigningIdentity;

/** Builds a missive around a message, and seals it into a mail. */
final class SealAMissive {

    private static final String SENDER = "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU";
    private static final String RECEIVER = "QX62TESTBLEUXXX2345678923456789234";

    private SealAMissive() {}

    /** Arguments: PKCS #12 file of the signing key, file with its password, receiver's certificate, FROM, TO, files to write. */
    public static void main(String... args) throws IOException, GeneralSecurityException, SealingException {
        NominalMissive missive = NominalMissive.builder(SchemaVersion.NORM_1206)
                .id(MissiveIds.random(new SecureRandom()))
                .from(Party.of(Qxban.of(SENDER)))
                .to(Party.of(Qxban.of(RECEIVER)))
                .message(MessageContent.of("G-1", SimpleTest.request("T-1").withText("Good morning")))
                .sentAt(Clock.systemUTC())
                .build();
        // To be kept: the acknowledgement is compared with it, and it is what is sent again.
        Files.write(Path.of(args[5]), missive.octets());

        Keys own = Keys.of(args[0], args[1]);
        MissiveSealer sealer = MissiveSealer.of( // made once, and for all threads
                SigningIdentity.of(own.key(), own.chain()), Mailbox.of(args[3]), Clock.systemUTC());
        Recipient bank = Recipient.of(Keys.certificate(args[2]));
        // Its octets are final, and are sent as they are.
        Files.write(
                Path.of(args[6]),
                sealer.seal(missive, Mailbox.of(args[4]), bank).octets());
    }
}
