// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of missives (root element Fichier) one missive after the other, however many there are. For one thread.
 *
 * <p>The file route is never interbank: files go between a customer and his bank, or within a bank.
 *
 * <pre>{@code
 * try (MissiveFileReader file = MissiveFileReader.of(in, Missives.strict())) {
 *     Optional<MissiveReading> next = file.next();
 *     while (next.isPresent()) {
 *         handle(next.get());
 *         next = file.next();
 *     }
 *     if (!file.isComplete()) {
 *         report(file.problems());
 *     }
 * }
 * }</pre>
 *
 * <p>Each missive is made a document of its own: the element Msv becomes Missive, namespaces that are declared around it
 * are declared on it if it mentions their prefixes, and all octets within stay as they are; so the checksum of its message
 * is that of the file, and the signature of a customer still covers what it covered. It is read by the reader that is
 * given, with its limits. What is wrong with one missive does not stop the others, as long as
 * the file is well-formed, its tags are no longer and its elements nested no deeper than the limits allow.
 *
 * <p>What was read before the file turned out to be damaged stays read; {@link #isComplete()} tells whether that was all.
 * The length of the whole file has no limit, and the memory that is needed does not depend on it.
 *
 * @since 0.1.0
 */
public final class MissiveFileReader implements AutoCloseable {

    private final InputStream in;
    private final ProblemList problems;
    private final FileScan scan;
    private State state = State.NEW;
    private @Nullable Span place;
    private long number;

    /** Between two calls. */
    private enum State {
        NEW,
        AT_MISSIVE,
        BEHIND_MISSIVE,
        /** Nothing more can be read, for whatever reason. */
        OVER
    }

    /** A part of the reading, and where it leads to. */
    private interface Step {
        State go() throws IOException;
    }

    private MissiveFileReader(InputStream in, Missives reader) {
        this.in = in;
        this.problems = new ProblemList(reader.limits());
        this.scan = new FileScan(in, reader, problems);
    }

    /**
     * Begins to read a file. Nothing is read yet.
     *
     * @param file the octets; closed by {@link #close()}
     * @param reader how its missives are to be read
     * @return a reader of the file
     */
    public static MissiveFileReader of(InputStream file, Missives reader) {
        return new MissiveFileReader(Objects.requireNonNull(file, "file"), Objects.requireNonNull(reader, "reader"));
    }

    /**
     * What stands in front of the missives.
     *
     * @return the header; empty if it is not right, see {@link #problems()}
     * @throws IOException if reading fails; nothing more can be read then
     */
    public Optional<MissiveFileHeader> header() throws IOException {
        if (state == State.NEW) {
            take(() -> scan.begin() ? toMissive() : State.OVER);
        }
        return scan.header();
    }

    /**
     * Reads the next missive.
     *
     * @return what became of it; empty if there are no more, or the rest cannot be read
     * @throws IOException if reading fails; nothing more can be read then
     */
    public Optional<MissiveReading> next() throws IOException {
        header();
        if (state == State.BEHIND_MISSIVE) {
            take(this::toMissive);
        }
        if (state != State.AT_MISSIVE) {
            return Optional.empty();
        }
        MissiveReading[] reading = new MissiveReading[1];
        take(() -> {
            Span start = scan.place();
            reading[0] = scan.readMissive();
            place = new Span(start.line(), start.column(), start.offset(), scan.offset() - start.offset());
            number++;
            return State.BEHIND_MISSIVE;
        });
        return Optional.ofNullable(reading[0]);
    }

    private State toMissive() throws IOException {
        return scan.toMissive() ? State.AT_MISSIVE : State.OVER;
    }

    private void take(Step step) throws IOException {
        state = State.OVER; // unless the step comes to its end
        try {
            state = step.go();
        } catch (ScanFailure failure) {
            problems.addLast(failure.problem());
        }
    }

    /**
     * How many missives were read so far: the number of the latest.
     *
     * @return 0 or more
     */
    public long number() {
        return number;
    }

    /**
     * Where the missive lies in the file that {@link #next()} gave last. Places within what it gave are counted from the
     * start of that missive's own document.
     *
     * @return from the opening to the closing tag of Msv; empty in front of the first
     */
    public Optional<Span> place() {
        return Optional.ofNullable(place);
    }

    /**
     * What is wrong with the file itself, so far; what is wrong with its missives is told with them.
     *
     * @return the problems in the order they were met
     */
    public List<Problem> problems() {
        return problems.toList();
    }

    /**
     * Whether the file was read up to its end, nothing is wrong with it, and it has as many missives as it says.
     *
     * @return false also as long as {@link #next()} was not called up to the end
     */
    public boolean isComplete() {
        return scan.isAtEnd() && !problems.hasErrors();
    }

    /**
     * Closes the stream.
     *
     * @throws IOException if that fails
     */
    @Override
    public void close() throws IOException {
        state = State.OVER;
        in.close();
    }
}
