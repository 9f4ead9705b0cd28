// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What happens, told as it happens: printed, kept for the walkthrough, and each document written to the folder. For one thread. */
final class Story {

    private static final int WIDTH = 96;
    private static final int INDENT = 5;

    private final PrintStream out;
    private final @Nullable Path folder;
    private final List<Event> events = new ArrayList<>();
    private int chapters;
    private int scenes;
    private int documents;

    /** Something that happened. */
    sealed interface Event permits Chapter, Scene, Words, Finding, Document {}

    record Chapter(int number, String title, String words) implements Event {}

    record Scene(String number, String title) implements Event {}

    record Words(String text) implements Event {}

    /** A claim, and whether it holds. */
    record Finding(String claim, boolean holds) implements Event {}

    /**
     * A document of the story.
     *
     * @param file where it lies in the folder
     * @param title what it is
     * @param view how it is built, if it is a mail
     * @param octets its octets
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Document(String file, String title, @Nullable MailView view, byte[] octets) implements Event {}

    Story(PrintStream out, @Nullable Path folder) {
        this.out = out;
        this.folder = folder;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    void chapter(String title, String words) {
        chapters++;
        scenes = 0;
        events.add(new Chapter(chapters, title, words));
        out.println();
        out.println("=".repeat(WIDTH));
        out.println(chapters + "  " + title.toUpperCase(Locale.ROOT));
        out.println("=".repeat(WIDTH));
        print("", words);
    }

    void scene(String title) {
        scenes++;
        String number = chapters + "." + scenes;
        events.add(new Scene(number, title));
        out.println();
        out.println(number + "  " + title);
    }

    void tell(String words) {
        events.add(new Words(words));
        print("     ", words);
    }

    /** A detail that the walkthrough shows within a mail. */
    void detail(String words) {
        print("          ", words);
    }

    /** Says something that must hold; the whole story fails if it does not. */
    void check(String claim, boolean holds) {
        events.add(new Finding(claim, holds));
        print(holds ? "  ok " : "  ** DOES NOT HOLD: ", claim);
    }

    /** Keeps a mail. */
    void mail(String title, byte[] octets, MailView view) {
        document(title, ".eml", octets, view);
        view.lines().forEach(line -> out.println("       | " + line));
    }

    /** Keeps any other document. */
    void document(String title, String ending, byte[] octets) {
        document(title, ending, octets, null);
    }

    /** Keeps the XML of a missive, or says where it lies already. */
    void missive(String title, byte[] octets) {
        events.stream()
                .filter(Document.class::isInstance)
                .map(Document.class::cast)
                .filter(each -> Arrays.equals(each.octets(), octets))
                .findFirst()
                .ifPresentOrElse(
                        known -> tell("     in it lies " + known.file() + ", octet for octet"),
                        () -> document(title, ".xml", octets));
    }

    private void document(String title, String ending, byte[] octets, @Nullable MailView view) {
        documents++;
        String name = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String file = String.format(Locale.ROOT, "%02d-%s%s", documents, name, ending);
        events.add(new Document(file, title, view, octets.clone()));
        out.println("     > " + file + "  (" + octets.length + " octets)");
        write(file, octets);
    }

    /** Writes a file that is no event of its own, such as a key. */
    void write(String file, byte[] octets) {
        if (folder == null) {
            return;
        }
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.write(path, octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean allHold() {
        return findings().stream().allMatch(Finding::holds);
    }

    List<Finding> findings() {
        return events.stream()
                .filter(Finding.class::isInstance)
                .map(Finding.class::cast)
                .toList();
    }

    void end() {
        out.println();
        out.println("-".repeat(WIDTH));
        long failed = findings().stream().filter(finding -> !finding.holds()).count();
        out.println(
                failed == 0
                        ? "Every check held: " + findings().size() + " of "
                                + findings().size() + "."
                        : failed + " of " + findings().size() + " checks did not hold.");
        out.println(
                folder == null
                        ? "Run it again with --out DIR to keep each mail, record, missive and key, and a page to read them with."
                        : "All of it lies in " + folder + "; open " + folder.resolve(Demo.WALKTHROUGH)
                                + " in a browser.");
        out.flush();
    }

    /** Prints words in lines that are not too long; those after the first are indented like it. */
    private void print(String first, String words) {
        String indent = first.isBlank() ? first : " ".repeat(INDENT);
        StringBuilder line = new StringBuilder(first);
        for (String word : words.split(" ", -1)) {
            if (line.length() + word.length() >= WIDTH) {
                out.println(line.toString().stripTrailing());
                line.setLength(0);
                line.append(indent);
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
