// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MissiveLimits;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.OctetSource;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;
import org.valise.sepamail.missive.StreamedMissive;

/** Seals and opens a missive of a length, in a JVM that is to be small. Arguments: folder, octets of data, profile, cipher. */
final class LargeMail {

    private LargeMail() {}

    public static void main(String[] args) throws Exception {
        Path missive = Path.of(args[0], "missive.xml");
        Path mail = Path.of(args[0], "mail.eml");
        StreamedMissive written = write(missive, Long.parseLong(args[1]));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(mail))) {
            Bench.sealer()
                    .with(Profile.valueOf(args[2]))
                    .with(ContentCipher.valueOf(args[3]))
                    .seal(
                            written,
                            () -> Files.newInputStream(missive),
                            Bench.TO,
                            Recipient.of(Bench.RECIPIENT.certificate))
                    .writeTo(out);
        }
        MissiveLimits limits = MissiveLimits.defaults().withOctets(1L << 40).withValueOctets(1 << 20);
        Verdict<OpenedStream> verdict = Bench.opener()
                .with(SmimeLimits.defaults().withOctets(1L << 40))
                .with(Missives.strict().withLimits(limits))
                .open((OctetSource) () -> Files.newInputStream(mail));
        if (!(verdict instanceof Verdict.Accepted<OpenedStream> accepted)) {
            throw new AssertionError(verdict.toString());
        }
        MessageDigest opened = MessageDigest.getInstance("SHA-256");
        accepted.opened().writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), opened));
        MessageDigest sealed = MessageDigest.getInstance("SHA-256");
        Files.copy(missive, new DigestOutputStream(OutputStream.nullOutputStream(), sealed));
        boolean same = MessageDigest.isEqual(opened.digest(), sealed.digest());
        System.out.println(String.format(Locale.ROOT, "%s", same ? "same" : "other"));
    }

    private static StreamedMissive write(Path file, long length) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            return NominalMissive.builder(SchemaVersion.NORM_1206)
                    .id("ID")
                    .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                    .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                    .message(MessageContent.of("M", SimpleTest.request("T"), () -> new Ramp(length)))
                    .sentAt(TestPki.NOW)
                    .writeTo(out);
        }
    }

    /** Octets that are none of a pattern as short as a piece. */
    private static final class Ramp extends InputStream {

        private final long length;
        private long at;

        Ramp(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            return at == length ? -1 : (int) (at * at++ / 7) & 0xFF;
        }

        @Override
        public int read(byte[] octets, int from, int count) {
            int there = (int) Math.min(count, length - at);
            for (int i = from; i < from + there; i++) {
                octets[i] = (byte) read();
            }
            return there == 0 && count > 0 ? -1 : there;
        }
    }

    static List<String> command(Path folder, long length, Profile profile, ContentCipher cipher) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeMail.class.getName(),
                folder.toString(),
                Long.toString(length),
                profile.name(),
                cipher.name());
    }
}
