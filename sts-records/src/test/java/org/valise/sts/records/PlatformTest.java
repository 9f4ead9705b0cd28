// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the JVM: run in JVMs of their own, so that no default of this one changes. */
@Timeout(300)
class PlatformTest {

    private static Process start(List<String> options, Class<?> main) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        // Nothing but this library and its tests: no other class is needed at run time.
        command.add(location(StsRecords.class) + System.getProperty("path.separator") + location(main));
        command.add(main.getName());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String output(Process process) throws IOException, InterruptedException {
        try (InputStream in = process.getInputStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return text;
        }
    }

    /** Prints what the library makes of the vectors; ASCII only. */
    static final class Report {

        private Report() {}

        public static void main(String[] args) {
            StringBuilder report = new StringBuilder();
            for (String text : List.of(Vectors.REAL, Vectors.ONE, Vectors.TWO, Vectors.THREE)) {
                PublicKeyRecord key = Vectors.key(text);
                report.append(key.record().text()).append('\n');
                report.append(key.validUntil()).append(key.owner().createdAt()).append('\n');
                report.append(key.verify(Vectors.IN_2021)).append('\n');
                report.append(key.verify(Vectors.IN_2026).problems()).append('\n');
                report.append(Pkid.parse(key.owner().text().replace(':', ';')).problems())
                        .append('\n');
                String mail = RecordInEmail.write(key.record())
                        .replace("BEGINS", "begins")
                        .replace("ENDS", "ends");
                report.append(StsRecords.lenient().scan(mail).findings()).append('\n');
                byte[] file = (text + "\r\n" + text.replace('1', '2')).getBytes(StandardCharsets.US_ASCII);
                report.append(StsRecords.lenient().file(file).entries()).append('\n');
                report.append(StsRecords.lenient().file(file).summary().sha256())
                        .append('\n');
            }
            System.out.print(report);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Duser.language=tr -Duser.country=TR",
                "-Duser.language=ar -Duser.country=EG -Duser.extensions=nu-arab",
                "-Duser.language=th -Duser.country=TH -Duser.extensions=ca-buddhist",
                "-Dfile.encoding=ISO-8859-1 -Duser.timezone=Pacific/Kiritimati",
                "-Dfile.encoding=COMPAT -Duser.timezone=America/St_Johns"
            })
    void givesTheSameUnderAnyLocaleCharsetAndZone(String options) throws Exception {
        String usual = output(start(List.of("-Duser.language=en", "-Duser.timezone=UTC"), Report.class));
        assertThat(usual).contains("SELF_CONSISTENT").contains("EXPIRED");
        assertThat(output(start(List.of(options.split(" ")), Report.class))).isEqualTo(usual);
    }

    /** Checks a file of records that comes in on standard input. */
    static final class Check {

        private Check() {}

        public static void main(String[] args) throws IOException {
            RecordLimits limits =
                    RecordLimits.defaults().withFileOctets(Long.MAX_VALUE).withFileEntries(Long.MAX_VALUE);
            try (RecordFileReader reader =
                    StsRecords.lenient().withLimits(limits).readFile(System.in)) {
                RecordFile.Summary summary = reader.readToEnd();
                System.out.print(summary.state() + " " + summary.count(FileEntry.Kind.RECORD) + " " + summary.octets()
                        + " " + summary.sha256().orElseThrow().length());
            }
        }
    }

    @Test
    void checksAGibibyteIn64MebibytesOfMemory() throws Exception {
        byte[] line = (Vectors.REAL + "\n").getBytes(StandardCharsets.US_ASCII);
        long lines = (1L << 30) / line.length + 1;
        byte[] chunk = (Vectors.REAL + "\n").repeat(1000).getBytes(StandardCharsets.US_ASCII);
        Process process = start(List.of("-Xmx64m"), Check.class);
        try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
            for (long i = 0; i < lines / 1000; i++) {
                out.write(chunk);
            }
            out.write(chunk, 0, (int) (lines % 1000) * line.length);
        }
        assertThat(output(process)).isEqualTo("ALL_RECORDS_VALID " + lines + " " + lines * line.length + " 64");
    }
}
