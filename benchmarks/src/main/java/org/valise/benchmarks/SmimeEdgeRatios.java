// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.smime.ContentCipher;
import org.valise.sepamail.smime.ContentOpener;
import org.valise.sepamail.smime.DecryptionKey;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.Profile;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SealedMissive;
import org.valise.sepamail.smime.SealingException;
import org.valise.sepamail.smime.SigningIdentity;
import org.valise.sepamail.smime.TrustPolicy;
import org.valise.sepamail.smime.Verdict;

/**
 * Goals G2b, G5, G7 and G11: a second core for one missive, elliptic curves, what is allocated, and two cores for many. Exits
 * with 1 if more than the goal is allocated, or a ratio is far from its goal, see {@link Goals}.
 */
public final class SmimeEdgeRatios {

    private static final int SMALL = 4 << 10;
    private static final int LARGE = 16 << 20;
    private static final Mailbox TO = Mailbox.of(SmimeParties.TO);

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final Goals goals = new Goals();
    private boolean missed;

    private SmimeEdgeRatios() {}

    /**
     * Measures and prints.
     *
     * @param args none
     * @throws Exception never
     */
    public static void main(String[] args) throws Exception {
        SmimeEdgeRatios ratios = new SmimeEdgeRatios();
        try {
            ratios.secondCore(ContentCipher.AES_256_CBC, 1.3);
            ratios.secondCore(ContentCipher.AES_256_GCM, 1.6);
            ratios.curves();
            ratios.allocation();
            ratios.twoCores();
        } finally {
            ratios.executor.shutdown();
        }
        System.exit(ratios.missed || ratios.goals.anyIsWorse() ? 1 : 0);
    }

    private static MissiveSealer sealer(SmimeParties parties) {
        return MissiveSealer.of(
                        SigningIdentity.of(parties.senderKeys.getPrivate(), parties.chain()),
                        Mailbox.of(SmimeParties.FROM),
                        parties.clock())
                .with(Profile.CLEAR_THEN_ENCRYPT);
    }

    private void secondCore(ContentCipher cipher, double goal) throws IOException, GeneralSecurityException {
        SmimeParties parties = SmimeParties.rsa();
        Missive missive = SmimeParties.received(LARGE);
        MissiveSealer sealer = sealer(parties).with(cipher);
        SmimePrimitives primitives =
                new SmimePrimitives(parties, cipher == ContentCipher.AES_256_GCM, false, missive.length());
        Rounds rounds = new Rounds(6, 9);
        Rounds.Contender two = rounds.with(() -> {
            seal(sealer, missive, parties).writeTo(OutputStream.nullOutputStream(), executor);
            return 1;
        });
        Rounds.Contender one = rounds.with(() -> {
            seal(sealer, missive, parties).writeTo(OutputStream.nullOutputStream());
            return 1;
        });
        Rounds.Contender limit = rounds.with(() -> sealed(primitives));
        rounds.run();
        print("16 MiB sealed with a second core, %s, milliseconds: %.1f", cipher, two.median() / 1e6);
        row("with one", one.median(), two.median(), 0, 0);
        row("the primitives alone, one core", limit.median(), two.median(), goal, Goals.AGAINST_THE_LIMIT);
    }

