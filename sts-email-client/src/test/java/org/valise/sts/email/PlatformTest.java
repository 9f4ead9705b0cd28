// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.testing.Mangle;
import org.valise.sts.email.testing.Reaction;

/** What depends on the JVM: run in JVMs of their own, so that no default of this one changes. */
@Timeout(300)
class PlatformTest {

    private static String report(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")); // it runs for a second only
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Report.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream in = process.getInputStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return text;
        }
    }

    /** Prints the requests, what is read of each reply however mangled, and what a tracker makes of it; ASCII only. */
    static final class Report {

        private static final List<Service> SERVICES =
                List.of(Service.HELP, Service.GET_PUBLIC_KEY, Service.GET_KEY_LOAD_FILE);
        private static final List<Reaction> REACTIONS = List.of(
                Reaction.answer(),
                Reaction.expired(),
                Reaction.notice("INFO", "Title with I and i", "PARAMETER"),
                Reaction.answer().from("GATEWAY@KMC.EXAMPLE"));

        private final TrackerBench bench = new TrackerBench();
        private final StringBuilder text = new StringBuilder();

        private Report() {}

        public static void main(String[] args) throws IOException {
            Report report = new Report();
            for (Service service : SERVICES) {
                for (Reaction reaction : REACTIONS) {
                    for (Mangle mangle : Mangle.values()) {
                        report.add(service, reaction.mangled(mangle));
                    }
                }
            }
            report.addValues();
            System.out.print(report.text);
        }

        private void add(Service service, Reaction reaction) throws IOException {
            KmcRequest request = bench.sent(service);
            line(new String(request.octets(), StandardCharsets.US_ASCII));
            byte[] reply = bench.reply(request, reaction);
            line(HexFormat.of().formatHex(reply).length());
            Change change = bench.receive(reply);
            ReceivedMail mail = change.reply().orElseThrow().mail();
            line(mail.result());
            line(mail.result().code() + "|" + mail.result().text() + "|" + mail.findings());
            line(HexFormat.of().formatHex(mail.text().getBytes(StandardCharsets.UTF_8)));
            line(mail.serviceCode() + " " + mail.attachments());
            line(change + " " + bench.kept(request).answer());
            line(bench.kept(request).deadline());
            line(bench.report(request, "failed"));
        }

        /** Words in which other languages write I, and digits that are not those of ASCII. */
        private void addValues() {
            for (String value : List.of(
                    "notice\tDEFERRED\ti",
                    "NOTICE\tdeferred\tI",
                    "Notice\t\u0130\t\u0661",
                    "\u0130nfo\tx",
                    "SUCCESS")) {
                line(GatewayResult.parse(value).kind() + " "
                        + GatewayResult.parse(value).raw().flags());
            }
            for (String code :
                    List.of("{kms:help}", "{KMS:GETPUBLICKEY}", "{KMS:GETKLIFSTSED2}", "{kms:getkl\u0131fstsed2}")) {
                line(Service.ofCode(code));
            }
            line(MailAddress.of("INFO@KIMI.EXAMPLE").equals(MailAddress.of("info@kimi.example")));
            line(DeliveryReport.Action.of("FAILED") + " " + DeliveryReport.Action.of("RELAYED"));
        }

        private void line(Object value) {
            text.append(value).append('\n');
        }
    }

    private static final String[] USUAL = {"-Duser.language=en", "-Duser.timezone=UTC"};

    private static String usual = "";

    @BeforeAll
    static void runAsUsual() throws Exception {
        usual = report(USUAL);
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
        assertThat(report(options.split(" "))).isEqualTo(usual);
    }

    @Test
    void saysSomethingWorthComparing() {
        assertThat(usual)
                .contains("SUCCEEDED")
                .contains("FAILED")
                .contains("NOTICED")
                .contains("DELIVERY_FAILED")
                .contains("Date: Fri, 1 Jan 2021 12:00:00 +0000");
    }
}
