// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.valise.sepamail.missive.ExchangeLog;
import org.valise.sepamail.missive.MemoryExchangeLog;
import org.valise.sepamail.smime.ContentOpener;
import org.valise.sepamail.smime.DecryptionKey;
import org.valise.sepamail.smime.Delivery;
import org.valise.sepamail.smime.EmissionPipeline;
import org.valise.sepamail.smime.EnvelopeStructure;
import org.valise.sepamail.smime.EnvelopeStructure.EncryptedData;
import org.valise.sepamail.smime.EnvelopeStructure.SignedData;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveOpener;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.OpenedContent;
import org.valise.sepamail.smime.Profile;
import org.valise.sepamail.smime.Reception;
import org.valise.sepamail.smime.ReceptionPipeline;
import org.valise.sepamail.smime.SealedMessages;
import org.valise.sepamail.smime.SealedMissive;
import org.valise.sepamail.smime.SigningIdentity;
import org.valise.sepamail.smime.SmimeLimits;
import org.valise.sepamail.smime.Verdict;

/** A bank at work: its two pipelines, its log, and its application. */
final class Bank {

    private final Member member;
    private final PostOffice post;
    private final ContentOpener insides;
    private final ExchangeLog log = new MemoryExchangeLog();
    private final List<Delivery> handedOn = new ArrayList<>();
    private final List<SealedMissive> sent = new ArrayList<>();
    private final EmissionPipeline sending;
    private final ReceptionPipeline receiving;
    private boolean cutOff;

    Bank(Member member, Scheme scheme, PostOffice post, Clock clock) {
        this.member = member;
        this.post = post;
        List<DecryptionKey> keys = List.of(
                DecryptionKey.of(member.receiver().key(), member.receiver().certificate()));
        MissiveSealer sealer = MissiveSealer.of(
                SigningIdentity.of(
                        member.signer().key(), List.of(member.signer().certificate())),
                Mailbox.of(member.address()),
                clock);
        this.sending = EmissionPipeline.of(scheme.tables(member), scheme.directory(), sealer, clock)
                .with(log)
                .with((mail, to, priority) -> send(mail, to));
        this.receiving =
                ReceptionPipeline.of(sending, MissiveOpener.of(keys, scheme.trust(), clock), log, handedOn::add);
        this.insides = ContentOpener.of(keys, scheme.trust(), clock);
    }

    private void send(SealedMissive mail, Mailbox to) throws IOException {
        sent.add(mail);
        if (cutOff) {
            return;
        }
        try {
            post.send(SealedMessages.of(mail, post.session()), to.text());
        } catch (MessagingException e) {
            throw new IOException("The mail was not sent", e);
        }
    }

    /** From now on, what it sends is lost on the way, or is not any more. */
    void lose(boolean lost) {
        cutOff = lost;
    }

    Member member() {
        return member;
    }

    EmissionPipeline sending() {
        return sending;
    }

    ExchangeLog log() {
        return log;
    }

    List<Delivery> handedOn() {
        return handedOn;
    }

    /** The mail that it sent last, as it left. */
    SealedMissive lastSent() {
        return sent.get(sent.size() - 1);
    }

    /** Whether nothing is left in its mailbox. */
    boolean hasNoMail() throws IOException {
        return post.collect(member.address().text()).isEmpty();
    }

    /** The only mail in its mailbox. */
    byte[] collect() throws IOException {
        List<byte[]> mails = post.collect(member.address().text());
        if (mails.size() != 1) {
            throw new IOException("There are " + mails.size() + " mails in the mailbox, not one");
        }
        return mails.get(0);
    }

    Reception receive(byte[] mail) throws IOException {
        return receiving.receive(mail);
    }

    /** How a mail is built that it received; also within what only this bank can read, unless it refused it. */
    MailView view(byte[] mail, Reception reception) {
        List<byte[]> entities = reception.kind() == Reception.Kind.REFUSED
                ? List.of()
                : inside(mail).stream().toList();
        return MailView.of(mail).opened(entities, reception.checks());
    }

    /** Whether a mail is built as P1: enveloped data, and within it signed data that hold what is signed. */
    boolean isOpaqueThenEncrypted(byte[] mail, Reception reception) {
        return structure(mail) instanceof EncryptedData encrypted
                && !encrypted.authenticated()
                && inside(mail).filter(Bank::isOpaque).isPresent()
                && reception
                        .opened()
                        .filter(opened -> opened.profile() == Profile.OPAQUE_THEN_ENCRYPT)
                        .isPresent();
    }

    private static boolean isOpaque(byte[] entity) {
        return structure(entity) instanceof SignedData signed
                && !signed.within().isEmpty();
    }

    /** What stands within the encryption; nothing if this bank cannot read it. */
    private Optional<byte[]> inside(byte[] mail) {
        return insides.decrypt(mail) instanceof Verdict.Accepted<OpenedContent> decrypted
                ? Optional.of(decrypted.opened().entity())
                : Optional.empty();
    }

    private static EnvelopeStructure.Content structure(byte[] entity) {
        return EnvelopeStructure.of(entity, SmimeLimits.defaults()).mail().content();
    }
}
