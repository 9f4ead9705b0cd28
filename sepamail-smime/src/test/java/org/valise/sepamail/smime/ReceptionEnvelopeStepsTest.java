// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.smime.Reception.Kind;
import org.valise.sepamail.smime.Reception.NoAnswer;
import org.valise.sepamail.smime.StepResult.Outcome;

/** MIS1202 "Receipt of a nominal missive": steps 1, 7, 8 and 9 tell where an envelope breaks, whatever is around what. */
class ReceptionEnvelopeStepsTest {

    private static final NominalMissive NOMINAL = Bench.missive("x");
    private static final byte[] ENTITY = Forge.entity(Banks.document(NOMINAL));

    private final Banks banks = new Banks();

    private Reception lenient(byte[] mail) throws IOException {
        MissiveOpener opener = MissiveOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), Banks.TRUST, Bench.CLOCK)
                .with(OpeningPolicy.lenient());
        return banks.bleu(MailOpening.of(opener)).receive(mail);
    }

    private static byte[] encrypted(byte[] entity) {
        return Forge.cms("enveloped-data", Forge.encrypt(entity, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
    }

    private static byte[] signed(byte[] entity) {
        return Forge.cms("signed-data", Forge.sign(entity, true, "SHA256withRSA", Bench.SIGNER));
    }

    private static StepResult decryption(Reception reception) {
        return reception.steps().get(ReceptionStep.DECRYPTION.number() - 1);
    }

    /** Signed is all right, encrypted it is not: the signature cannot vouch for what everybody could read. */
    @Test
    void s09WhatIsOnlySignedFailsAtTheSignature() throws IOException {
        Reception reception = banks.bleu().receive(Forge.mail(TestPki.SENDER, signed(ENTITY)));
        banks.assertUnanswered(reception, ReceptionStep.SIGNATURE, NoAnswer.NOT_VERIFIED);
        assertThat(decryption(reception).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(decryption(reception).detail()).isEqualTo("Nothing was decrypted.");
    }

    @Test
    void s09WhatIsSignedOutsideAndNotWantedSoFailsAtTheSignature() throws IOException {
        Reception reception = banks.bleu().receive(Forge.mail(TestPki.SENDER, signed(encrypted(ENTITY))));
        banks.assertUnanswered(reception, ReceptionStep.SIGNATURE, NoAnswer.NOT_VERIFIED);
        assertThat(decryption(reception).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
    }

    @Test
    void whatIsSignedOutsidePassesEachStepIfItIsWanted() throws IOException {
        Reception reception = lenient(Forge.mail(TestPki.SENDER, signed(encrypted(ENTITY))));
        assertThat(reception.kind()).isEqualTo(Kind.HANDED_ON);
        assertThat(decryption(reception).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(reception.checks())
                .filteredOn(result -> result.outcome() == CheckResult.Outcome.PASSED)
                .extracting(CheckResult::check)
                .contains(Check.DECRYPTION, Check.SIGNATURE, Check.MISSIVE);
    }

    /** What became of a decryption is not told as long as no signature vouches for it. */
    @Test
    void s07WhatIsOnlyEncryptedLooksAsIfItCouldNotBeDecrypted() throws IOException {
        byte[] gcm = Forge.cms("authEnveloped-data", Forge.encryptGcm(ENTITY, Bench.RECIPIENT));
        for (byte[] encrypted : List.of(encrypted(ENTITY), gcm)) {
            Reception reception = banks.bleu().receive(Forge.mail(TestPki.SENDER, encrypted));
            banks.assertUnanswered(reception, ReceptionStep.DECRYPTION, NoAnswer.NOT_VERIFIED);
        }
    }

    @Test
    void s07ACipherThatIsNotAcceptedFailsAtTheDecryption() throws IOException {
        byte[] old =
                Forge.cms("enveloped-data", Forge.encrypt(signed(ENTITY), CMSAlgorithm.DES_EDE3_CBC, Bench.RECIPIENT));
        Reception reception = banks.bleu().receive(Forge.mail(TestPki.SENDER, old));
        banks.assertUnanswered(reception, ReceptionStep.DECRYPTION, NoAnswer.NOT_VERIFIED);
    }

    private Reception received(String headersAndBody) throws IOException {
        return lenient(Forge.mail(TestPki.SENDER, Forge.ascii(headersAndBody)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain\r\n\r\nplain\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\nnothing\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nplain\r\n--b--\r\n",
                "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nplain\r\n--b--\r\n",
                "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n",
                "Content-Type: application/pkcs7-mime\r\n\r\nno structure\r\n"
            })
    void s01WhatIsNeitherSignedNorEncryptedIsDropped(String mail) throws IOException {
        banks.assertUnanswered(received(mail), ReceptionStep.SMIME, NoAnswer.NOT_VERIFIED);
    }

    @Test
    void s01AStructureOfAnotherKindIsDropped() throws IOException {
        byte[] data = new ContentInfo(CMSObjectIdentifiers.data, new DEROctetString(ENTITY)).getEncoded();
        Reception reception = lenient(Forge.mail(TestPki.SENDER, Forge.cms("certs-only", data)));
        banks.assertUnanswered(reception, ReceptionStep.SMIME, NoAnswer.NOT_VERIFIED);
    }

    /** The older form of two parts is an envelope, however it ends. */
    @Test
    void twoPartsAreAnEnvelope() throws Exception {
        byte[] mixed = Forge.join(
                Forge.ascii("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"),
                encrypted(ENTITY),
                Forge.ascii("--b\r\n\r\nno signature\r\n--b--\r\n"));
        Reception reception = lenient(Forge.mail(TestPki.SENDER, mixed));
        assertThat(reception.failed().orElseThrow().step()).isNotEqualTo(ReceptionStep.SMIME);
        assertThat(reception.kind()).isEqualTo(Kind.REFUSED);
        Reception whole = lenient(Bench.sealer()
                .with(Profile.SEED_TWO_PART)
                .seal(NOMINAL, Bench.TO, Recipient.of(Bench.RECIPIENT.certificate))
                .octets());
        assertThat(whole.kind()).isEqualTo(Kind.HANDED_ON);
    }
}
