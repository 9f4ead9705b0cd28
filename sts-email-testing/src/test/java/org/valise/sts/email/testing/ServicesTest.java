// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sts.email.testing.Bench.content;
import static org.valise.sts.email.testing.Bench.getKlf;
import static org.valise.sts.email.testing.Bench.header;
import static org.valise.sts.email.testing.Bench.help;
import static org.valise.sts.email.testing.Bench.mail;
import static org.valise.sts.email.testing.Bench.result;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.PublicKeyRecord;
import org.valise.sts.records.RecordFile;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;

/** STS600-9-2 clause 5: the services and their answers. */
class ServicesTest {

    private static final String SUCCESS = "Success\tThe operation completed successfully";
    private static final String EXPIRED =
            "Error\tEVkloadExpired\tThe VKLOADREQ is stale; generate a fresh VKLOADREQ and try again";

    private final Bench bench = new Bench();

    @Test
    void clause512AnswersHelpWithInstructions() throws Exception {
        MimeMessage reply = bench.reply(help());
        assertThat(reply.isMimeType("text/plain")).isTrue();
        assertThat(content(reply)).contains("{KMS:GetPublicKey}").contains("{KMS:GetKlfStsEd2}");
        assertThat(result(reply)).isEqualTo(SUCCESS);
    }

    /** The body of the published example, its delimiters restored. */
    @Test
    void clause5135AnswersGetPublicKeyAsThePublishedExample() {
        Bench published = new Bench(GatewaySimulator.Builder::keyOfSpecification);
        MimeMessage reply = published.reply(mail("{KMS:GetPublicKey}", ""));
        assertThat(header(reply, "Subject")).isEqualTo("Auto: {KMS:GetPublicKey}");
        assertThat(content(reply))
                .isEqualTo(String.join(
                        "\r\n",
                        "KMC Public Key Fingerprint: 4B87415A0C8F625F",
                        "Public Key in STS600-4-2 Record-In-Email format:",
                        "--STS:PK.ECDH.1 BEGINS--",
                        "PK.ECDH.1|KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:",
                        "6850|047D77A4819BEF702350D3912583AC169FAD4181648DA70E60944752731",
                        "5D931A8BD73A084204180CB7D0619C3850BF9BA1E0C9E93200723588D427BB35",
                        "8570EAF2F8576447478F3953FCC50C874461C334D19D8AA8CFFDE23507B11A10",
                        "4027CE2|20230601T000000Z|||D318",
                        "--STS:PK.ECDH.1 ENDS--",
                        ""));
        assertThat(result(reply)).isEqualTo(SUCCESS);
    }

    @Test
    void clause5133HandsOutAKeyThatProvesItselfAndCanBePinned() throws Exception {
        String body = content(bench.reply(mail("{KMS:GetPublicKey}", "")));
        StsRecord record = StsRecords.strict().scan(body).records().get(0);
        PublicKeyRecord key = PublicKeyRecord.of(record).orElseThrow();
        KeyReport report = key.verify(bench.clock, List.of(bench.gateway.kmcId()));
        assertThat(report.trust()).isEqualTo(KeyReport.Trust.PINNED);
        assertThat(key).isEqualTo(bench.gateway.publicKey());
        assertThat(body).doesNotContain("Fingerprint: " + key.owner().fingerprint());
    }

    @Test
    void handsOutAGivenKey() {
        Bench other = new Bench(b -> b.key(bench.gateway.publicKey()));
        assertThat(other.gateway.publicKey()).isEqualTo(bench.gateway.publicKey());
    }

    @Test
    void keysOfTwoSimulatorsWithOneSeedAreEqual() {
        assertThat(new Bench().gateway.kmcId()).isEqualTo(bench.gateway.kmcId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{KMS:GetKlfStsEd2}", "{KMS:GetKlIfStsEd2}"})
    void clause5143AttachesTheKeyLoadFileForBothSpellingsOfTheService(String code) throws Exception {
        MimeMessage reply = bench.reply(mail(code + " x", RecordInEmail.write(Bench.LOAD_REQUEST)));
        assertThat(reply.isMimeType("multipart/mixed")).isTrue();
        MimeMultipart parts = new MimeMultipart(reply.getDataHandler().getDataSource());
        assertThat(parts.getCount()).isEqualTo(2);
        BodyPart text = parts.getBodyPart(0);
        BodyPart file = parts.getBodyPart(1);
        assertThat(text.isMimeType("text/plain")).isTrue();
        assertThat(text.getDisposition()).isNull();
        assertThat(file.isMimeType("text/plain")).isTrue();
        assertThat(file.getDisposition()).isEqualTo("attachment");
        assertThat(file.getFileName()).endsWith(".txt");
        assertThat(file.getInputStream().readAllBytes()).isEqualTo(bench.gateway.keyLoadFile(Bench.LOAD_REQUEST));
        assertThat(result(reply)).isEqualTo(SUCCESS);
    }

    @Test
    void keyLoadFilesAreFilesOfRecordsBoundToTheirRequest() {
        byte[] file = bench.gateway.keyLoadFile(Bench.LOAD_REQUEST);
        assertThat(StsRecords.strict().file(file).summary().state()).isEqualTo(RecordFile.State.ALL_RECORDS_VALID);
        assertThat(new String(file, StandardCharsets.US_ASCII))
                .contains(bench.gateway.kmcId().text());
        assertThat(bench.gateway.keyLoadFile(StsRecord.of("VKLOADREQ.1", List.of("x z"))))
                .isNotEqualTo(file);
    }

    /** Clause 5.1.4.2 asks for a fresh record, and 8.3.2 prints the error for another one. */
    @Test
    void clause832AnswersALoadRequestSeenBeforeAsStale() {
        bench.reply(getKlf());
        MimeMessage second = bench.reply(getKlf());
        assertThat(result(second)).isEqualTo(EXPIRED);
        assertThat(content(second)).contains("EVkloadExpired").contains("generate a fresh VKLOADREQ");
        assertThat(result(bench.reply(getKlf(StsRecord.of("VKLOADREQ.1", List.of("z"))))))
                .isEqualTo(SUCCESS);
    }

    @Test
    void clause83AnswersAnUnknownServiceWithAnError() {
        assertThat(result(bench.reply(mail("{KMS:Unheard}", "")))).startsWith("Error\tEUnknownService\t");
        assertThat(result(bench.reply(mail("{KMS:help}", "")))).startsWith("Error\tEUnknownService\t");
    }

    @Test
    void clause511ReservesTheUpdateService() {
        assertThat(result(bench.reply(mail("{KMS:SmUpdateStsEd2}", ""))))
                .contains("Error\t")
                .contains("reserved");
    }

    @Test
    void tellsATestWhatItRead() {
        GatewayRequest request = bench.receive(getKlf()).request().orElseThrow();
        assertThat(request.service()).isEqualTo("{KMS:GetKlfStsEd2}");
        assertThat(request.subject()).isEqualTo("{KMS:GetKlfStsEd2} " + Bench.TOKEN);
        assertThat(request.record()).contains(Bench.LOAD_REQUEST);
        assertThat(request.messageId()).contains("<1@client.example>");
        assertThat(request.replyTo()).containsExactly(Bench.CLIENT);
        assertThat(request.octets()).isEqualTo(getKlf().getBytes(StandardCharsets.US_ASCII));
        assertThat(request.toString()).doesNotContain(Bench.TOKEN);
    }
}
