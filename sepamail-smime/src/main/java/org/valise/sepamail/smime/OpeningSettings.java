// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * What openers are made of.
 *
 * @param keys that mails may be encrypted for
 * @param trust whose signatures are trusted
 * @param clock the time at which certificates must be valid
 * @param policy what is accepted
 * @param limits how much is looked at
 * @param random for keys in the place of those that cannot be decrypted
 */
record OpeningSettings(
        List<DecryptionKey> keys,
        TrustPolicy trust,
        InstantSource clock,
        OpeningPolicy policy,
        SmimeLimits limits,
        SecureRandom random) {

    static OpeningSettings of(List<DecryptionKey> keys, TrustPolicy trust, InstantSource clock) {
        return new OpeningSettings(
                keys,
                Objects.requireNonNull(trust, "trust"),
                Objects.requireNonNull(clock, "clock"),
                OpeningPolicy.strict(),
                SmimeLimits.defaults(),
                new SecureRandom());
    }

    OpeningSettings with(OpeningPolicy other) {
        Objects.requireNonNull(other, "policy");
        return new OpeningSettings(keys, trust, clock, other, limits, random);
    }

    OpeningSettings with(SmimeLimits other) {
        Objects.requireNonNull(other, "limits");
        return new OpeningSettings(keys, trust, clock, policy, other, random);
    }

    /** The trust that the policy leaves. */
    @Override
    public TrustPolicy trust() {
        return policy.isLegacy() ? trust.withWeakDigests() : trust;
    }
}
