// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.valise.sts.records.Crc16;

/** Records with right CRCs from a fixed seed, so that every run measures the same octets. */
final class SampleRecords {

    private static final long SEED = 20261122;
    private static final String HEX = "0123456789ABCDEF";
    private static final int POINT_DIGITS = 194;
    private static final int SHORTEST = 60;
    private static final int LONGEST = 600;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** A file of at least so many octets, one record a line: half public key records, half of other lengths. */
    byte[] file(int octets) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(octets + LONGEST);
        while (file.size() < octets) {
            String record = random.nextBoolean() ? publicKeyRecord() : recordOf(random.nextInt(SHORTEST, LONGEST + 1));
            file.writeBytes((record + '\n').getBytes(StandardCharsets.US_ASCII));
        }
        return file.toByteArray();
    }

    /** A record of 287 characters, shaped like the published one: the point is not on the curve. */
    String publicKeyRecord() {
        String identity = withCrc("KMCID.1:Prism:K0001:20200622T140747Z:" + hex(16) + ':');
        return withCrc("PK.ECDH.1|" + identity + "|04" + hex(POINT_DIGITS - 2) + "|20230601T000000Z|||");
    }

    private String recordOf(int length) {
        String start = "VK.TEST.1|600727|" + hex(6) + "|20261122T000000Z|";
        return withCrc(start + hex(length - start.length() - "|0000".length()) + '|');
    }

    private static String withCrc(String text) {
        return text + Crc16.of(text);
    }

    private String hex(int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            text.append(HEX.charAt(random.nextInt(HEX.length())));
        }
        return text.toString();
    }
}
