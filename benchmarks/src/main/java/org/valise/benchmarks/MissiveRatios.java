// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Goals G8 and G9 as ratios of one run: missives read with both layers of rules, and built and written, beside JAXB. Exits
 * with 1 if a ratio is far from its goal, see {@link Goals}.
 */
public final class MissiveRatios {

    private static final int SAMPLE = 172;
    private static final int MEBI = 1 << 20;
    private static final int WARMUPS = 15;
    private static final int ROUNDS = 11;

    /** What SMOG, the one public library of its kind, took on the machine where it was measured, microseconds. */
    private static final double SMOG_SAMPLE = 159;

    private static final double SMOG_MEBI = 17_500;

    private final Goals goals = new Goals();

    private MissiveRatios() {}

    /**
     * Measures and prints.
     *
     * @param args none
     * @throws IOException never
     */
    public static void main(String[] args) throws IOException {
        MissiveRatios ratios = new MissiveRatios();
        ratios.table("sample", new MissiveSamples(SAMPLE), 3_000, 20_000, 15, 1_000, 5, SMOG_SAMPLE);
        ratios.table("1 MiB", new MissiveSamples(MEBI), 8, 40, 6, 1_000, 12, SMOG_MEBI);
        System.exit(ratios.goals.anyIsWorse() ? 1 : 0);
    }

    private void table(
            String name,
            MissiveSamples samples,
            int readings,
            int writings,
            double read,
            double fresh,
            double write,
            double smog)
            throws IOException {
        Rounds rounds = new Rounds(WARMUPS, ROUNDS);
        Rounds.Contender ours = rounds.with(() -> repeat(readings, samples::read));
        Rounds.Contender jaxb = rounds.with(() -> repeat(readings, samples::readByJaxb));
        Rounds.Contender once = rounds.with(samples::readByFreshJaxb);
        Rounds.Contender written = rounds.with(() -> repeat(writings, samples::write));
        Rounds.Contender writtenByJaxb = rounds.with(() -> repeat(writings, samples::writeByJaxb));
        rounds.run();
        String whose = MissiveSchemas.areTheSchemes() ? "the scheme's" : "our";
        print("Missive, %s, %d octets; microseconds, medians of %d rounds", name, samples.octets(), ROUNDS);
        double reading = micros(ours, readings);
        double writing = micros(written, writings);
        print("  read, both layers of rules                 %12.2f", reading);
        row("JAXB, " + whose + " schema made once", micros(jaxb, readings), reading, read);
        // The goal is stated for the sample: what is made anew for each call does not grow with the document.
        row("JAXB, all made for each call", micros(once, 1), reading, name.equals("sample") ? fresh : 0);
        print("  built and written                          %12.2f", writing);
        row("JAXB", micros(writtenByJaxb, writings), writing, write);
        row("SMOG, figure of another machine", smog, writing, 0); // so it says nothing of this one
    }

    private static long repeat(int works, LongSupplier work) {
        long found = 0;
        for (int i = 0; i < works; i++) {
            found += work.getAsLong();
        }
        return found;
    }

    private static double micros(Rounds.Contender contender, int works) {
        return contender.median() / 1e3 / works;
    }

    private void row(String name, double theirs, double ours, double goal) {
        double ratio = theirs / ours;
        String verdict = "shown only";
        if (goal > 0) {
            String how = goals.verdict(ratio, goal, Goals.AGAINST_OTHERS);
            verdict = String.format(Locale.ROOT, ">= %.0f, %s", goal, how);
        }
        print("    %-42s %10.2f %10.1fx   %s", name, theirs, ratio, verdict);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
