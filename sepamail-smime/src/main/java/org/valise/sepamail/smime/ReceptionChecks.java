// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.MissiveAddress.Node;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.RoutingWarning;
import org.valise.sepamail.missive.SendingTime;

/** What is looked up for a mail: its addresses (steps 4 to 6), what its missive says (steps 12 and 14). For one thread. */
final class ReceptionChecks {

    private final Referentials referentials;
    private final AnswerPolicy policy;
    private final StepList steps;
    private final List<String> warnings;

    ReceptionChecks(Referentials referentials, AnswerPolicy policy, StepList steps, List<String> warnings) {
        this.referentials = referentials;
        this.policy = policy;
        this.steps = steps;
        this.warnings = warnings;
    }

    void addresses(@Nullable MissiveAddress from, @Nullable MissiveAddress to) throws StepFailure, IOException {
        MissiveAddress sender = sender(from);
        steps.passed(ReceptionStep.SENDER_BIC);
        MissiveAddress receiver = receiver(to, sender);
        steps.passed(ReceptionStep.RECEIVER_BIC);
        if (!sender.ecosystem().equals(receiver.ecosystem()) || !referentials.haveEcosystem(receiver.ecosystem())) {
            throw new StepFailure(
                    ReceptionStep.ECOSYSTEM,
                    AcknowledgementCode.OUT_OF_SCHEME,
                    "The ecosystem of the addresses is none, or not one, of ecosystem@SCHEME.");
        }
        steps.passed(ReceptionStep.ECOSYSTEM);
    }

    private MissiveAddress sender(@Nullable MissiveAddress from) throws StepFailure, IOException {
        if (from == null
                || !referentials.isListed(from.node())
                || referentials.participant(from.node()).isEmpty()) {
            throw new StepFailure(
                    ReceptionStep.SENDER_BIC,
                    AcknowledgementCode.SENDER_UNKNOWN,
                    "The sender's address is none of a participant in BIC@SCHEME.");
        }
        return from;
    }

    private MissiveAddress receiver(@Nullable MissiveAddress to, MissiveAddress from) throws StepFailure, IOException {
        if (to == null || !to.suffix().equals(from.suffix()) || !referentials.isOwn(to.node())) {
            throw new StepFailure(
                    ReceptionStep.RECEIVER_BIC,
                    AcknowledgementCode.RECEIVER_UNKNOWN,
                    "The receiver's address is none of this participant; nothing is relayed.");
        }
        if (!referentials.isListed(to.node())) {
            throw new StepFailure(
                    ReceptionStep.RECEIVER_BIC,
                    AcknowledgementCode.OUT_OF_SCHEME,
                    "The receiver's BIC is not in BIC@SCHEME.");
        }
        return to;
    }

    /** What the header says, but for the time: kind, parties and family are those of the addresses. */
    void header(Missive missive, MissiveAddress from, MissiveAddress to) throws StepFailure, IOException {
        if (!(missive instanceof NominalMissive) && !(missive instanceof AcknowledgementMissive)) {
            throw new StepFailure(
                    ReceptionStep.HEADER, "Between participants only nominal missives and acknowledgements are sent.");
        }
        if (!fits(missive.sender(), from.node())) {
            throw new StepFailure(
                    ReceptionStep.HEADER,
                    AcknowledgementCode.SENDER_UNKNOWN,
                    "The address in From is of another participant than Snd.");
        }
        if (!fits(missive.receiver(), to.node())) {
            throw new StepFailure(
                    ReceptionStep.HEADER,
                    AcknowledgementCode.RECEIVER_UNKNOWN,
                    "The address in To is of another participant than Rcv.");
        }
        if (missive instanceof NominalMissive nominal
                && !nominal.message().type().family().equals(to.ecosystem())) {
            throw new StepFailure(
                    ReceptionStep.HEADER,
                    AcknowledgementCode.OUT_OF_SCHEME,
                    "The message is of another ecosystem than the addresses.");
        }
    }

    /** Of a BIC and a QXBAN both count: the one must not hide the other. The BIC of an account may be known here. */
    private boolean fits(Party party, Node node) throws IOException {
        if (!(node instanceof MissiveAddress.Participant address)) {
            return true;
        }
        List<Bic> bics = referentials.enriched(party).participants();
        if (bics.isEmpty()) {
            warnings.add("A party of the missive names no participant: it was not compared with the address.");
        }
        for (Bic bic : bics) {
            if (!address.bic().matches(bic) && !isSameParticipant(node, bic)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSameParticipant(Node node, Bic bic) throws IOException {
        Optional<String> participant = referentials.participant(node);
        boolean same = participant.isPresent()
                && participant.equals(referentials.participant(new MissiveAddress.Participant(bic)));
        if (same) {
            warnings.add("An address and the missive have different BICs of one participant.");
        }
        return same;
    }

    /** The warning that belongs into the acknowledgement. */
    Optional<RoutingWarning> time(Missive missive, Instant now) throws StepFailure {
        SendingTime time = SendingTime.check(missive, () -> now, policy.margin());
        AcknowledgementCode refusal = time.refusal().orElse(null);
        if (refusal != null) {
            throw new StepFailure(ReceptionStep.HEADER, refusal, "The time of sending is in the future.");
        }
        if (missive instanceof NominalMissive nominal
                && nominal.message()
                        .expiry()
                        .filter(expiry -> expiry.instant().isBefore(now))
                        .isPresent()) {
            warnings.add("The message has expired.");
        }
        return time.warning();
    }

    /** The same for what was accepted before, whose time is not judged again. */
    Optional<RoutingWarning> timeWarning(Missive missive, Instant now) {
        return SendingTime.check(missive, () -> now, policy.margin()).warning();
    }

    /** The code of success for a receiver who may get messages. */
    AcknowledgementCode receiver(Missive missive) throws StepFailure {
        return switch (status(missive.receiver())) {
            case VERIFIED -> AcknowledgementCode.ACCOUNT_VERIFIED;
            case ACTIVE -> AcknowledgementCode.FORWARDED;
            case FULL -> throw receiver(policy.full(), "The receiver's mailbox is full.");
            case DEACTIVATED -> throw receiver(policy.deactivated(), "The receiver's mailbox is deactivated.");
            case UNKNOWN ->
                throw receiver(AcknowledgementCode.RECEIVER_UNKNOWN, "The receiver is no user of this participant.");
        };
    }

    /** The same for what was accepted before: only whether the account is verified is told again. */
    AcknowledgementCode receiverAgain(Missive missive) throws IOException {
        return referentials.status(missive.receiver()) == UserStatus.VERIFIED
                ? AcknowledgementCode.ACCOUNT_VERIFIED
                : AcknowledgementCode.FORWARDED;
    }

    /** The one to whom an acknowledgement goes: who cannot receive messages has yet sent some. */
    void acknowledged(AcknowledgementMissive missive) throws StepFailure {
        Party party = missive.receiver();
        if (party.accountText().isPresent() && status(party) == UserStatus.UNKNOWN) {
            throw new StepFailure(ReceptionStep.RECEIVER, "The receiver is no user of this participant.");
        }
    }

    private UserStatus status(Party party) throws StepFailure {
        try {
            return referentials.status(party);
        } catch (IOException e) {
            throw new StepFailure(
                    ReceptionStep.RECEIVER,
                    AcknowledgementCode.of(AcknowledgementCode.TEMPORARY, 3, 2),
                    "The referential of users cannot be reached.",
                    e);
        }
    }

    static StepFailure receiver(AcknowledgementCode code, String detail) {
        return new StepFailure(ReceptionStep.RECEIVER, code, detail);
    }
}
