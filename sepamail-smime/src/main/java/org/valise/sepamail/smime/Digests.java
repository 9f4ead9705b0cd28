// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Digests of the same octets by several algorithms: which one was signed is often told only behind them. For one thread. */
final class Digests {

    private final Map<SignatureScheme.Digest, MessageDigest> engines = new EnumMap<>(SignatureScheme.Digest.class);
    private final Map<SignatureScheme.Digest, byte[]> results = new EnumMap<>(SignatureScheme.Digest.class);

    Digests(Set<SignatureScheme.Digest> algorithms) {
        algorithms.forEach(algorithm -> engines.put(algorithm, algorithm.engine()));
    }

    void update(byte[] octets, int from, int count) {
        for (MessageDigest engine : engines.values()) {
            engine.update(octets, from, count);
        }
    }

    boolean has(SignatureScheme.Digest algorithm) {
        return engines.containsKey(algorithm);
    }

    /** The digest of all that came, by an algorithm that was asked for. */
    byte[] of(SignatureScheme.Digest algorithm) {
        MessageDigest engine = engines.get(algorithm);
        if (engine == null) {
            throw new IllegalStateException("A digest was not taken");
        }
        return results.computeIfAbsent(algorithm, a -> engine.digest());
    }

    /** A stream whose octets are digested as they are pulled. */
    InputStream over(InputStream in) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] octets, int from, int count) throws IOException {
                int there = in.read(octets, from, count);
                update(octets, from, Math.max(there, 0));
                return there;
            }
        };
    }
}
