// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sepamail.missive.ExchangeLogContract.CHECK;
import static org.valise.sepamail.missive.ExchangeLogContract.key;
import static org.valise.sepamail.missive.ResendTable.T;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log in a folder makes of torn and damaged files. */
class FileExchangeLogDamageTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("exchanges.log");
    }

    private FileExchangeLog open() throws IOException {
        return FileExchangeLog.open(folder, new ExchangeLogFastDisk());
    }

    private byte[] filled() throws IOException {
        try (FileExchangeLog log = open()) {
            for (ExchangeLogWork.Job job : ExchangeLogWork.JOBS) {
                job.run(log);
            }
        }
        return Files.readAllBytes(file());
    }

    private List<Object> state() throws IOException {
        try (FileExchangeLog log = open()) {
            return ExchangeLogWork.state(log);
        }
    }

    /** Where each line begins, and the length at the end. */
    private static List<Integer> starts(byte[] octets) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                starts.add(i + 1);
            }
        }
        return starts;
    }

    @Test
    void writesOneLineForEachEvent() throws IOException {
        byte[] whole = filled();
        assertThat(starts(whole)).hasSize(ExchangeLogWork.JOBS.size() + 2);
        assertThat(new String(whole, StandardCharsets.US_ASCII))
                .matches("(?s)([0-9a-f]{8}( [A-Za-z0-9.:_%-]+)+\n)+")
                .contains(" open TESTVERTXXX missive%00201 HIGH sha1:136b42af")
                .contains(" resent TESTVERTXXX missive%00201 2 2026-11-02T09:36:00Z\n");
    }

    @Tag("slow")
    @Test
    void survivesATearAtEveryOctet() throws IOException {
        byte[] whole = filled();
        List<Integer> starts = starts(whole);
        List<List<Object>> states = ExchangeLogWork.states();
        for (int length = starts.get(1); length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            int end = length;
            int lines = (int) starts.stream().filter(start -> start <= end).count() - 1;
            byte[] tail = Arrays.copyOfRange(whole, starts.get(lines), length);
            try (FileExchangeLog log = open()) {
                assertThat(ExchangeLogWork.state(log)).isEqualTo(states.get(lines - 1));
                assertThat(log.torn().isPresent()).isEqualTo(tail.length > 0);
                if (tail.length > 0) {
                    assertThat(log.torn().orElseThrow()).hasBinaryContent(tail);
                    Files.delete(log.torn().orElseThrow());
                }
                assertThat(log.open(key(4), Priority.LOW, CHECK, T)).isEqualTo(SendClaim.GRANTED);
            }
            try (FileExchangeLog log = open()) {
                assertThat(log.torn()).isEmpty();
                assertThat(log.find(key(4))).isPresent();
            }
        }
    }

    /** No crash leaves half a first line: it was there before the file had its name. */
    @Test
    void refusesAFileWithoutItsFirstLine() throws IOException {
        byte[] whole = filled();
        for (int length = 0; length < starts(whole).get(1); length++) {
            byte[] damaged = Arrays.copyOf(whole, length);
            Files.write(file(), damaged);
            assertThatThrownBy(this::state)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("line 1: it is not the first line of a log");
            assertThat(file()).hasBinaryContent(damaged);
        }
    }

    /** Also in the last line: what was promised is never dropped in silence. */
    @Tag("slow")
    @Test
    void refusesEveryWrongOctetAndTouchesNothing() throws IOException {
        byte[] whole = filled();
        List<Integer> starts = starts(whole);
        for (int at = 0; at < whole.length; at++) {
            int place = at;
            long line = starts.stream().filter(start -> start <= place).count();
            for (int flip : new int[] {1, 0x20, 0x80, whole[at] ^ '\n'}) {
                if (flip != 0) {
                    byte[] damaged = whole.clone();
                    damaged[at] ^= (byte) flip;
                    Files.write(file(), damaged);
                    assertThatThrownBy(this::state)
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining(file() + " is damaged in line " + line + ":");
                    assertThat(file()).hasBinaryContent(damaged);
                }
            }
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.torn");
    }

    @Test
    void keepsEachTornTail() throws IOException {
        byte[] whole = filled();
        List<Object> before = state();
        for (int round = 1; round <= 3; round++) {
            byte[] tail = new byte[round * 1_000];
            Files.write(file(), tail, StandardOpenOption.APPEND);
            assertThat(state()).isEqualTo(before);
            assertThat(folder.resolve("exchanges." + round + ".torn")).hasBinaryContent(tail);
            assertThat(file()).hasBinaryContent(whole);
        }
    }

    @Test
    void refusesATailThatIsLongerThanAnyLine() throws IOException {
        filled();
        Files.write(file(), new byte[5_000], StandardOpenOption.APPEND);
        assertThatThrownBy(this::state).isInstanceOf(IOException.class).hasMessageContaining("line 13: it is longer");
    }

    @Test
    void refusesOtherFilesAndLaterVersions() throws IOException {
        Files.write(file(), ExchangeLogLine.write(List.of("valise-exchanges", "2")));
        assertThatThrownBy(this::state).isInstanceOf(IOException.class).hasMessageContaining("later version");
        Files.write(file(), ExchangeLogLine.write(List.of("something", "1")));
        assertThatThrownBy(this::state).isInstanceOf(IOException.class).hasMessageContaining("not the first line");
        Files.writeString(file(), "hello\nworld\n");
        assertThatThrownBy(this::state).isInstanceOf(IOException.class).hasMessageContaining("in line 1:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resent B2B2B2B2 x 2 2026-11-02T09:30:00Z",
                "resent TESTVERTXXX missive%00202 3 2026-11-02T09:40:00Z",
                "resent TESTVERTXXX missive%00202 2 2026-11-02T09:30:00Z",
                "open TESTVERTXXX missive%00202 HIGH sha1:0 2026-11-02T09:30:00Z",
                "open TESTVERTXXX x URGENT sha1:0 2026-11-02T09:30:00Z",
                "open TESTVERTXXX x HIGH  2026-11-02T09:30:00Z",
                "open TESTVERTXXX x HIGH sha1:0 2026-11-02",
                "open TESTVERTXXX x HIGH sha1:0",
                "open TESTVERTXXX x HIGH sha1:0 2026-11-02T09:30:00Z more",
                "open TESTVERTXXX %00 HIGH sha1:0 2026-11-02T09:30:00Z",
                "open TESTVERTXXX %zzzz HIGH sha1:0 2026-11-02T09:30:00Z",
                "open testvertxxx x HIGH sha1:0 2026-11-02T09:30:00Z",
                "acknowledged TESTVERTXXX missive%00202 ACK two 2026-11-02T09:30:00Z",
                "acknowledged TESTVERTXXX missive%00202 ACK -2 2026-11-02T09:30:00Z",
                "acknowledged TESTVERTXXX x ACK - 2026-11-02T09:30:00Z",
                "given-up TESTVERTXXX x 2026-11-02T09:30:00Z",
                "received TESTVERTXXX x 0 sha1:0 2026-11-02T09:30:00Z",
                "handed-on TESTVERTXXX x 2026-11-02T09:30:00Z",
                "answered TESTVERTXXX x 1 2026-11-02T09:30:00Z",
                "forgotten TESTVERTXXX missive%00202 2026-11-02T09:30:00Z",
                ""
            })
    void refusesLinesThatSayTheImpossible(String text) throws IOException {
        filled();
        byte[] rest = (" " + text).getBytes(StandardCharsets.US_ASCII);
        CRC32C crc = new CRC32C();
        crc.update(rest);
        Files.writeString(file(), String.format("%08x %s\n", crc.getValue(), text), StandardOpenOption.APPEND);
        assertThatThrownBy(this::state)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 13: it does not follow from the lines before it");
    }
}
