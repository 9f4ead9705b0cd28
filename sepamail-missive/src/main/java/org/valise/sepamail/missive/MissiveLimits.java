// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/**
 * How much is read from outside before it is refused. Going beyond a limit refuses the document with a code of its own;
 * nothing is ever cut short. Immutable and thread-safe.
 *
 * <pre>{@code
 * Missives.strict().withLimits(MissiveLimits.defaults().withOctets(100L << 20));
 * }</pre>
 *
 * @param octets the longest document; default 10,485,760
 * @param depth the deepest nesting of elements, the root being 1; default 100
 * @param attributes the most attributes in one document, namespace declarations included; default 10,000
 * @param valueOctets the longest tag, name, comment, processing instruction, or value of an element of the envelope, in
 *     octets; default 65,536. What stands within a message body is not limited by it. Where a missive is streamed, tags
 *     and values of its envelope together have at most sixteen times as many octets.
 * @param problems the most problems that are listed; default 100
 * @since 0.1.0
 */
public record MissiveLimits(long octets, int depth, int attributes, int valueOctets, int problems) {

    static final int MOST_LEVELS = 10_000;
    /** So many different names no set of schemas of the network has. */
    static final int MOST_NAMES = 5_000;

    private static final int KIBI = 1024;
    private static final MissiveLimits DEFAULTS = new MissiveLimits(10L * KIBI * KIBI, 100, 10_000, 64 * KIBI, 100);
    private static final int MOST_OCTETS = 1 << 30;
    private static final long VALUES_OF_AN_ENVELOPE = 16;

    /**
     * Refuses limits below 1, values of 2<sup>30</sup> octets or more, and more than 10,000 levels.
     *
     * @param octets the longest document
     * @param depth the deepest nesting
     * @param attributes the most attributes
     * @param valueOctets the longest value
     * @param problems the most problems
     */
    public MissiveLimits {
        if (octets < 1 || Math.min(Math.min(depth, attributes), Math.min(valueOctets, problems)) < 1) {
            throw new IllegalArgumentException("A limit is at least 1");
        }
        if (valueOctets >= MOST_OCTETS || depth > MOST_LEVELS) {
            throw new IllegalArgumentException("A value has fewer than 2^30 octets, a document at most 10,000 levels");
        }
    }

    /**
     * The defaults named at the parameters.
     *
     * @return the default limits
     */
    public static MissiveLimits defaults() {
        return DEFAULTS;
    }

    /**
     * These limits with another longest document.
     *
     * @param most octets, at least 1
     * @return new limits
     */
    public MissiveLimits withOctets(long most) {
        return new MissiveLimits(most, depth, attributes, valueOctets, problems);
    }

    /**
     * These limits with another deepest nesting.
     *
     * @param most levels, 1 to 10,000
     * @return new limits
     */
    public MissiveLimits withDepth(int most) {
        return new MissiveLimits(octets, most, attributes, valueOctets, problems);
    }

    /**
     * These limits with another greatest number of attributes.
     *
     * @param most attributes, at least 1
     * @return new limits
     */
    public MissiveLimits withAttributes(int most) {
        return new MissiveLimits(octets, depth, most, valueOctets, problems);
    }

    /**
     * These limits with another longest value.
     *
     * @param most octets, at least 1
     * @return new limits
     */
    public MissiveLimits withValueOctets(int most) {
        return new MissiveLimits(octets, depth, attributes, most, problems);
    }

    /**
     * These limits with another greatest number of problems.
     *
     * @param most problems, at least 1
     * @return new limits
     */
    public MissiveLimits withProblems(int most) {
        return new MissiveLimits(octets, depth, attributes, valueOctets, most);
    }

    /** How much of the envelope of a streamed missive is kept. */
    long streamedEnvelopeOctets() {
        return VALUES_OF_AN_ENVELOPE * valueOctets;
    }
}
