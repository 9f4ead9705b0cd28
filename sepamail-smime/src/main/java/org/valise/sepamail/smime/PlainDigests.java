// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.InputStream;
import java.util.Set;

/** Digests of all that a signature beside an encrypted part may be over: the norm does not say which. For one thread. */
final class PlainDigests {

    private static final byte[] CR = {'\r'};

    private final Digests entity;
    private final Digests missive;
    private final Digests missiveCrlf;
    private boolean afterCr;
    private boolean hasEntity;
    private boolean hasMissive;

    PlainDigests(Set<SignatureScheme.Digest> algorithms) {
        this.entity = new Digests(algorithms);
        this.missive = new Digests(algorithms);
        this.missiveCrlf = new Digests(algorithms);
    }

    /** A stream of the entity. */
    InputStream over(InputStream in) {
        hasEntity = true;
        return entity.over(in);
    }

    Digests of(SignatureCoverage coverage) {
        return coverage == SignatureCoverage.ENTITY
                ? entity
                : coverage == SignatureCoverage.MISSIVE ? missive : missiveCrlf;
    }

    /** Whether something of what a signature may be over came: nothing is none, and a signature of it vouches for nothing. */
    boolean has(SignatureCoverage coverage) {
        return coverage == SignatureCoverage.ENTITY ? hasEntity : hasMissive;
    }

    /** Takes octets of the missive. */
    void missive(byte[] octets, int from, int count) {
        hasMissive |= count > 0;
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
