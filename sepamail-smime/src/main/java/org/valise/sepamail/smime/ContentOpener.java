// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/**
 * Verifies and decrypts whatever is in an envelope, one after the other or both at once (RFC 8551): for flows in which the
 * content is no missive, or is one only later. Who opens missives takes {@link MissiveOpener}. Made once; immutable and
 * thread-safe.
 *
 * <pre>{@code
 * ContentOpener opener = ContentOpener.of(List.of(key), TrustPolicy.of(authorities), Clock.systemUTC());
 * Verdict<OpenedContent> decrypted = opener.decrypt(entity);
 * if (decrypted instanceof Verdict.Accepted<OpenedContent> accepted) {
 *     Verdict<OpenedContent> verified = opener.verify(accepted.opened().entity());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ContentOpener {

    private final OpeningSettings settings;

    private ContentOpener(OpeningSettings settings) {
        this.settings = settings;
    }

    /**
     * A strict opener.
     *
     * @param keys all that mails may be encrypted for; none for mails that are signed only
     * @param trust whose signatures are trusted
     * @param clock the time at which certificates must be valid
     * @return the opener
     */
    public static ContentOpener of(Collection<DecryptionKey> keys, TrustPolicy trust, InstantSource clock) {
        return new ContentOpener(OpeningSettings.of(List.copyOf(keys), trust, clock));
    }

    /**
     * The same with another policy.
     *
     * @param policy what is accepted
     * @return a new opener
     */
    public ContentOpener with(OpeningPolicy policy) {
        return new ContentOpener(settings.with(policy));
    }

    /**
     * The same with other limits.
     *
     * @param limits how much is looked at
     * @return a new opener
     */
    public ContentOpener with(SmimeLimits limits) {
        return new ContentOpener(settings.with(limits));
    }

    /**
     * Opens a mail: all checks but those of missives.
     *
     * @param mail as it was received
     * @return the verdict
     */
    public Verdict<OpenedContent> open(byte[] mail) {
        return open(mail, settings, ContentReader.Payload.ENTITY, EnvelopeOpener.Form.MAIL);
    }

    /**
     * Verifies the signature of an entity, {@code multipart/signed} or signed-data, and does no more: what is signed may be
     * encrypted.
     *
     * @param entity with its headers; addresses among them are not looked at
     * @return the verdict; the content of an accepted one is the entity that was signed
     */
    public Verdict<OpenedContent> verify(byte[] entity) {
        OpeningPolicy policy = settings.policy().requiring(Protection.SIGNATURE);
        return open(entity, settings.with(policy), ContentReader.Payload.LAYER, EnvelopeOpener.Form.ENTITY);
    }

    /**
     * Decrypts an entity, and does no more: what comes out may have been written, or with a cipher of CBC mode changed, by
     * anybody. Nothing of it may be acted on, or answered to, before a signature in it was verified.
     *
     * @param entity with its headers; addresses among them are not looked at
     * @return the verdict; the content of an accepted one is the entity that was encrypted
     */
    public Verdict<OpenedContent> decrypt(byte[] entity) {
        OpeningPolicy policy = settings.policy().requiring(Protection.ENCRYPTION);
        return open(entity, settings.with(policy), ContentReader.Payload.LAYER, EnvelopeOpener.Form.ENTITY);
    }

    private static Verdict<OpenedContent> open(
            byte[] octets, OpeningSettings settings, ContentReader.Payload payload, EnvelopeOpener.Form form) {
        Opening opening = new Opening();
        EnvelopeAccess access = EnvelopeAccess.of(settings, octets, payload);
        try {
            EnvelopeOpener envelope = new EnvelopeOpener(
                    access, settings.trust(), settings.clock().instant(), form, opening);
            ContentTarget.Memory target = envelope.open(() -> new ContentTarget.Memory(octets.length * 9L / 16));
            return opening.accepted(new OpenedContent(target, settings.limits(), opening.report()));
        } catch (Refusal refusal) {
            return opening.refused(refusal);
        } catch (IOException e) {
            throw new UncheckedIOException("Octets in memory can be read", e);
        }
    }

    /** Returns the policy; nothing of keys. */
    @Override
    public String toString() {
        return "ContentOpener[" + settings.policy() + ", " + settings.trust() + "]";
    }
}
