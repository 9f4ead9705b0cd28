// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a text holds: every record that was found and every place where one seems to be but could not be read, in the
 * order of the text. Made by {@link StsRecords#scan(CharSequence)}. Immutable and thread-safe.
 *
 * <pre>{@code
 * RecordScan scan = StsRecords.lenient().scan(mailBody);
 * scan.records().forEach(this::use);
 * scan.problems().forEach(this::report);   // empty only if nothing was refused
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RecordScan {

    private final List<Finding> findings;

    RecordScan(List<Finding> findings) {
        this.findings = List.copyOf(findings);
    }

    /**
     * Something in the text: a {@link Found} record or a {@link Refused} place.
     *
     * @since 0.1.0
     */
    public sealed interface Finding permits Found, Refused {

        /**
         * Where it stands in the text that was scanned: from the begin guard to the end guard, or the line of a record
         * without guards.
         *
         * @return the place
         */
        Span place();
    }

    /**
     * A record whose CRC is right. A record without CRC is found only where its type may come without and nothing
     * deviates.
     *
     * @since 0.1.0
     */
    public static final class Found implements Finding {

        private final StsRecord record;
        private final Span place;
        private final List<Deviation> deviations;
        private final int count;
        private final MappedText reading;
        private final Positions positions;

        Found(
                StsRecord record,
                Span place,
                List<Deviation> deviations,
                int count,
                MappedText reading,
                Positions positions) {
            this.record = record;
            this.place = place;
            this.deviations = List.copyOf(deviations);
            this.count = count;
            this.reading = reading;
            this.positions = positions;
        }

        Found withCount(int times) {
            return new Found(record, place, deviations, times, reading, positions);
        }

        /**
         * The record.
         *
         * @return the record, exactly as it was written
         */
        public StsRecord record() {
            return record;
        }

        @Override
        public Span place() {
            return place;
        }

        /**
         * How the text differed from the canonical form.
         *
         * @return the deviations in the order of {@link Deviation}; empty for a canonical block or bare record
         */
        public List<Deviation> deviations() {
            return deviations;
        }

        /**
         * How often the text holds this record, for example once plain and once quoted. The place is that of
         * the first.
         *
         * @return 1 or more
         */
        public int count() {
            return count;
        }

        /**
         * Adds to a problem of the record where that is in the text that was scanned.
         *
         * @param problem a problem with a position in the record
         * @return the problem with both positions; unchanged if it has none in the record
         */
        public Problem locate(Problem problem) {
            return problem.inRecord().map(span -> problem.atText(inText(span))).orElse(problem);
        }

        private Span inText(Span inRecord) {
            return locateIn(reading, positions, inRecord);
        }

        /** Returns the record, the place and the deviations; no content. */
        @Override
        public String toString() {
            return "Found[" + record + " at " + place + ", " + deviations + ", " + count + " times]";
        }
    }

    /**
     * A place where a record seems to be, and why it is not one.
     *
     * @since 0.1.0
     */
    public static final class Refused implements Finding {

        private final Span place;
        private final @Nullable String type;
        private final List<Problem> problems;
        private final String rawText;
        private final @Nullable StsRecord suspect;

        Refused(Span place, @Nullable String type, Problem problem, String rawText, @Nullable StsRecord suspect) {
            this.place = place;
            this.type = type;
            this.problems = List.of(problem);
            this.rawText = rawText;
            this.suspect = suspect;
        }

        @Override
        public Span place() {
            return place;
        }

        /**
         * The record type that the guard or the first field names.
         *
         * @return an IDENT, if there is one
         */
        public Optional<String> type() {
            return Optional.ofNullable(type);
        }

        /**
         * Why it was refused.
         *
         * @return at least one problem, each with a place in the text
         */
        public List<Problem> problems() {
            return problems;
        }

        /**
         * The text of the place as it was received. It may hold wrapped keys: do not log it.
         *
         * @return the characters of {@link #place()}
         */
        public String rawText() {
            return rawText;
        }

        /**
         * What the text would say if it were taken as it stands although its CRC does not fit: for display and diagnosis
         * only. Never act on it.
         *
         * @return the damaged record, if the text has the form of one
         */
        public Optional<StsRecord> suspect() {
            return Optional.ofNullable(suspect);
        }

        /** Returns the place and the problems; no content. */
        @Override
        public String toString() {
            return "Refused[" + place + ", " + problems + "]";
        }
    }

    /** Where a part of a reading stands in the text it was taken from. */
    static Span locateIn(MappedText reading, Positions positions, Span inRecord) {
        int from = reading.originOf((int) inRecord.offset());
        int last = (int) inRecord.offset() + inRecord.length() - 1;
        return positions.span(from, inRecord.length() == 0 ? from : reading.originOf(last) + 1);
    }

    /**
     * Everything, in the order of the text.
     *
     * @return found and refused ones; never empty
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * The findings that are records.
     *
     * @return found ones in the order of the text
     */
    public List<Found> found() {
        return findings.stream()
                .filter(Found.class::isInstance)
                .map(Found.class::cast)
                .toList();
    }

    /**
     * The records.
     *
     * @return the records in the order of the text
     */
    public List<StsRecord> records() {
        return found().stream().map(Found::record).toList();
    }

    /**
     * The findings that were refused.
     *
     * @return refused ones in the order of the text
     */
    public List<Refused> refused() {
        return findings.stream()
                .filter(Refused.class::isInstance)
                .map(Refused.class::cast)
                .toList();
    }

    /**
     * Why places were refused.
     *
     * @return the problems in the order of the text; empty only if nothing was refused
     */
    public List<Problem> problems() {
        return refused().stream().flatMap(r -> r.problems().stream()).toList();
    }

    /** Returns the number of records and the problems; no content. */
    @Override
    public String toString() {
        return "RecordScan[" + records().size() + " records, " + Objects.toString(problems()) + "]";
    }
}
