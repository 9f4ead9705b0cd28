// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.valise.sts.records.RecordLimits;
import org.valise.sts.records.StsRecords;

/** Whether the search for records in a text takes time in proportion to its length. Exits with 1 if it does not. */
public final class ScanLinearity {

    private static final List<Integer> MEBI = List.of(1, 2, 4, 8);
    private static final double MOST_GROWTH = 1.6;

    private static final StsRecords RULES = StsRecords.lenient()
            .withLimits(RecordLimits.defaults()
                    .withTextChars(Integer.MAX_VALUE)
                    .withBlocks(Integer.MAX_VALUE)
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
        System.out.println("Records searched in a text; medians of 7 rounds, ms per Mi characters");
        System.out.printf("  %-22s %8s %8s %8s %8s %8s%n", "", "1 Mi", "2 Mi", "4 Mi", "8 Mi", "growth");
        linearity.row("mails, blocks mangled", SampleTexts::mails);
        linearity.row("prose", SampleTexts::prose);
        linearity.row("--STS:--STS:--STS:...", SampleTexts::marks);
        System.exit(linearity.missed ? 1 : 0);
    }

    private void row(String shape, IntFunction<String> maker) throws IOException {
        Rounds rounds = new Rounds(3, 7);
        for (int mebi : MEBI) {
            String text = maker.apply(mebi << 20);
            rounds.with(
                    Integer.toString(mebi), () -> RULES.scan(text).findings().size());
        }
        Map<String, Long> medians = rounds.medians();
        double[] each = MEBI.stream()
                .mapToDouble(mebi -> medians.getOrDefault(Integer.toString(mebi), 0L) / 1e6 / mebi)
                .toArray();
        double growth = each[each.length - 1] / each[0];
        missed |= growth > MOST_GROWTH;
        System.out.printf(Locale.ROOT, "  %-22s", shape);
        for (double perMebi : each) {
            System.out.printf(Locale.ROOT, " %8.1f", perMebi);
        }
        System.out.printf(Locale.ROOT, " %8.2f   %s%n", growth, growth > MOST_GROWTH ? "MISSED" : "linear");
    }
}
