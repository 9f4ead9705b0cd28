// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What depends on the JVM: run in JVMs of their own, so that no default of this one changes. */
@Timeout(300)
class PlatformTest {

    private static Process start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(options);
        command.add("-cp");
        // Nothing but this library and its tests: XML binding is needed by those who use it only.
        command.add(location(Missives.class) + System.getProperty("path.separator") + location(Report.class));
        command.add(Report.class.getName());
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

    /** Prints what the library makes of documents; ASCII only. */
    static final class Report {

        private Report() {}

        public static void main(String[] args) {
            StringBuilder report = new StringBuilder();
            for (String document : List.of(
                    LayerOneTest.FULL,
                    LayerOneTest.WARNED.replace("2</m:AcqCla>", "4</m:AcqCla>"),
                    Doc.set(Doc.NOMINAL, "SndDtTm", "2026-07-01T12:00:00"),
                    Doc.set(Doc.NOMINAL, "MsvId", "x".repeat(201)),
                    Doc.set(Doc.ACK, "AcqSta", "nAcK"),
                    Doc.set(Doc.NOMINAL, "TestId", "\u0130\u0131\u00e9\uD83D\uDCE8"))) {
                for (Missives reader : List.of(Missives.strict(), Missives.lenient())) {
                    MissiveReading reading = reader.read(Doc.utf8(document));
                    report.append(reading).append('\n');
                    reading.toOptional().ifPresent(missive -> describe(missive, report));
                }
            }
            report.append(Hex.sha1(AnyMissivePlain.built().octets())).append('\n');
            System.out.print(report);
        }

        private static void describe(Missive missive, StringBuilder report) {
            report.append(missive.sentAt()).append(missive.sentAt().instant()).append('\n');
            if (missive instanceof NominalMissive nominal) {
                report.append(nominal.message().checksum())
                        .append(nominal.message().type())
                        .append('\n');
                report.append(Hex.sha1(nominal.resend().octets())).append('\n');
            }
        }
    }

    /** Without a class of the test tools. */
    static final class AnyMissivePlain {

        private AnyMissivePlain() {}

        static NominalMissive built() {
            SimpleTest test =
                    SimpleTest.request("\u0130i").withText("\u00e9\u20ac\r").withData(new byte[] {-1});
            return NominalMissive.builder(SchemaVersion.BLEEDING_EDGE)
                    .id("\u0131I\u017F")
                    .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                    .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                    .message(MessageContent.of("M", test))
                    .sentAt(java.time.Instant.parse("2026-07-01T10:11:12.000340Z"))
                    .withSenderChecksum("sha256")
                    .build();
        }
    }

    @Test
    void givesTheSameUnderAnyLocaleCharsetAndZone() throws Exception {
        String usual = output(start(List.of("-Duser.language=en", "-Duser.timezone=UTC")));
        assertThat(usual).contains("NominalMissive", "BAD_VALUE", "2026-07-01T10:00:00Z");
        List<Process> others = new ArrayList<>();
        for (String options : List.of(
                "-Duser.language=tr -Duser.country=TR -Duser.timezone=America/St_Johns",
                "-Duser.language=ar -Duser.country=EG -Duser.extensions=nu-arab -Dfile.encoding=COMPAT",
                "-Duser.language=th -Duser.country=TH -Duser.extensions=ca-buddhist -Dfile.encoding=ISO-8859-1"
                        + " -Duser.timezone=Pacific/Kiritimati")) {
            others.add(start(List.of(options.split(" ", -1))));
        }
        for (Process other : others) {
            assertThat(output(other)).isEqualTo(usual);
        }
    }
}
