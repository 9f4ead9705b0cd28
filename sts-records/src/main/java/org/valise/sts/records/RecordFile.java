// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of records held in memory, such as the key load file that the gateway attaches to its reply (STS600-9-2
 * 5.1.4.3, STS600-4-2 Appendix D). The octets are what counts: hand them to the security module's software as they are.
 * The view of them is advisory, because the layout of key load files is not public. Immutable and thread-safe.
 *
 * <pre>{@code
 * RecordFile file = StsRecords.lenient().file(attachment);
 * file.summary().state();    // ALL_RECORDS_VALID
 * file.writeTo(out);         // the same octets
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RecordFile {

    private static final String CRLF = "\r\n";

    private final StsRecords rules;
    private final byte[] octets;
    private final Summary summary;

    RecordFile(StsRecords rules, byte[] octets) {
        this.rules = rules;
        this.octets = octets;
        this.summary = summarize();
    }

    /**
     * What a file of records is, all in all.
     *
     * @since 0.1.0
     */
    public enum State {
        /** At least one record, and nothing that is meant as one but wrong. */
        ALL_RECORDS_VALID,
        /** At least one line is meant as a record and wrong. */
        SOME_INVALID,
        /** No line looks like a record. The octets may be right all the same. */
        NO_RECORDS,
        /** The file begins like one of Edition 1, a format that this library does not read. */
        EDITION_1,
        /** A limit was exceeded; what was read up to there does not count. */
        REFUSED
    }

    /**
     * What was counted in a file of records. Immutable and thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Summary {

        private final State state;
        private final Map<FileEntry.Kind, Long> counts;
        private final long octets;
        private final @Nullable String sha256;
        private final List<Problem> problems;

        Summary(
                State state,
                Map<FileEntry.Kind, Long> counts,
                long octets,
                @Nullable String sha256,
                List<Problem> problems) {
            this.state = state;
            this.counts = Map.copyOf(counts);
            this.octets = octets;
            this.sha256 = sha256;
            this.problems = List.copyOf(problems);
        }

        /**
         * What the file is.
         *
         * @return the state
         */
        public State state() {
            return state;
        }

        /**
         * How many entries of a kind were read.
         *
         * @param kind the kind
         * @return the number
         */
        public long count(FileEntry.Kind kind) {
            return counts.getOrDefault(kind, 0L);
        }

        /**
         * How long the file is, as far as it was read.
         *
         * @return octets
         */
        public long octets() {
            return octets;
        }

        /**
         * The digest over all octets as received.
         *
         * @return 64 lower-case hexadecimal digits; empty if the file was refused before its end or read without digest
         */
        public Optional<String> sha256() {
            return Optional.ofNullable(sha256);
        }

        /**
         * Why the file as a whole was refused or has no records: a limit, Edition 1, or no record in it.
         *
         * @return the problems; those of single lines are with their entries
         */
        public List<Problem> problems() {
            return problems;
        }

        /** Returns state and length. */
        @Override
        public String toString() {
            return "Summary[" + state + ", " + octets + " octets]";
        }
    }

    private Summary summarize() {
        try (RecordFileReader reader = reader()) {
            return reader.readToEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RecordFileReader reader() {
        return rules.readFile(new ByteArrayInputStream(octets));
    }

    /**
     * The file as received.
     *
     * @return a copy of the octets
     */
    public byte[] octets() {
        return octets.clone();
    }

    /**
     * The digest over the file as received, whether or not it could be read.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String sha256() {
        return HexFormat.of().formatHex(RecordFileReader.newSha256().digest(octets));
    }

    /**
     * Writes the file as received.
     *
     * @param out where to; not closed
     * @throws IOException if writing fails
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(octets);
    }

    /**
     * What was counted.
     *
     * @return the summary, with the SHA-256 of the octets
     */
    public Summary summary() {
        return summary;
    }

    /**
     * The lines of the file, blank ones included: their octets in order are the file.
     *
     * @return the entries; none if the file was refused
     */
    public List<FileEntry> entries() {
        List<FileEntry> entries = new ArrayList<>();
        if (summary.state() == State.REFUSED) {
            return List.of();
        }
        try (RecordFileReader reader = reader()) {
            while (reader.next()) {
                entries.add(reader.entry());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(entries);
    }

    /**
     * The records of the file, in its order, equal ones as often as they stand there.
     *
     * @return the records; none if the file was refused
     */
    public List<StsRecord> records() {
        return entries().stream().flatMap(entry -> entry.record().stream()).toList();
    }

    /**
     * Writes records as a file: one a line, ASCII, CRLF after each, nothing else. This is the convention of this library
     * for simulators and tests; Appendix D is not public.
     *
     * @param records the records, none with a wrong CRC
     * @return the octets of the file
     * @throws IllegalArgumentException if the CRC of a record does not fit
     */
    public static byte[] write(List<StsRecord> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (StsRecord record : records) {
            if (record.crcState() == CrcState.MISMATCH) {
                throw new IllegalArgumentException("A record whose CRC does not fit is not written into a file");
            }
            out.writeBytes((record.text() + CRLF).getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    /** Returns the summary; no content. */
    @Override
    public String toString() {
        return "RecordFile[" + summary + "]";
    }
}
