// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.ExchangeKey;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Receipt;
import org.valise.sepamail.missive.RoutingWarning;
import org.valise.sepamail.smime.MailOpening.Opened;
import org.valise.sepamail.smime.Reception.Kind;
import org.valise.sepamail.smime.Reception.NoAnswer;

/** One mail on its way in, step by step. For one thread. */
final class ReceptionRun {

    private final ReceptionPipeline.Config config;
    private final KeyLocks locks;
    private final byte[] mail;
    private final Referentials referentials;
    private final Instant now;
    private final StepList steps = new StepList(List.of(ReceptionStep.values()));
    private final List<String> warnings = new ArrayList<>();
    private final ReceptionChecks checks;
    private final Answer answer;
    private @Nullable Opened opened;
    private Optional<String> priority = Optional.empty();
    private boolean undetermined;

    ReceptionRun(ReceptionPipeline.Config config, KeyLocks locks, byte[] mail) {
        this.config = config;
        this.locks = locks;
        this.mail = mail;
        this.referentials = config.emission().referentials();
        this.now = config.emission().clock().instant();
        this.checks = new ReceptionChecks(referentials, config.policy(), steps, warnings);
        this.answer = new Answer(config, now, steps);
    }

    Reception run() throws IOException {
        ReceivedEnvelope envelope;
        try {
            envelope = ReceivedEnvelope.read(mail, config.limits(), config.networks(), steps);
        } catch (StepFailure failure) {
            return unanswered(failure, NoAnswer.NOT_VERIFIED);
        }
        MissiveAddress from = envelope.from();
        MissiveAddress to = envelope.to();
        try {
            checks.addresses(from, to);
        } catch (StepFailure failure) {
            return wrongAddresses(failure, from, to);
        }
        return open(envelope, Objects.requireNonNull(from), Objects.requireNonNull(to));
    }

    /** Who wants to answer has to open the mail all the same: it says what an answer repeats, and who is answered. */
    private Reception wrongAddresses(StepFailure failure, @Nullable MissiveAddress from, @Nullable MissiveAddress to)
            throws IOException {
        MailOpening opening = to == null ? null : config.openers().apply(to).orElse(null);
        if (!config.policy().answersWrongAddresses() || from == null || to == null || opening == null) {
            return unanswered(failure, NoAnswer.NOT_VERIFIED);
        }
        Opened content = opening.open(mail);
        opened = content;
        return isSigned(content, from)
                ? refused(failure, content, from, to)
                : unanswered(failure, NoAnswer.NOT_VERIFIED);
    }

    private boolean isSigned(Opened content, MissiveAddress from) throws IOException {
        try {
            signer(content.signer(), from);
            return content.signer() != null;
        } catch (StepFailure failure) {
            return false;
        }
    }

    private Reception open(ReceivedEnvelope envelope, MissiveAddress from, MissiveAddress to) throws IOException {
        Opened content;
        try {
            content = verified(envelope, from, to);
        } catch (StepFailure failure) {
            return unanswered(failure, NoAnswer.NOT_VERIFIED);
        }
        try {
            new OpeningSteps(content, envelope.signedOutside(), steps)
                    .content(config.policy().longest());
            Missive missive = content.suspect();
            if (missive == null) {
                throw new StepFailure(ReceptionStep.VALIDITY, "The missive cannot be read.");
            }
            ReentrantLock lock = locks.of(Nodes.key(from.node(), missive));
            lock.lock();
            try {
                return missive(missive, content, envelope, new Route(from, to));
            } finally {
                lock.unlock();
            }
        } catch (StepFailure failure) {
            return refused(failure, content, from, to);
        }
    }

    /** From where to where. */
    private record Route(MissiveAddress from, MissiveAddress to) {}

    /** Steps 7 to 9. */
    private Opened verified(ReceivedEnvelope envelope, MissiveAddress from, MissiveAddress to)
            throws StepFailure, IOException {
        Opened content = config.openers()
                .apply(to)
                .orElseThrow(() -> new StepFailure(ReceptionStep.DECRYPTION, "There is no key for this address."))
                .open(mail);
        opened = content;
        OpeningSteps opening = new OpeningSteps(content, envelope.signedOutside(), steps);
        undetermined = opening.isUndetermined();
        opening.digest();
        signer(content.signer(), from);
        opening.signature();
        return content;
    }

    private void signer(@Nullable X509Certificate signer, MissiveAddress from) throws StepFailure, IOException {
        CertificateDirectory directory = config.signers();
        if (directory == null || signer == null) {
            return;
        }
        String participant = referentials.participant(from.node()).orElse("");
        List<X509Certificate> known =
                directory.find(participant, from.ecosystem(), CertificateDirectory.Purpose.SIGNING);
        if (!known.contains(signer)) {
            throw new StepFailure(
                    ReceptionStep.SIGNATURE, "The directory does not have the certificate for this sender.");
        }
    }

    private Reception missive(Missive missive, Opened content, ReceivedEnvelope envelope, Route route)
            throws StepFailure, IOException {
        priority = Bindings.deviation(missive, envelope.priority());
        checks.header(missive, route.from(), route.to());
        ExchangeKey key = Nodes.key(route.from().node(), missive);
        if (missive instanceof NominalMissive nominal) {
            return nominal(nominal, content, key, route);
        }
        checks.time(missive, now);
        steps.passed(ReceptionStep.HEADER);
        steps.passed(ReceptionStep.RECEPTION_TIME);
        return acknowledgement((AcknowledgementMissive) missive, content, key);
    }

