// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.OctetSource;

/** What a reading may open and how: keys, policy, limits, and the mail itself, which can be read again. For one thread. */
final class EnvelopeAccess {

    private static final int LEAST_PIECE = 4 * 1024;

    private final OpeningSettings settings;
    private final byte @Nullable [] octets;
    private final OctetSource mail;
    private final ContentReader.Payload payload;
    private final ContentKeys keys;
    private final int piece;
    /** Why the mail could not be read while it was being read already: nothing of the mail itself. */
    private @Nullable IOException unread;

    private @Nullable Boolean twoParts;

    private EnvelopeAccess(
            OpeningSettings settings,
            byte @Nullable [] octets,
            OctetSource mail,
            long length,
            ContentReader.Payload payload) {
        this.settings = settings;
        this.octets = octets;
        this.mail = mail;
        this.payload = payload;
        this.keys = new ContentKeys(settings.keys(), settings.policy(), settings.random());
        // Short mails need no long buffers.
        this.piece = (int) Math.max(LEAST_PIECE, Math.min(LookAhead.SIZE, length));
    }

    /** To a mail in memory. */
    static EnvelopeAccess of(OpeningSettings settings, byte[] octets, ContentReader.Payload payload) {
        return new EnvelopeAccess(settings, octets, () -> new ByteArrayInputStream(octets), octets.length, payload);
    }

    /** To a mail of any length. */
    static EnvelopeAccess of(OpeningSettings settings, OctetSource mail, ContentReader.Payload payload) {
        return new EnvelopeAccess(settings, null, mail, LookAhead.SIZE, payload);
    }

    ContentKeys keys() {
        return keys;
    }

    SmimeLimits limits() {
        return settings.limits();
    }

    OpeningPolicy policy() {
        return settings.policy();
    }

    ContentReader.Payload payload() {
        return payload;
    }

    /** How long buffers are. */
    int piece() {
        return piece;
    }

    /** Something to do with a mail while it is open. */
    interface Use<T extends @Nullable Object> {
        T of(MimeEntity mail) throws IOException;
    }

    /**
     * Opens the mail and reads its headers.
     *
     * @throws Refusal if it is bad
     * @throws IOException any other if it cannot be read
     */
    <T extends @Nullable Object> T read(Use<T> use) throws IOException {
        return octets == null ? readSource(use) : readMemory(use, octets);
    }

    private <T extends @Nullable Object> T readMemory(Use<T> use, byte[] all) throws Refusal {
        if (all.length > settings.limits().octets()) {
            throw Source.tooLong();
        }
        try {
            return use.of(headers(new LookAhead(all)));
        } catch (IOException | RuntimeException e) {
            throw Refusal.of(e);
        }
    }

    private <T extends @Nullable Object> T readSource(Use<T> use) throws IOException {
        try (Source source = new Source(mail.open(), settings.limits().octets())) {
            try {
                T result = use.of(headers(new LookAhead(source, piece)));
                source.transferTo(
                        java.io.OutputStream.nullOutputStream()); // the limit holds for what stands behind too
                if (unread == null) {
                    return result;
                }
            } catch (IOException | RuntimeException e) {
                source.requireRead();
                if (unread == null) {
                    throw Refusal.of(e);
                }
            }
        }
        IOException within = unread;
        unread = null;
        throw within;
    }

    private MimeEntity headers(LookAhead in) throws IOException {
        try {
            return MimeEntity.read(in, settings.limits());
        } catch (MimeFailure failure) {
            throw new Refusal(Check.MAIL_FORM, String.valueOf(failure.getMessage()));
        }
    }

    /**
     * Whether the outermost multipart is an encrypted part and a signature and nothing else: looked at before anything is
     * decrypted, and once.
     */
    boolean isTwoParts() throws IOException {
        Boolean known = twoParts;
        if (known == null) {
            known = readTwoParts();
            twoParts = known;
        }
        return known;
    }

    private boolean readTwoParts() throws IOException {
        try {
            return read(this::isTwoPartsOf);
        } catch (Refusal refusal) {
            throw refusal;
        } catch (IOException e) {
            unread = e;
            throw e;
        }
    }

    private boolean isTwoPartsOf(MimeEntity again) throws IOException {
        Multipart parts = again.parts();
        String first = type(parts.next());
        String second = type(parts.next());
        return EnvelopePass.isCmsType(first) && EnvelopePass.isSignatureType(second) && parts.next() == null;
    }

    private String type(@Nullable InputStream part) throws IOException {
        return part == null
                ? ""
                : MimeEntity.read(new LookAhead(part, piece), settings.limits())
                        .contentType()
                        .type();
    }

    /** The policy lets an encrypted part beside a signature be opened. */
    void requireTwoParts() throws Refusal {
        if (!policy().accepts(Profile.SEED_TWO_PART) && !policy().accepts(Profile.ENCRYPT_THEN_SIGN)) {
            throw new Refusal(Check.STRUCTURE, "The policy does not accept the profile " + Profile.SEED_TWO_PART + ".");
        }
    }

    /** The policy lets something encrypted be opened within such layers. */
    void requireEncryptionWithin(List<Layer> layers) throws Refusal {
        if (layers.get(0) instanceof Layer.Encrypted && !policy().isLenient()) {
            throw new Refusal(Check.STRUCTURE, "There are more layers than the profile has.");
        }
        requireTwoParts();
    }

    /** The policy accepts a cipher. */
    ContentCipher require(@Nullable ContentCipher cipher) throws Refusal {
        if (cipher == null || !policy().accepts(cipher)) {
            throw new Refusal(Check.ALGORITHMS, "The content is encrypted by an algorithm that is not accepted.");
        }
        return cipher;
    }
}
