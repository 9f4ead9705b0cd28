// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A warning in a positive acknowledgement (RtgWarn): the missive was taken, but not quite as asked. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * for (RoutingWarning warning : ack.warnings()) {
 *     if (warning.code() == RoutingWarning.Code.BAD_TIME) {
 *         System.err.println("Our clock is ahead of theirs. " + warning.description().orElse(""));
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RoutingWarning {

    private static final int LONGEST_DESCRIPTION = 140;

    private final Code code;
    private final @Nullable String description;

    private RoutingWarning(Code code, @Nullable String description) {
        this.code = Objects.requireNonNull(code, "code");
        this.description = description;
    }

    /**
     * The codes of the schema. That a priority names the one at which the missive is really handled is inferred.
     *
     * @since 0.1.0
     */
    public enum Code {
        /** The sending time lies after the receiver's clock, but within the margin. */
        BAD_TIME,
        /** Handled as high. */
        PRIO_HIGH,
        /** Handled as normal. */
        PRIO_NORM,
        /** Handled as low. */
        PRIO_LOW,
        /** Handled as lowest. */
        PRIO_XLOW
    }

    /**
     * A warning without words.
     *
     * @param code what it says
     * @return the warning
     */
    public static RoutingWarning of(Code code) {
        return new RoutingWarning(code, null);
    }

    /** The warning that was read. */
    static RoutingWarning read(Code code, @Nullable String description) {
        return new RoutingWarning(code, description);
    }

    /** The warning that a missive came from the future, within the margin. */
    static RoutingWarning badTime(Duration ahead) {
        return of(Code.BAD_TIME).withDescription("Sending time is " + ahead.toMillis() + " ms ahead of the receiver");
    }

    /**
     * The same warning with words for people.
     *
     * @param words 1 to 140 characters
     * @return a new warning
     * @throws IllegalArgumentException if there are none or too many, or characters that XML does not allow
     */
    public RoutingWarning withDescription(String words) {
        return new RoutingWarning(code, XmlText.require(words, 1, LONGEST_DESCRIPTION, "A description"));
    }

    /**
     * What it says.
     *
     * @return the code
     */
    public Code code() {
        return code;
    }

    /**
     * Words for people.
     *
     * @return the description if there is one
     */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof RoutingWarning w && code == w.code && Objects.equals(description, w.description);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, description);
    }

    /** Returns the code; no words. */
    @Override
    public String toString() {
        return code.name();
    }
}
