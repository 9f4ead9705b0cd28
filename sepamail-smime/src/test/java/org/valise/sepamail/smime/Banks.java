// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.ExchangeLog;
import org.valise.sepamail.missive.MemoryExchangeLog;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.smime.CertificateDirectory.Purpose;
import org.valise.sepamail.smime.MailOpening.Opened;
import org.valise.sepamail.smime.Reception.Kind;
import org.valise.sepamail.smime.Reception.NoAnswer;
import org.valise.sepamail.smime.StepResult.Outcome;

/** VERT, who sends nominal missives, and BLEU, who receives them, each with its pipelines. What a test wants is changed first. */
final class Banks {

    static final Bic VERT = Bic.of("TESTVERTXXX");
    static final Bic BLEU = Bic.of("TESTBLEUXXX");
    static final Qxban VERT_USER = Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU");
    static final Qxban BLEU_USER = Qxban.of("QX62TESTBLEUXXX2345678923456789234");
    static final MissiveAddress AT_VERT = MissiveAddress.of("test", VERT, MissiveAddress.NETWORK);
    static final MissiveAddress AT_BLEU = MissiveAddress.of("test", BLEU, MissiveAddress.NETWORK);
    static final TestPki BLEU_SIGNER = Bench.AUTHORITY.signer(TestPki.rsa(3), TestPki.RECEIVER);
    static final TestPki VERT_RECIPIENT = Bench.AUTHORITY.recipient(TestPki.rsa(4), TestPki.SENDER);
    static final TrustPolicy TRUST = TrustPolicy.of(List.of(Bench.AUTHORITY.certificate));

    /** An outbox, an application: what came out, or why nothing can. */
    static final class Box<T> {

        final List<T> taken = new ArrayList<>();
        boolean broken;

        void take(T one) throws IOException {
            if (broken) {
                throw new IOException("broken on purpose");
            }
            taken.add(one);
        }
    }

    Instant now = TestPki.NOW;
    Set<Bic> listed = Set.of(VERT, BLEU);
    Map<String, Set<Bic>> participants = new HashMap<>(Map.of("BANK-V", Set.of(VERT), "BANK-B", Set.of(BLEU)));
    Set<String> ecosystems = Set.of("test");
    Referentials.Users<Qxban> users =
            Referentials.Users.of(Map.of(VERT_USER, UserStatus.ACTIVE, BLEU_USER, UserStatus.ACTIVE));
    MemoryCertificateDirectory directory = MemoryCertificateDirectory.empty()
            .with("BANK-V", Purpose.ENCRYPTION, VERT_RECIPIENT.certificate)
            .with("BANK-V", Purpose.SIGNING, Bench.SIGNER.certificate)
            .with("BANK-B", Purpose.ENCRYPTION, Bench.RECIPIENT.certificate)
            .with("BANK-B", Purpose.SIGNING, BLEU_SIGNER.certificate);
    AnswerPolicy policy = AnswerPolicy.standard();
    ExchangeLog bleuLog = new MemoryExchangeLog();
    ExchangeLog vertLog = new MemoryExchangeLog();
    final Box<SealedMissive> fromVert = new Box<>();
    final Box<SealedMissive> fromBleu = new Box<>();
    final Box<Delivery> application = new Box<>();

    Referentials referentials(String own) {
        return Referentials.of(
                        own,
                        Referentials.Bics.of(listed),
                        Referentials.Participants.of(participants),
                        Referentials.Ecosystems.of(ecosystems))
                .withQxbans(users);
    }

    EmissionPipeline vert() {
        MissiveSealer sealer = MissiveSealer.of(Bench.SIGNER.identity(), Bench.FROM, () -> now);
        return EmissionPipeline.of(referentials("BANK-V"), directory, sealer, () -> now)
                .with(vertLog)
                .with((mail, to, priority) -> fromVert.take(mail));
    }

    EmissionPipeline bleuSender() {
        MissiveSealer sealer = MissiveSealer.of(BLEU_SIGNER.identity(), Bench.TO, () -> now);
        return EmissionPipeline.of(referentials("BANK-B"), directory, sealer, () -> now)
                .with((mail, to, priority) -> fromBleu.take(mail));
    }

