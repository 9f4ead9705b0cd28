// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Decision;
import org.valise.sepamail.missive.Exchange;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveIds;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.ResendPolicy;
import org.valise.sepamail.missive.SimpleTest;
import org.valise.sepamail.smime.AcknowledgementHistory;
import org.valise.sepamail.smime.Check;
import org.valise.sepamail.smime.CheckResult;
import org.valise.sepamail.smime.Emission;
import org.valise.sepamail.smime.EmissionOrder;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.Reception;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SealingException;
import org.valise.sepamail.smime.SigningIdentity;

/** Journey two: two banks exchange missives (SMIRK MIS1202), and others meddle. */
final class BankJourney {

    private static final String SECRET = "The quarterly figures are attached.";

    private final Story story;
    private final StoryClock clock;
    private final PostOffice post;
    private final Bank vert;
    private final Bank bleu;
    private boolean explained;

    BankJourney(Story story, StoryClock clock, PostOffice post, Scheme scheme) {
        this.story = story;
        this.clock = clock;
        this.post = post;
        this.vert = new Bank(scheme.banks().get(0), scheme, post, clock);
        this.bleu = new Bank(scheme.banks().get(1), scheme, post, clock);
    }

    void travel() throws IOException {
        story.chapter(
                "Two banks and a missive",
                "Bank Vert (" + vert.member().address().text() + ") and Bank Bleu ("
                        + bleu.member().address().text()
                        + ") take part in one scheme, whose authority, keys and tables were"
                        + " made a moment ago and are forgotten at the end. Missives are XML, signed and then encrypted with"
                        + " S/MIME; each is answered by an acknowledgement that is sealed in the same way.");
        sentAndAcknowledged();
        lostAndSentAgain();
        forged();
        tamperedWith();
        story.check("no mail is left in the mailboxes of the two banks", vert.hasNoMail() && bleu.hasNoMail());
    }

    private void sentAndAcknowledged() throws IOException {
        story.scene("A test request with an attachment: sealed, sent, opened, acknowledged");
        byte[] attachment = figures();
        Emission emission = emit(
                "missive",
                order("G-1", SimpleTest.request("T-1").withText(SECRET).withData(attachment)));
        story.check("all fifteen steps of sending hold", emission.failed().isEmpty());
        NominalMissive missive = (NominalMissive) emission.missive().orElseThrow();
        byte[] mail = bleu.collect();
        story.check("on the way nobody can read it", !contains(mail, SECRET) && !contains(mail, "<?xml"));
        Reception reception = receive(bleu, mail, "missive");
        story.check(
                "it is sealed in the form P1: outside enveloped data, and inside an opaque signature, which holds the missive",
                bleu.isOpaqueThenEncrypted(mail, reception));
        story.check("all sixteen steps of receiving hold", reception.kind() == Reception.Kind.HANDED_ON);
        story.check(
                "the application of Bank Bleu has the message, octet for octet, attachment included",
                bleu.handedOn().size() == 1
                        && Arrays.equals(bleu.handedOn().get(0).missive().octets(), missive.octets())
                        && Arrays.equals(data(bleu.handedOn().get(0).missive()), attachment));
        acknowledged(missive);
    }

    private void acknowledged(NominalMissive missive) throws IOException {
        byte[] mail = vert.collect();
        Reception answer = receive(vert, mail, "acknowledgement");
        story.check("it is sealed in the same form", vert.isOpaqueThenEncrypted(mail, answer));
        AcknowledgementMissive acknowledgement =
                (AcknowledgementMissive) answer.missive().orElseThrow();
        story.tell("Look at AcqChk in the acknowledgement: "
                + acknowledgement.checksumText().orElseThrow()
                + " is SHA-1 over the octets of the message as Bank Bleu received them.");
        story.check(
                "AcqChk is that of the message which Bank Vert sent, and the exchange is settled",
                acknowledgement.answers(missive).settles() && found(answer) == AcknowledgementHistory.Finding.COUNTED);
        story.check("nobody acknowledges an acknowledgement", answer.answer().isEmpty());
    }

