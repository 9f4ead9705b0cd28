// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads a journal. A crash can tear its last line only, because each line is on disk before the next one is written: what
 * is not whole at the end is a torn tail; what is not whole before a line that is, is damage, and nothing is touched.
 */
final class JournalReader {

    private final Path file;
    private final JournalState state;
    private final byte[] chunk = new byte[1 << 16];
    private int at;
    private int limit;
    private byte[] line = new byte[1 << 14];
    private int length;
    private boolean ended;
    private long number;
    private long lines;
    private long offset;

    JournalReader(Path file, JournalState state) {
        this.file = file;
        this.state = state;
    }

    /** Reads all whole lines. */
    void read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            while (next(in) && isWhole()) {
                follow();
                offset += length + 1;
            }
            requireNoneWhole(in);
        }
        if (offset == 0) {
            throw damaged(1, "it is not the first line of a journal");
        }
    }

    /** How many octets are whole lines; what follows is a torn tail. */
    long whole() {
        return offset;
    }

    /** How many whole lines there are. */
    long lines() {
        return lines;
    }

    private boolean next(InputStream in) throws IOException {
        length = 0;
        ended = false;
        boolean any = false;
        while (!ended && (at < limit || fill(in))) {
            any = true;
            takeChunk();
        }
        number += any ? 1 : 0;
        return any;
    }

    private boolean fill(InputStream in) throws IOException {
        at = 0;
        limit = Math.max(0, in.read(chunk));
        return limit > 0;
    }

    private void takeChunk() {
        int end = at;
        while (end < limit && chunk[end] != '\n') {
            end++;
        }
        keep(end - at);
        ended = end < limit;
        at = ended ? end + 1 : end;
    }

    /** What is beyond the longest line is not kept: such a line is none. */
    private void keep(int more) {
        int kept = Math.min(more, JournalLine.LONGEST - length);
        if (length + kept > line.length) {
            line = Arrays.copyOf(line, Math.max(length + kept, line.length * 2));
        }
        System.arraycopy(chunk, at, line, length, kept);
        length += kept;
    }

    private boolean isWhole() {
        return ended && JournalLine.isWhole(line, length);
    }

    private void follow() throws IOException {
        try {
            Map<String, String> members = JournalLine.read(line, length);
            if (number == 1) {
                requireFormat(members);
            } else {
                state.follow(members);
            }
            lines = number;
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw damaged(number, StoreWords.of(e));
        }
    }

    private void requireFormat(Map<String, String> header) throws IOException {
        if (!JournalCodec.FORMAT.equals(header.get("format"))) {
            throw damaged(1, "it is not the first line of a journal");
        }
        if (JournalCodec.number(header, "major") > JournalCodec.MAJOR) {
            throw new IOException("The journal " + file + " was written by a later version of this library (format "
                    + JournalCodec.number(header, "major") + "); this one reads format " + JournalCodec.MAJOR
                    + ". It was not touched");
        }
    }

    private void requireNoneWhole(InputStream in) throws IOException {
        long bad = number;
        while (next(in)) {
            if (isWhole()) {
                throw damaged(bad, "its checksum is wrong and whole lines follow it");
            }
        }
    }

    private IOException damaged(long place, String why) {
        return new IOException(
                "The journal " + file + " is damaged in line " + place + ": " + why
                        + ". Nothing was touched; bring the file back from a copy, or remove the line if its loss can be borne");
    }
}
