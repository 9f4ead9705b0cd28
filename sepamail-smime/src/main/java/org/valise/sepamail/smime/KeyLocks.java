// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.valise.sepamail.missive.ExchangeKey;

/** Lets the orders of one missive through one by one; those of others may have to wait as well. */
final class KeyLocks {

    private static final int NUMBER = 64;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(NUMBER).toArray(ReentrantLock[]::new);

    ReentrantLock of(ExchangeKey key) {
        return locks[Math.floorMod(key.hashCode(), NUMBER)];
    }
}
