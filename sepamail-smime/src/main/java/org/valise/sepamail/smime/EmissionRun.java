// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.ExchangeKey;
import org.valise.sepamail.missive.ExchangeLog;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.MissiveAddress.Node;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Problem;
import org.valise.sepamail.missive.SendClaim;

/** One missive on its way out, step by step. For one thread. */
final class EmissionRun {

    private final EmissionPipeline.Config config;
    private final Referentials referentials;
    private final Instant now;
    private final StepList steps = new StepList(List.of(EmissionStep.values()));
    private @Nullable Mailbox mailbox;

    EmissionRun(EmissionPipeline.Config config) {
        this.config = config;
        this.referentials = config.referentials();
        this.now = config.clock().instant();
    }

    Emission nominal(EmissionOrder order) throws IOException {
        try {
            steps.passed(EmissionStep.ORDER);
            Party sender = referentials.enriched(order.from());
            Party receiver = referentials.enriched(order.to());
            Node source = node(sender, "sender");
            Node target = order.receiver().isPresent() ? order.receiver().get() : node(receiver, "receiver");
            receiver = located(receiver, target);
            bics(source, target);
            NominalDraft draft = new NominalDraft(order, sender, receiver, now, config);
            String ecosystem = order.ecosystem().isPresent() ? order.ecosystem().get() : draft.family();
            ecosystem(ecosystem);
            MissiveAddress from = MissiveAddress.of(ecosystem, source, config.network());
            MissiveAddress to = MissiveAddress.of(ecosystem, target, config.network());
            sender(sender, source);
            NominalMissive built = draft.check(ecosystem, steps);
            return send(built, seal(built, from, to), to, built);
        } catch (StepFailure failure) {
            return failed(failure);
        }
    }

    /** The steps of the message fall away (MIS1202 "Sending an acknowledgement missive"); its sender need not be active. */
    Emission acknowledgement(AcknowledgementMissive ack, MissiveAddress source, MissiveAddress target)
            throws IOException {
        try {
            steps.passed(EmissionStep.ORDER);
            bics(source.node(), target.node());
            ecosystem(source.ecosystem());
            String why = "It is an acknowledgement.";
            steps.notApplicable(EmissionStep.SENDER, why);
            steps.notApplicable(EmissionStep.MESSAGE_XML, why);
            steps.notApplicable(EmissionStep.MESSAGE_VALIDITY, why);
            steps.passed(EmissionStep.MISSIVE);
            steps.passed(EmissionStep.SENDING_TIME);
            List<Problem> errors = NominalDraft.errors(config.reader().read(ack.octets()));
            NominalDraft.checkMissive(errors, steps);
            return send(ack, seal(ack, source, target), target, null);
        } catch (StepFailure failure) {
            return failed(failure);
        }
    }

    private Emission failed(StepFailure failure) {
        steps.failed(failure.step(), failure.detail());
        return new Emission(steps.results(), null, null, null, null);
    }

    private static Node node(Party party, String whose) throws StepFailure {
        Bic bic = party.participant()
                .orElseThrow(() -> new StepFailure(EmissionStep.BICS, "The BIC of the " + whose + " is not known."));
        return new MissiveAddress.Participant(bic);
    }

    /** The receiver with a BIC: his own, else the one that he is reached by. */
    private static Party located(Party receiver, Node target) {
        return receiver.participant().isEmpty() && target instanceof MissiveAddress.Participant participant
                ? receiver.withBic(participant.bic())
                : receiver;
    }

    private void bics(Node source, Node target) throws StepFailure, IOException {
        if (!referentials.isOwn(source)) {
            throw new StepFailure(EmissionStep.BICS, "The BIC of the sender is none of this participant.");
        }
        if (referentials.participant(target).isEmpty()) {
            throw new StepFailure(EmissionStep.BICS, "The BIC of the receiver belongs to no participant.");
        }
        if (!referentials.isListed(target)) {
            throw new StepFailure(EmissionStep.BICS, "The BIC of the receiver is not in BIC@SCHEME.");
        }
        steps.passed(EmissionStep.BICS);
    }

    private void ecosystem(String name) throws StepFailure, IOException {
        if (name.isEmpty()) {
            throw new StepFailure(EmissionStep.ECOSYSTEM, "It is not given, and cannot be told from the message.");
        }
        if (!referentials.haveEcosystem(name)) {
            throw new StepFailure(EmissionStep.ECOSYSTEM, "It is not in ecosystem@SCHEME.");
        }
        steps.passed(EmissionStep.ECOSYSTEM);
    }

