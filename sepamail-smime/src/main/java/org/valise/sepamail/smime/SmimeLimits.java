// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import org.valise.sepamail.missive.OctetSource;

/**
 * How much of what comes from outside is looked at. A mail beyond a limit is refused before anything of it comes out. What is
 * within its encryption is counted while it is decrypted; so is the length of a mail that is read from an {@link OctetSource}.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * long most = 4L << 30;
 * MissiveOpener opener = MissiveOpener.of(keys, trust, clock)
 *         .with(SmimeLimits.defaults().withOctets(most))
 *         .with(Missives.strict().withLimits(MissiveLimits.defaults().withOctets(most)));
 * }</pre>
 *
 * @param octets of a mail, 25 MiB by default
 * @param headerOctets of all headers of one entity, 256 KiB by default
 * @param lineOctets of one line, 64 KiB by default
 * @param parts of all multiparts of a mail, 200 by default
 * @param depth of nested entities and layers, 20 by default
 * @since 0.1.0
 */
public record SmimeLimits(long octets, int headerOctets, int lineOctets, int parts, int depth) {

    private static final SmimeLimits DEFAULTS = new SmimeLimits(25L << 20, 256 << 10, 64 << 10, 200, 20);

    /**
     * Limits.
     *
     * @param octets of a mail
     * @param headerOctets of all headers of one entity
     * @param lineOctets of one line
     * @param parts of all multiparts of a mail
     * @param depth of nested entities and layers
     * @throws IllegalArgumentException if one is not positive
     */
    public SmimeLimits {
        if (octets <= 0 || headerOctets <= 0 || lineOctets <= 0 || parts <= 0 || depth <= 0) {
            throw new IllegalArgumentException("A limit is positive");
        }
    }

    /**
     * The default limits.
     *
     * @return the limits
     */
    public static SmimeLimits defaults() {
        return DEFAULTS;
    }

    /**
     * The same with another limit for the length of a mail.
     *
     * @param most in octets
     * @return new limits
     */
    public SmimeLimits withOctets(long most) {
        return new SmimeLimits(most, headerOctets, lineOctets, parts, depth);
    }
}
