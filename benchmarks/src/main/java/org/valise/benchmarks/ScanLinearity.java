// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.valise.sts.records.RecordLimits;
import org.valise.sts.records.StsRecords;

/** Whether the search for records in a text takes time in proportion to its length. Exits with 1 if it does not. */
public final class ScanLinearity {

    private static final int[] MEBI = {1, 2, 4, 8};
    private static final int WARMUPS = 3;
    private static final int ROUNDS = 7;
    private static final double MOST_GROWTH = 1.6;
    private static final int LONGEST = (1 << 30) - 1;

    private static final StsRecords RULES = StsRecords.lenient()
            .withLimits(RecordLimits.defaults()
                    .withTextChars(Integer.MAX_VALUE)
                    .withBlocks(Integer.MAX_VALUE)
                    .withBlockChars(LONGEST)
                    .withRecordChars(LONGEST)
                    .withFileEntries(Long.MAX_VALUE));

    private boolean missed;

    private ScanLinearity() {}

    /**
     * Measures and prints.
     *
     * @param args none
     * @throws IOException never
     */
    public static void main(String[] args) throws IOException {
        ScanLinearity linearity = new ScanLinearity();
        print("Records searched in a text, ms for each Mi characters of it; medians of %d rounds", ROUNDS);
        print("  %-22s %7s %7s %7s %7s %8s", "", "1 Mi", "2 Mi", "4 Mi", "8 Mi", "growth");
        linearity.measure("mails, blocks mangled", SampleTexts::mails);
        linearity.measure("prose", SampleTexts::prose);
        linearity.measure("--STS:--STS:--STS:...", SampleTexts::marks);
        linearity.measure("guards without partner", SampleTexts::guards);
        System.exit(linearity.missed ? 1 : 0);
    }

    private void measure(String shape, IntFunction<String> maker) throws IOException {
        Rounds rounds = new Rounds(WARMUPS, ROUNDS);
        List<Rounds.Contender> lengths = new ArrayList<>();
        for (int mebi : MEBI) {
            String text = maker.apply(mebi << 20);
            lengths.add(rounds.with(() -> RULES.scan(text).findings().size()));
        }
        rounds.run();
        double[] each = new double[MEBI.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = lengths.get(i).median() / 1e6 / MEBI[i];
        }
        double growth = each[each.length - 1] / each[0];
        boolean linear = growth <= MOST_GROWTH;
        missed |= !linear;
        String verdict = String.format(Locale.ROOT, "<= %.1f, %s", MOST_GROWTH, linear ? "reached" : "MISSED");
        print("  %-22s %7.1f %7.1f %7.1f %7.1f %8.2f   %s", shape, each[0], each[1], each[2], each[3], growth, verdict);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
