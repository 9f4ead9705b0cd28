// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.ContentSink;
import org.valise.sepamail.missive.MissiveHeader;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.OctetSource;
import org.valise.sepamail.missive.Problem;
import org.valise.sepamail.missive.StreamedMissive;
import org.valise.sepamail.missive.StreamedReading;

/**
 * Opens sealed missives: decrypts them, verifies their signatures, and gives them out only with the proof (MIS1202 "The
 * security", "Processing"; RFC 8551). Made once; immutable and thread-safe.
 *
 * <pre>{@code
 * MissiveOpener opener = MissiveOpener.of(List.of(key), TrustPolicy.of(authorities), Clock.systemUTC());
 * Verdict<OpenedMissive> verdict = opener.open(mail);
 * }</pre>
 *
 * <p>Whatever the octets are, the answer is a verdict. Signatures are verified over the octets that were received.
 *
 * @since 0.1.0
 */
public final class MissiveOpener {

    private final OpeningSettings settings;
    /** The caller's; null for the one of the policy. */
    private final @Nullable Missives given;

    private MissiveOpener(OpeningSettings settings, @Nullable Missives given) {
        this.settings = settings;
        this.given = given;
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
        return new MissiveOpener(OpeningSettings.of(List.copyOf(keys), trust, clock), null);
    }

    /**
     * The same with another policy. A lenient one reads missives leniently too, unless a reader is given.
     *
     * @param policy what is accepted
     * @return a new opener
     * @throws IllegalArgumentException if it does not require a signature: nobody vouches for such a missive
     */
    public MissiveOpener with(OpeningPolicy policy) {
        if (!policy.requiresSignature()) {
            throw new IllegalArgumentException("A missive without a signature is accepted by no policy");
        }
        return new MissiveOpener(settings.with(policy), given);
    }

    /**
     * The same with other limits.
     *
     * @param limits how much is looked at
     * @return a new opener
     */
    public MissiveOpener with(SmimeLimits limits) {
        return new MissiveOpener(settings.with(limits), given);
    }

    /**
     * The same with another reader of missives, for example with the scheme's schemas.
     *
     * @param missives by which the missive is checked, whatever the policy is
     * @return a new opener
     */
    public MissiveOpener with(Missives missives) {
        return new MissiveOpener(settings, Objects.requireNonNull(missives, "missives"));
    }

    private Missives reader() {
        if (given != null) {
            return given;
        }
        return settings.policy().isLenient() ? Missives.lenient() : Missives.strict();
    }

    /**
     * Opens a mail.
     *
     * @param mail as it was received
     * @return the verdict
     */
    public Verdict<OpenedMissive> open(byte[] mail) {
        return open(mail, new Opening());
    }

    /**
     * Opens a mail to be answered: tells also of a missive whose signature holds and that is not valid. Addresses are not held
     * against it here: whose they are is for the referentials to say.
     */
    MailOpening.Opened openToAnswer(byte[] mail) {
        Opening opening = new Opening();
        opening.toBeAnswered = true;
        Verdict<OpenedMissive> verdict = open(mail, opening);
        MissiveReading.Refused reading = opening.refused;
        return new MailOpening.Opened(
                verdict.proof(),
                verdict instanceof Verdict.Accepted<OpenedMissive> accepted ? accepted.opened() : null,
                reading == null ? null : new MailOpening.Refused(reading, Objects.requireNonNull(opening.signer)));
    }

    private Verdict<OpenedMissive> open(byte[] mail, Opening opening) {
        try {
            EnvelopeOpener envelope =
                    envelope(EnvelopeAccess.of(settings, mail, ContentReader.Payload.MISSIVE), opening);
            // Three times in base64: less than half of it is left.
            ContentTarget.Memory content = envelope.open(() -> new ContentTarget.Memory(mail.length * 7L / 16));
            opening.passed(Check.CONTENT);
            return opening.accepted(missive(content, opening));
        } catch (Refusal refusal) {
            return opening.refused(refusal);
        } catch (IOException e) {
            throw new UncheckedIOException("Octets in memory can be read", e);
        }
    }

    private OpenedMissive missive(ContentTarget.Memory content, Opening opening) throws Refusal {
        MissiveReading reading = reader().read(content.buffer(), 0, content.count());
        if (reading instanceof MissiveReading.Accepted accepted) {
            List<Problem> warnings = accept(accepted.missive(), accepted.problems(), opening);
            return new OpenedMissive(accepted.missive(), warnings, opening.report());
        }
        opening.refused = reading instanceof MissiveReading.Refused refused ? refused : null;
        throw refused(reading.problems(), opening);
    }

    /**
     * Opens a mail of any length, in memory that does not depend on it. The mail is read more than once: at first to check the
     * envelope, then to check the missive, and once more each time that it is given out.
     *
     * <p>The limit of {@link SmimeLimits} holds and is to be raised for mails that are longer; so is that of the missive.
     *
     * @param mail as it was received
     * @return the verdict
     * @throws IOException if the mail cannot be read, or is another at the second reading
     */
    public Verdict<OpenedStream> open(OctetSource mail) throws IOException {
        Opening opening = new Opening();
        try {
            EnvelopeOpener envelope =
                    envelope(EnvelopeAccess.of(settings, mail, ContentReader.Payload.MISSIVE), opening);
            PieceDigests pieces = envelope.open(PieceDigests::new);
            opening.passed(Check.CONTENT);
            return opening.accepted(stream(new VerifiedContent(envelope, pieces), opening));
        } catch (Refusal refusal) {
            return opening.refused(refusal);
        }
    }

    private OpenedStream stream(VerifiedContent content, Opening opening) throws IOException {
        Missives reader = reader();
        StreamedReading reading = content.read(in -> reader.readStreamed(in, ContentSink.none()));
        if (reading instanceof StreamedReading.Accepted accepted) {
            StreamedMissive missive = accepted.missive();
            List<Problem> warnings = accept(missive, accepted.problems(), opening);
            return new OpenedStream(missive, warnings, content, reader, opening.report());
        }
        throw refused(reading.problems(), opening);
    }

    private List<Problem> accept(MissiveHeader missive, List<Problem> problems, Opening opening) throws Refusal {
        opening.passed(Check.MISSIVE);
        List<Problem> warnings = new ArrayList<>(problems);
        if (opening.toBeAnswered) {
            return warnings;
        }
        warnings.addAll(new Bindings(settings.policy(), opening).check(missive));
        return warnings;
    }

    /** What is no document at all was perhaps put together by the signer, who must not be told how far it was read. */
    private static Refusal refused(List<Problem> problems, Opening opening) {
        boolean isNone = problems.stream().anyMatch(each -> each.code().layer() == Problem.Layer.XML);
        if (isNone && opening.isPerhapsOfAnother()) {
            opening.forgetContent();
            return Refusal.of(CmsFailure.decryption());
        }
        return new Refusal(Check.MISSIVE, String.valueOf(problems.get(0)));
    }

    private EnvelopeOpener envelope(EnvelopeAccess access, Opening opening) {
        return new EnvelopeOpener(
                access, settings.trust(), settings.clock().instant(), EnvelopeOpener.Form.MISSIVE_MAIL, opening);
    }

    boolean checksSender() {
        return settings.policy().checksSender();
    }

    /** Returns the policy; nothing of keys. */
    @Override
    public String toString() {
        return "MissiveOpener[" + settings.policy() + ", " + settings.trust() + "]";
    }
}
