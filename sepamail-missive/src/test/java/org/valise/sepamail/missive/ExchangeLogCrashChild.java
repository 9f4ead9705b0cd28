// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.valise.sepamail.missive.ExchangeLogContract.CHECK;
import static org.valise.sepamail.missive.ExchangeLogContract.key;
import static org.valise.sepamail.missive.ExchangeLogContract.minutes;
import static org.valise.sepamail.missive.ResendTable.ack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program that records exchanges in a folder and says after each event that it was recorded, until it is killed. */
final class ExchangeLogCrashChild {

    private ExchangeLogCrashChild() {}

    static Process start(Path folder, int from, int number) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExchangeLogCrashChild.class.getName(),
                        folder.toString(),
                        Integer.toString(from),
                        Integer.toString(number)))
                .redirectErrorStream(true)
                .start();
    }

    static String run(Path folder, int from, int number) throws IOException {
        return new String(start(folder, from, number).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Missive number n is sent, resent, acknowledged, and received, handed on and answered; old ones are pruned. */
    public static void main(String[] arguments) throws IOException {
        int from = Integer.parseInt(arguments[1]);
        int number = Integer.parseInt(arguments[2]);
        try (ExchangeLog log = FileExchangeLog.open(Path.of(arguments[0]))) {
            for (int n = from; n < from + number; n++) {
                log.open(key(n), Priority.LOW, CHECK, minutes(n));
                say("opened", n);
                log.resent(key(n), 2, minutes(n));
                say("resent", n);
                log.acknowledged(key(n), 1, ack(minutes(n)));
                say("acknowledged", n);
                log.received(key(n), 1, CHECK, minutes(n));
                say("received", n);
                log.handedOn(key(n), minutes(n));
                say("handed-on", n);
                log.acknowledgementSent(key(n), 1, minutes(n));
                say("answered", n);
                if (n % 4 == 0) {
                    log.prune(minutes(n - 2));
                    say("pruned", n);
                }
            }
        }
    }

    private static void say(String what, int n) {
        System.out.println(what + " " + n);
        System.out.flush();
    }
}
