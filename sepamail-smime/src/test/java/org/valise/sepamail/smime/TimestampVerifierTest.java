// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.smime.TimestampVerdict.Failure;
import org.valise.sepamail.smime.TimestampVerdict.Status;

/** MIS1202 "The security", RFC 3161: stamps that are right, and authorities that make none. */
class TimestampVerifierTest {

    private static final byte[] MAIL = Forge.ascii("From: a\r\n\r\nx\r\n");
    private static final TimestampVerifier VERIFIER = TestTsa.verifier();

    private static TimestampRequest request() {
        return TimestampRequest.over(MAIL, new SecureRandom());
    }

    private static TimestampToken accepted(TimestampVerdict verdict) {
        assertThat(verdict).isInstanceOf(TimestampVerdict.Accepted.class);
        return ((TimestampVerdict.Accepted) verdict).token();
    }

    private static TimestampCheck failed(TimestampVerdict verdict) {
        assertThat(verdict).isInstanceOf(TimestampVerdict.Rejected.class);
        return ((TimestampVerdict.Rejected) verdict).failed();
    }

    @ParameterizedTest
    @EnumSource(TimestampDigest.class)
    void anAnswerIsAcceptedAndLaterTheTokenIsToo(TimestampDigest digest) throws Exception {
        TimestampRequest request =
                TimestampRequest.over(MAIL, digest, new SecureRandom()).withPolicy("1.2.3.4");
        TimestampToken token = accepted(
                VERIFIER.ask(asked -> TestTsa.GOOD.stamp().answering(asked).response(), request));
        assertThat(token.time()).isEqualTo(TestPki.NOW);
        assertThat(token.serial()).isEqualTo(BigInteger.valueOf(42));
        assertThat(token.policy()).isEqualTo("1.2.3.4");
        assertThat(token.digest()).isEqualTo(digest);
        assertThat(token.authority()).isEqualTo(TestTsa.GOOD.certificate());
        assertThat(token.accuracy()).isEmpty();
        assertThat(token).hasToString("TimestampToken[2026-11-22T10:00:00Z, 1.2.3.4]");
        assertThat(request.digest()).isEqualTo(digest);
        assertThat(accepted(VERIFIER.verify(MAIL, token.octets())))
                .isEqualTo(token)
                .hasSameHashCodeAs(token);
        TimestampToken other =
                accepted(VERIFIER.verify(MAIL, TestTsa.GOOD.stamp().of(MAIL).token()));
        assertThat(token).isNotEqualTo(other).isNotEqualTo(null);
        assertThat(token.hashCode()).isNotEqualTo(other.hashCode());
        assertThat(accepted(VERIFIER.verify(new ByteArrayInputStream(MAIL), token.octets())))
                .isEqualTo(token);
    }

    @Test
    void aTokenIsOfItsMailOnlyHoweverThatIsRead() throws Exception {
        byte[] ofOther = TestTsa.GOOD.stamp().of(Forge.ascii("other")).token();
        assertThat(failed(VERIFIER.verify(MAIL, ofOther))).isEqualTo(TimestampCheck.IMPRINT);
        assertThat(failed(VERIFIER.verify(new ByteArrayInputStream(MAIL), ofOther)))
                .isEqualTo(TimestampCheck.IMPRINT);
    }

    /** The way back may take longer than clocks are apart: what counts is when it was asked for. */
    @ParameterizedTest
    @CsvSource({"70, 0, true", "3600, 0, true", "70, -59, true", "70, -61, false", "0, 61, false", "70, 70, true"})
    void anAnswerThatTakesLong(int takes, int stamped, boolean accepted) throws Exception {
        Instant[] now = {TestPki.NOW};
        TimestampVerifier verifier =
                TimestampVerifier.of(TrustPolicy.of(List.of(TestTsa.ROOT.certificate)), () -> now[0]);
        String time = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(TestPki.NOW.plusSeconds(stamped));
        TimestampVerdict verdict = verifier.ask(
                asked -> {
                    now[0] = now[0].plusSeconds(takes);
                    return TestTsa.GOOD.stamp().answering(asked).at(time).response();
                },
                request());
        if (accepted) {
            accepted(verdict);
        } else {
            assertThat(failed(verdict)).isEqualTo(TimestampCheck.TIME);
        }
    }

    @Test
    void theTokenIsKeptAsItWasSent() {
        TimestampRequest request = request();
        TestStamp stamp = TestTsa.GOOD.stamp().answering(request.octets());
        byte[] sent = stamp.token();
        assertThat(accepted(VERIFIER.verify(request, TestStamp.response(0, sent)))
                        .octets())
                .isEqualTo(sent);
    }

    @Test
    void aStampWithModificationsIsOneToo() {
        TimestampRequest request = request();
        byte[] token = TestTsa.GOOD.stamp().answering(request.octets()).token();
        accepted(VERIFIER.verify(request, TestStamp.response(1, token)));
    }

