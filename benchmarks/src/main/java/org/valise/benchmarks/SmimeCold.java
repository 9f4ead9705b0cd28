// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SealingException;
import org.valise.sepamail.smime.SigningIdentity;

/**
 * Goal G12: the first missive sealed in a JVM that has just begun, beside BouncyCastle's mail classes. Each is timed in JVMs of
 * its own, by turns, from the first use of a class of it. Exits with 1 if the goal is missed.
 */
public final class SmimeCold {

    private static final int RUNS = 9;
    private static final double GOAL = 0.5;

    private SmimeCold() {}

    /**
     * Measures and prints.
     *
     * @param args none; by itself it asks for {@code ours} or {@code theirs}
     * @throws Exception never
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            System.out.println(args[0].equals("ours") ? ours() : theirs());
            return;
        }
        List<Long> ours = new ArrayList<>();
        List<Long> theirs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            ours.add(run("ours"));
            theirs.add(run("theirs"));
        }
        double ratio = (double) median(ours) / median(theirs);
        System.out.println(String.format(
                Locale.ROOT,
                "first seal of 4 KiB in a new JVM: %d ms; BouncyCastle's mail classes %d ms: %.2f of it  goal %.2f  %s",
                median(ours),
                median(theirs),
                ratio,
                GOAL,
                ratio <= GOAL ? "reached" : "MISSED"));
        System.exit(ratio <= GOAL ? 0 : 1);
    }

    private static long median(List<Long> times) {
        long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long run(String which) throws IOException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmimeCold.class.getName(),
                        which)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(said.strip());
    }

    /** Keys and certificates are there before; making them is nobody's part. */
    private static long ours() throws SealingException, IOException {
        SmimeParties parties = SmimeParties.rsa();
        Missive missive = SmimeParties.missive(4 << 10);
        long start = System.nanoTime();
        MissiveSealer.of(
                        SigningIdentity.of(parties.senderKeys.getPrivate(), parties.chain()),
                        Mailbox.of(SmimeParties.FROM),
                        parties.clock())
                .seal(missive, Mailbox.of(SmimeParties.TO), Recipient.of(parties.receiver))
                .writeTo(OutputStream.nullOutputStream());
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long theirs() throws IOException {
        SmimeParties parties = SmimeParties.rsa();
        byte[] missive = SmimeParties.missive(4 << 10).octets();
        long start = System.nanoTime();
        new SmimePeers(parties, false, false).sealByBouncyCastle(missive, OutputStream.nullOutputStream());
        return (System.nanoTime() - start) / 1_000_000;
    }
}
