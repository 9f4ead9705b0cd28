// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Writes a missive that does not fit into its memory and reads it again; to be run in a JVM of its own. */
final class LargeMissive {

    private LargeMissive() {}

    /** Octets that no line end and no repetition makes easy. */
    static final class Noise extends InputStream {

        private long left;
        private long state = 42;

        Noise(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            if (left == 0) {
                return -1;
            }
            left--;
            state = state * 6364136223846793005L + 1442695040888963407L;
            return (int) (state >>> 56);
        }

        @Override
        public int read(byte[] target, int at, int length) {
            int count = (int) Math.min(length, left);
            for (int i = at; i < at + count; i++) {
                target[i] = (byte) read();
            }
            return count == 0 && length > 0 ? -1 : count;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        long length = Long.parseLong(arguments[1]);
        StreamedNominal written = write(file, length);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Missives reader = Missives.strict().withLimits(MissiveLimits.defaults().withOctets(1L << 40));
        StreamedNominal read;
        try (InputStream in = Files.newInputStream(file)) {
            read = (StreamedNominal) reader.readStreamed(
                            in,
                            path -> path.endsWith("SimpleTestRequest", "Data")
                                    ? Optional.of(new DigestOutputStream(OutputStream.nullOutputStream(), digest))
                                    : Optional.empty())
                    .orElseThrow();
        }
        require(Arrays.equals(digest.digest(), expected(length)), "other octets");
        require(read.message().checksum().equals(written.message().checksum()), "another checksum");
        require(read.length() == written.length() && read.length() == Files.size(file), "another length");
        require(read.senderChecksum().equals(written.senderChecksum()), "another SndChk");
        System.out.println("same");
    }

    private static StreamedNominal write(Path file, long length) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            return (StreamedNominal) NominalMissive.builder(SchemaVersion.NORM_1206)
                    .id("ID")
                    .from(Party.of(Bic.of("TESTVERTXXX")))
                    .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                    .message(MessageContent.of("M", SimpleTest.request("T"), () -> new Noise(length)))
                    .sentAt(Instant.parse("2012-10-10T10:00:00Z"))
                    .withSenderChecksum("sha256")
                    .writeTo(out);
        }
    }

    private static byte[] expected(long length) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        new Noise(length).transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return digest.digest();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
