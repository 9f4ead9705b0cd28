// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the file of a log. Each line is on disk before the next is written, so a crash can only leave a beginning of the
 * last line, without its line end: that is a torn tail. Everything else that is not whole is damage.
 */
final class ExchangeLogReader {

    static final List<String> HEADER = List.of("valise-exchanges", "1");

    private final Path file;
    private long number;
    private long whole;
    private boolean ended;

    ExchangeLogReader(Path file) {
        this.file = file;
    }

    /** Takes events; an IllegalArgumentException says that one cannot be. */
    @FunctionalInterface
    interface Sink {
        void take(ExchangeEvent event) throws IOException;
    }

    /** Reads all whole lines; returns how many octets they are. What follows is a torn tail. */
    long read(Sink sink) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (byte[] line = next(in); ended; line = next(in)) {
                take(line, sink);
                whole += line.length + 1;
            }
        }
        return whole;
    }

    /** The next line, or what is left of one; empty at the end. */
    private byte[] next(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        number++;
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            if (line.size() > ExchangeLogLine.LONGEST) {
                throw damaged("it is longer than any line of a log");
            }
            octet = in.read();
        }
        ended = octet >= 0;
        if (!ended) {
            requireTorn(line.toByteArray());
        }
        return line.toByteArray();
    }

    private void requireTorn(byte[] tail) throws IOException {
        if (number == 1) {
            throw damaged("it is not the first line of a log");
        }
        if (tail.length > 0 && ExchangeLogLine.isWhole(Arrays.copyOf(tail, tail.length - 1))) {
            throw damaged("another octet stands in place of its line end");
        }
    }

    private void take(byte[] line, Sink sink) throws IOException {
        if (!ExchangeLogLine.isWhole(line)) {
            throw damaged("its checksum is wrong");
        }
        try {
            follow(ExchangeLogLine.read(line), sink);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged("it does not follow from the lines before it");
        }
    }

    private void follow(List<String> fields, Sink sink) throws IOException {
        if (number == 1) {
            requireHeader(fields);
        } else {
            sink.take(ExchangeEvent.of(fields));
        }
    }

    private void requireHeader(List<String> fields) throws IOException {
        if (fields.isEmpty() || !fields.get(0).equals(HEADER.get(0))) {
            throw damaged("it is not the first line of a log");
        }
        if (!fields.equals(HEADER)) {
            throw new IOException(file + " was written by a later version of this library. It was not touched");
        }
    }

    private IOException damaged(String why) {
        return new IOException(file + " is damaged in line " + number + ": " + why
                + ". Nothing was touched; bring the file back from a copy");
    }
}
