// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/**
 * The five priorities of a missive (MsvPri; MIS1202 "Resending a missive").
 *
 * <pre>{@code
 * ResendRule rule = ResendPolicy.norm().rule(missive.priority());
 * String headerValue = Integer.toString(Priority.HIGH.number());   // "2"
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Priority {
    /** Number 1. */
    HIGHEST(1),
    /** Number 2. */
    HIGH(2),
    /** Number 3; also what counts if none is stated (inferred). */
    NORMAL(3),
    /** Number 4. */
    LOW(4),
    /** Number 5. */
    LOWEST(5);

    private final int number;

    Priority(int number) {
        this.number = number;
    }

    /**
     * The number of this priority in the norm's tables, also the value of the mail header {@code X-Priority} (inferred).
     *
     * @return 1 to 5
     */
    public int number() {
        return number;
    }

    /**
     * The priority of a number.
     *
     * @param number 1 to 5
     * @return the priority
     * @throws IllegalArgumentException for any other number
     */
    public static Priority ofNumber(int number) {
        for (Priority priority : values()) {
            if (priority.number == number) {
                return priority;
            }
        }
        throw new IllegalArgumentException("A priority has a number from 1 to 5");
    }
}
