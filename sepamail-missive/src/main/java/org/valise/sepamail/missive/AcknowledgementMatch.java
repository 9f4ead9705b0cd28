// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an acknowledgement and a nominal missive belong together. Immutable and thread-safe.
 *
 * <pre>{@code
 * AcknowledgementMatch match = ack.answers(sent);
 * if (match.settles()) {
 *     settle(sent, ack.isPositive());
 * } else if (match.correlation() != AcknowledgementMatch.Correlation.NONE) {
 *     System.err.println(match);   // such as AcknowledgementMatch[IDENTIFIER, checksum CONTRADICTS]
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class AcknowledgementMatch {

    private final Correlation correlation;
    private final Checksum checksum;
    private final @Nullable ChecksumForm form;
    private final boolean partiesFit;
    private final boolean orderFits;

    private AcknowledgementMatch(
            Correlation correlation,
            Checksum checksum,
            @Nullable ChecksumForm form,
            boolean partiesFit,
            boolean orderFits) {
        this.correlation = correlation;
        this.checksum = checksum;
        this.form = form;
        this.partiesFit = partiesFit;
        this.orderFits = orderFits;
    }

    /**
     * By what the two are tied.
     *
     * @since 0.1.0
     */
    public enum Correlation {
        /** Both have the same identifier. */
        IDENTIFIER,
        /** The identifiers differ; checksum and parties fit. */
        CHECKSUM,
        /** They do not belong together. */
        NONE
    }

    /**
     * What the checksum of the acknowledgement says.
     *
     * @since 0.1.0
     */
    public enum Checksum {
        /** It is that of the message. */
        MATCHES,
        /** It is that of another message, or of this one changed on its way. */
        CONTRADICTS,
        /** There is none. */
        NOT_STATED,
        /** It is of no known form, or of an algorithm that was not computed while the missive was streamed. */
        UNRECOGNISED
    }

    static AcknowledgementMatch of(AcknowledgementMissive ack, MissiveHeader sent, MessageHeader message) {
        Optional<MessageChecksum> stated = ack.checksum().filter(message::computes);
        Optional<ChecksumForm> form = stated.flatMap(message::match);
        Checksum checksum = checksum(ack, stated.isPresent(), form.isPresent());
        boolean parties = partiesFit(ack, sent);
        Correlation correlation = Correlation.NONE;
        if (ack.id().equals(sent.id())) {
            correlation = Correlation.IDENTIFIER;
        } else if (checksum == Checksum.MATCHES && parties) {
            correlation = Correlation.CHECKSUM;
        }
        return new AcknowledgementMatch(correlation, checksum, form.orElse(null), parties, ack.order() <= sent.order());
    }

    private static Checksum checksum(AcknowledgementMissive ack, boolean known, boolean fits) {
        if (ack.checksumText().isEmpty()) {
            return Checksum.NOT_STATED;
        }
        if (!known) {
            return Checksum.UNRECOGNISED;
        }
        return fits ? Checksum.MATCHES : Checksum.CONTRADICTS;
    }

    private static boolean partiesFit(AcknowledgementMissive ack, MissiveHeader sent) {
        return fits(ack.sender(), sent.receiver()) && fits(ack.receiver(), sent.sender());
    }

    /** Nothing that both name differs, account or participant, and there is something that both name. */
    private static boolean fits(Party one, Party other) {
        boolean accounts = one.accountText().isPresent() && other.accountText().isPresent();
        boolean participants =
                one.participant().isPresent() && other.participant().isPresent();
        return (accounts || participants)
                && (!accounts || isSameAccount(one, other))
                && (!participants
                        || one.participant().get().matches(other.participant().get()));
    }

    /** By the rules of their kind; what is of no kind by the text. */
    private static boolean isSameAccount(Party one, Party other) {
        Identifier account = one.account().orElse(null);
        if (account instanceof Icqx creditor && other.account().orElse(null) instanceof Icqx same) {
            return creditor.matches(same);
        }
        return one.accountText().equals(other.accountText())
                || account != null && account.equals(other.account().orElse(null));
    }

    /**
     * Whether the acknowledgement may settle the missive: they belong together, the parties fit, the checksum does not
     * contradict, and the order is not later than that of the missive, unless the checksum proves that it is the same
     * message.
     *
     * @return true if all of this holds
     */
    public boolean settles() {
        // Who resent and kept the first document only gets later orders than it has; the checksum is the same for all.
        boolean order = orderFits || checksum == Checksum.MATCHES;
        return correlation != Correlation.NONE && partiesFit && order && checksum != Checksum.CONTRADICTS;
    }

    /**
     * By what the two are tied.
     *
     * @return the correlation
     */
    public Correlation correlation() {
        return correlation;
    }

    /**
     * What the checksum says.
     *
     * @return the outcome
     */
    public Checksum checksum() {
        return checksum;
    }

    /**
     * Over which form of the message the checksum fits.
     *
     * @return the form; empty unless the checksum {@linkplain Checksum#MATCHES matches}
     */
    public Optional<ChecksumForm> form() {
        return Optional.ofNullable(form);
    }

    /**
     * Whether sender and receiver are those of the missive, in exchange: what both documents name of one of them, account
     * or participant, is the same, and they name something in common.
     *
     * @return false if one of them is somebody else
     */
    public boolean partiesFit() {
        return partiesFit;
    }

    /**
     * Whether the order is one that was sent. All orders of a missive have the same message, so each settles it.
     *
     * @return false if the acknowledgement names a later order than the missive has
     */
    public boolean orderFits() {
        return orderFits;
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof AcknowledgementMatch m
                && correlation == m.correlation
                && checksum == m.checksum
                && form == m.form
                && partiesFit == m.partiesFit
                && orderFits == m.orderFits;
    }

    @Override
    public int hashCode() {
        return Objects.hash(correlation, checksum, form, partiesFit, orderFits);
    }

    /** Returns the correlation and what the checksum says. */
    @Override
    public String toString() {
        return "AcknowledgementMatch[" + correlation + ", checksum " + checksum + (form == null ? "" : " " + form)
                + (partiesFit ? "" : ", other parties") + (orderFits ? "" : ", later order") + "]";
    }
}
