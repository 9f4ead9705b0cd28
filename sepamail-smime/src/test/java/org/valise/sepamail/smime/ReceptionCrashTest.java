// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.valise.sepamail.missive.ExchangeKey;
import org.valise.sepamail.missive.ExchangeLog;
import org.valise.sepamail.missive.FileExchangeLog;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.smime.Reception.Kind;

/** A receiver that is killed between any two of its acts acknowledges and hands on after its restart. */
class ReceptionCrashTest {

    private static final NominalMissive NOMINAL = Bench.missive("x");

    /** The end of a process; nothing in between may take it for a failure that it can answer. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;
    }

    /** Counts what is done to the world outside, and ends the process at one of those points. */
    private static final class Life {

        private int left;

        Life(int points) {
            left = points;
        }

        void point() {
            if (left-- == 0) {
                throw new Killed();
            }
        }

        boolean isOver() {
            return left < 0;
        }

        /** A log with a point before and behind each call. */
        ExchangeLog around(ExchangeLog log) {
            return (ExchangeLog) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {ExchangeLog.class}, (proxy, method, arguments) -> {
                        point();
                        try {
                            Object result = method.invoke(log, arguments);
                            point();
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** What outlives the process. */
    private static final class World {

        final Banks banks = new Banks();
        final List<Boolean> offers = new ArrayList<>();
        final Set<ExchangeKey> kept = new HashSet<>();
        final List<NominalMissive> processed = new ArrayList<>();

        Reception live(Path folder, Life life, byte[] mail) throws IOException {
            try (ExchangeLog log = FileExchangeLog.open(folder)) {
                EmissionPipeline emission = banks.bleuSender().with((mailed, to, priority) -> {
                    life.point();
                    banks.fromBleu.take(mailed);
                    life.point();
                });
                return ReceptionPipeline.of(emission, Bench.opener(), life.around(log), delivery -> {
                            life.point();
                            offers.add(delivery.isPerhapsRepeated());
                            if (kept.add(delivery.key())) {
                                processed.add(delivery.missive());
                            }
                            life.point();
                        })
                        .receive(mail);
            }
        }
    }

    @Test
    void whereverItIsKilledItAcknowledgesAndHandsOnAfterItsRestart(@TempDir Path folder) throws IOException {
        byte[] mail = Banks.mail(NOMINAL);
        int offeredTwice = 0;
        int point = 0;
        while (true) {
            World world = new World();
            Path place = folder.resolve("log" + point);
            Life life = new Life(point);
            if (!isKilled(world, place, life, mail)) {
                break;
            }
            int answered = world.banks.fromBleu.taken.size();
            Reception reception = world.live(place, new Life(Integer.MAX_VALUE), mail);
            assertThat(reception.kind()).as("point %s", point).isIn(Kind.HANDED_ON, Kind.REPEATED);
            assertThat(world.banks.fromBleu.taken).hasSize(answered + 1);
            assertThat(world.processed).containsExactly(NOMINAL);
            assertThat(world.offers.size()).isBetween(1, 2);
            if (world.offers.size() == 2) {
                assertThat(world.offers.get(1)).as("point %s", point).isTrue();
                offeredTwice++;
            }
            assertNothingIsLeft(place, world.banks);
            point++;
        }
        // find, received, sent, answered, taken, handed on: before and behind each.
        assertThat(point).isEqualTo(12);
        // Behind the application, and before the note of it: there and nowhere else.
        assertThat(offeredTwice).isEqualTo(2);
    }

    private static boolean isKilled(World world, Path folder, Life life, byte[] mail) throws IOException {
        try {
            world.live(folder, life, mail);
            return false;
        } catch (Killed e) {
            assertThat(life.isOver()).isTrue();
            return true;
        }
    }

    private static void assertNothingIsLeft(Path folder, Banks banks) throws IOException {
        try (ExchangeLog log = FileExchangeLog.open(folder)) {
            assertThat(log.unacknowledged()).isEmpty();
            assertThat(log.notHandedOn()).isEmpty();
        }
        banks.bleuLog.close();
    }

    @Test
    void aResendAfterTheRestartFindsItDone(@TempDir Path folder) throws IOException {
        World world = new World();
        world.live(folder, new Life(Integer.MAX_VALUE), Banks.mail(NOMINAL));
        Reception again = world.live(folder, new Life(Integer.MAX_VALUE), Banks.mail(NOMINAL.resend()));
        assertThat(again.kind()).isEqualTo(Kind.REPEATED);
        assertThat(world.offers).hasSize(1);
        assertThat(world.banks.fromBleu.taken).hasSize(2);
    }
}
