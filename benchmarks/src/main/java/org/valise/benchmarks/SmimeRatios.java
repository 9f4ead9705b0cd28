// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.smime.ContentCipher;
import org.valise.sepamail.smime.ContentOpener;
import org.valise.sepamail.smime.DecryptionKey;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.Profile;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SealingException;
import org.valise.sepamail.smime.SigningIdentity;
import org.valise.sepamail.smime.SmimeLimits;
import org.valise.sepamail.smime.TrustPolicy;
import org.valise.sepamail.smime.Verdict;

/**
 * Goals G1 to G4 as ratios of one run: missives sealed and opened, beside BouncyCastle's mail classes, simple-java-mail, and
 * the platform's primitives alone. Exits with 1 if a ratio is far from its goal, see {@link Goals}.
 */
public final class SmimeRatios {

    private static final int MEBI = 1 << 20;
    private static final int WARMUPS = 6;
    private static final int ROUNDS = 9;

    private final SmimeParties parties = SmimeParties.rsa();
    private final Goals goals = new Goals();

    private SmimeRatios() {}

    /**
     * Measures and prints.
     *
     * @param args a profile, to measure that one only
     * @throws IOException never
     * @throws GeneralSecurityException never
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        SmimeRatios ratios = new SmimeRatios();
        for (Profile profile : List.of(Profile.CLEAR_THEN_ENCRYPT, Profile.OPAQUE_THEN_ENCRYPT)) {
            if (args.length > 0 && !profile.name().equals(args[0])) {
                continue;
            }
            ratios.table(profile, ContentCipher.AES_256_CBC, 4 << 10, 60, 0, 0, 0, 0);
            ratios.table(profile, ContentCipher.AES_256_CBC, 100 << 10, 20, 0, 0, 0, 0);
            ratios.table(profile, ContentCipher.AES_256_CBC, MEBI, 6, 9, 7, 22, 11);
            ratios.table(profile, ContentCipher.AES_256_CBC, 16 * MEBI, 1, 12, 10, 38, 18);
            ratios.table(profile, ContentCipher.AES_256_GCM, 16 * MEBI, 1, 22, 19, 0, 0);
        }
        System.exit(ratios.goals.anyIsWorse() ? 1 : 0);
    }

    private void table(
            Profile profile,
            ContentCipher cipher,
            int length,
            int works,
            double sjm,
            double bc,
            double sjmOpen,
            double bcOpen)
            throws IOException, GeneralSecurityException {
        boolean gcm = cipher == ContentCipher.AES_256_GCM;
        Missive missive = SmimeParties.received(length);
        byte[] octets = missive.octets();
        MissiveSealer sealer = MissiveSealer.of(
                        SigningIdentity.of(parties.senderKeys.getPrivate(), parties.chain()),
                        Mailbox.of(SmimeParties.FROM),
                        parties.clock())
                .with(profile)
                .with(cipher);
        Recipient recipient = Recipient.of(parties.receiver);
        ContentOpener opener = ContentOpener.of(
                        List.of(DecryptionKey.of(parties.receiverKeys.getPrivate(), parties.receiver)),
                        TrustPolicy.of(List.of(parties.authority)),
                        parties.clock())
                .with(SmimeLimits.defaults().withOctets(1L << 30));
        SmimePeers peers = new SmimePeers(parties, gcm, profile == Profile.OPAQUE_THEN_ENCRYPT);
        SmimePrimitives primitives =
                new SmimePrimitives(parties, gcm, profile == Profile.OPAQUE_THEN_ENCRYPT, octets.length);
        byte[] ourMail = sealed(sealer, missive, recipient);
        ByteArrayOutputStream bcMail = new ByteArrayOutputStream();
        peers.sealByBouncyCastle(octets, bcMail);
        ByteArrayOutputStream sjmMail = new ByteArrayOutputStream();
        peers.sealBySimpleJavaMail(octets, sjmMail);
        byte[] bcOctets = bcMail.toByteArray();
        byte[] sjmOctets = sjmMail.toByteArray();

        Rounds rounds = new Rounds(WARMUPS, ROUNDS);
        Rounds.Contender seal = rounds.with(() -> repeat(works, () -> write(sealer, missive, recipient)));
        Rounds.Contender limit = rounds.with(() -> repeat(works, () -> primitives.seal()));
        Rounds.Contender sealBc = rounds.with(
                () -> repeat(works, () -> peers.sealByBouncyCastle(octets, OutputStream.nullOutputStream())));
        Rounds.Contender sealSjm = rounds.with(
                () -> repeat(works, () -> peers.sealBySimpleJavaMail(octets, OutputStream.nullOutputStream())));
        Rounds.Contender open = rounds.with(() -> repeat(works, () -> open(opener, ourMail)));
        Rounds.Contender openLimit = rounds.with(() -> repeat(works, () -> primitives.open()));
        Rounds.Contender openBc = rounds.with(() -> repeat(works, () -> peers.openByBouncyCastle(bcOctets)));
        Rounds.Contender openSjm = rounds.with(() -> repeat(works, () -> peers.openBySimpleJavaMail(sjmOctets)));
        rounds.run();

        print("%s, %s, %,d octets; microseconds, medians of %d rounds", profile, cipher, octets.length, ROUNDS);
        double sealing = micros(seal, works);
        print("  sealed                                     %12.1f", sealing);
        row("the primitives alone", micros(limit, works), sealing, 0.93, Goals.AGAINST_THE_LIMIT);
        row("BouncyCastle's mail classes", micros(sealBc, works), sealing, bc, Goals.AGAINST_OTHERS);
        row("simple-java-mail", micros(sealSjm, works), sealing, sjm, Goals.AGAINST_OTHERS);
        double opening = micros(open, works);
        print("  opened                                     %12.1f", opening);
        row("the primitives alone", micros(openLimit, works), opening, 0.90, Goals.AGAINST_THE_LIMIT);
        row("BouncyCastle's mail classes", micros(openBc, works), opening, bcOpen, Goals.AGAINST_OTHERS);
        row("simple-java-mail", micros(openSjm, works), opening, sjmOpen, Goals.AGAINST_OTHERS);
    }

    private static byte[] sealed(MissiveSealer sealer, Missive missive, Recipient recipient) {
        try {
            return sealer.seal(missive, Mailbox.of(SmimeParties.TO), recipient).octets();
        } catch (SealingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long write(MissiveSealer sealer, Missive missive, Recipient recipient) throws IOException {
        try {
            sealer.seal(missive, Mailbox.of(SmimeParties.TO), recipient).writeTo(OutputStream.nullOutputStream());
            return 1;
        } catch (SealingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long open(ContentOpener opener, byte[] mail) {
        if (opener.open(mail) instanceof Verdict.Accepted) {
            return 1;
        }
        throw new IllegalStateException("A mail was not accepted");
    }

    private interface Work {
        long run() throws IOException, GeneralSecurityException;
    }

    private static long repeat(int works, Work work) throws IOException {
        long found = 0;
        for (int i = 0; i < works; i++) {
            try {
                found += work.run();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return found;
    }

    private static double micros(Rounds.Contender contender, int works) {
        return contender.median() / 1e3 / works;
    }

    private void row(String name, double time, double ours, double goal, double part) {
        double ratio = time / ours;
        String verdict = goals.verdict(ratio, goal, part);
        print("    %-40s %12.1f %8.2fx  goal %5.2f  %s", name, time, ratio, goal, verdict);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
