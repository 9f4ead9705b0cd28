// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.OctetSource;
import org.valise.sepamail.missive.Priority;
import org.valise.sepamail.missive.StreamedMissive;

/**
 * Seals missives: signs them, then encrypts them, and puts them into a mail (MIS1202 "The envelope", "The security"; RFC
 * 8551). Made once for an identity; immutable and thread-safe.
 *
 * <pre>{@code
 * MissiveSealer sealer = MissiveSealer.of(identity, Mailbox.of("test@testvert.sepamail.eu"), Clock.systemUTC());
 * SealedMissive mail = sealer.seal(missive, Mailbox.of("test@testbleu.sepamail.eu"), Recipient.of(theirCertificate));
 * mail.writeTo(out);
 * }</pre>
 *
 * <p>By default: {@link Profile#OPAQUE_THEN_ENCRYPT}, the scheme that is usual for the key, {@link ContentCipher#AES_256_CBC}
 * and an empty subject. Nothing that says anything about the missive stands outside of the encryption but its priority.
 *
 * @since 0.1.0
 */
public final class MissiveSealer {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String CRLF = "\r\n";

    /** From here on it is measured what it takes to go through a missive once more to sign it before it is written. */
    private static final int LONG = 4 << 20;

    private final SigningIdentity identity;
    private final Mailbox from;
    private final InstantSource clock;
    private final Options options;

    /** What can be chosen. */
    private record Options(Profile profile, SignatureScheme scheme, ContentCipher cipher, SecureRandom random) {}

    private MissiveSealer(SigningIdentity identity, Mailbox from, InstantSource clock, Options options) {
        this.identity = identity;
        this.from = from;
        this.clock = clock;
        this.options = options;
    }

    /**
     * A sealer for one sender.
     *
     * @param identity the key, whose certificate names the address
     * @param from the sender's address
     * @param clock for the date, and for the validity of certificates
     * @return the sealer
     * @throws IllegalArgumentException if the certificate does not name the address
     */
    public static MissiveSealer of(SigningIdentity identity, Mailbox from, InstantSource clock) {
        if (!CertificateNames.of(identity.certificate()).contains(from)) {
            throw new IllegalArgumentException("The certificate of the signer does not name the address of the sender");
        }
        Options options = new Options(
                Profile.OPAQUE_THEN_ENCRYPT, identity.usualScheme(), ContentCipher.AES_256_CBC, new SecureRandom());
        return new MissiveSealer(identity, from, Objects.requireNonNull(clock, "clock"), options);
    }

    /**
     * The same with another profile.
     *
     * @param profile P1, P2 or P3
     * @return a new sealer
     * @throws IllegalArgumentException for P4 and P5, which are only read
     */
    public MissiveSealer with(Profile profile) {
        if (!profile.isSealed()) {
            throw new IllegalArgumentException(profile + " is read and never made");
        }
        return with(new Options(profile, options.scheme(), options.cipher(), options.random()));
    }

    /**
     * The same with another signature.
     *
     * @param scheme fits the key
     * @return a new sealer
     * @throws IllegalArgumentException if it does not
     */
    public MissiveSealer with(SignatureScheme scheme) {
        return with(new Options(options.profile(), identity.require(scheme), options.cipher(), options.random()));
    }

    /**
     * The same with another cipher.
     *
     * @param cipher the cipher of the content
     * @return a new sealer
     * @throws IllegalArgumentException for triple DES, which is only read
     */
    public MissiveSealer with(ContentCipher cipher) {
        return with(new Options(options.profile(), options.scheme(), cipher.requireSealed(), options.random()));
    }

    /**
     * The same with another source of random numbers.
     *
     * @param random keys, vectors, boundaries and identifiers come from it
     * @return a new sealer
     */
    public MissiveSealer with(SecureRandom random) {
        Objects.requireNonNull(random, "random");
        return with(new Options(options.profile(), options.scheme(), options.cipher(), random));
    }

    private MissiveSealer with(Options changed) {
        return new MissiveSealer(identity, from, clock, changed);
    }

    /**
     * Seals a missive. The key has signed when this returns, but for a missive of more than 4 MiB in P1 or P2 with an RSA
     * key: that one is signed while the mail is written for the first time, and a key that cannot be used ends that writing.
     *
     * @param missive any; that only nominal missives and acknowledgements are sent, and that the address is one of the bank that
     *     the missive names, is for the caller to see to, or for an {@link EmissionPipeline}
     * @param to the receiver's address
     * @param recipient the receiver's certificate, which names the address
     * @return the mail
     * @throws IllegalArgumentException if the certificate does not name the address
     * @throws SealingException if a certificate is not valid now, or if the key is used now and cannot be
     */
    public SealedMissive seal(Missive missive, Mailbox to, Recipient recipient) throws SealingException {
        return seal(missive, to, recipient, missive.length() > LONG);
    }

