// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.Iban;

/** From and To are not signed: each by itself is that of the missive, which is (MIS1202 "The addresses", "Decryption"). */
class AddressBindingTest {

    private static final String NOIR = "test@testnoir.sepamail.eu";
    private static final String DOCUMENT = Banks.document(Bench.missive("x"));
    private static final String QXBAN = "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU";

    private static byte[] mail(String from, String to, String document, TestPki recipient) {
        TestPki signer = from.equals(TestPki.SENDER) ? Bench.SIGNER : Bench.AUTHORITY.signer(TestPki.rsa(1), from);
        byte[] signed = Forge.cms("signed-data", Forge.sign(Forge.entity(document), true, "SHA256withRSA", signer));
        return Forge.join(
                Forge.ascii("From: " + from + "\r\nTo: " + to + "\r\nX-Priority: 3\r\nMIME-Version: 1.0\r\n"),
                Forge.cms("enveloped-data", Forge.encrypt(signed, CMSAlgorithm.AES256_CBC, recipient)));
    }

    private static byte[] mail(String from, String to) {
        return mail(from, to, DOCUMENT, Bench.RECIPIENT);
    }

    private static MissiveOpener opener(TestPki recipient) {
        return MissiveOpener.of(List.of(recipient.decryptionKey()), Banks.TRUST, Bench.CLOCK);
    }

    private static String outcome(Verdict<?> verdict) {
        return verdict instanceof Verdict.Rejected<?> rejected
                ? rejected.failed().name()
                : verdict instanceof Verdict.Accepted<?> ? "ok" : "open";
    }

    /** Where the time of signing is that of this machine. */
    private static List<String> deviations(Verdict<?> verdict) {
        return verdict.deviations().stream()
                .filter(name -> !name.equals("SIGNING_TIME"))
                .toList();
    }

