// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Verifies time stamps over mails (RFC 3161, RFC 5816; MIS1202 "The security"): those that an authority has just made, and
 * those that were kept or came with a mail. Made once; immutable and thread-safe.
 *
 * <pre>{@code
 * TimestampVerifier verifier = TimestampVerifier.of(TrustPolicy.of(timestampAuthorities), Clock.systemUTC());
 * TimestampVerdict made = verifier.ask(authority, TimestampRequest.over(mail, secureRandom));
 * TimestampVerdict later = verifier.verify(mail, tokenOctets);
 * }</pre>
 *
 * <p>Whatever the octets are, the answer is a verdict; of more than 256 KiB nothing is read. Whose time stamps are trusted is
 * told apart from whose missives are: give it the authorities of time stamps only. Paths are validated at the time of the
 * clock, and in addition the certificate must have been valid at the time of the stamp. Once a certificate of the path has
 * run out the verdict is {@link TimestampVerdict.Undetermined}; a verifier with the clock of an earlier day answers for that
 * day.
 *
 * @since 0.1.0
 */
public final class TimestampVerifier {

    /** How far the clocks may be apart if nobody says otherwise. The scheme names no value. */
    public static final Duration USUAL_MARGIN = Duration.ofMinutes(1);

    static final int MOST_OCTETS = 256 << 10;
    private static final Duration MOST_MARGIN = Duration.ofDays(1);

    private final TrustPolicy trust;
    private final InstantSource clock;
    private final Duration margin;

    private TimestampVerifier(TrustPolicy trust, InstantSource clock, Duration margin) {
        this.trust = trust;
        this.clock = clock;
        this.margin = margin;
    }

    /**
     * A verifier with the usual margin.
     *
     * @param trust the authorities of time stamps, not those of banks
     * @param clock what stamps are held against
     * @return the verifier
     */
    public static TimestampVerifier of(TrustPolicy trust, InstantSource clock) {
        return new TimestampVerifier(
                Objects.requireNonNull(trust, "trust"), Objects.requireNonNull(clock, "clock"), USUAL_MARGIN);
    }

    /**
     * The same with another margin.
     *
     * @param most how far the time of a stamp may lie after the clock and, if it has just been asked for, before it
     * @return a new verifier
     * @throws IllegalArgumentException if it is negative, or more than a day
     */
    public TimestampVerifier withMargin(Duration most) {
        if (most.isNegative() || most.compareTo(MOST_MARGIN) > 0) {
            throw new IllegalArgumentException("A margin lies between zero and a day");
        }
        return new TimestampVerifier(trust, clock, most);
    }

    /**
     * Asks an authority for a stamp and verifies what it answers.
     *
     * @param authority the way to it
     * @param request about the mail
     * @return the verdict; keep the token of an accepted one
     * @throws IOException if the authority cannot be reached
     */
    public TimestampVerdict ask(TimestampAuthority authority, TimestampRequest request) throws IOException {
        Objects.requireNonNull(request, "request");
        Instant asked = clock.instant();
        return verify(request, authority.ask(request.octets()), asked);
    }

    /**
     * Verifies what an authority has just answered: when it was asked is not known here, so the stamp must be from within the
     * margin. {@link #ask} takes longer ways.
     *
     * @param request what it was asked
     * @param response octets of the media type {@code application/timestamp-reply}
     * @return the verdict; keep the token of an accepted one
     */
    public TimestampVerdict verify(TimestampRequest request, byte[] response) {
        Objects.requireNonNull(request, "request");
        return verify(request, response, clock.instant());
    }

    private TimestampVerdict verify(TimestampRequest request, byte[] response, Instant asked) {
        try {
            requireShort(response, TimestampCheck.RESPONSE);
            byte[] octets = TimestampRefusal.guarded(TimestampCheck.RESPONSE, () -> TimestampReply.token(response));
            Authentic authentic = authentic(octets, clock.instant());
            authentic.requireNotBefore(asked.minus(margin));
            authentic.requireImprint(request.imprint());
            authentic.requireAnswer(request);
            return authentic.accepted();
        } catch (TimestampRefusal refusal) {
            return refusal.verdict();
        }
    }

