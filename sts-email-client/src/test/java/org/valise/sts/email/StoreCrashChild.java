// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A program that changes a store in a folder and says after each change that it was made, until it is killed. */
final class StoreCrashChild {

    private StoreCrashChild() {}

    static Process start(Path folder, int from, int changes) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreCrashChild.class.getName(),
                        folder.toString(),
                        Integer.toString(from),
                        Integer.toString(changes)))
                .redirectErrorStream(true)
                .start();
    }

    static String run(Path folder, int from, int changes) throws IOException {
        return new String(start(folder, from, changes).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The mail with which request number n is settled. */
    static byte[] mail(int n) {
        byte[] mail = new byte[1 + n * 37 % 20_000];
        new Random(n).nextBytes(mail);
        return mail;
    }

    /** Every tenth is forgotten soon. */
    static boolean isForgotten(int n) {
        return n % 10 == 0;
    }

    /** How request number n is left, unless it is forgotten: those are the ones that seem old. */
    static TrackedRequest settled(int n) {
        TrackedRequest settled = PendingRequestsSamples.next(PendingRequestsSamples.request(n), RequestState.SUCCEEDED);
        return isForgotten(n)
                ? settled.toBuilder()
                        .changedAt(PendingRequestsSamples.NOON.minus(Duration.ofDays(1)))
                        .build()
                : settled;
    }

    static void forgetOld(PendingRequests store) throws IOException {
        store.forget(PendingRequestsSamples.NOON.minus(Duration.ofHours(1)));
    }

    /** Request number n is added, settled with a mail, and every tenth is forgotten; compacted now and then. */
    public static void main(String[] arguments) throws IOException {
        int from = Integer.parseInt(arguments[1]);
        int changes = Integer.parseInt(arguments[2]);
        try (FilePendingRequests store = FilePendingRequests.open(Path.of(arguments[0]))) {
            for (int n = from; n < from + changes; n++) {
                store.add(PendingRequestsSamples.request(n));
                say("added", n);
                store.update(settled(n), mail(n));
                say("settled", n);
                store.advance("box", new MailboxPosition(1, n));
                say("read", n);
                if (isForgotten(n)) {
                    forgetOld(store);
                    say("forgotten", n);
                }
                if (n % 5 == 0) {
                    store.compact();
                    say("compacted", n);
                }
            }
        }
    }

    private static void say(String what, int n) {
        System.out.println(what + " " + n);
        System.out.flush();
    }
}