    private static CheckResult.Outcome binding(Verdict<?> verdict) {
        return verdict.checks().stream()
                .filter(result -> result.check() == Check.ADDRESS_BINDING)
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    /** Whoever writes the headers chooses them: one that says nothing switches no comparison off. */
    @ParameterizedTest
    @CsvSource({
        "test@testvert.sepamail.eu,       test@testbleu.sepamail.eu,    ok",
        "test@TESTVERTXXX.sepamail.eu,    test@testbleuXXX.sepamail.eu, ok",
        "test@fr.scheme.sepamail.eu,      test@testbleu.sepamail.eu,    ok",
        "test@testnoir.sepamail.eu,       test@testbleu.sepamail.eu,    ADDRESS_BINDING",
        "test@testnoir.sepamail.eu,       x@mail.example,               ADDRESS_BINDING",
        "test@testvert.sepamail.eu,       x@mail.example,               ADDRESS_BINDING",
        "x@mail.example,                  test@testbleu.sepamail.eu,    ADDRESS_BINDING",
        "test@testnoir.sepamail.example,  test@testbleu.sepamail.eu,    ADDRESS_BINDING",
        "x@mail.example,                  x@mail.example,               ADDRESS_BINDING",
        "test@testvert.sepamail.eu,       test@testnoir.sepamail.eu,    ADDRESS_BINDING",
        "test@testvert.sepamail.eu,       test@fr.scheme.sepamail.eu,   ADDRESS_BINDING",
        "test@testvert.sepamail.eu,       secure@testbleu.sepamail.eu,  ADDRESS_BINDING",
        "secure@testvert.sepamail.eu,     test@testbleu.sepamail.eu,    ADDRESS_BINDING"
    })
    void eachAddressByItself(String from, String to, String strict) throws Exception {
        byte[] mail = mail(from, to);
        assertThat(outcome(Bench.opener().open(mail))).isEqualTo(strict);
        assertThat(outcome(Bench.opener().open(() -> new ByteArrayInputStream(mail))))
                .isEqualTo(strict);
        assertThat(outcome(Bench.opener().with(OpeningPolicy.lenient()).open(mail)))
                .isEqualTo("ok");
    }

    /** A receiver sends on what he received, with its sender's signature. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "test@testnoir.sepamail.eu",
                "test@testbleu.sepamail.eu",
                "test@fr.scheme.sepamail.eu",
                "x@mail.example"
            })
    void whatWasTakenOutIsForNobodyElse(String to) {
        TestPki noir = Bench.AUTHORITY.recipient(TestPki.rsa(3), NOIR);
        byte[] mail = mail(TestPki.SENDER, to, DOCUMENT, noir);
        assertThat(outcome(opener(noir).open(mail))).isEqualTo("ADDRESS_BINDING");
        assertThat(outcome(opener(noir).with(OpeningPolicy.lenient()).open(mail)))
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test@testbleu.sepamail.eu, test@testnoir.sepamail.eu",
                "test@testbleu.sepamail.eu, x@mail.example",
                "test@testbleu.sepamail.eu\r\nTo: test@testbleu.sepamail.eu",
                "banks: test@testbleu.sepamail.eu;",
                "undisclosed-recipients:;"
            })
    void thereIsOneReceiver(String to) {
        for (OpeningPolicy policy : List.of(OpeningPolicy.strict(), OpeningPolicy.lenient())) {
            assertThat(outcome(Bench.opener().with(policy).open(mail(TestPki.SENDER, to))))
                    .isEqualTo("ADDRESSES");
        }
    }

    @Test
    void copiesForOthersAndNamesAreNotCompared() {
        String to = "Bank Bleu <test@testbleu.sepamail.eu>\r\nCc: archive@mail.example, x@mail.example";
        Verdict<OpenedMissive> verdict = Bench.opener().open(mail(TestPki.SENDER, to));
        assertThat(outcome(verdict)).isEqualTo("ok");
        assertThat(binding(verdict)).isEqualTo(CheckResult.Outcome.PASSED);
        assertThat(deviations(verdict)).isEmpty();
    }

    /** One certificate for all ecosystems, or one that names nobody of the network: of which bank it is is not contradicted. */
    @ParameterizedTest
    @ValueSource(strings = {"secure@testbleu.sepamail.eu", "test@TESTBLEUXXX.sepamail.eu", "security@bleu.example", ""})
    void aCertificateThatNamesAnotherAddressOfTheReceiver(String name) {
        TestPki.Request request = new TestPki.Request(TestPki.rsa(2), "CN=Bleu").usage(KeyUsage.keyEncipherment);
        TestPki recipient = Bench.AUTHORITY.issue(name.isEmpty() ? request : request.mail(name));
        Verdict<OpenedMissive> verdict =
                opener(recipient).open(mail(TestPki.SENDER, TestPki.RECEIVER, DOCUMENT, recipient));
        assertThat(outcome(verdict)).isEqualTo("ok");
        assertThat(deviations(verdict)).containsExactly("RECIPIENT_IS_NOT_RECEIVER");
    }

    /** The account is that of another bank's customer, and the application would read it. */
    @Test
    void aBicBesideTheQxbanOfAnotherBank() {
        String mixed = DOCUMENT.replace("<sem:Snd>", "<sem:Snd><sem:BIC>TESTNOIRXXX</sem:BIC>");
        assertThat(mixed).isNotEqualTo(DOCUMENT);
        for (String from : List.of(NOIR, TestPki.SENDER)) {
            byte[] mail = mail(from, TestPki.RECEIVER, mixed, Bench.RECIPIENT);
            assertThat(outcome(Bench.opener().open(mail))).isEqualTo("ADDRESS_BINDING");
        }
    }

    /** It can send, and says nothing of its bank. */
    @Test
    void anAccountAloneIsComparedWithNothing() {
        String account = DOCUMENT.replace(QXBAN, "FR1420041010050500013M02606");
        Verdict<OpenedMissive> verdict = Bench.opener().open(mail(NOIR, TestPki.RECEIVER, account, Bench.RECIPIENT));
        assertThat(outcome(verdict)).isEqualTo("ok");
        assertThat(binding(verdict)).isEqualTo(CheckResult.Outcome.NOT_ASKED_FOR);
        assertThat(deviations(verdict)).containsExactly("ADDRESS_NOT_COMPARED");
        byte[] other = mail(NOIR, "test@testnoir.sepamail.eu", account, Bench.RECIPIENT);
        assertThat(outcome(Bench.opener().open(other))).isEqualTo("ADDRESS_BINDING");
    }

    /** Peers were seen with addresses that name no bank: whoever takes them says so, and gives up what they cannot tell. */
    @ParameterizedTest
    @CsvSource({
        "test@testvert.sepamail.eu, test@testbleu.sepamail.eu, ok,              PASSED",
        "x@mail.example,            x@mail.example,            ok,              NOT_ASKED_FOR",
        "test@testvert.sepamail.eu, x@mail.example,            ok,              NOT_ASKED_FOR",
        "x@mail.example,            test@testbleu.sepamail.eu, ok,              NOT_ASKED_FOR",
        "test@testnoir.sepamail.eu, x@mail.example,            ADDRESS_BINDING, FAILED",
        "x@mail.example,            test@testnoir.sepamail.eu, ADDRESS_BINDING, FAILED"
    })
    void ordinaryAddresses(String from, String to, String outcome, CheckResult.Outcome binding) {
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.strict().withOrdinaryAddresses());
        Verdict<OpenedMissive> verdict = opener.open(mail(from, to));
        assertThat(outcome(verdict)).isEqualTo(outcome);
        assertThat(binding(verdict)).isEqualTo(binding);
        assertThat(deviations(verdict).contains("ADDRESS_NOT_COMPARED"))
                .isEqualTo(binding == CheckResult.Outcome.NOT_ASKED_FOR);
    }

