// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.smime.CheckResult.Outcome;

/**
 * Opens sealed missives: decrypts them, verifies their signatures, and gives them out only with the proof (MIS1202 "The
 * security", "Processing"; RFC 8551). Made once; immutable and thread-safe.
 *
 * <pre>{@code
 * MissiveOpener opener = MissiveOpener.of(List.of(key), TrustPolicy.of(authorities), Clock.systemUTC());
 * Verdict verdict = opener.open(mail);
 * }</pre>
 *
 * <p>Whatever the octets are, the answer is a verdict. Signatures are verified over the octets that were received.
 *
 * @since 0.1.0
 */
public final class MissiveOpener {

    private final List<DecryptionKey> keys;
    private final TrustPolicy trust;
    private final InstantSource clock;
    private final OpeningPolicy policy;
    private final SmimeLimits limits;
    private final Missives reader;
    private final SecureRandom random;

    private MissiveOpener(
            List<DecryptionKey> keys,
            TrustPolicy trust,
            InstantSource clock,
            OpeningPolicy policy,
            SmimeLimits limits,
            Missives reader,
            SecureRandom random) {
        this.keys = keys;
        this.trust = trust;
        this.clock = clock;
        this.policy = policy;
        this.limits = limits;
        this.reader = reader;
        this.random = random;
    }

    /**
     * A strict opener.
     *
     * @param keys all that mails may be encrypted for, the present one and those before; none for mails that are signed only
     * @param trust whose signatures are trusted
     * @param clock the time at which certificates must be valid
     * @return the opener
     */
    public static MissiveOpener of(Collection<DecryptionKey> keys, TrustPolicy trust, InstantSource clock) {
        return new MissiveOpener(
                List.copyOf(keys),
                Objects.requireNonNull(trust, "trust"),
                Objects.requireNonNull(clock, "clock"),
                OpeningPolicy.strict(),
                SmimeLimits.defaults(),
                Missives.strict(),
                new SecureRandom());
    }

    /**
     * The same with another policy.
     *
     * @param other what is accepted
     * @return a new opener
     */
    public MissiveOpener with(OpeningPolicy other) {
        TrustPolicy trusted = other.isLegacy() ? trust.withWeakDigests() : trust;
        Missives missives = other.isLenient() ? Missives.lenient() : reader;
        return new MissiveOpener(keys, trusted, clock, other, limits, missives, random);
    }

    /**
     * The same with other limits.
     *
     * @param other how much is looked at
     * @return a new opener
     */
    public MissiveOpener with(SmimeLimits other) {
        return new MissiveOpener(keys, trust, clock, policy, Objects.requireNonNull(other, "other"), reader, random);
    }

    /**
     * The same with another reader of missives, for example with the scheme's schemas.
     *
     * @param missives by which the missive is checked
     * @return a new opener
     */
    public MissiveOpener with(Missives missives) {
        return new MissiveOpener(
                keys, trust, clock, policy, limits, Objects.requireNonNull(missives, "missives"), random);
    }

    /**
     * Opens a mail.
     *
     * @param mail as it was received
     * @return the verdict
     */
    public Verdict open(byte[] mail) {
        Opening opening = new Opening();
        try {
            OpenedMissive opened = open(mail.clone(), opening, clock.instant());
            return new Verdict.Accepted(opened, opening.checks(), opening.deviations());
        } catch (Refusal refusal) {
            CheckResult result = refusal.result();
            opening.add(result);
            return result.outcome() == Outcome.UNDETERMINED
                    ? new Verdict.Undetermined(result.check(), result.detail(), opening.checks(), opening.deviations())
                    : new Verdict.Rejected(result.check(), result.detail(), opening.checks(), opening.deviations());
        }
    }

    private OpenedMissive open(byte[] mail, Opening opening, Instant time) throws Refusal {
        MimeEntity outer = read(mail);
        opening.passed(Check.MAIL_FORM);
        addresses(outer, opening);
        EnvelopeOpener envelope = new EnvelopeOpener(keys, trust, policy, limits, random, time, opening);
        MimeEntity content = envelope.open(outer);
        sender(opening);
        byte[] octets = missive(content);
        opening.passed(Check.CONTENT);
        MissiveReading reading = reader.read(octets);
        if (reading instanceof MissiveReading.Accepted accepted) {
            opening.passed(Check.MISSIVE);
            return new OpenedMissive(accepted.missive(), accepted.problems(), opening);
        }
        throw new Refusal(Check.MISSIVE, String.valueOf(reading.problems().get(0)));
    }

    private MimeEntity read(byte[] mail) throws Refusal {
        if (mail.length > limits.octets()) {
            throw new Refusal(Check.MAIL_FORM, "The mail is longer than the limit.");
        }
        try {
            return MimeEntity.read(mail, 0, mail.length, limits);
        } catch (MimeFailure failure) {
            throw new Refusal(Check.MAIL_FORM, String.valueOf(failure.getMessage()));
        }
    }

    private static void addresses(MimeEntity mail, Opening opening) throws Refusal {
        opening.from = Addresses.only(mail, "from");
        opening.to = Addresses.only(mail, "to");
        if (opening.from == null) {
            throw new Refusal(Check.ADDRESSES, "There is not one From with one address.");
        }
        if (opening.to == null) {
            throw new Refusal(Check.ADDRESSES, "There is not one To with one address.");
        }
        opening.passed(Check.ADDRESSES);
    }

    private static void sender(Opening opening) throws Refusal {
        if (!CertificateNames.of(Objects.requireNonNull(opening.signer))
                .contains(Objects.requireNonNull(opening.from))) {
            throw new Refusal(
                    Check.SIGNER_IS_SENDER, "The certificate of the signer does not name the address in From.");
        }
        opening.passed(Check.SIGNER_IS_SENDER);
    }

    private byte[] missive(MimeEntity content) throws Refusal {
        try {
            return MissiveEntity.octets(content, limits);
        } catch (MimeFailure failure) {
            throw new Refusal(Check.CONTENT, String.valueOf(failure.getMessage()));
        }
    }

    /** Returns the policy; nothing of keys. */
    @Override
    public String toString() {
        return "MissiveOpener[" + policy + ", " + trust + "]";
    }
}
