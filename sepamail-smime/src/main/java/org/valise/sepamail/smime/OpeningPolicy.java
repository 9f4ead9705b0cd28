// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What of the ways to build an envelope is accepted. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class OpeningPolicy {

    private static final OpeningPolicy STRICT =
            new OpeningPolicy(EnumSet.of(Profile.OPAQUE_THEN_ENCRYPT, Profile.CLEAR_THEN_ENCRYPT), false, false);

    private final Set<Profile> profiles;
    private final boolean lenient;
    private final boolean legacy;

    private OpeningPolicy(Set<Profile> profiles, boolean lenient, boolean legacy) {
        this.profiles = profiles;
        this.lenient = lenient;
        this.legacy = legacy;
    }

    /**
     * P1 and P2, both signed and encrypted, with present algorithms; the missive is read strictly.
     *
     * @return the policy
     */
    public static OpeningPolicy strict() {
        return STRICT;
    }

    /**
     * All profiles, those that are signed only or signed last included; the missive is read leniently.
     *
     * @return the policy
     */
    public static OpeningPolicy lenient() {
        return new OpeningPolicy(EnumSet.allOf(Profile.class), true, false);
    }

    /**
     * What {@link #lenient()} takes, and in addition SHA-1 in signatures and certificates, and triple DES.
     *
     * @return the policy
     */
    public static OpeningPolicy legacy() {
        return new OpeningPolicy(EnumSet.allOf(Profile.class), true, true);
    }

    /**
     * The same with one more profile.
     *
     * @param profile to be accepted
     * @return a new policy
     */
    public OpeningPolicy with(Profile profile) {
        EnumSet<Profile> more = EnumSet.copyOf(profiles);
        more.add(Objects.requireNonNull(profile, "profile"));
        return new OpeningPolicy(more, lenient, legacy);
    }

    boolean accepts(Profile profile) {
        return profiles.contains(profile);
    }

    boolean isLenient() {
        return lenient;
    }

    boolean isLegacy() {
        return legacy;
    }

    /** Returns the profiles that are accepted. */
    @Override
    public String toString() {
        return "OpeningPolicy" + profiles;
    }
}
