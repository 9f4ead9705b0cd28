// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    private static final OpeningPolicy STRICT = new OpeningPolicy(new Options(
            EnumSet.of(Profile.OPAQUE_THEN_ENCRYPT, Profile.CLEAR_THEN_ENCRYPT),
            Mode.STRICT,
            Protection.BOTH,
            true,
            Set.of(MissiveAddress.NETWORK, MissiveAddress.TEST_NETWORK),
            null));

    private final Options options;

    private enum Mode {
        STRICT,
        LENIENT,
        LEGACY
    }

    /** What can be chosen. */
    private record Options(
            Set<Profile> profiles,
            Mode mode,
            Protection protection,
            boolean senderChecked,
            Set<String> networks,
            @Nullable Duration signingTime) {}

    private OpeningPolicy(Options options) {
        this.options = options;
    }

    /**
     * P1 and P2, both signed and encrypted, with present algorithms; the missive is read strictly, and a missive whose banks
     * are not those of the addresses is rejected.
     *
     * @return the policy
     */
    public static OpeningPolicy strict() {
        return STRICT;
    }

    /**
     * All profiles, those that are signed only or signed last included, and layers more than a profile has; the missive is read
     * leniently, and addresses that do not fit it are a warning.
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
        Options strict = STRICT.options;
        return new OpeningPolicy(new Options(
                EnumSet.allOf(Profile.class),
                mode,
                Protection.SIGNATURE,
                true,
                strict.networks(),
                strict.signingTime()));
    }

    /**
     * The same with one more profile.
     *
     * @param profile to be accepted
     * @return a new policy
     */
    public OpeningPolicy with(Profile profile) {
        EnumSet<Profile> more = EnumSet.copyOf(options.profiles());
        more.add(Objects.requireNonNull(profile, "profile"));
        return with(more, options.protection());
    }

    /**
     * The same with another protection. With {@link Protection#SIGNATURE} the profile {@link Profile#SIGNED_ONLY} is accepted
     * too.
     *
     * @param protection that a mail must have
     * @return a new policy
     */
    public OpeningPolicy requiring(Protection protection) {
        EnumSet<Profile> more = EnumSet.copyOf(options.profiles());
        if (protection == Protection.SIGNATURE) {
            more.add(Profile.SIGNED_ONLY);
        }
        return with(more, protection);
    }

    private OpeningPolicy with(Set<Profile> profiles, Protection protection) {
        return new OpeningPolicy(new Options(
                profiles,
                options.mode(),
                protection,
                options.senderChecked(),
                options.networks(),
                options.signingTime()));
    }

    /**
     * The same without a look at From and To, which may even be missing: whoever is trusted may sign for anybody, and who it
     * was has to be checked by the caller.
     *
     * @return a new policy
     */
    public OpeningPolicy withoutSenderCheck() {
        return new OpeningPolicy(new Options(
                options.profiles(),
                options.mode(),
                options.protection(),
                false,
                options.networks(),
                options.signingTime()));
    }

    /**
     * The same for other networks: addresses in them name a bank, which must be the one in the missive.
     *
     * @param suffixes of domains; {@code sepamail.eu} and {@code test.sepamail.eu} by default
     * @return a new policy
     */
    public OpeningPolicy withNetworks(Collection<String> suffixes) {
        return new OpeningPolicy(new Options(
                options.profiles(),
                options.mode(),
                options.protection(),
                options.senderChecked(),
                Set.copyOf(suffixes),
                options.signingTime()));
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
        return new OpeningPolicy(new Options(
                options.profiles(),
                options.mode(),
                options.protection(),
                options.senderChecked(),
                options.networks(),
                most));
    }

    boolean accepts(Profile profile) {
        return options.profiles().contains(profile);
    }

    boolean isLenient() {
        return options.mode() != Mode.STRICT;
    }

    boolean isLegacy() {
        return options.mode() == Mode.LEGACY;
    }

    boolean requiresSignature() {
        return options.protection() != Protection.ENCRYPTION;
    }

    boolean requiresEncryption() {
        return options.protection() != Protection.SIGNATURE;
    }

    boolean checksSender() {
        return options.senderChecked();
    }

    Set<String> networks() {
        return options.networks();
    }

    Optional<Duration> signingTime() {
        return Optional.ofNullable(options.signingTime());
    }

    /** Returns the profiles that are accepted. */
    @Override
    public String toString() {
        return "OpeningPolicy[" + options.mode() + ", " + options.protection() + ", " + options.profiles() + "]";
    }
}