    @Test
    void theRsaKeyOfAnAuthorityIsAsGood() {
        TestTsa rsa = new TestTsa.Request(TestPki.rsa(1)).by(TestTsa.ROOT);
        for (String scheme : List.of("SHA256withRSA", "SHA512withRSA", "SHA384withRSAandMGF1")) {
            accepted(VERIFIER.verify(MAIL, rsa.stamp().of(MAIL).signedBy(scheme).token()));
        }
    }

    @Test
    void accuracyIsTheSumOfItsParts() {
        Accuracy stated = new Accuracy(new ASN1Integer(2), new ASN1Integer(30), new ASN1Integer(7));
        byte[] token = TestTsa.GOOD.stamp().of(MAIL).accuracy(stated).token();
        assertThat(accepted(VERIFIER.verify(MAIL, token)).accuracy())
                .contains(Duration.ofSeconds(2).plusMillis(30).plusNanos(7000));
    }

    @ParameterizedTest
    @CsvSource({"20261122100000.5Z, 2026-11-22T10:00:00.5Z", "20261122100000.000123Z, 2026-11-22T10:00:00.000123Z"})
    void timeMayHaveAFraction(String written, Instant meant) {
        byte[] token = TestTsa.GOOD.stamp().of(MAIL).at(written).token();
        assertThat(accepted(VERIFIER.verify(MAIL, token)).time()).isEqualTo(meant);
    }

    @Test
    void theFirstEditionOfTheAttributeIsReadToo() {
        TestStamp stamp = TestTsa.GOOD.stamp().of(MAIL);
        accepted(VERIFIER.verify(
                MAIL, stamp.attributes(TestStamp.first(TestTsa.GOOD)).token()));
        accepted(VERIFIER.verify(
                MAIL,
                stamp.attributes(TestStamp.first(TestTsa.GOOD), TestStamp.named(TestTsa.GOOD))
                        .token()));
        byte[] hash = TestTsa.digest("SHA-256", TestStamp.encoded(TestTsa.GOOD));
        accepted(VERIFIER.verify(
                MAIL, stamp.attributes(TestStamp.second(new ESSCertIDv2(hash))).token()));
    }

    @Test
    void theTokenMayNameTheOwnerOfTheCertificate() {
        TestTsa named = new TestTsa.Request(TestPki.ec(2)).host("clock.example").by(TestTsa.ROOT);
        GeneralName subject = new GeneralName(new X500Name("CN=Clock"));
        GeneralName host = new GeneralName(GeneralName.dNSName, "clock.example");
        for (GeneralName name : List.of(subject, host)) {
            accepted(VERIFIER.verify(MAIL, named.stamp().of(MAIL).named(name).token()));
        }
    }