    private void lostAndSentAgain() throws IOException {
        story.scene("The acknowledgement is lost, and the missive sent again with order 2");
        Emission first =
                emit("second missive", order("G-2", SimpleTest.request("T-2").withText("Did you get this?")));
        lost("acknowledgement that is lost");
        NominalMissive missive = (NominalMissive) first.missive().orElseThrow();
        Decision early = decide(first);
        story.check(
                "Bank Vert does not send it again at once: " + early.kind(), early.kind() == Decision.Kind.TOO_EARLY);
        Duration wait =
                ResendPolicy.norm().rule(missive.priority()).resendNotBefore().plusMinutes(5);
        clock.pass(wait);
        Decision due = decide(first);
        story.tell("Time passes: " + wait.toMinutes() + " minutes, until the window of the norm opens.");
        story.check("now it may: " + due.kind(), due.kind() == Decision.Kind.MAY_RESEND);
        emit("second missive with order 2", EmissionOrder.of(missive.resend()));
        Reception again = receive(bleu, bleu.collect(), "second missive with order 2");
        story.check(
                "Bank Bleu knows it: acknowledged again, and handed to the application once only",
                again.kind() == Reception.Kind.REPEATED && bleu.handedOn().size() == 2);
        Reception answer = receive(vert, vert.collect(), "acknowledgement of order 2");
        story.check(
                "the exchange is settled", found(answer) == AcknowledgementHistory.Finding.COUNTED && isSettled(first));
    }

    private void lost(String title) throws IOException {
        bleu.lose(true);
        Reception reception = receive(bleu, bleu.collect(), "second missive");
        bleu.lose(false);
        story.tell("Bank Bleu acknowledges it, but the network loses the mail.");
        story.missive(title, reception.answer().orElseThrow().octets());
        byte[] mail = bleu.lastSent().octets();
        story.mail("sealed " + title, mail, MailView.of(mail));
    }

    private void forged() throws IOException {
        story.scene("A forged acknowledgement");
        Emission emission =
                emit("third missive", order("G-3", SimpleTest.request("T-3").withText("Please pay nobody.")));
        byte[] missive = bleu.collect();
        story.tell(
                "Mallory holds up the missive and answers in the name of Bank Bleu, with a key and a certificate of his own"
                        + " that bears Bank Bleu's address (keys/mallory-signs.pem).");
        post.send(
                forgery((NominalMissive) emission.missive().orElseThrow()),
                vert.member().address().text());
        Reception refused = receive(vert, vert.collect(), "forged acknowledgement");
        story.check(
                "Bank Vert refuses it: no path leads from that certificate to the scheme's authority",
                refused.kind() == Reception.Kind.REFUSED && failed(refused) == Check.SIGNER_TRUST);
        story.check("and goes on waiting", !isSettled(emission));
        receive(bleu, missive, "third missive");
        Reception genuine = receive(vert, vert.collect(), "genuine acknowledgement");
        story.check(
                "the genuine one settles it",
                found(genuine) == AcknowledgementHistory.Finding.COUNTED && isSettled(emission));
    }

    private byte[] forgery(NominalMissive missive) throws IOException {
        String address = bleu.member().address().text();
        Pki authority = new Pki("Mallory's Trust", clock.instant());
        Pki.Identity mallory = authority.signer("Bank Bleu signs missives", address);
        KeyFiles keys = new KeyFiles(story);
        keys.authority("mallory", authority);
        keys.signer("mallory", mallory);
        AcknowledgementMissive claim =
                missive.acknowledge(AcknowledgementCode.FORWARDED).sentAt(clock).build();
        story.missive("forged acknowledgement", claim.octets());
        MissiveSealer sealer = MissiveSealer.of(
                SigningIdentity.of(mallory.key(), List.of(mallory.certificate())), Mailbox.of(address), clock);
        return sealed(sealer, claim, vert.member());
    }

    private static byte[] sealed(MissiveSealer sealer, Missive missive, Member to) throws IOException {
        try {
            return sealer.seal(
                            missive,
                            Mailbox.of(to.address()),
                            Recipient.of(to.receiver().certificate()))
                    .octets();
        } catch (SealingException e) {
            throw new IOException("The forgery failed", e);
        }
    }

