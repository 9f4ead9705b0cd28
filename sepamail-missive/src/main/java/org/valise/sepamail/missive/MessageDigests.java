// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** Takes the octets of a message on their way and computes the checksums that somebody may ask for. */
final class MessageDigests extends OutputStream {

    private final Map<String, FormDigests> byAlgorithm = new HashMap<>();
    private long length;

    MessageDigests() {
        add(MessageChecksum.SHA_1);
    }

    /** Computes another algorithm, too; only in front of the first octet. */
    void add(String algorithm) {
        byAlgorithm.computeIfAbsent(algorithm, FormDigests::new);
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int count) {
        length += count;
        byAlgorithm.values().forEach(digests -> digests.write(octets, from, count));
    }

    long length() {
        return length;
    }

    Map<String, FormDigests.Result> finish() {
        Map<String, FormDigests.Result> results = new HashMap<>();
        byAlgorithm.forEach((algorithm, digests) -> results.put(algorithm, digests.finish()));
        return results;
    }
}
