// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Set;

/** Digests of all that a signature beside an encrypted part may be over: the norm does not say which. For one thread. */
final class PlainDigests {

    private static final byte[] CR = {'\r'};

    private final Digests entity;
    private final Digests missive;
    private final Digests missiveCrlf;
    private boolean afterCr;

    PlainDigests(Set<SignatureScheme.Digest> algorithms) {
        this.entity = new Digests(algorithms);
        this.missive = new Digests(algorithms);
        this.missiveCrlf = new Digests(algorithms);
    }

    Digests entity() {
        return entity;
    }

    Digests of(SignatureCoverage coverage) {
        return coverage == SignatureCoverage.ENTITY
                ? entity
                : coverage == SignatureCoverage.MISSIVE ? missive : missiveCrlf;
    }

    /** Takes octets of the missive. */
    void missive(byte[] octets, int from, int count) {
        missive.update(octets, from, count);
        int done = from;
        for (int i = from; i < from + count; i++) {
            if (octets[i] == '\n' && !afterCr) {
                missiveCrlf.update(octets, done, i - done);
                missiveCrlf.update(CR, 0, 1);
                done = i;
            }
            afterCr = octets[i] == '\r';
        }
        missiveCrlf.update(octets, done, from + count - done);
    }
}
