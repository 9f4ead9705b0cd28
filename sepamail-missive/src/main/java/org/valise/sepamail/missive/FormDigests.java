// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checksums of one message by one algorithm over all forms of its line ends, on the way. As long as there is no line
 * end the forms are the same, and as long as there is no CR all but one are: so, as a rule, one digest is computed.
 */
final class FormDigests {

    private final String algorithm;
    private final LineEndDigest lf;
    private @Nullable LineEndDigest crlf;
    private @Nullable LineEndDigest raw;

    /** The checksums of a whole message. */
    record Result(MessageChecksum lf, MessageChecksum crlf, MessageChecksum raw, boolean hasCr) {

        Optional<ChecksumForm> match(MessageChecksum checksum) {
            if (checksum.equals(lf)) {
                return Optional.of(hasCr ? ChecksumForm.LF : ChecksumForm.EXACT);
            }
            if (checksum.equals(crlf)) {
                return Optional.of(ChecksumForm.CRLF);
            }
            return checksum.equals(raw) ? Optional.of(ChecksumForm.RAW) : Optional.empty();
        }
    }

    FormDigests(String algorithm) {
        this.algorithm = algorithm;
        this.lf = begin(ChecksumForm.LF);
    }

    private LineEndDigest begin(ChecksumForm form) {
        return new LineEndDigest(MessageChecksum.digest(algorithm), form);
    }

    void write(byte[] octets, int from, int length) {
        int to = from + length;
        int firstEnd = crlf == null ? find(octets, from, to, true) : from;
        lf.write(octets, from, firstEnd - from);
        if (firstEnd < to) {
            behindLineEnd(octets, firstEnd, to);
        }
    }

    private void behindLineEnd(byte[] octets, int from, int to) {
        LineEndDigest inCrlf = crlf == null ? fork(ChecksumForm.CRLF) : crlf;
        crlf = inCrlf;
        inCrlf.write(octets, from, to - from);
        int firstCr = raw == null ? find(octets, from, to, false) : from;
        lf.write(octets, from, firstCr - from);
        if (firstCr < to) {
            LineEndDigest asItIs = raw == null ? fork(ChecksumForm.RAW) : raw;
            raw = asItIs;
            asItIs.write(octets, firstCr, to - firstCr);
            lf.write(octets, firstCr, to - firstCr);
        }
    }

    private LineEndDigest fork(ChecksumForm form) {
        try {
            return lf.fork(form);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The digest " + algorithm + " of this JVM cannot be copied", e);
        }
    }

    /** The index of the first CR, or of the first CR or LF; the last index if there is none. */
    private static int find(byte[] octets, int from, int to, boolean anyLineEnd) {
        for (int i = from; i < to; i++) {
            if (octets[i] == '\r' || anyLineEnd && octets[i] == '\n') {
                return i;
            }
        }
        return to;
    }

    Result finish() {
        MessageChecksum inLf = finish(lf);
        return new Result(inLf, crlf == null ? inLf : finish(crlf), raw == null ? inLf : finish(raw), raw != null);
    }

    private MessageChecksum finish(LineEndDigest digest) {
        return MessageChecksum.ofDigest(algorithm, digest.finish());
    }
}