    private static long sealed(SmimePrimitives primitives) {
        try {
            return primitives.seal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SealedMissive seal(MissiveSealer sealer, Missive missive, SmimeParties parties) {
        try {
            return sealer.seal(missive, TO, Recipient.of(parties.receiver));
        } catch (SealingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void curves() throws IOException {
        SmimeParties parties = SmimeParties.ec();
        Missive missive = SmimeParties.received(SMALL);
        MissiveSealer sealer = sealer(parties);
        ContentOpener opener = opener(parties);
        SmimePeers peers = new SmimePeers(parties, false, false);
        byte[] octets = missive.octets();
        byte[] mail = seal(sealer, missive, parties).octets();
        java.io.ByteArrayOutputStream theirs = new java.io.ByteArrayOutputStream();
        peers.sealByBouncyCastle(octets, theirs);
        byte[] theirMail = theirs.toByteArray();
        Rounds rounds = new Rounds(10, 9);
        int works = 100;
        Rounds.Contender seal = rounds.with(
                () -> repeat(works, () -> seal(sealer, missive, parties).octets().length));
        Rounds.Contender bcSeal = rounds.with(
                () -> repeat(works, () -> peers.sealByBouncyCastle(octets, OutputStream.nullOutputStream())));
        Rounds.Contender open = rounds.with(() -> repeat(works, () -> open(opener, mail)));
        Rounds.Contender bcOpen = rounds.with(() -> repeat(works, () -> peers.openByBouncyCastle(theirMail)));
        rounds.run();
        print("P-256, 4 KiB, sealed, microseconds: %.1f", seal.median() / 1e3 / works);
        row("BouncyCastle's mail classes", bcSeal.median(), seal.median(), 2.3, Goals.AGAINST_OTHERS);
        print("P-256, 4 KiB, opened, microseconds: %.1f", open.median() / 1e3 / works);
        row("BouncyCastle's mail classes", bcOpen.median(), open.median(), 1.9, Goals.AGAINST_OTHERS);
    }

    private static ContentOpener opener(SmimeParties parties) {
        return ContentOpener.of(
                List.of(DecryptionKey.of(parties.receiverKeys.getPrivate(), parties.receiver)),
                TrustPolicy.of(List.of(parties.authority)),
                parties.clock());
    }

    private static long open(ContentOpener opener, byte[] mail) {
        if (opener.open(mail) instanceof Verdict.Accepted) {
            return 1;
        }
        throw new IllegalStateException("A mail was not accepted");
    }

    private void allocation() throws IOException {
        SmimeParties parties = SmimeParties.rsa();
        MissiveSealer sealer = sealer(parties);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int length : new int[] {SMALL, 1 << 20, LARGE}) {
            Missive missive = SmimeParties.received(length);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 200_000_000 / Math.max(length, 1 << 20); i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                seal(sealer, missive, parties).writeTo(OutputStream.nullOutputStream());
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            boolean reached = least <= 256 << 10;
            missed |= !reached;
            print("allocated to seal %,d octets: %,d  goal 262,144  %s", length, least, reached ? "reached" : "MISSED");
        }
    }

    private void twoCores() throws IOException {
        SmimeParties parties = SmimeParties.rsa();
        Missive missive = SmimeParties.received(SMALL);
        MissiveSealer sealer = sealer(parties);
        ContentOpener opener = opener(parties);
        byte[] mail = seal(sealer, missive, parties).octets();
        int works = 200;
        Work both = () -> seal(sealer, missive, parties).octets().length + open(opener, mail);
        Rounds rounds = new Rounds(6, 9);
        Rounds.Contender one = rounds.with(() -> repeat(2 * works, both));
        Rounds.Contender two = rounds.with(() -> {
            Future<Long> other = executor.submit(() -> repeat(works, both));
            long mine = repeat(works, both);
            try {
                return mine + other.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        });
        rounds.run();
        print("4 KiB sealed and opened on two cores, microseconds each: %.1f", two.median() / 1e3 / works / 2);
        row("on one", one.median(), two.median(), 1.8, Goals.AGAINST_OTHERS);
    }

    private interface Work {
        long run() throws IOException;
    }

    private static long repeat(int works, Work work) throws IOException {
        long found = 0;
        for (int i = 0; i < works; i++) {
            found += work.run();
        }
        return found;
    }

    private void row(String name, long time, long ours, double goal, double part) {
        double ratio = (double) time / ours;
        String verdict = goals.verdict(ratio, goal, part);
        print("    %-40s %8.2fx  goal %5.2f  %s", name, ratio, goal, verdict);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
