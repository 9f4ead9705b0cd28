// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sts.email.testing.Mangle;
import org.valise.sts.email.testing.Reaction;
import org.valise.sts.email.testing.Reaction.Part;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.StsRecord;

/** The answer to GetPublicKey (STS600-9-2 clause 5.1.3): a key is used only if an operator approved its identity. */
class RequestKeyTest {

    private static final String IDENTITY = "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850";
    private static final String POINT =
            "047D77A4819BEF702350D3912583AC169FAD4181648DA70E609447527315D931A8BD73A084204180CB7D0619C3850BF9B"
                    + "A1E0C9E93200723588D427BB358570EAF2F8576447478F3953FCC50C874461C334D19D8AA8CFFDE23507B11A104027CE2";
    private static final String OTHER_IDENTITY = "KMCID.1:Example:T0001:20240101T000000Z:59242F97A08C8C1B:8E0D";
    private static final String OTHER_POINT =
            "04AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E387276"
                    + "0AB73617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7"
                    + "C90EA0E5F";

    private final TrackerBench bench = new TrackerBench();

    private static String record(String identity, String point, String validUntil) {
        return StsRecord.of("PK.ECDH.1", List.of(identity, point, validUntil, "", ""))
                .text();
    }

    private static Pkid pkid(String text) {
        return Pkid.parse(text).toOptional().orElseThrow();
    }

