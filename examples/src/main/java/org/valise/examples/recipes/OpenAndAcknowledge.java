// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.SendingTime;
import org.valise.sepamail.smime.DecryptionKey;
import org.valise.sepamail.smime.MissiveOpener;
import org.valise.sepamail.smime.OpenedMissive;
import org.valise.sepamail.smime.TrustPolicy;
import org.valise.sepamail.smime.Verdict;

/** Opens a mail and makes the acknowledgement. A bank that has the scheme's tables uses ReceptionPipeline, which does more. */
final class OpenAndAcknowledge {

    private static final Clock CLOCK = Clock.systemUTC();

    private OpenAndAcknowledge() {}

    /** Arguments: PKCS #12 file of the receiver's key, file with its password, the authority's certificate, mail, file to write. */
    public static void main(String... args) throws IOException, GeneralSecurityException {
        Keys own = Keys.of(args[0], args[1]);
        MissiveOpener opener = MissiveOpener.of( // made once, and for all threads
                List.of(DecryptionKey.of(own.key(), own.chain().get(0))),
                TrustPolicy.of(List.of(Keys.certificate(args[2]))),
                CLOCK);
        Verdict<OpenedMissive> verdict = opener.open(Files.readAllBytes(Path.of(args[3])));
        if (verdict instanceof Verdict.Accepted<OpenedMissive> accepted
                && accepted.opened().missive() instanceof NominalMissive nominal) {
            Files.write(Path.of(args[4]), acknowledgement(nominal));
            System.out.println("accepted from " + accepted.opened().from().text());
        } else if (verdict instanceof Verdict.Rejected<OpenedMissive> rejected) {
            System.out.println("rejected by " + rejected.failed() + ": " + rejected.reason());
        } else {
            System.out.println(verdict); // undetermined: keep the mail until what is missing is there
        }
    }

    private static byte[] acknowledgement(NominalMissive nominal) {
        SendingTime time = SendingTime.check(nominal, CLOCK, SendingTime.USUAL_MARGIN);
        AcknowledgementCode code = time.refusal().orElse(AcknowledgementCode.FORWARDED);
        return nominal.acknowledge(code).sentAt(CLOCK).build().octets(); // to be sealed as any missive is
    }
}
