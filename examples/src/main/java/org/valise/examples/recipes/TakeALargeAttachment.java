// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.valise.sepamail.missive.MissiveLimits;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.smime.DecryptionKey;
import org.valise.sepamail.smime.MissiveOpener;
import org.valise.sepamail.smime.OpenedStream;
import org.valise.sepamail.smime.SmimeLimits;
import org.valise.sepamail.smime.TrustPolicy;
import org.valise.sepamail.smime.Verdict;

/** Opens a mail with an attachment that does not fit into memory: nothing is written before every check held. */
final class TakeALargeAttachment {

    private static final long MOST = 4L << 30;

    private TakeALargeAttachment() {}

    /** Arguments: PKCS #12 file of the receiver's key, its password's file, authority's certificate, mail, file to write. */
    public static void main(String... args) throws Exception {
        Keys own = Keys.of(args[0], args[1]);
        MissiveOpener opener = MissiveOpener.of(
                        List.of(DecryptionKey.of(own.key(), own.chain().get(0))),
                        TrustPolicy.of(List.of(Keys.certificate(args[2]))),
                        Clock.systemUTC())
                .with(SmimeLimits.defaults().withOctets(MOST))
                .with(Missives.strict().withLimits(MissiveLimits.defaults().withOctets(MOST)));
        Path attachment = Path.of(args[4]);
        Verdict<OpenedStream> verdict = opener.open(() -> Files.newInputStream(Path.of(args[3])));
        if (verdict instanceof Verdict.Accepted<OpenedStream> accepted) {
            // The mail is read again for that, and compared with what was verified.
            accepted.opened()
                    .read(path -> path.endsWith("SimpleTestRequest", "Data")
                            ? Optional.of(Files.newOutputStream(attachment))
                            : Optional.empty());
        }
        System.out.println(verdict);
    }
}
