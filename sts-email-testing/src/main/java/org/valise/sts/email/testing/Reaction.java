// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated gateway sends for one request: no mail, one, or several, each after its delay, whole or damaged.
 * Every method returns a new object. Immutable and thread-safe.
 *
 * <pre>{@code
 * simulator.enqueue(Reaction.deferred(Duration.ofHours(2)));                    // a notice now, the result in two hours
 * simulator.enqueue(Reaction.error("EExample", "An example", "parameter"));
 * simulator.enqueue(Reaction.answer().mangled(Mangle.RESULT_TABS_TO_BLANK));
 * simulator.enqueue(Reaction.answer().from("evil@example.net"));                // a forged reply
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Reaction {

    /**
     * What a reply can lack.
     *
     * @since 0.1.0
     */
    public enum Part {
        /** The header X-Gateway-Result, which is best effort (STS600-9-2 8.3.1). */
        RESULT_HEADER,
        /** The key load file. */
        ATTACHMENT,
        /** Whatever followed the service code in the subject of the request. */
        TOKEN,
        /** The header In-Reply-To, and References with it. */
        IN_REPLY_TO
    }

    private static final Reaction SILENCE = new Reaction(List.of());

    private final List<Step> steps;

    private Reaction(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    private static Reaction of(@Nullable List<String> result) {
        return new Reaction(List.of(Step.of(result)));
    }

    /**
     * The answer of the service, as the specification says: a Success; an Error for an unknown service, for the reserved
     * one, and for a VKLOADREQ seen before.
     *
     * @return a reaction of one mail
     */
    public static Reaction answer() {
        return of(null);
    }

    /**
     * An Error, which is final (clause 8.3.2).
     *
     * @param code the error code
     * @param text the description
     * @param parameters the parameters of the code
     * @return a reaction of one mail
     * @throws IllegalArgumentException if an element is not printable ASCII, or all are longer than 900 characters
     */
    public static Reaction error(String code, String text, String... parameters) {
        return of(Answer.result("Error", code, text, parameters));
    }

    /**
     * The Error EVkloadExpired of clause 8.3.2.
     *
     * @return a reaction of one mail
     */
    public static Reaction expired() {
        return of(ServiceDesk.EXPIRED);
    }

    /**
     * A Notice, which is not final (clause 8.3.2).
     *
     * @param code the notice code
     * @param text the message
     * @param parameters the parameters of the code
     * @return a reaction of one mail
     * @throws IllegalArgumentException if an element is not printable ASCII, or all are longer than 900 characters
     */
    public static Reaction notice(String code, String text, String... parameters) {
        return of(Answer.result("Notice", code, text, parameters));
    }

    /**
     * The Notice Deferred of clause 8.3.2 at once and the answer later.
     *
     * @param duration until the answer
     * @return a reaction of two mails
     * @throws IllegalArgumentException if the duration is negative
     */
    public static Reaction deferred(Duration duration) {
        return of(ServiceDesk.DEFERRED).then(answer().after(duration));
    }

    /**
     * No reply: the gateway handled the request, and its reply was lost.
     *
     * @return a reaction of no mail
     */
    public static Reaction silence() {
        return SILENCE;
    }

    /**
     * This reaction and another one to the same request, each with its own delays.
     *
     * @param other what is sent besides; after this, where both are due at one time
     * @return both
     */
    public Reaction then(Reaction other) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(other.steps);
        return new Reaction(all);
    }

    /**
     * Every mail later.
     *
     * @param duration how much later
     * @return the delayed reaction
     * @throws IllegalArgumentException if the duration is negative
     */
    public Reaction after(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("A reply cannot be sent before its request came");
        }
        return each(step -> step.at(step.delay().plus(duration)));
    }

    /**
     * Every mail twice, with the same content and another Message-ID.
     *
     * @return the doubled reaction
     */
    public Reaction twice() {
        return new Reaction(
                steps.stream().flatMap(step -> List.of(step, step).stream()).toList());
    }

    /**
     * The mails in the reverse order at the same times, as if they had overtaken each other.
     *
     * @return the reordered reaction
     */
    public Reaction reversed() {
        List<Duration> delays = steps.stream().map(Step::delay).sorted().toList();
        List<Step> reversed = new ArrayList<>();
        for (Duration delay : delays) {
            reversed.add(steps.get(steps.size() - 1 - reversed.size()).at(delay));
        }
        return new Reaction(reversed);
    }

    /**
     * Every mail without some of its parts.
     *
     * @param parts what is missing
     * @return the incomplete reaction
     */
    public Reaction without(Part... parts) {
        return each(step -> step.without(List.of(parts)));
    }

    /**
     * Every mail damaged on its way.
     *
     * @param mangles the damages, applied in the order in which {@link Mangle} declares them
     * @return the damaged reaction
     */
    public Reaction mangled(Mangle... mangles) {
        return each(step -> step.mangled(List.of(mangles)));
    }

    /**
     * Every mail from another sender: forged replies.
     *
     * @param address what stands in From
     * @return the forged reaction
     * @throws IllegalArgumentException if this is not a bare ASCII address
     */
    public Reaction from(String address) {
        Addresses.require(address);
        return each(step -> step.sentFrom(address));
    }

    private Reaction each(UnaryOperator<Step> change) {
        return new Reaction(steps.stream().map(change).toList());
    }

    List<Step> steps() {
        return steps;
    }

    /** Returns the number of mails. */
    @Override
    public String toString() {
        return "Reaction[" + steps.size() + " mails]";
    }
}
