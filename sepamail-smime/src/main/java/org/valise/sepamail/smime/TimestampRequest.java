// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The question to a time stamping authority (RFC 3161 2.4.1) about a whole mail, as the norm has it for the "signed time
 * countermark": right before the sending or right after the receipt (MIS1202 "The security"). Only the digest of the mail is
 * in it. Immutable and thread-safe; its octets are final.
 *
 * <pre>{@code
 * TimestampRequest request = TimestampRequest.over(sealedMissive, TimestampDigest.SHA_256, secureRandom);
 * TimestampVerdict verdict = verifier.ask(authority, request);
 * }</pre>
 *
 * <p>Servers put trace headers on top of a mail on its way: a stamp that was made before the sending is for the octets that
 * were sent, and is verified over those.
 *
 * <p>The certificate of the authority is always asked for, and the nonce has 64 bits.
 *
 * @since 0.1.0
 */
public final class TimestampRequest {

    private static final int NONCE_BITS = 64;

    private final TimestampDigest digest;
    private final byte[] imprint;
    private final BigInteger nonce;
    private final @Nullable ASN1ObjectIdentifier policy;
    private final byte[] octets;

    private TimestampRequest(
            TimestampDigest digest, byte[] imprint, BigInteger nonce, @Nullable ASN1ObjectIdentifier policy) {
        this.digest = digest;
        this.imprint = imprint;
        this.nonce = nonce;
        this.policy = policy;
        this.octets = encoded();
    }

    /**
     * A request with SHA-256.
     *
     * @param mail all octets of the mail, headers included, as they are sent or were received
     * @param random where the nonce comes from
     * @return the request
     */
    public static TimestampRequest over(byte[] mail, SecureRandom random) {
        return over(mail, TimestampDigest.SHA_256, random);
    }

    /**
     * A request with a digest of the caller's choice.
     *
     * @param mail all octets of the mail, headers included, as they are sent or were received
     * @param digest what is taken of them
     * @param random where the nonce comes from
     * @return the request
     */
    public static TimestampRequest over(byte[] mail, TimestampDigest digest, SecureRandom random) {
        return of(digest, digest.of(mail), random);
    }

    /**
     * A request about a mail that is about to be sent; it is written once, in memory that does not depend on its length.
     *
     * @param mail the mail
     * @param digest what is taken of its octets
     * @param random where the nonce comes from
     * @return the request
     * @throws IOException if the missive within is from a source that cannot be read again
     */
    public static TimestampRequest over(SealedMissive mail, TimestampDigest digest, SecureRandom random)
            throws IOException {
        return of(digest, digest.of(mail), random);
    }

    /**
     * A request about a mail that was received; it is read once, in memory that does not depend on its length.
     *
     * @param mail all octets of the mail; read to its end and not closed
     * @param digest what is taken of them
     * @param random where the nonce comes from
     * @return the request
     * @throws IOException if reading fails
     */
    public static TimestampRequest over(InputStream mail, TimestampDigest digest, SecureRandom random)
            throws IOException {
        return of(digest, digest.of(mail), random);
    }

    private static TimestampRequest of(TimestampDigest digest, byte[] imprint, SecureRandom random) {
        return new TimestampRequest(digest, imprint, new BigInteger(NONCE_BITS, random), null);
    }

    /**
     * The same, with the same nonce, under a policy that the stamp has to be made by.
     *
     * @param oid the identifier of the policy, as in {@code 1.2.3}
     * @return a new request
     * @throws IllegalArgumentException if it is no object identifier
     */
    public TimestampRequest withPolicy(String oid) {
        return new TimestampRequest(digest, imprint, nonce, new ASN1ObjectIdentifier(oid));
    }

    private byte[] encoded() {
        // With NULL, as every authority knows it: some compare octets with those of their list.
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(digest.oid(), DERNull.INSTANCE);
        try {
            return new TimeStampReq(
                            new MessageImprint(algorithm, imprint),
                            policy,
                            new ASN1Integer(nonce),
                            ASN1Boolean.TRUE,
                            null)
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("A request cannot be encoded", e);
        }
    }

    /**
     * What is sent: DER, of the media type {@code application/timestamp-query}.
     *
     * @return a new array
     */
    public byte[] octets() {
        return octets.clone();
    }

    /**
     * What is taken of the mail.
     *
     * @return the digest
     */
    public TimestampDigest digest() {
        return digest;
    }

    /**
     * The policy that the stamp has to be made by.
     *
     * @return an object identifier; empty if the authority may choose
     */
    public Optional<String> policy() {
        return Optional.ofNullable(policy).map(ASN1ObjectIdentifier::getId);
    }

    boolean hasNonce(@Nullable BigInteger answered) {
        return Objects.equals(nonce, answered);
    }

    byte[] imprint() {
        return imprint.clone();
    }

    /** Returns digest and policy; nothing of the mail. */
    @Override
    public String toString() {
        return "TimestampRequest[" + digest + policy().map(oid -> ", " + oid).orElse("") + "]";
    }
}