    private void tamperedWith() throws IOException {
        story.scene("A missive that was tampered with");
        Emission emission = emit(
                "fourth missive",
                order("G-4", SimpleTest.request("T-4").withText("One letter of this will be another.")));
        byte[] genuine = bleu.collect();
        int before = bleu.handedOn().size();
        story.tell("On the way one letter in the middle of the encrypted content is changed.");
        byte[] changed = genuine.clone();
        int middle = changed.length / 2;
        while (!Character.isLetter(changed[middle])) {
            middle++;
        }
        changed[middle] = (byte) (changed[middle] == 'A' ? 'B' : 'A');
        refused(changed, "missive with one letter changed", Check.DECRYPTION);
        story.tell("Look at the reason: it is the same whatever is wrong, so that nobody learns anything by trying.");
        story.tell("Then the sender's address is changed to that of another bank, and nothing else.");
        refused(readdressed(genuine), "missive from another address", Check.SIGNER_IS_SENDER);
        story.check("nothing of either came to the application", bleu.handedOn().size() == before);
        Reception last = receive(bleu, genuine, "fourth missive as it was sent");
        story.check("as it was sent it is accepted", last.kind() == Reception.Kind.HANDED_ON);
        Reception answer = receive(vert, vert.collect(), "acknowledgement of the fourth missive");
        story.check(
                "its acknowledgement is genuine, and settles the exchange",
                found(answer) == AcknowledgementHistory.Finding.COUNTED && isSettled(emission));
    }

    private byte[] readdressed(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        return text.replaceFirst(
                        "(?m)^From: .*$", "From: " + bleu.member().address().text())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void refused(byte[] mail, String title, Check check) throws IOException {
        post.send(mail, bleu.member().address().text());
        Reception reception = receive(bleu, bleu.collect(), title);
        story.check(
                "refused by the check " + check + ", and not answered",
                reception.kind() == Reception.Kind.REFUSED
                        && failed(reception) == check
                        && reception.answer().isEmpty());
    }

    private EmissionOrder order(String id, SimpleTest body) {
        return EmissionOrder.of(
                        Party.of(vert.member().user()), Party.of(bleu.member().user()), MessageContent.of(id, body))
                .withId(MissiveIds.random(new SecureRandom()));
    }

    /** Sends a missive of Bank Vert, and keeps it. */
    private Emission emit(String title, EmissionOrder order) throws IOException {
        Emission emission = vert.sending().emit(order);
        emission.missive().ifPresent(missive -> story.missive(title, missive.octets()));
        return emission;
    }

    /** Has a bank receive a mail, and keeps the mail, and the missive if it was accepted. */
    private Reception receive(Bank bank, byte[] mail, String title) throws IOException {
        Reception reception = bank.receive(mail);
        story.mail("sealed " + title, mail, bank.view(mail, reception));
        tell(reception.checks());
        reception.missive().ifPresent(missive -> story.missive(title, missive.octets()));
        return reception;
    }

    /** All of them once, and from then on only those that did not pass. */
    private void tell(List<CheckResult> checks) {
        if (explained) {
            long passed = count(checks, CheckResult.Outcome.PASSED);
            long unasked = count(checks, CheckResult.Outcome.NOT_ASKED_FOR);
            story.tell(
                    "     " + passed + " checks passed" + (unasked == 0 ? "" : ", " + unasked + " were not asked for"));
        }
        checks.stream()
                .filter(each -> !explained || each.outcome() == CheckResult.Outcome.FAILED)
                .forEach(each -> story.detail(line(each)));
        explained = true;
    }

    private static long count(List<CheckResult> checks, CheckResult.Outcome outcome) {
        return checks.stream().filter(each -> each.outcome() == outcome).count();
    }

    private static String line(CheckResult result) {
        return result.check() + ": " + result.outcome()
                + (result.detail().isEmpty() ? "" : " (" + result.detail() + ")");
    }

    private Decision decide(Emission emission) throws IOException {
        return exchange(emission).decide(clock.instant(), ResendPolicy.norm());
    }

    private Exchange exchange(Emission emission) throws IOException {
        return vert.log().find(emission.key().orElseThrow()).orElseThrow();
    }

    private boolean isSettled(Emission emission) throws IOException {
        return !exchange(emission).isOpen();
    }

    private static AcknowledgementHistory.Finding found(Reception reception) {
        return reception.history().orElseThrow().finding();
    }

    private static Check failed(Reception reception) {
        return reception.checks().stream()
                .filter(each -> each.outcome() == CheckResult.Outcome.FAILED)
                .findFirst()
                .orElseThrow()
                .check();
    }

    private static byte[] data(NominalMissive missive) {
        return missive.message().simpleTest().toOptional().orElseThrow().data().orElseThrow();
    }

    private static byte[] figures() {
        StringBuilder table = new StringBuilder("month;missives;acknowledged\n");
        for (int month = 1; month <= 12; month++) {
            table.append(month)
                    .append(';')
                    .append(1000 + 7 * month)
                    .append(';')
                    .append(1000 + 7 * month)
                    .append('\n');
        }
        return table.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean contains(byte[] mail, String words) {
        return new String(mail, StandardCharsets.ISO_8859_1).contains(words);
    }
}
