// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time stamp that was verified; only {@link TimestampVerifier} makes one. Its octets are to be kept beside the mail: with
 * both, everybody who trusts the authority can verify it again. Immutable and thread-safe.
 *
 * <pre>{@code
 * store.write(mailId, token.octets());
 * TimestampVerdict later = verifier.verify(mail, store.read(mailId));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class TimestampToken {

    private final byte[] octets;
    private final TimestampInfo info;
    private final X509Certificate authority;

    TimestampToken(byte[] octets, TimestampInfo info, X509Certificate authority) {
        this.octets = octets;
        this.info = info;
        this.authority = authority;
    }

    /**
     * The token (RFC 3161 2.4.2), a CMS structure.
     *
     * @return a new array
     */
    public byte[] octets() {
        return octets.clone();
    }

    /**
     * When the mail existed, by the authority's clock.
     *
     * @return the time
     */
    public Instant time() {
        return info.time();
    }

    /**
     * How far the time may be off, to either side.
     *
     * @return zero or more; empty if the authority does not say, and its policy may
     */
    public Optional<Duration> accuracy() {
        return Optional.ofNullable(info.accuracy());
    }

    /**
     * The number of the stamp, which the authority gives only once.
     *
     * @return the number
     */
    public BigInteger serial() {
        return info.serial();
    }

    /**
     * The policy that it was made by.
     *
     * @return an object identifier
     */
    public String policy() {
        return info.policy();
    }

    /**
     * What was taken of the mail.
     *
     * @return the digest
     */
    public TimestampDigest digest() {
        return info.digest();
    }

    /**
     * Who made it.
     *
     * @return the certificate, to which a path was found
     */
    public X509Certificate authority() {
        return authority;
    }

    /** Tokens are equal when their octets are. */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof TimestampToken t && Arrays.equals(octets, t.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Returns time and policy; nothing of the mail. */
    @Override
    public String toString() {
        return "TimestampToken[" + time() + ", " + policy() + "]";
    }
}
