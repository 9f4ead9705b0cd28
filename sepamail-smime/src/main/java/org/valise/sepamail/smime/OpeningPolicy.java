// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.MissiveAddress;

/**
 * What is accepted of the ways to build an envelope, and what is checked. Immutable and thread-safe.
 *
 * <pre>{@code
 * OpeningPolicy withPartner = OpeningPolicy.strict().with(Profile.SEED_TWO_PART).withSigningTimeWithin(Duration.ofHours(24));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class OpeningPolicy {

    private static final OpeningPolicy STRICT = new OpeningPolicy(new Options());

    private final Options options;

    private enum Mode {
        STRICT,
        LENIENT,
        LEGACY
    }

    /** What can be chosen; strict unless it is. Nothing of it is changed once a policy has it. */
    private static final class Options {
        private Set<Profile> profiles = EnumSet.of(Profile.OPAQUE_THEN_ENCRYPT, Profile.CLEAR_THEN_ENCRYPT);
        private Mode mode = Mode.STRICT;
        private Protection protection = Protection.BOTH;
        private boolean senderChecked = true;
        private boolean ordinaryAddresses;
        private Set<String> networks = Set.of(MissiveAddress.NETWORK, MissiveAddress.TEST_NETWORK);
        private @Nullable Duration signingTime;
        private Set<ContentCipher> ciphers = EnumSet.allOf(ContentCipher.class);
        private Set<SignatureScheme> schemes = EnumSet.allOf(SignatureScheme.class);
        private Set<KeyTransport> transports = EnumSet.allOf(KeyTransport.class);

        Options copy() {
            Options copy = new Options();
            copy.profiles = profiles;
            copy.mode = mode;
            copy.protection = protection;
            copy.senderChecked = senderChecked;
            copy.ordinaryAddresses = ordinaryAddresses;
            copy.networks = networks;
            copy.signingTime = signingTime;
            copy.ciphers = ciphers;
            copy.schemes = schemes;
            copy.transports = transports;
            return copy;
        }
    }

    private OpeningPolicy(Options options) {
        this.options = options;
    }

    private OpeningPolicy with(Consumer<Options> change) {
        Options copy = options.copy();
        change.accept(copy);
        return new OpeningPolicy(copy);
    }

    /**
     * P1 and P2, both signed and encrypted, with present algorithms; the missive is read strictly, and a missive whose banks
     * are not those of the addresses is rejected. So are addresses that are none of the network, and a mail that is encrypted
     * for a certificate of another bank than the one in To.
     *
     * @return the policy
     */
    public static OpeningPolicy strict() {
        return STRICT;
    }

    /**
     * All profiles, those that are signed only or signed last included, and layers more than a profile has; the missive is read
     * leniently, and addresses that do not fit it are a warning: whoever sends a mail on, or writes as another bank, may do so.
     *
     * @return the policy
     */
    public static OpeningPolicy lenient() {
        return of(Mode.LENIENT);
    }

    /**
     * What {@link #lenient()} takes, and in addition SHA-1 in signatures and certificates, and triple DES.
     *
     * @return the policy
     */
    public static OpeningPolicy legacy() {
        return of(Mode.LEGACY);
    }

    private static OpeningPolicy of(Mode mode) {
        return STRICT.with(changed -> {
            changed.profiles = EnumSet.allOf(Profile.class);
            changed.mode = mode;
            changed.protection = Protection.SIGNATURE;
        });
    }

    /**
     * The same with one more profile.
     *
     * @param profile to be accepted
     * @return a new policy
     */
    public OpeningPolicy with(Profile profile) {
        EnumSet<Profile> more = EnumSet.copyOf(options.profiles);
        more.add(Objects.requireNonNull(profile, "profile"));
        return with(changed -> changed.profiles = more);
    }

    /**
     * The same with another protection. With {@link Protection#SIGNATURE} the profile {@link Profile#SIGNED_ONLY} is accepted
     * too. With {@link Protection#ENCRYPTION} a {@link ContentOpener} accepts what nobody signed, so that anybody may have
     * written it, and {@link EnvelopeReport#signer} is empty; a {@link MissiveOpener} takes no such policy.
     *
     * @param protection that a mail must have
     * @return a new policy
     */
    public OpeningPolicy requiring(Protection protection) {
        EnumSet<Profile> more = EnumSet.copyOf(options.profiles);
        if (protection == Protection.SIGNATURE) {
            more.add(Profile.SIGNED_ONLY);
        }
        return with(changed -> {
            changed.profiles = more;
            changed.protection = protection;
        });
    }

    /**
     * The same without a look at who has signed, and for mails whose From and To are missing or none of the network: whoever
     * is trusted may sign for anybody, and who it was has to be checked by the caller. Addresses of the network are still held
     * against the missive.
     *
     * @return a new policy
     */
    public OpeningPolicy withoutSenderCheck() {
        return with(changed -> changed.senderChecked = false);
    }

    /**
     * The same for peers who have ordinary mail addresses, which name no bank, in From or To. Nothing is held against such an
     * address but the signer's certificate: whoever is certified for one can write as any bank, and a missive can be sent on to
     * one; the deviation {@code ADDRESS_NOT_COMPARED} tells. That the certificate of the key is of another bank than the one in
     * To is a deviation too. Addresses of the network are still held against the missive. Where peers have addresses of the form
     * {@code ecosystem@bic.suffix}, {@link #withNetworks} is better.
     *
     * @return a new policy
     */
    public OpeningPolicy withOrdinaryAddresses() {
        return with(changed -> changed.ordinaryAddresses = true);
    }

    /**
     * The same for other networks: addresses in them name a bank, which must be the one in the missive.
     *
     * @param suffixes of domains, in place of those before; {@code sepamail.eu} and {@code test.sepamail.eu} by default
     * @return a new policy
     * @throws IllegalArgumentException if there is none, or one that is no domain
     */
    public OpeningPolicy withNetworks(Collection<String> suffixes) {
        Set<String> networks = Set.copyOf(suffixes);
        MissiveAddress.parse("", networks); // refuses what is no network
        return with(changed -> changed.networks = networks);
    }

    /**
     * The same with a check of the time that the signer states. Without it a time in the future or more than a day ago is a
     * deviation.
     *
     * @param most how far the stated time may be from the clock, before or after; a mail without one is rejected
     * @return a new policy
     * @throws IllegalArgumentException if it is negative
     */
    public OpeningPolicy withSigningTimeWithin(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("A distance is not negative");
        }
        return with(changed -> changed.signingTime = most);
    }

    /**
     * The same with no other ciphers than these, by which two banks can agree on what they send each other: to name those of
     * GCM only is what keeps a content that was authenticated from being sent on as one that is not (RFC 9709). Others are
     * refused before any key is decrypted.
     *
     * @param ciphers that the content of a mail may be encrypted with, in place of those before; triple DES is read by {@link #legacy()} only, named or
     *     not
     * @return a new policy
     * @throws IllegalArgumentException if there are none
     */
    public OpeningPolicy withCiphers(Collection<ContentCipher> ciphers) {
        if (ciphers.isEmpty()) {
            throw new IllegalArgumentException("A policy without a cipher accepts no mail");
        }
        Set<ContentCipher> only = EnumSet.copyOf(ciphers);
        return with(changed -> changed.ciphers = only);
    }

    /**
     * The same with no other ways to sign than these.
     *
     * @param schemes that a mail may be signed by, in place of those before; those with SHA-1 are read by {@link #legacy()} only, named or not
     * @return a new policy
     * @throws IllegalArgumentException if there are none
     */
    public OpeningPolicy withSignatureSchemes(Collection<SignatureScheme> schemes) {
        if (schemes.isEmpty()) {
            throw new IllegalArgumentException("A policy without a way to sign accepts no mail");
        }
        Set<SignatureScheme> only = EnumSet.copyOf(schemes);
        return with(changed -> changed.schemes = only);
    }

    /**
     * The same with no other ways to encrypt the key of a content than these. Whoever agrees with a peer on RSA-OAEP, because
     * a device may tell by its time whether a padding of PKCS #1 v1.5 is right, has to name it here: as long as the other is
     * taken with the same key, somebody else can send a key that was encrypted by the one as if it were by the other. Others
     * are refused before any private key is used.
     *
     * @param transports that the key of a mail may be encrypted by, in place of those before
     * @return a new policy
     * @throws IllegalArgumentException if there are none
     */
    public OpeningPolicy withKeyTransports(Collection<KeyTransport> transports) {
        if (transports.isEmpty()) {
            throw new IllegalArgumentException("A policy without a way to encrypt keys accepts no mail");
        }
        Set<KeyTransport> only = EnumSet.copyOf(transports);
        return with(changed -> changed.transports = only);
    }

    boolean accepts(KeyTransport transport) {
        return options.transports.contains(transport);
    }

    boolean accepts(ContentCipher cipher) {
        return options.ciphers.contains(cipher) && (cipher.isSealed() || isLegacy());
    }

    boolean accepts(SignatureScheme scheme) {
        return options.schemes.contains(scheme) && (scheme.isSealed() || isLegacy());
    }

    boolean accepts(Profile profile) {
        return options.profiles.contains(profile);
    }

    boolean isLenient() {
        return options.mode != Mode.STRICT;
    }

    boolean isLegacy() {
        return options.mode == Mode.LEGACY;
    }

    boolean requiresSignature() {
        return options.protection != Protection.ENCRYPTION;
    }

    boolean requiresEncryption() {
        return options.protection != Protection.SIGNATURE;
    }

    boolean checksSender() {
        return options.senderChecked;
    }

    boolean takesOrdinaryAddresses() {
        return options.ordinaryAddresses;
    }

    Set<String> networks() {
        return options.networks;
    }

    Optional<Duration> signingTime() {
        return Optional.ofNullable(options.signingTime);
    }

    /** Returns the profiles that are accepted. */
    @Override
    public String toString() {
        return "OpeningPolicy[" + options.mode + ", " + options.protection + ", " + options.profiles + "]";
    }
}