    private void sender(Party sender, Node source) throws StepFailure, IOException {
        // A participant that sends for itself has no other identifier than its BIC.
        boolean itself = sender.accountText().isEmpty() && referentials.isOwn(source);
        if (!itself && !referentials.status(sender).maySend()) {
            throw new StepFailure(EmissionStep.SENDER, "The sender is no active user of this participant.");
        }
        steps.passed(EmissionStep.SENDER);
    }

    private SealedMissive seal(Missive content, MissiveAddress source, MissiveAddress target)
            throws StepFailure, IOException {
        steps.passed(EmissionStep.DIGEST);
        MissiveSealer sealer = config.sealers()
                .apply(source)
                .orElseThrow(() -> new StepFailure(EmissionStep.SIGNATURE, "There is no key for this address."));
        Recipient recipient = recipient(target);
        try {
            mailbox = spelled(recipient.certificate(), target);
            SealedMissive mail = sealer.sealNow(content, mailbox, recipient);
            steps.passed(EmissionStep.SIGNATURE);
            steps.passed(EmissionStep.ENCRYPTION);
            envelope(mail, source);
            return mail;
        } catch (SealingException e) {
            throw new StepFailure(EmissionStep.SIGNATURE, e.getMessage() + ".");
        }
    }

    /** For whom it is encrypted is known before anything is signed. */
    private Recipient recipient(MissiveAddress target) throws StepFailure, IOException {
        String participant = referentials.participant(target.node()).orElse("");
        X509Certificate certificate = config.directory()
                .pick(participant, target.ecosystem(), CertificateDirectory.Purpose.ENCRYPTION, now)
                .orElseThrow(() -> noRecipient("The receiver has no certificate that is valid now."));
        try {
            return Recipient.of(certificate);
        } catch (IllegalArgumentException e) {
            throw noRecipient(e.getMessage() + ".");
        }
    }

    private StepFailure noRecipient(String why) {
        steps.passed(EmissionStep.SIGNATURE, "There is a key; nothing was signed.");
        return new StepFailure(EmissionStep.ENCRYPTION, why);
    }

    /** The address as the certificate spells it: BICs of 8 and of 11 characters are the same. */
    private Mailbox spelled(X509Certificate certificate, MissiveAddress address) throws StepFailure {
        for (Mailbox name : CertificateNames.of(certificate)) {
            if (Network.read(name, address.suffix()).filter(address::matches).isPresent()) {
                return name;
            }
        }
        throw noRecipient("The certificate of the receiver does not name the receiver's address.");
    }

    private void envelope(SealedMissive mail, MissiveAddress source) throws StepFailure {
        if (Network.read(mail.from(), source.suffix()).filter(source::matches).isEmpty()) {
            throw new StepFailure(EmissionStep.ENVELOPE, "The sealer is for another address than the sender's.");
        }
        steps.passed(EmissionStep.ENVELOPE);
    }

    private Emission send(Missive sealed, SealedMissive mail, MissiveAddress target, @Nullable NominalMissive nominal)
            throws StepFailure, IOException {
        if (nominal != null && config.log() != null) {
            claim(nominal, target, config.log());
        }
        IOException failure = hand(mail, sealed);
        return new Emission(steps.results(), sealed, target, mail, failure);
    }

    /** The order is claimed: what was sealed is not lost if the outbox fails, which perhaps sent it. */
    private @Nullable IOException hand(SealedMissive mail, Missive sealed) {
        Outbox outbox = config.outbox();
        if (outbox == null) {
            steps.notApplicable(EmissionStep.SENDING, "The mail is handed back to be sent.");
            return null;
        }
        try {
            outbox.send(mail, Objects.requireNonNull(mailbox), sealed.priority());
            steps.passed(EmissionStep.SENDING);
            return null;
        } catch (IOException e) {
            steps.failed(EmissionStep.SENDING, "The outbox failed; whether the mail was sent is not known.");
            return e;
        }
    }

    private void claim(NominalMissive nominal, MissiveAddress target, ExchangeLog log) throws StepFailure, IOException {
        ExchangeKey key = Nodes.key(target.node(), nominal);
        SendClaim claim = nominal.order() == 1
                ? log.open(key, nominal.priority(), nominal.message().checksum().text(), now)
                : log.resent(key, nominal.order(), now);
        if (claim != SendClaim.GRANTED) {
            throw new StepFailure(EmissionStep.SENDING, "The log does not let this order be sent: " + claim + ".");
        }
    }
}
