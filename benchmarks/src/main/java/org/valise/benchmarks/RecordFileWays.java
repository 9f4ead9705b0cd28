// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.valise.sts.records.FileEntry;
import org.valise.sts.records.RecordFileReader;
import org.valise.sts.records.RecordLimits;
import org.valise.sts.records.StsRecords;

/** The contenders over a file of records: what one would write first, the library, and the least anyone has to do. */
final class RecordFileWays {

    private static final int WINDOW = 1 << 16;
    private static final int INITIAL = 0xFFFF;
    private static final int REFLECTED_POLYNOMIAL = 0xA001;
    private static final int[] TABLE = table();

    private static final StsRecords RULES = StsRecords.lenient()
            .withLimits(RecordLimits.defaults().withFileOctets(Long.MAX_VALUE).withFileEntries(Long.MAX_VALUE));

    private RecordFileWays() {}

    /** Lines, fields and a table CRC over strings; returns the number of good records. */
    static long naive(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        long good = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] fields = line.split("\\|", -1);
            String digits = fields[fields.length - 1];
            int crc = crc(line, line.length() - digits.length());
            good += Integer.parseInt(digits, 16) == crc ? 1 : 0;
        }
        return good;
    }

    /** The library's scanning mode; returns the number of good records. */
    static long ours(InputStream in) throws IOException {
        return scan(reader(in));
    }

    /** The reader that {@link #ours(InputStream)} uses, before its first line. */
    static RecordFileReader reader(InputStream in) {
        return RULES.scanFile(in);
    }

    /** The loop alone; returns the number of good records. */
    static long scan(RecordFileReader reader) throws IOException {
        long good = 0;
        while (reader.next()) {
            good += reader.kind() == FileEntry.Kind.RECORD ? 1 : 0;
        }
        return good;
    }

    /** Reads the octets and adds them up. */
    static long limit(InputStream in) throws IOException {
        byte[] window = new byte[WINDOW];
        long sum = 0;
        for (int count = in.read(window); count >= 0; count = in.read(window)) {
            sum += sum(window, count);
        }
        return sum;
    }

    private static int sum(byte[] octets, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += octets[i];
        }
        return sum;
    }

    private static int crc(String text, int length) {
        int crc = INITIAL;
        for (int i = 0; i < length; i++) {
            crc = crc >>> 8 ^ TABLE[(crc ^ text.charAt(i)) & 0xFF];
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int octet = 0; octet < table.length; octet++) {
            int crc = octet;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ REFLECTED_POLYNOMIAL;
            }
            table[octet] = crc;
        }
        return table;
    }
}