    @Test
    void withoutSenderCheckAddressesOfTheNetworkAreThoseOfTheMissive() {
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.strict().withoutSenderCheck());
        byte[] none = mail(TestPki.SENDER, TestPki.RECEIVER);
        String text = new String(none, java.nio.charset.StandardCharsets.US_ASCII);
        Verdict<OpenedMissive> verdict = opener.open(Forge.ascii(text.substring(text.indexOf("X-Priority"))));
        assertThat(outcome(verdict)).isEqualTo("ok");
        assertThat(binding(verdict)).isEqualTo(CheckResult.Outcome.NOT_ASKED_FOR);
        assertThat(deviations(verdict)).isEmpty();
        assertThat(outcome(opener.open(mail(NOIR, "x@mail.example")))).isEqualTo("ADDRESS_BINDING");
    }

    private static ReceptionPipeline bleu(Banks banks, Map<Iban, Bic> accounts) {
        Referentials referentials = banks.referentials("BANK-B").withIbans(new Referentials.Ibans() {
            @Override
            public UserStatus status(Iban account) {
                return UserStatus.UNKNOWN;
            }

            @Override
            public Optional<Bic> bic(Iban account) {
                return Optional.ofNullable(accounts.get(account));
            }
        });
        MissiveSealer sealer = MissiveSealer.of(Banks.BLEU_SIGNER.identity(), Bench.TO, Bench.CLOCK);
        EmissionPipeline emission = EmissionPipeline.of(referentials, banks.directory, sealer, Bench.CLOCK)
                .with((mail, to, priority) -> banks.fromBleu.take(mail));
        return ReceptionPipeline.of(emission, Bench.opener(), banks.bleuLog, banks.application::take);
    }

    private static String inPipeline(Banks banks, String sender, Map<Iban, Bic> accounts) throws IOException {
        String document = DOCUMENT.replace("<sem:IBAN>" + QXBAN + "</sem:IBAN>", sender);
        assertThat(document).isNotEqualTo(DOCUMENT);
        Reception reception =
                bleu(banks, accounts).receive(mail(TestPki.SENDER, TestPki.RECEIVER, document, Bench.RECIPIENT));
        return reception
                .failed()
                .map(failed -> failed.step() + " " + banks.answer().code().orElseThrow())
                .orElseGet(() -> reception.kind() + " " + reception.warnings());
    }

    /** The same in a pipeline, which asks the referentials whose a BIC is. */
    @Test
    void thePartiesOfAMissiveInAPipeline() throws IOException {
        Iban account = Iban.of("FR1420041010050500013M02606");
        Bic noir = Bic.of("TESTNOIRXXX");
        String iban = "<sem:IBAN>" + account.text() + "</sem:IBAN>";
        String qxban = "<sem:IBAN>" + QXBAN + "</sem:IBAN>";
        String ofNoir = "<sem:BIC>TESTNOIRXXX</sem:BIC>";
        assertThat(inPipeline(new Banks(), "<sem:BIC>TESTVERTXXX</sem:BIC>" + qxban, Map.of()))
                .isEqualTo("HANDED_ON []");
        assertThat(inPipeline(new Banks(), ofNoir + qxban, Map.of())).isEqualTo("HEADER 5.1.1");
        assertThat(inPipeline(new Banks(), iban, Map.of(account, Banks.VERT))).isEqualTo("HANDED_ON []");
        assertThat(inPipeline(new Banks(), iban, Map.of(account, noir))).isEqualTo("HEADER 5.1.1");
        assertThat(inPipeline(new Banks(), iban, Map.of())).contains("HANDED_ON", "names no participant");
        Banks both = new Banks();
        both.participants.put("BANK-V", Set.of(Banks.VERT, noir));
        assertThat(inPipeline(both, ofNoir + qxban, Map.of())).contains("HANDED_ON", "different BICs");
    }
}
