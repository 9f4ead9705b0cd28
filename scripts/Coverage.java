// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints the share of lines and branches that the tests reach, per module and in total, from the JaCoCo reports below
 * the current folder. {@code mvn verify} runs it at its end; by hand: {@code java scripts/Coverage.java}.
 */
final class Coverage {

    private static final Path REPORT = Path.of("target", "site", "jacoco", "jacoco.csv");

    /** The last ten columns are missed and covered instructions, branches, lines, complexity and methods. */
    private static final int COUNTERS = 10;

    private static final int BRANCHES = 2;
    private static final int LINES = 4;

    private Coverage() {}

    /** How many there are and how many of them the tests reach. */
    private record Count(long covered, long all) {

        static Count of(String[] columns, int counter) {
            int missed = columns.length - COUNTERS + counter;
            long covered = Long.parseLong(columns[missed + 1]);
            return new Count(covered, Long.parseLong(columns[missed]) + covered);
        }

        Count plus(Count other) {
            return new Count(covered + other.covered, all + other.all);
        }

        String share() {
            return all == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * covered / all);
        }

        String ratio() {
            return covered + "/" + all;
        }
    }

    private record Row(String name, Count lines, Count branches) {

        static Row empty(String name) {
            return new Row(name, new Count(0, 0), new Count(0, 0));
        }

        Row plus(Row other) {
            return new Row(name, lines.plus(other.lines), branches.plus(other.branches));
        }

        String text(int width) {
            return String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %8s %13s  %8s %13s",
                    name,
                    lines.share(),
                    lines.ratio(),
                    branches.share(),
                    branches.ratio());
        }
    }

    public static void main(String[] args) throws IOException {
        List<Row> modules;
        try (Stream<Path> folders = Files.list(Path.of(""))) {
            modules = folders.filter(folder -> Files.isRegularFile(folder.resolve(REPORT)))
                    .sorted()
                    .map(Coverage::module)
                    .toList();
        }
        if (modules.isEmpty()) {
            System.out.println("Coverage: no module here has a JaCoCo report; mvn verify makes them.");
            return;
        }
        Row total = modules.stream().reduce(Row.empty("total"), Row::plus);
        int width = Stream.concat(modules.stream(), Stream.of(total))
                .mapToInt(row -> row.name().length())
                .max()
                .orElseThrow();
        System.out.println("Coverage by the tests of each module");
        System.out.printf("%-" + width + "s  %22s  %22s%n", "", "lines", "branches");
        modules.forEach(row -> System.out.println(row.text(width)));
        System.out.println(total.text(width));
    }

    private static Row module(Path folder) {
        try (Stream<String> lines = Files.lines(folder.resolve(REPORT))) {
            String name = folder.toString();
            return lines.skip(1)
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split(",", -1))
                    .map(columns -> new Row(name, Count.of(columns, LINES), Count.of(columns, BRANCHES)))
                    .reduce(Row.empty(name), Row::plus);
        } catch (IOException e) {
            throw new IllegalStateException("The report of " + folder + " cannot be read", e);
        }
    }
}
