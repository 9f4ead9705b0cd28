// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.time.Duration;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.SendingTime;

/**
 * What a receiver may choose of its answers. Immutable and thread-safe.
 *
 * <pre>{@code
 * AnswerPolicy policy = AnswerPolicy.standard()
 *         .withMargin(Duration.ofSeconds(30))
 *         .withDeactivated(AcknowledgementCode.PERMANENT)
 *         .withLongestMissive(5L << 20);
 * ReceptionPipeline pipeline = ReceptionPipeline.of(emission, opener, exchangeLog, application).with(policy);
 * }</pre>
 *
 * <p>Only those are answered whose signature was verified, whatever is chosen: whoever else writes could have others written
 * to.
 *
 * @since 0.1.0
 */
public final class AnswerPolicy {

    private static final int MAILBOX = 2;
    private static final AnswerPolicy STANDARD = new AnswerPolicy(
            SendingTime.USUAL_MARGIN,
            AcknowledgementCode.TEMPORARY,
            AcknowledgementCode.TEMPORARY,
            true,
            false,
            Long.MAX_VALUE);

    private final Duration margin;
    private final int deactivated;
    private final int full;
    private final boolean classAlone;
    private final boolean wrongAddresses;
    private final long longest;

    private AnswerPolicy(
            Duration margin, int deactivated, int full, boolean classAlone, boolean wrongAddresses, long longest) {
        this.margin = margin;
        this.deactivated = deactivated;
        this.full = full;
        this.classAlone = classAlone;
        this.wrongAddresses = wrongAddresses;
        this.longest = longest;
    }

    /**
     * Class 4 wherever there is a choice, which lets the sender resend; a class alone where no code is public; no answer to
     * what is refused for its addresses.
     *
     * @return the policy
     */
    public static AnswerPolicy standard() {
        return STANDARD;
    }

    /**
     * The same with another margin for sending times in the future.
     *
     * @param most zero or more; {@link SendingTime#USUAL_MARGIN} by default
     * @return a new policy
     * @throws IllegalArgumentException if it is negative
     */
    public AnswerPolicy withMargin(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("A margin is zero or more");
        }
        return new AnswerPolicy(most, deactivated, full, classAlone, wrongAddresses, longest);
    }

    /**
     * The same with another class for deactivated mailboxes, N.2.1.
     *
     * @param cla 4 or 5
     * @return a new policy
     * @throws IllegalArgumentException for another class
     */
    public AnswerPolicy withDeactivated(int cla) {
        return new AnswerPolicy(margin, requireError(cla), full, classAlone, wrongAddresses, longest);
    }

    /**
     * The same with another class for full mailboxes, N.2.2.
     *
     * @param cla 4 or 5
     * @return a new policy
     * @throws IllegalArgumentException for another class
     */
    public AnswerPolicy withFull(int cla) {
        return new AnswerPolicy(margin, deactivated, requireError(cla), classAlone, wrongAddresses, longest);
    }

    private static int requireError(int cla) {
        if (cla != AcknowledgementCode.TEMPORARY && cla != AcknowledgementCode.PERMANENT) {
            throw new IllegalArgumentException("The class of an error is 4 or 5");
        }
        return cla;
    }

    /**
     * The same without answers where no code is public: the sender resends and escalates.
     *
     * @return a new policy
     */
    public AnswerPolicy withoutClassAlone() {
        return new AnswerPolicy(margin, deactivated, full, false, wrongAddresses, longest);
    }

    /**
     * The same with answers also to what is refused for its addresses (steps 4 to 6). The mail is then opened to answer it:
     * an answer still takes a signature that holds, and a way back by the rules of sending. What fails at the steps 7 to 9 is
     * never answered: what was decrypted is not looked at without a signature.
     *
     * @return a new policy
     */
    public AnswerPolicy answeringWrongAddresses() {
        return new AnswerPolicy(margin, deactivated, full, classAlone, true, longest);
    }

    /**
     * The same with a limit beyond which missives are refused by 5.2.3. It lies below those of the opener, beyond which
     * nothing is read, and so nothing answered.
     *
     * @param octets of the missive; there is no such limit by default
     * @return a new policy
     * @throws IllegalArgumentException if it is not positive
     */
    public AnswerPolicy withLongestMissive(long octets) {
        if (octets < 1) {
            throw new IllegalArgumentException("A limit is positive");
        }
        return new AnswerPolicy(margin, deactivated, full, classAlone, wrongAddresses, octets);
    }

    long longest() {
        return longest;
    }

    Duration margin() {
        return margin;
    }

    AcknowledgementCode deactivated() {
        return AcknowledgementCode.of(deactivated, MAILBOX, 1);
    }

    AcknowledgementCode full() {
        return AcknowledgementCode.of(full, MAILBOX, 2);
    }

    boolean answersWrongAddresses() {
        return wrongAddresses;
    }

    boolean answersBy(AcknowledgementCode code) {
        return classAlone || code.subject().isPresent();
    }

    /** Returns what was chosen. */
    @Override
    public String toString() {
        return "AnswerPolicy[margin " + margin + ", deactivated " + deactivated() + ", full " + full()
                + (classAlone ? "" : ", no class alone") + (wrongAddresses ? ", answering wrong addresses]" : "]");
    }
}
