// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code missive decide} as docs/command-line.md has it. */
class MissiveDecideCommandTest {

    private static final String T = "2026-11-02T09:30:00Z";
    private static final String T_6 = "2026-11-02T09:36:00Z";
    private static final String T_7 = "2026-11-02T09:37:00Z";

    private static CommandLineRun decide(String priority, String sent, String now, String... acks) {
        List<String> args =
                new ArrayList<>(List.of("missive", "decide", "--priority", priority, "--sent", sent, "--now", now));
        for (String ack : acks) {
            args.add("--ack");
            args.add(ack);
        }
        return CommandLineRun.of("", args.toArray(String[]::new));
    }

    /** The line is this one, with the keys in any order; single quotes stand for double ones. */
    private static void assertLine(CommandLineRun run, String... parts) throws IOException {
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        String expected = "{" + String.join(",", parts).replace('\'', '"') + "}";
        assertThat(run.only()).isEqualTo(Json.MAPPER.readTree(expected));
    }

    @Test
    void saysFromWhenOnItMayBeSent() throws IOException {
        assertLine(
                decide("HIGH", T, "2026-11-02T09:34:59.999999999Z"),
                "'decision':'TOO_EARLY','order':2",
                "'from':'2026-11-02T09:35:00Z','to':'2026-11-02T09:40:00Z'",
                "'mayEscalateFrom':null,'acknowledgementDue':'2026-11-02T09:33:00Z'");
    }

    /** The example of MIS1202 "Resending a missive". */
    @Test
    void saysThatItMayBeSent() throws IOException {
        assertLine(
                decide("HIGH", T, T_7),
                "'decision':'MAY_RESEND','order':2",
                "'from':'2026-11-02T09:35:00Z','to':'2026-11-02T09:40:00Z'",
                "'mayEscalateFrom':null,'acknowledgementDue':null");
        assertLine(
                decide("HIGH", T + "," + T_7, "2026-11-02T09:42:00Z"),
                "'decision':'MAY_RESEND','order':3",
                "'from':'2026-11-02T09:42:00Z','to':'2026-11-02T09:47:00Z'",
                "'mayEscalateFrom':'2026-11-02T10:00:00Z','acknowledgementDue':null");
    }

    @Test
    void saysThatTheWindowWasMissed() throws IOException {
        assertLine(
                decide("HIGH", T, "2026-11-02T09:40:00.000000001Z"),
                "'decision':'WINDOW_MISSED','order':null",
                "'from':'2026-11-02T09:35:00Z','to':'2026-11-02T09:40:00Z'",
                "'mayEscalateFrom':null,'acknowledgementDue':null");
    }

    @Test
    void saysThatItWasSentOftenEnough() throws IOException {
        assertLine(
                decide("HIGHEST", T + "," + T + ", " + T + "," + T, T_7),
                "'decision':'LIMIT_REACHED','order':null,'from':null,'to':null",
                "'mayEscalateFrom':'2026-11-02T09:40:00Z','acknowledgementDue':null");
    }

    @Test
    void saysWhichAcknowledgementDecided() throws IOException {
        String settled = "'order':null,'from':null,'to':null,'mayEscalateFrom':null,'acknowledgementDue':null";
        assertLine(
                decide("HIGH", T, T_7, T + "=", T_6 + "=2.1.9"),
                "'decision':'ACKNOWLEDGED','at':'" + T_6 + "'",
                settled);
        assertLine(
                decide("HIGH", T, T_7, T_6 + "=5.4.1", T + "=2"),
                "'decision':'REJECTED','at':'" + T_6 + "','class':5",
                settled);
        assertLine(
                decide("HIGH", T, T_7, T_6 + "=NAK"), "'decision':'REJECTED','at':'" + T_6 + "','class':null", settled);
    }

    @ParameterizedTest
    @CsvSource({
        "=2, ACKNOWLEDGED", "=2.1.9, ACKNOWLEDGED", "=2.4, ACKNOWLEDGED", "=, ACKNOWLEDGED", "=ACK, ACKNOWLEDGED",
        "=ack, ACKNOWLEDGED", "=NAK, REJECTED", "=5, REJECTED", "=5.1.2, REJECTED", "=4, MAY_RESEND",
        "=4.3.2, MAY_RESEND"
    })
    void takesClassesCodesAndStatuses(String end, String decision) {
        assertThat(decide("HIGH", T, T_7, T_6 + end).only().path("decision").asText())
                .isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource({
        "HIGHEST, PT30S",
        "2, PT5M",
        "normal, PT4H",
        "Low, PT12H",
        "5, PT48H",
    })
    void takesPrioritiesByNameAndNumber(String priority, String notBefore) {
        String from = Instant.parse(T).plus(Duration.parse(notBefore)).toString();
        assertThat(decide(priority, T, T).only().path("from").asText()).isEqualTo(from);
    }

    @Test
    void takesOffsetsAndSeveralOptions() {
        CommandLineRun run = CommandLineRun.of(
                "",
                "missive",
                "decide",
                "--priority=HIGH",
                "--sent=2026-11-02T10:30:00+01:00",
                "--sent=2026-11-02T09:37:00Z",
                "--now=2026-11-02T09:42:00Z",
                "--ack=2026-11-02T10:38:00+01:00=4");
        assertThat(run.only().path("order").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = ';',
            value = {
                "URGENT; " + T + "; " + T + "; ; --priority is HIGHEST, HIGH, NORMAL, LOW or LOWEST",
                "0; " + T + "; " + T + "; ; --priority is HIGHEST",
                "HIGH; yesterday; " + T + "; ; --sent: 'yesterday' is no instant; write it like 2026-",
                "HIGH; \"\"; " + T + "; ; --sent: '' is no instant",
                "HIGH; " + T + ",; " + T + "; ; --sent: '' is no instant",
                "HIGH; " + T + "; 2026-11-02; ; --now: '2026-11-02' is no instant",
                "HIGH; " + T_7 + "," + T + "; " + T_7 + "; ; Order 2 cannot have been sent before order 1",
                "HIGH; " + T + "; " + T_7 + "; " + T_6 + "; --ack is INSTANT=CLASS, such as",
                "HIGH; " + T + "; " + T_7 + "; soon=2; --ack: 'soon' is no instant",
                "HIGH; " + T + "; " + T_7 + "; " + T_6 + "=3; --ack: the class is 2, 4 or 5, a code such as 2.1.9",
                "HIGH; " + T + "; " + T_7 + "; " + T_6 + "=2.1.9.1; --ack: the class is",
                "HIGH; " + T + "; " + T_7 + "; " + T_6 + "=OK; --ack: the class is",
            })
    void refusesOptionsThatCannotBe(String priority, String sent, String now, String ack, String words) {
        CommandLineRun run = ack == null ? decide(priority, sent, now) : decide(priority, sent, now, ack);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("valise: missive decide: ").contains(words);
    }

    @Test
    void saysWhatIsMissing() {
        CommandLineRun run = CommandLineRun.of("", "missive", "decide", "--priority", "HIGH");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--sent").contains("--now");
        assertThat(CommandLineRun.of("", "missive").exit()).isEqualTo(2);
    }
}