    private Reception acknowledgement(AcknowledgementMissive missive, Opened content, ExchangeKey key)
            throws StepFailure, IOException {
        requireValid(content);
        checks.acknowledged(missive);
        steps.passed(ReceptionStep.RECEIVER);
        AcknowledgementHistory history = new AcknowledgementMatching(config.log()).note(key, missive);
        steps.notApplicable(ReceptionStep.ACKNOWLEDGEMENT, "An acknowledgement is never answered.");
        steps.notApplicable(ReceptionStep.ROUTING, "What it is for: " + history.finding() + ".");
        return result(Kind.ACKNOWLEDGEMENT, NoAnswer.ACKNOWLEDGEMENT, history, null);
    }

    private Reception nominal(NominalMissive nominal, Opened content, ExchangeKey key, Route route)
            throws StepFailure, IOException {
        Optional<Receipt> before = before(nominal, key);
        Optional<RoutingWarning> warning =
                before.isEmpty() ? checks.time(nominal, now) : checks.timeWarning(nominal, now);
        steps.passed(ReceptionStep.HEADER, before.isEmpty() ? "" : "It came before.");
        steps.passed(ReceptionStep.RECEPTION_TIME);
        OpenedMissive proof = requireValid(content);
        AcknowledgementCode code = before.isEmpty() ? checks.receiver(nominal) : checks.receiverAgain(nominal);
        steps.passed(ReceptionStep.RECEIVER);
        boolean handedOn = received(nominal, key, before.isEmpty()).isHandedOn();
        if (!answer.accept(nominal, code, warning, route.from(), route.to())) {
            return result(Kind.UNFINISHED, answer.noAnswer(), null, null);
        }
        config.log().acknowledgementSent(key, nominal.order(), now);
        if (handedOn) {
            steps.notApplicable(ReceptionStep.ROUTING, "The message was handed on before.");
            return result(Kind.REPEATED, null, null, null);
        }
        config.application().handOn(new Delivery(key, proof, nominal, route.to(), now, before.isPresent()));
        config.log().handedOn(key, now);
        steps.passed(ReceptionStep.ROUTING);
        return result(Kind.HANDED_ON, null, null, null);
    }

    /** What is left of a missive that was not valid are wrong identifiers. */
    private static OpenedMissive requireValid(Opened content) throws StepFailure {
        OpenedMissive proof = content.missive();
        if (proof == null) {
            throw ReceptionChecks.receiver(
                    AcknowledgementCode.INVALID_IDENTIFIER, "An identifier in the missive is missing or invalid.");
        }
        return proof;
    }

    /** Without an answer of the log it is not known whether the missive was accepted before: nothing can be said of it then. */
    private Optional<Receipt> before(NominalMissive nominal, ExchangeKey key) throws StepFailure, IOException {
        Optional<Receipt> before = config.log().findReceipt(key);
        if (before.filter(receipt -> !receipt.acqChk().equals(checksum(nominal)))
                .isPresent()) {
            throw new StepFailure(
                    ReceptionStep.HEADER,
                    AcknowledgementCode.ofClass(AcknowledgementCode.PERMANENT),
                    "The identifier is that of another message that came before.");
        }
        return before;
    }

    /** What was accepted before is not refused for a log that fails now. */
    private Receipt received(NominalMissive nominal, ExchangeKey key, boolean isFirst) throws StepFailure, IOException {
        try {
            return config.log().received(key, nominal.order(), checksum(nominal), now);
        } catch (IOException e) {
            if (!isFirst) {
                throw e;
            }
            throw noRecord(e);
        }
    }

    private static String checksum(NominalMissive nominal) {
        return nominal.message().checksum().text();
    }

    private static StepFailure noRecord(IOException cause) {
        return new StepFailure(
                ReceptionStep.ROUTING,
                AcknowledgementCode.of(AcknowledgementCode.TEMPORARY, 3, 1),
                "The exchange log refuses.",
                cause);
    }

    /** What failed of our own systems, and was told nobody, is as good as not received. */
    private Reception refused(StepFailure failure, Opened content, MissiveAddress from, MissiveAddress to)
            throws IOException {
        answer.refuse(content.suspect(), failure, from, to);
        IOException ours = failure.failure();
        if (ours != null && answer.noAnswer() != null) {
            throw ours;
        }
        steps.failed(failure.step(), failure.detail());
        return result(Kind.REFUSED, answer.noAnswer(), null, ours);
    }

    private Reception unanswered(StepFailure failure, NoAnswer why) {
        steps.failed(failure.step(), failure.detail());
        steps.notApplicable(ReceptionStep.ACKNOWLEDGEMENT, "None is sent: " + why + ".");
        return result(undetermined ? Kind.UNDETERMINED : Kind.REFUSED, why, null, null);
    }

    private Reception result(
            Kind kind,
            @Nullable NoAnswer noAnswer,
            @Nullable AcknowledgementHistory history,
            @Nullable IOException failure) {
        Opened content = opened;
        Reception.Details details = new Reception.Details(
                content == null ? List.of() : content.checks(),
                deviations(content),
                List.copyOf(warnings),
                content == null ? null : content.missive(),
                answer.missive(),
                answer.emission(),
                noAnswer,
                history,
                failure);
        return new Reception(kind, steps.results(), details);
    }

    private List<String> deviations(@Nullable Opened content) {
        List<String> all =
                new ArrayList<>(content == null ? List.of() : content.proof().deviations());
        priority.ifPresent(all::add);
        return List.copyOf(all);
    }
}
