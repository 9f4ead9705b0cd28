// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MissiveIds;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;
import org.valise.sepamail.missive.StreamedMissive;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SigningIdentity;

/** Seals a missive with an attachment that does not fit into memory: from file to file. */
final class SendALargeAttachment {

    private SendALargeAttachment() {}

    /** Arguments: PKCS #12 file of the signing key, its password's file, receiver's certificate, FROM, TO, attachment, files to write. */
    public static void main(String... args) throws Exception {
        Path attachment = Path.of(args[5]);
        Path document = Path.of(args[6]); // to be kept, as any missive
        StreamedMissive missive;
        try (OutputStream out = Files.newOutputStream(document)) {
            missive = NominalMissive.builder(SchemaVersion.NORM_1206)
                    .id(MissiveIds.random(new SecureRandom()))
                    .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                    .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                    .message(
                            MessageContent.of("G-1", SimpleTest.request("T-1"), () -> Files.newInputStream(attachment)))
                    .sentAt(Clock.systemUTC())
                    .writeTo(out);
        }
        Keys own = Keys.of(args[0], args[1]);
        var sealer =
                MissiveSealer.of(SigningIdentity.of(own.key(), own.chain()), Mailbox.of(args[3]), Clock.systemUTC());
        Recipient bank = Recipient.of(Keys.certificate(args[2]));
        try (OutputStream out = Files.newOutputStream(Path.of(args[7]))) {
            sealer.seal(missive, () -> Files.newInputStream(document), Mailbox.of(args[4]), bank)
                    .writeTo(out);
        }
    }
}