    @Test
    void aPathMayLeadThroughAnIntermediate() {
        TestPki under = TestTsa.ROOT.issue(new TestPki.Request(TestPki.ec(3), "CN=Under").authority());
        TestTsa below =
                new TestTsa.Request(TestPki.ec(2)).signedBy("SHA256withECDSA").by(under);
        byte[] token = below.stamp().of(MAIL).token();
        assertThat(failed(VERIFIER.verify(MAIL, token))).isEqualTo(TimestampCheck.AUTHORITY_TRUST);
        TrustPolicy known =
                TrustPolicy.of(List.of(TestTsa.ROOT.certificate)).withIntermediates(List.of(under.certificate));
        accepted(TimestampVerifier.of(known, Bench.CLOCK).verify(MAIL, token));
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, -30, 0, 60})
    void aFreshStampMayLieWithinTheMargin(long seconds) {
        TimestampRequest request = request();
        accepted(VERIFIER.verify(
                request,
                TestTsa.GOOD
                        .stamp()
                        .answering(request.octets())
                        .at(TestPki.NOW.plusSeconds(seconds))
                        .response()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-61, 61})
    void aFreshStampBeyondTheMarginIsRefused(long seconds) {
        TimestampRequest request = request();
        byte[] response = TestTsa.GOOD
                .stamp()
                .answering(request.octets())
                .at(TestPki.NOW.plusSeconds(seconds))
                .response();
        assertThat(failed(VERIFIER.verify(request, response))).isEqualTo(TimestampCheck.TIME);
        accepted(VERIFIER.withMargin(Duration.ofSeconds(61)).verify(request, response));
    }

    @Test
    void aStampThatWasKeptMayBeOldAndNotOfTheFuture() {
        TestStamp stamp = TestTsa.GOOD.stamp().of(MAIL);
        Instant before = TestPki.NOW.minus(Duration.ofDays(20));
        assertThat(accepted(VERIFIER.verify(MAIL, stamp.at(before).token())).time())
                .isEqualTo(before);
        byte[] later = stamp.at(TestPki.NOW.plusSeconds(61)).token();
        assertThat(failed(VERIFIER.verify(MAIL, later))).isEqualTo(TimestampCheck.TIME);
    }

    @Test
    void aMarginLiesBetweenZeroAndADay() {
        for (Duration wrong : List.of(Duration.ofNanos(-1), Duration.ofDays(1).plusNanos(1))) {
            assertThatThrownBy(() -> VERIFIER.withMargin(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onceTheCertificateHasRunOutItCannotBeToldButForAnEarlierDay() {
        byte[] token = TestTsa.GOOD.stamp().of(MAIL).token();
        InstantSource later = InstantSource.fixed(TestPki.NOW.plus(Duration.ofDays(301)));
        TrustPolicy trust = TrustPolicy.of(List.of(TestTsa.ROOT.certificate));
        assertThat(TimestampVerifier.of(trust, later).verify(MAIL, token))
                .isInstanceOfSatisfying(
                        TimestampVerdict.Undetermined.class,
                        verdict -> assertThat(verdict.open()).isEqualTo(TimestampCheck.AUTHORITY_TRUST));
        accepted(VERIFIER.verify(MAIL, token));
    }

    @Test
    void anAuthorityThatMakesNoStampSaysWhy() throws Exception {
        byte[] response = new TimeStampResponseGenerator(null, null)
                .generateFailResponse(
                        PKIStatus.REJECTION, PKIFailureInfo.unacceptedPolicy | PKIFailureInfo.badAlg, "not so")
                .getEncoded();
        assertThat(VERIFIER.verify(request(), response))
                .isEqualTo(new TimestampVerdict.Declined(
                        Status.REJECTION, Set.of(Failure.UNACCEPTED_POLICY, Failure.BAD_ALGORITHM)));
    }

    @ParameterizedTest
    @CsvSource({
        "2, badRequest, REJECTION, BAD_REQUEST",
        "2, badDataFormat, REJECTION, BAD_DATA_FORMAT",
        "3, timeNotAvailable, WAITING, TIME_NOT_AVAILABLE",
        "4, unacceptedExtension, REVOCATION_WARNING, UNACCEPTED_EXTENSION",
        "5, addInfoNotAvailable, REVOCATION_NOTIFICATION, ADDITIONAL_INFORMATION_NOT_AVAILABLE",
        "2, systemFailure, REJECTION, SYSTEM_FAILURE",
        "2, badPOP, REJECTION, OTHER"
    })
    void everyFailureIsKnown(int status, String bit, Status said, Failure why) throws Exception {
        int failure = PKIFailureInfo.class.getField(bit).getInt(null);
        byte[] response = new TimeStampResponseGenerator(null, null)
                .generateFailResponse(status, failure, null)
                .getEncoded();
        assertThat(VERIFIER.verify(request(), response)).isEqualTo(new TimestampVerdict.Declined(said, Set.of(why)));
    }

    @Test
    void statusAndTokenBelongTogether() {
        TimestampRequest request = request();
        byte[] token = TestTsa.GOOD.stamp().answering(request.octets()).token();
        assertThat(VERIFIER.verify(request, TestStamp.response(2, new byte[0])))
                .isEqualTo(new TimestampVerdict.Declined(Status.REJECTION, Set.of()));
        for (byte[] wrong : List.of(
                TestStamp.response(2, token),
                TestStamp.response(0, new byte[0]),
                TestStamp.response(6, new byte[0]),
                TestStamp.response(-1, token))) {
            assertThat(failed(VERIFIER.verify(request, wrong))).isEqualTo(TimestampCheck.RESPONSE);
        }
    }

    @Test
    void anotherAnswerThanThatOfThisRequestIsRefused() {
        TimestampRequest request = request().withPolicy("1.2.3");
        TestStamp stamp = TestTsa.GOOD.stamp().answering(request.octets());
        BigInteger other = BigInteger.valueOf(7);
        assertThat(failed(VERIFIER.verify(request, stamp.nonce(other).response())))
                .isEqualTo(TimestampCheck.NONCE);
        assertThat(failed(VERIFIER.verify(request, stamp.nonce(BigInteger.ZERO).response())))
                .isEqualTo(TimestampCheck.NONCE);
        stamp.answering(request.octets());
        assertThat(failed(VERIFIER.verify(request, stamp.policy("1.2.4").response())))
                .isEqualTo(TimestampCheck.POLICY);
        byte[] ofOther = stamp.answering(request.octets()).of(Forge.ascii("y")).response();
        assertThat(failed(VERIFIER.verify(request, ofOther))).isEqualTo(TimestampCheck.IMPRINT);
    }

    @Test
    void whatTheWayToTheAuthorityThrowsComesOut() {
        IOException down = new IOException("down");
        assertThatThrownBy(() -> VERIFIER.ask(
                        asked -> {
                            throw down;
                        },
                        request()))
                .isSameAs(down);
    }

    @Test
    void aMailIsNotReadForATokenThatIsNone() throws Exception {
        InputStream never = InputStream.nullInputStream();
        never.close();
        assertThat(failed(VERIFIER.verify(never, new byte[3]))).isEqualTo(TimestampCheck.TOKEN_FORM);
        byte[] good = TestTsa.GOOD.stamp().of(MAIL).token();
        assertThatThrownBy(() -> VERIFIER.verify(never, good)).isInstanceOf(IOException.class);
    }
}