    /**
     * Verifies a stamp that was kept beside a mail.
     *
     * @param mail all octets of the mail, headers included, as they were stamped
     * @param token octets of the token
     * @return the verdict
     */
    public TimestampVerdict verify(byte[] mail, byte[] token) {
        Objects.requireNonNull(mail, "mail");
        try {
            Authentic authentic = authentic(token, clock.instant());
            authentic.requireImprint(authentic.info.digest().of(mail));
            return authentic.accepted();
        } catch (TimestampRefusal refusal) {
            return refusal.verdict();
        }
    }

    /**
     * Verifies a stamp that was kept beside a long mail, in memory that does not depend on its length.
     *
     * @param mail all octets of the mail; read to its end, or not at all if the token is refused before; not closed
     * @param token octets of the token
     * @return the verdict
     * @throws IOException if reading fails
     */
    public TimestampVerdict verify(InputStream mail, byte[] token) throws IOException {
        Objects.requireNonNull(mail, "mail");
        try {
            Authentic authentic = authentic(token, clock.instant());
            authentic.requireImprint(authentic.info.digest().of(mail));
            return authentic.accepted();
        } catch (TimestampRefusal refusal) {
            return refusal.verdict();
        }
    }

    private static void requireShort(byte[] octets, TimestampCheck check) throws TimestampRefusal {
        if (octets.length > MOST_OCTETS) {
            throw new TimestampRefusal(check, "It is longer than a time stamp may be.");
        }
    }

    /** Everything that can be checked without the mail. */
    private Authentic authentic(byte[] octets, Instant now) throws TimestampRefusal {
        requireShort(octets, TimestampCheck.TOKEN_FORM);
        // What is given out is what was verified, whatever the caller does to his array.
        byte[] token = octets.clone();
        return TimestampRefusal.guarded(TimestampCheck.TOKEN_FORM, () -> {
            TimestampSignature signature = TimestampSignature.read(token);
            TimestampInfo info = TimestampInfo.read(signature.content());
            X509Certificate certificate = signedWith(signature, info);
            TimestampSigner signer = new TimestampSigner(certificate);
            signer.requireForTimestamps();
            signer.requireValidAt(info.time());
            Authentic authentic = new Authentic(token, info, certificate);
            authentic.requireNotAfter(now.plus(margin));
            signer.requireTrusted(trust, signature.pathOf(certificate), now);
            return authentic;
        });
    }

    private static X509Certificate signedWith(TimestampSignature signature, TimestampInfo info)
            throws CmsFailure, TimestampRefusal {
        SignatureScheme scheme = signature.scheme();
        X509Certificate certificate = signature.certificate();
        if (!CertificateUse.isStrong(certificate.getPublicKey())) {
            throw new TimestampRefusal(
                    TimestampCheck.ALGORITHMS, "The key of the authority is too weak, or on a curve not accepted.");
        }
        TimestampSigner signer = new TimestampSigner(certificate);
        signer.requireNamed(signature);
        signer.requireName(info.authority());
        signature.verify(signature.content(), scheme);
        return certificate;
    }

    /** A token of a trusted authority, about some mail. */
    private static final class Authentic {

        private final byte[] octets;
        private final TimestampInfo info;
        private final X509Certificate certificate;

        private Authentic(byte[] octets, TimestampInfo info, X509Certificate certificate) {
            this.octets = octets;
            this.info = info;
            this.certificate = certificate;
        }

        private void requireNotAfter(Instant last) throws TimestampRefusal {
            if (info.time().isAfter(last)) {
                throw new TimestampRefusal(TimestampCheck.TIME, "The time of the stamp is in the future.");
            }
        }

        private void requireNotBefore(Instant first) throws TimestampRefusal {
            if (info.time().isBefore(first)) {
                throw new TimestampRefusal(
                        TimestampCheck.TIME, "The stamp is older than the request, or than the margin.");
            }
        }

        private void requireImprint(byte[] digest) throws TimestampRefusal {
            if (!info.isFor(digest)) {
                throw new TimestampRefusal(TimestampCheck.IMPRINT, "The stamp is for another mail.");
            }
        }

        private void requireAnswer(TimestampRequest request) throws TimestampRefusal {
            if (!request.hasNonce(info.nonce())) {
                throw new TimestampRefusal(TimestampCheck.NONCE, "The stamp answers another request.");
            }
            if (request.policy().isPresent() && !request.policy().get().equals(info.policy())) {
                throw new TimestampRefusal(TimestampCheck.POLICY, "The stamp is made under another policy.");
            }
        }

        private TimestampVerdict accepted() {
            return new TimestampVerdict.Accepted(new TimestampToken(octets, info, certificate));
        }
    }
}