    private static void assertUnproved(TrackerBench bench, Reaction reaction) throws IOException {
        bench.store.approve(pkid(IDENTITY));
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        Change change = bench.answer(request, reaction);
        assertThat(change.after()).contains(RequestState.UNCLEAR);
        assertThat(change.notes()).contains(Note.KEY_UNPROVED);
        assertThat(change.nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
        assertThat(bench.outcome(request).key()).isEmpty();
        assertThat(bench.outcome(request).nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
        assertThat(bench.outcome(request).notes()).contains(Note.KEY_UNPROVED);
    }

    @Test
    void aKeyThatProvesItselfMustBeApproved() throws IOException {
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        Change change = bench.answer(request, Reaction.answer());
        assertThat(change.after()).contains(RequestState.SUCCEEDED);
        assertThat(change.nextStep()).isEqualTo(NextStep.APPROVE_KEY);
        assertThat(change.notes()).containsExactly(Note.KEY_NOT_APPROVED);
        KeyReport report = bench.outcome(request).key().orElseThrow();
        assertThat(report.trust()).isEqualTo(KeyReport.Trust.SELF_CONSISTENT);
        assertThat(report.key().owner().text()).isEqualTo(IDENTITY);
    }

    @Test
    void anApprovedKeyIsUsed() throws IOException {
        bench.store.approve(pkid(IDENTITY));
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        Change change = bench.answer(request, Reaction.answer());
        assertThat(change.nextStep()).isEqualTo(NextStep.USE_KEY);
        assertThat(change.notes()).isEmpty();
        assertThat(bench.outcome(request).key().orElseThrow().trust()).isEqualTo(KeyReport.Trust.PINNED);
    }

    @Test
    void anApprovalCountsForAnAnswerThatCameBefore() throws IOException {
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        bench.answer(request, Reaction.answer());
        bench.store.approve(pkid(IDENTITY));
        assertThat(bench.outcome(request).nextStep()).isEqualTo(NextStep.USE_KEY);
    }

    @Test
    void anotherKeyThanTheApprovedOneIsNotUsed() throws IOException {
        bench.store.approve(pkid(OTHER_IDENTITY));
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        Change change = bench.answer(request, Reaction.answer());
        assertThat(change.nextStep()).isEqualTo(NextStep.APPROVE_KEY);
        assertThat(bench.outcome(request).nextStep()).isEqualTo(NextStep.APPROVE_KEY);
        assertThat(bench.outcome(request).key().orElseThrow().trust()).isNotEqualTo(KeyReport.Trust.PINNED);
    }

    @Test
    void anExpiredKeyIsNotUsedThoughItWasApproved() throws IOException {
        bench.store.approve(pkid(IDENTITY));
        bench.clock.advance(Duration.ofDays(3 * 365));
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        Change change = bench.answer(request, Reaction.answer());
        assertThat(change.after()).contains(RequestState.SUCCEEDED);
        assertThat(change.nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
        assertThat(change.notes()).containsExactly(Note.KEY_EXPIRED);
        assertThat(bench.outcome(request).key().orElseThrow().trust()).isEqualTo(KeyReport.Trust.EXPIRED);
    }

    /** Both keys come while one takes the place of the other. */
    @Test
    void ofAnExpiredAndAValidKeyTheValidOneCounts() throws IOException {
        bench.store.approve(pkid(IDENTITY));
        bench.clock.advance(Duration.ofDays(3 * 365));
        String added = RecordInEmail.write(
                StsRecord.of("PK.ECDH.1", List.of(OTHER_IDENTITY, OTHER_POINT, "20300101T000000Z", "", "")));
        String begin = "--STS:PK.ECDH.1 BEGINS--";
        String end = "--STS:PK.ECDH.1 ENDS--\r\n";
        for (boolean first : new boolean[] {true, false}) {
            KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
            byte[] mail = bench.reply(request, Reaction.answer());
            Change change = bench.receive(
                    first
                            ? TrackerBench.edited(mail, begin, added + begin)
                            : TrackerBench.edited(mail, end, end + added));
            assertThat(change.nextStep()).isEqualTo(NextStep.APPROVE_KEY);
            KeyReport report = bench.outcome(request).key().orElseThrow();
            assertThat(report.key().owner().text()).isEqualTo(OTHER_IDENTITY);
        }
    }

    @Test
    void aKeyThatExpiresLaterIsNotUsedLater() throws IOException {
        bench.store.approve(pkid(IDENTITY));
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        bench.answer(request, Reaction.answer());
        bench.clock.advance(Duration.ofDays(3 * 365));
        assertThat(bench.outcome(request).nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
    }

    @Test
    void anotherKeyUnderTheApprovedIdentityIsNoAnswer() throws IOException {
        TrackerBench forger = TrackerBench.withKey(record(IDENTITY, OTHER_POINT, "20230601T000000Z"));
        assertUnproved(forger, Reaction.answer());
        assertUnproved(forger, Reaction.answer().without(Part.RESULT_HEADER));
    }

    @Test
    void theKeyUnderAnotherIdentityIsNoAnswer() throws IOException {
        assertUnproved(TrackerBench.withKey(record(OTHER_IDENTITY, POINT, "20230601T000000Z")), Reaction.answer());
    }

    /** Security modules have keys too. */
    @Test
    void theKeyOfAnotherDeviceIsNone() {
        String module = "SMID.1:Prism:94001632:20210204T081427Z:039F2C48F2030174:AEEA";
        StsRecord key = StsRecord.of("PK.ECDH.1", List.of(module, POINT, "20230601T000000Z", "", ""));
        ReceivedMail mail = Mails.answer().body(RecordInEmail.write(key)).mail();
        assertThat(mail.records().records()).hasSize(1);
        assertThat(new Content(mail).key(bench.clock, List.of())).isEmpty();
    }

    @Test
    void aPointThatIsOnNoCurveIsNoAnswer() throws IOException {
        String bent = OTHER_POINT.substring(0, OTHER_POINT.length() - 1) + "0";
        assertUnproved(TrackerBench.withKey(record(OTHER_IDENTITY, bent, "20230601T000000Z")), Reaction.answer());
    }

    @Test
    void theProvedKeySettlesWhatAnUnprovedOneLeftOpen() throws IOException {
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        byte[] forged = TrackerBench.withKey(record(IDENTITY, OTHER_POINT, "20230601T000000Z"))
                .reply(request, Reaction.answer());
        assertThat(bench.receive(forged).after()).contains(RequestState.UNCLEAR);
        Change change = bench.answer(request, Reaction.answer());
        assertThat(change.after()).contains(RequestState.SUCCEEDED);
        assertThat(bench.outcome(request).key().orElseThrow().key().pointHex()).isEqualTo(POINT);
    }

    @Test
    void aKeyWithoutResultIsUnconfirmed() throws IOException {
        Reaction unlabelled = Reaction.answer().without(Part.RESULT_HEADER);
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        Change change = bench.answer(request, unlabelled);
        assertThat(change.after()).contains(RequestState.SUCCEEDED_UNCONFIRMED);
        assertThat(change.nextStep()).isEqualTo(NextStep.APPROVE_KEY);
        assertThat(change.notes()).containsExactlyInAnyOrder(Note.RESULT_MISSING, Note.KEY_NOT_APPROVED);
        assertThat(bench.answer(request, Reaction.answer()).notes()).containsExactly(Note.DUPLICATE);
    }

    @Test
    void aDamagedBlockIsNoKey() throws IOException {
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        byte[] mail = TrackerBench.edited(bench.reply(request, Reaction.answer()), "047D77", "047D78");
        Change change = bench.receive(mail);
        assertThat(change.after()).contains(RequestState.UNCLEAR);
        assertThat(change.notes()).containsExactly(Note.CONTENT_DAMAGED);
        assertThat(change.nextStep()).isEqualTo(NextStep.CALL_SUPPORT);
    }

    @Test
    void aTextWithoutKeyIsNoAnswer() throws IOException {
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        byte[] mail = bench.reply(request, Reaction.answer());
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        Change change = bench.receive(text.substring(0, text.indexOf("--STS")).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(change.after()).contains(RequestState.UNCLEAR);
        assertThat(change.notes()).containsExactly(Note.CONTENT_MISSING);
    }

    /** The printed fingerprint is for display; no value of it makes a key better or worse (clause 5.1.3.5). */
    @Test
    void thePrintedFingerprintDecidesNothing() throws IOException {
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        byte[] mail =
                TrackerBench.edited(bench.reply(request, Reaction.answer()), "4B87415A0C8F625F", "0000000000000000");
        assertThat(bench.receive(mail).nextStep()).isEqualTo(NextStep.APPROVE_KEY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mangle.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SUBJECT_REPLIED"})
    void theKeySurvivesMailSoftware(Mangle mangle) throws IOException {
        bench.store.approve(pkid(IDENTITY));
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        Change change = bench.answer(request, Reaction.answer().mangled(mangle));
        assertThat(change.after()).contains(RequestState.SUCCEEDED);
        assertThat(change.nextStep()).isEqualTo(NextStep.USE_KEY);
    }
}