    /** The same, signed in any case when this returns: for whom a sending is noted before the mail is written. */
    SealedMissive sealNow(Missive missive, Mailbox to, Recipient recipient) throws SealingException {
        return seal(missive, to, recipient, false);
    }

    private SealedMissive seal(Missive missive, Mailbox to, Recipient recipient, boolean late) throws SealingException {
        return sealing(to, recipient, missive.priority(), late).seal(new Part() {
            @Override
            public long length() {
                return missive.length();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                missive.writeTo(out);
            }
        });
    }

    /**
     * Seals a missive of any length that is not in memory, in memory that does not depend on its length.
     *
     * <p>In P1 and P2 with an RSA key it is not read now: it is signed while the mail is written for the first time. What
     * cannot be read, and a key that cannot be used, end that writing.
     *
     * @param missive what was read or written as a stream
     * @param octets the same octets; they are read each time the mail is written, and must not change
     * @param to the receiver's address
     * @param recipient the receiver's certificate, which names the address
     * @return the mail
     * @throws IllegalArgumentException if the certificate does not name the address
     * @throws SealingException if a certificate is not valid now, or if the key is used now and cannot be, or the octets
     *     cannot be read
     */
    public SealedMissive seal(StreamedMissive missive, OctetSource octets, Mailbox to, Recipient recipient)
            throws SealingException {
        return sealing(to, recipient, missive.priority(), true).seal(new SourcePart(octets, missive.length()));
    }

    private Sealing sealing(Mailbox to, Recipient recipient, Priority priority, boolean late) {
        if (!CertificateNames.of(recipient.certificate()).contains(to)) {
            throw new IllegalArgumentException("The certificate of the recipient does not name the receiver's address");
        }
        return new Sealing(to, recipient, priority, late);
    }

    /** Returns what was chosen; nothing of the owner. */
    @Override
    public String toString() {
        return "MissiveSealer[" + options.profile() + ", " + options.scheme() + ", " + options.cipher() + "]";
    }

    /** One missive. */
    private final class Sealing {

        private final Mailbox to;
        private final Recipient recipient;
        private final Priority priority;
        private final boolean late;
        private final Instant now = clock.instant();
        private final EntityParts parts = new EntityParts(options.random());

        Sealing(Mailbox to, Recipient recipient, Priority priority, boolean late) {
            this.to = to;
            this.recipient = recipient;
            this.priority = priority;
            this.late = late;
        }

        SealedMissive seal(Part missive) throws SealingException {
            identity.requireValid(now);
            recipient.requireValid(now);
            try {
                String id = parts.token() + "@" + from.domain();
                return new SealedMissive(mail(entity(missive), id), from, to, id);
            } catch (GeneralSecurityException | IOException e) {
                throw new SealingException("The missive could not be read, signed or encrypted", e);
            }
        }

        private Part entity(Part missive) {
            return Part.of(
                    Part.of(EntityParts.headers(
                            "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: base64")),
                    Part.base64(missive));
        }

        private Part mail(Part entity, String id) throws GeneralSecurityException, IOException {
            SignatureScheme scheme = options.scheme();
            SignedFrame signed = new SignedFrame(identity, scheme);
            return switch (options.profile()) {
                case OPAQUE_THEN_ENCRYPT ->
                    encrypted(EntityParts.opaque(entity, signed, scheme, now, late), mailHeaders(id));
                case CLEAR_THEN_ENCRYPT -> encrypted(parts.clear(entity, signed, scheme, now, late), mailHeaders(id));
                default ->
                    parts.multipart(
                            mailHeaders(id) + "Content-Type: multipart/mixed;" + CRLF + " ",
                            encrypted(entity, ""),
                            signed.detached(EntityParts.digest(entity, scheme), now));
            };
        }

        private Part encrypted(Part content, String before) throws GeneralSecurityException {
            return parts.encrypted(content, options.cipher(), recipient, before);
        }

        private String mailHeaders(String id) {
            return "From: " + from.text() + CRLF
                    + "To: " + to.text() + CRLF
                    + "Date: " + DATE.format(now) + CRLF
                    + "Message-ID: <" + id + ">" + CRLF
                    + "Subject: " + CRLF
                    + "X-Priority: " + priority.number() + CRLF
                    + "MIME-Version: 1.0" + CRLF;
        }
    }
}