    ReceptionPipeline bleu() {
        return bleu(opening(Bench.RECIPIENT));
    }

    ReceptionPipeline bleu(MailOpening opening) {
        return ReceptionPipeline.ofOpenings(bleuSender(), address -> Optional.of(opening), bleuLog, application::take)
                .with(policy);
    }

    /** VERT as the one to whom acknowledgements come. */
    ReceptionPipeline vertReceiver() {
        MissiveOpener opener = MissiveOpener.of(List.of(VERT_RECIPIENT.decryptionKey()), TRUST, () -> now);
        return ReceptionPipeline.of(vert(), opener, vertLog, application::take);
    }

    MailOpening opening(TestPki... keys) {
        List<DecryptionKey> own =
                List.of(keys).stream().map(TestPki::decryptionKey).toList();
        return MailOpening.of(MissiveOpener.of(own, TRUST, () -> now));
    }

    /** A mail from VERT to BLEU with any missive, whatever the pipeline of sending would say of it. */
    static byte[] mail(Missive missive) {
        try {
            return Bench.sealer()
                    .seal(missive, Bench.TO, Recipient.of(Bench.RECIPIENT.certificate))
                    .octets();
        } catch (SealingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with any document. */
    static byte[] mail(String document) {
        return Forge.opaque(Forge.sign(Forge.entity(document), true, "SHA256withRSA", Bench.SIGNER));
    }

    static String document(NominalMissive missive) {
        return new String(missive.octets(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** What BLEU answered last, as VERT reads it. */
    AcknowledgementMissive answer() {
        byte[] mail = fromBleu.taken.get(fromBleu.taken.size() - 1).octets();
        MissiveOpener opener = MissiveOpener.of(List.of(VERT_RECIPIENT.decryptionKey()), TRUST, () -> now);
        Opened opened = MailOpening.of(opener).open(mail);
        return (AcknowledgementMissive) java.util.Objects.requireNonNull(opened.suspect(), "it does not open");
    }

    void assertUnanswered(Reception reception, ReceptionStep step, NoAnswer why) {
        assertThat(reception.kind()).isEqualTo(Kind.REFUSED);
        assertThat(reception.failed().orElseThrow().step()).isEqualTo(step);
        assertThat(reception.noAnswer()).contains(why);
        assertThat(reception.answer()).isEmpty();
        assertThat(reception
                        .steps()
                        .get(ReceptionStep.ACKNOWLEDGEMENT.number() - 1)
                        .detail())
                .contains(why.name());
        assertThat(fromBleu.taken).isEmpty();
        assertThat(application.taken).isEmpty();
        assertOrdered(reception, step);
    }

    void assertAnswered(Reception reception, NominalMissive nominal, ReceptionStep step, String code) {
        assertThat(reception.kind()).isEqualTo(Kind.REFUSED);
        assertThat(reception.failed().orElseThrow().step()).isEqualTo(step);
        assertThat(reception.noAnswer()).isEmpty();
        assertThat(fromBleu.taken).hasSize(1);
        assertThat(answer().isPositive()).isFalse();
        assertThat(answer().code().map(AcknowledgementCode::text)).contains(code);
        assertThat(answer().id()).isEqualTo(nominal.id());
        assertThat(application.taken).isEmpty();
        assertOrdered(reception, step);
    }

    /** Nothing before the step failed, and nothing behind it was done, but for the answer. */
    static void assertOrdered(Reception reception, ReceptionStep failed) {
        assertThat(reception.steps()).hasSize(16);
        for (StepResult result : reception.steps()) {
            if (result.step().number() < failed.number()) {
                assertThat(result.outcome()).as("%s", result).isNotEqualTo(Outcome.FAILED);
                assertThat(result.detail()).isNotEqualTo("Not reached.");
            } else if (result.step().number() > failed.number() && result.step() != ReceptionStep.ACKNOWLEDGEMENT) {
                assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.NOT_APPLICABLE);
            }
        }
    }
}
