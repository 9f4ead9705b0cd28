// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sts.email.PendingRequestsSamples.NOON;
import static org.valise.sts.email.PendingRequestsSamples.mail;
import static org.valise.sts.email.PendingRequestsSamples.next;
import static org.valise.sts.email.PendingRequestsSamples.request;
import static org.valise.sts.email.RequestState.SENT;
import static org.valise.sts.email.RequestState.SUCCEEDED;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store in a folder makes of torn and damaged files, of a second process, and of a missing Jackson. */
class FilePendingRequestsDamageTest {

    @TempDir
    Path folder;

    private Path journal() {
        return folder.resolve("journal.jsonl");
    }

    private FilePendingRequests fast() throws IOException {
        return FilePendingRequests.open(folder, new StoreCrashFastDisk());
    }

    private List<TrackedRequest> fill(int requests) throws IOException {
        List<TrackedRequest> added = new ArrayList<>();
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            for (int i = 0; i < requests; i++) {
                added.add(request(i));
                store.add(added.get(i));
            }
        }
        return added;
    }

    private List<TrackedRequest> all() throws IOException {
        try (FilePendingRequests store = fast()) {
            return store.list(EnumSet.allOf(RequestState.class));
        }
    }

    /** Where each line of the journal begins, and its length at the end. */
    private static List<Integer> starts(byte[] octets) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                starts.add(i + 1);
            }
        }
        return starts;
    }

    @Tag("slow")
    @Test
    void survivesATearAtEveryOctetOfTheLastLines() throws Exception {
        List<TrackedRequest> added = fill(4);
        byte[] whole = Files.readAllBytes(journal());
        List<Integer> starts = starts(whole);
        for (int length = starts.get(3); length <= whole.length; length++) {
            Files.write(journal(), Arrays.copyOf(whole, length));
            int end = length;
            int lines = (int) starts.stream().filter(start -> start <= end).count() - 1;
            try (FilePendingRequests store = fast()) {
                assertThat(store.list(EnumSet.allOf(RequestState.class)))
                        .containsExactlyElementsOf(added.subList(0, lines - 1));
                byte[] tail = Arrays.copyOfRange(whole, starts.get(lines), length);
                assertThat(store.torn().isPresent()).isEqualTo(tail.length > 0);
                if (tail.length > 0) {
                    assertThat(store.torn().orElseThrow()).hasBinaryContent(tail);
                    Files.delete(store.torn().orElseThrow());
                }
                store.add(request(100));
            }
            assertThat(all()).hasSize(lines).endsWith(request(100));
        }
    }

    @Tag("slow")
    @Test
    void survivesEveryWrongOctetInTheLastLine() throws Exception {
        List<TrackedRequest> added = fill(3);
        byte[] whole = Files.readAllBytes(journal());
        List<Integer> starts = starts(whole);
        for (int at = starts.get(3); at < whole.length; at++) {
            for (int flip : new int[] {1, 0x20, 0x80, whole[at] ^ '\n'}) {
                if (flip == 0) {
                    continue;
                }
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) flip;
                Files.write(journal(), damaged);
                try (FilePendingRequests store = fast()) {
                    assertThat(store.list(EnumSet.allOf(RequestState.class)))
                            .containsExactlyElementsOf(added.subList(0, 2));
                    Files.delete(store.torn().orElseThrow());
                }
            }
        }
    }

    @Test
    void keepsEachTornTail() throws Exception {
        fill(2);
        for (int round = 1; round <= 3; round++) {
            Files.write(journal(), mail("{torn " + round), StandardOpenOption.APPEND);
            try (FilePendingRequests store = fast()) {
                assertThat(store.torn()).contains(folder.resolve("journal." + round + ".torn"));
            }
            assertThat(all()).hasSize(2);
            assertThat(folder.resolve("journal." + round + ".torn")).hasBinaryContent(mail("{torn " + round));
        }
    }

    @Test
    void keepsAMailThatOnlyATornLineNames() throws Exception {
        fill(1);
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            store.update(next(request(0), SUCCEEDED), mail("the answer"));
        }
        byte[] whole = Files.readAllBytes(journal());
        Files.write(journal(), Arrays.copyOf(whole, whole.length - 1));
        assertThat(all()).containsExactly(request(0));
        all();
        try (Stream<Path> mails = Files.list(folder.resolve("mails"))) {
            assertThat(mails).singleElement().satisfies(file -> assertThat(file).hasContent("the answer"));
        }
    }

    @Test
    void refusesDamageInTheMiddleAndTouchesNothing() throws Exception {
        fill(3);
        byte[] whole = Files.readAllBytes(journal());
        for (int at = 5; at < starts(whole).get(3); at += 7) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(journal(), damaged);
            int place = at;
            int line =
                    (int) starts(whole).stream().filter(start -> start <= place).count();
            assertThatThrownBy(this::all)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(journal().toString())
                    .hasMessageContaining("line " + line + ":");
            assertThat(journal()).hasBinaryContent(damaged);
        }
    }

    private static byte[] header(long major) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>(JournalCodec.header());
        header.put("major", major);
        header.put("shape", "round");
        return JournalLine.write(header);
    }

    private void append(Map<String, Object> line) throws IOException {
        Files.write(journal(), JournalLine.write(line), StandardOpenOption.APPEND);
    }

    @Test
    void refusesALaterFormat() throws Exception {
        fill(1);
        Files.write(journal(), header(2));
        assertThatThrownBy(this::all).isInstanceOf(IOException.class).hasMessageContaining("later version");
        assertThat(journal()).hasBinaryContent(header(2));
    }

    @Test
    void passesOverMembersOfLaterVersions() throws Exception {
        fill(0);
        Files.write(journal(), header(1));
        Map<String, Object> line = JournalCodec.add(request(1), null);
        line.put("colour", "blue");
        append(line);
        String nested = new String(JournalLine.write(JournalCodec.add(request(2), null)), StandardCharsets.UTF_8)
                .replaceFirst("\\{", "{\"new\":{\"a\":[1,{\"op\":\"x\"}]},\"list\":[true,null],");
        byte[] resigned = JournalLine.signed(
                nested.substring(0, nested.indexOf(",\"crc\"")).concat("}").getBytes(StandardCharsets.UTF_8));
        Files.write(journal(), resigned, StandardOpenOption.APPEND);
        assertThat(all()).containsExactly(request(1), request(2));
    }

    @Test
    void refusesLinesThatSayTheImpossible() throws Exception {
        List<Map<String, Object>> impossible = new ArrayList<>();
        impossible.add(JournalCodec.change(next(request(9), SENT), null));
        impossible.add(JournalCodec.change(next(next(request(0), SENT), SENT), null));
        impossible.add(JournalCodec.add(request(0), null));
        Map<String, Object> operation = JournalCodec.rewind("x");
        operation.put("op", "explode");
        impossible.add(operation);
        Map<String, Object> state = JournalCodec.change(next(request(0), SENT), null);
        state.put("state", "SECRETSTATE");
        impossible.add(state);
        fill(1);
        byte[] good = Files.readAllBytes(journal());
        for (Map<String, Object> line : impossible) {
            Files.write(journal(), good);
            append(line);
            assertThatThrownBy(this::all)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("line 3:")
                    .hasMessageNotContaining("SECRET");
        }
    }

    @Test
    void refusesAFolderWhoseJournalIsGone() throws Exception {
        fill(1);
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            store.update(next(request(0), SUCCEEDED), mail("the answer"));
        }
        Files.delete(journal());
        assertThatThrownBy(this::all).isInstanceOf(IOException.class).hasMessageContaining("no journal");
        Files.write(journal(), new byte[0]);
        assertThatThrownBy(this::all).isInstanceOf(IOException.class).hasMessageContaining("line 1:");
    }

    @Test
    void tellsOfMailsThatAreMissingOrDamaged() throws Exception {
        fill(1);
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            store.update(next(request(0), SUCCEEDED), mail("the answer"));
            Path mail;
            try (Stream<Path> mails = Files.list(folder.resolve("mails"))) {
                mail = mails.findFirst().orElseThrow();
            }
            Files.write(mail, mail("another"));
            assertThatThrownBy(() -> store.reply(request(0).token())).hasMessageContaining("damaged");
            Files.delete(mail);
            assertThatThrownBy(() -> store.reply(request(0).token())).hasMessageContaining("missing");
        }
    }

    @Test
    void clearsAwayWhatInterruptedWritesLeft() throws Exception {
        fill(2);
        Path orphan = folder.resolve("mails/" + "ab".repeat(32) + ".eml");
        List<Path> leftovers = List.of(
                folder.resolve("journal.jsonl.new"),
                orphan,
                Path.of(orphan + ".new"),
                folder.resolve("journal.4.torn.new"));
        for (int combination = 0; combination < 1 << leftovers.size(); combination++) {
            for (int i = 0; i < leftovers.size(); i++) {
                if ((combination >> i & 1) == 1) {
                    Files.writeString(leftovers.get(i), "half of someth");
                }
            }
            assertThat(all()).containsExactly(request(0), request(1));
            assertThat(leftovers).noneMatch(Files::exists);
        }
    }

    @Test
    void leavesForeignFilesAlone() throws Exception {
        fill(1);
        Path note = Files.writeString(folder.resolve("mails/README.eml"), "mine");
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            store.compact();
        }
        assertThat(note).hasContent("mine");
    }

    @Test
    void letsOneStoreAtATimeOpenAFolder() throws Exception {
        FilePendingRequests first = FilePendingRequests.open(folder);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> FilePendingRequests.open(folder.resolve("../" + folder.getFileName())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.getFileName().toString())
                    .hasMessageContaining("in use");
            // A second attempt must not have given up the lock of the first.
            assertThat(StoreCrashChild.run(folder, 0, 1)).contains("in use: another process");
        }
        first.close();
        FilePendingRequests second = FilePendingRequests.open(folder);
        first.close();
        assertThatThrownBy(() -> FilePendingRequests.open(folder)).hasMessageContaining("in use");
        assertThatThrownBy(() -> first.find(request(0).token()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
        second.close();
    }

    @Test
    void keepsFilesForTheirOwnerOnly() throws Exception {
        Assumptions.assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path store = folder.resolve("new/store");
        try (FilePendingRequests open = FilePendingRequests.open(store)) {
            open.add(request(0));
            open.update(next(request(0), SENT), mail("x"));
            open.compact();
        }
        try (Stream<Path> files = Files.walk(folder.resolve("new"))) {
            assertThat(files.toList())
                    .hasSize(6)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void goesOnAfterAnInterrupt() throws Exception {
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            Thread.currentThread().interrupt();
            store.add(request(0));
            store.update(next(request(0), SENT), mail("x"));
            assertThat(Thread.interrupted()).isTrue();
            store.add(request(1));
        }
        assertThat(all()).containsExactly(next(request(0), SENT), request(1));
    }

    @Test
    void compactsByItselfWhenHalfIsGarbage() throws Exception {
        try (FilePendingRequests store = fast()) {
            store.add(request(0));
            store.approve(PendingRequestsSamples.KMC);
            for (int uid = 1; uid <= 2_500; uid++) {
                store.advance("box", new MailboxPosition(1, uid));
            }
        }
        assertThat(Files.readAllLines(journal())).hasSizeLessThan(1_100);
        try (FilePendingRequests store = fast()) {
            assertThat(store.position("box")).contains(new MailboxPosition(1, 2_500));
            assertThat(store.approved()).hasSize(1);
            store.compact();
            assertThat(Files.readAllLines(journal())).hasSize(4);
        }
    }

    @Test
    void deletesTheMailsOfForgottenRequestsWhenCompacted() throws Exception {
        fill(2);
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            store.update(next(request(0), SUCCEEDED), mail("a"));
            store.update(next(request(1), SENT), mail("b"));
            store.forget(NOON.plusSeconds(60));
            store.compact();
            assertThat(store.reply(request(1).token()).orElseThrow()).isEqualTo(mail("b"));
        }
        try (Stream<Path> mails = Files.list(folder.resolve("mails"))) {
            assertThat(mails).hasSize(1);
        }
    }

    @Test
    void refusesARequestThatIsTooLongForALine() throws Exception {
        TrackedRequest huge = TrackedRequest.builder(
                        request(7).token(),
                        Service.HELP,
                        PendingRequestsSamples.VENDOR,
                        PendingRequestsSamples.GATEWAY,
                        "<7@x>",
                        new byte[1 << 20],
                        NOON)
                .build();
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            assertThatThrownBy(() -> store.add(huge))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1048576");
            store.add(request(7));
        }
        assertThat(all()).containsExactly(request(7));
    }

    @Tag("slow")
    @Test
    void opensTenThousandRequests() throws Exception {
        fill(0);
        StringBuilder lines = new StringBuilder(Files.readString(journal()));
        for (int i = 0; i < 10_000; i++) {
            TrackedRequest large = TrackedRequest.builder(
                            request(i).token(),
                            Service.GET_KEY_LOAD_FILE,
                            PendingRequestsSamples.VENDOR,
                            PendingRequestsSamples.GATEWAY,
                            "<" + i + "@x>",
                            mail("VKLOADREQ".repeat(150)),
                            NOON)
                    .build();
            lines.append(new String(JournalLine.write(JournalCodec.add(large, null)), StandardCharsets.UTF_8));
        }
        Files.writeString(journal(), lines);
        assertThat(all()).hasSize(10_000);
    }

    /** Finds our classes, but not Jackson's. */
    private static final class WithoutJackson extends ClassLoader {

        WithoutJackson() {
            super(FilePendingRequestsDamageTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.fasterxml.")) {
                throw new ClassNotFoundException(name);
            }
            return name.startsWith("org.valise.sts.email.") ? own(name) : super.loadClass(name, resolve);
        }

        private Class<?> own(String name) throws ClassNotFoundException {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] octets = in.readAllBytes();
                return defineClass(name, octets, 0, octets.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void saysInWordsThatJacksonIsMissing() throws Exception {
        Class<?> store = Class.forName("org.valise.sts.email.FilePendingRequests", true, new WithoutJackson());
        for (int i = 0; i < 2; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        try {
                            store.getMethod("open", Path.class).invoke(null, folder.resolve("none"));
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    })
                    .withMessageContaining("com.fasterxml.jackson.core:jackson-core");
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
