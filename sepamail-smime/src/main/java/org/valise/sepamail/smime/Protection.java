// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * What a mail must be protected by to be accepted. A signature that is there is checked in any case.
 *
 * <pre>{@code
 * OpeningPolicy inTests = OpeningPolicy.strict().requiring(Protection.SIGNATURE);
 * MissiveOpener opener = MissiveOpener.of(List.of(key), TrustPolicy.of(testAuthorities), clock).with(inTests);
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Protection {
    /** Signed and encrypted, as the norm has it. */
    BOTH,
    /** Signed; whether it is encrypted does not matter. */
    SIGNATURE,
    /** Encrypted; who wrote it may stay unknown. Missives are never accepted so, see {@link ContentOpener}. */
    ENCRYPTION
}
