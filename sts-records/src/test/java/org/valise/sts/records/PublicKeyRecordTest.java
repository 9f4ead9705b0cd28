// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STS600-9-2 5.1.3: the public key of the key management centre, and what proves it. */
class PublicKeyRecordTest {

    private static final Pkid REAL_ID = Vectors.pkid(Vectors.KMCID);

    @Test
    void showsThePublishedRecord() throws RecordFormatException {
        PublicKeyRecord key = Vectors.key(Vectors.REAL);
        assertThat(Vectors.REAL).hasSize(287);
        assertThat(key.record().computedCrc()).hasToString("D318");
        assertThat(key.owner()).isEqualTo(REAL_ID);
        assertThat(key.validUntil()).contains(Instant.parse("2023-06-01T00:00:00Z"));
        assertThat(key.extraFields()).containsExactly("", "");
        assertThat(key.pointHex()).isEqualTo(Vectors.POINT);
        assertThat("04" + key.xHex() + key.yHex()).isEqualTo(Vectors.POINT);
    }

    @Test
    void givesAJcaKeyThatAgreesWithTheHex() throws RecordFormatException {
        ECPublicKey key = Vectors.key(Vectors.REAL).toECPublicKey();
        assertThat(key.getW().getAffineX()).isEqualTo(new BigInteger(Vectors.POINT.substring(2, 98), 16));
        assertThat(key.getW().getAffineY()).isEqualTo(new BigInteger(Vectors.POINT.substring(98), 16));
        // The named curve, not merely equal numbers: 1.3.132.0.34 is in the encoding.
        assertThat(new BigInteger(1, key.getEncoded()).toString(16)).contains("06052b81040022");
    }

    @Test
    void isPinnedOnlyWithItsOwnIdentityWhileItHolds() {
        PublicKeyRecord key = Vectors.key(Vectors.REAL);
        Pkid other = Vectors.key(Vectors.ONE).owner();
        assertThat(key.verify(Vectors.IN_2021, List.of(REAL_ID)).trust()).isEqualTo(KeyReport.Trust.PINNED);
        assertThat(key.verify(Vectors.IN_2021, List.of(other, REAL_ID)).trust()).isEqualTo(KeyReport.Trust.PINNED);
        assertThat(key.verify(Vectors.IN_2021).trust()).isEqualTo(KeyReport.Trust.SELF_CONSISTENT);
        assertThat(key.verify(Vectors.IN_2021, List.of(other)).trust()).isEqualTo(KeyReport.Trust.MISMATCH);
        assertThat(key.verify(Vectors.IN_2026, List.of(other)).trust()).isEqualTo(KeyReport.Trust.MISMATCH);
        assertThat(key.verify(Vectors.IN_2026).trust()).isEqualTo(KeyReport.Trust.EXPIRED);
        assertThat(key.verify(Vectors.IN_2026, List.of(REAL_ID)).trust()).isEqualTo(KeyReport.Trust.EXPIRED);
    }

    @Test
    void expiresAtTheVeryInstant() {
        PublicKeyRecord key = Vectors.key(Vectors.REAL);
        Instant expiry = Instant.parse("2023-06-01T00:00:00Z");
        Clock before = Clock.fixed(expiry.minusMillis(1), ZoneOffset.UTC);
        assertThat(key.verify(before).outcome(KeyReport.Check.EXPIRY)).isEqualTo(KeyReport.Outcome.PASSED);
        assertThat(key.verify(Clock.fixed(expiry, ZoneOffset.UTC)).outcome(KeyReport.Check.EXPIRY))
                .isEqualTo(KeyReport.Outcome.FAILED);
    }

    @Test
    void reportsEveryCheckByName() {
        KeyReport report = Vectors.key(Vectors.REAL).verify(Vectors.IN_2026);
        assertThat(report.results()).extracting(KeyReport.Result::check).containsExactly(KeyReport.Check.values());
        assertThat(report)
                .hasToString("KeyReport[EXPIRED, [RECORD_CRC PASSED, IDENTITY_CRC PASSED, POINT_ON_CURVE PASSED,"
                        + " FINGERPRINT PASSED, EXPIRY FAILED, PIN NOT_CHECKED]]");
        assertThat(report.problems()).extracting(Problem::code).containsExactly(Problem.Code.KEY_EXPIRED);
        assertThat(report.computedFingerprint()).isEqualTo("9863A537B5AF34F5");
    }

    @ParameterizedTest
    @ValueSource(strings = {Vectors.ONE, Vectors.TWO, Vectors.THREE})
    void provesTheSyntheticRecords(String text) {
        KeyReport report = Vectors.key(text).verify(Vectors.IN_2026);
        assertThat(report.trust()).isEqualTo(KeyReport.Trust.SELF_CONSISTENT);
    }

    @Test
    void readsTheDetailsOfTheSyntheticRecords() {
        assertThat(Vectors.ONE).hasSize(289);
        assertThat(Vectors.TWO).hasSize(275);
        assertThat(Vectors.THREE).hasSize(279);
        assertThat(Vectors.key(Vectors.TWO).owner().type()).isEqualTo(Pkid.SECURITY_MODULE);
        assertThat(Vectors.key(Vectors.TWO).validUntil()).isEmpty();
        KeyReport report = Vectors.key(Vectors.TWO).verify(Vectors.IN_2026);
        assertThat(report.outcome(KeyReport.Check.EXPIRY)).isEqualTo(KeyReport.Outcome.NOT_CHECKED);
        assertThat(report.problems()).extracting(Problem::code).containsExactly(Problem.Code.EXPIRY_UNREADABLE);
        assertThat(Vectors.key(Vectors.THREE).validUntil()).contains(Instant.parse("9999-12-31T23:59:59Z"));
    }

    @Test
    void contradictsItselfWithAnotherIdentity() {
        String text = Vectors.resealed(
                Vectors.REAL, Vectors.KMCID, Vectors.key(Vectors.ONE).owner().text());
        KeyReport report = Vectors.key(text).verify(Vectors.IN_2021);
        assertThat(report.trust()).isEqualTo(KeyReport.Trust.MISMATCH);
        assertThat(report.problems()).extracting(Problem::code).containsExactly(Problem.Code.FINGERPRINT_MISMATCH);
    }

    @Test
    void contradictsItselfWithAPointOffTheCurve() {
        PublicKeyRecord one = Vectors.key(Vectors.ONE);
        String off = one.pointHex().substring(0, 193) + "E";
        PublicKeyRecord key = Vectors.key(Vectors.resealed(Vectors.ONE, one.pointHex(), off));
        KeyReport report = key.verify(Vectors.IN_2026);
        assertThat(report.trust()).isEqualTo(KeyReport.Trust.MISMATCH);
        assertThat(report.outcome(KeyReport.Check.POINT_ON_CURVE)).isEqualTo(KeyReport.Outcome.FAILED);
        assertThat(report.problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.POINT_NOT_ON_CURVE, Problem.Code.FINGERPRINT_MISMATCH);
        assertThatExceptionOfType(RecordFormatException.class)
                .isThrownBy(key::toECPublicKey)
                .satisfies(e -> assertThat(e.problems())
                        .extracting(Problem::code)
                        .containsExactly(Problem.Code.POINT_NOT_ON_CURVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"F", "0"})
    void hasNoPointWhoseCoordinatesAreNoFieldElements(String digit) {
        String point = "04" + digit.repeat(192);
        PublicKeyRecord key = Vectors.key(Vectors.resealed(Vectors.REAL, Vectors.POINT, point));
        assertThat(key.verify(Vectors.IN_2021).outcome(KeyReport.Check.POINT_ON_CURVE))
                .isEqualTo(KeyReport.Outcome.FAILED);
    }

    /** X = p is congruent to 0, and (0, Y) lies on the curve: the equation alone would let it pass. */
    @Test
    void hasNoPointWithACoordinateThatIsNotReduced() {
        String p = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF";
        String y = "C306610FB0AE5A159CF45C06069F22A6C5EB3641C602D42DEA2C4B4F75550793406D80D2B91AD54F9048BD487AF1ADE1";
        assertThat(P384.isOnCurve("04" + "0".repeat(96) + y)).isTrue();
        assertThat(P384.isOnCurve("04" + p + y)).isFalse();
    }

    @Test
    void contradictsItselfWhenTheCrcOfTheIdentityIsWrong() {
        PublicKeyRecord key = Vectors.key(Vectors.resealed(Vectors.REAL, ":6850|", ":6851|"));
        KeyReport report = key.verify(Vectors.IN_2021);
        assertThat(report.trust()).isEqualTo(KeyReport.Trust.MISMATCH);
        assertThat(report.outcome(KeyReport.Check.IDENTITY_CRC)).isEqualTo(KeyReport.Outcome.FAILED);
    }

    @Test
    void isNotTrustedWhenItsOwnCrcIsWrong() throws RecordFormatException {
        ParseResult<StsRecord> damaged = StsRecords.strict().parse(Vectors.REAL.replace("D318", "D319"));
        StsRecord suspect =
                ((ParseResult.Malformed<StsRecord>) damaged).suspect().orElseThrow();
        KeyReport report = PublicKeyRecord.of(suspect).orElseThrow().verify(Vectors.IN_2021, List.of(REAL_ID));
        assertThat(report.trust()).isEqualTo(KeyReport.Trust.MISMATCH);
        assertThat(report.problems()).extracting(Problem::code).containsExactly(Problem.Code.CRC_ERROR);
    }

    @Test
    void refusesAnIdentityInLowerCaseAtItsPlaceInTheRecord() {
        String text = Vectors.resealed(Vectors.REAL, "9863A537B5AF34F5", "9863a537b5af34f5");
        Problem problem = PublicKeyRecord.of(Vectors.record(text)).problems().get(0);
        assertThat(problem.code()).isEqualTo(Problem.Code.IDENTITY_LOWER_CASE_HEX);
        assertThat(problem.inRecord().orElseThrow().offset()).isEqualTo(text.indexOf("9863a"));
    }

    @Test
    void refusesOtherLayouts() {
        assertRefused(
                Vectors.resealed(Vectors.REAL, Vectors.POINT, "04" + "A".repeat(128)), Problem.Code.UNSUPPORTED_CURVE);
        assertRefused(
                Vectors.resealed(Vectors.REAL, Vectors.POINT, "04" + "A".repeat(264)), Problem.Code.UNSUPPORTED_CURVE);
        assertRefused(Vectors.resealed(Vectors.REAL, Vectors.POINT, "02" + "A".repeat(192)), Problem.Code.BAD_POINT);
        assertRefused(Vectors.resealed(Vectors.REAL, Vectors.POINT, ""), Problem.Code.BAD_POINT);
        assertRefused(
                Vectors.resealed(Vectors.REAL, Vectors.POINT, Vectors.POINT.replace('A', 'a')), Problem.Code.BAD_HEX);
        assertRefused(Vectors.resealed(Vectors.REAL, Vectors.KMCID, "x"), Problem.Code.BAD_IDENTITY);
        assertRefused(StsRecord.of("PK.ECDH.1", List.of("a", "b")).text(), Problem.Code.MISSING_FIELD);
        assertRefused(StsRecord.of("PK.ECDH.2", List.of("a", "b", "c")).text(), Problem.Code.UNKNOWN_TYPE);
    }

    private static void assertRefused(String text, Problem.Code code) {
        assertThat(PublicKeyRecord.of(Vectors.record(text)).problems())
                .extracting(Problem::code)
                .containsExactly(code);
    }

    @Test
    void keepsUnknownExtraFieldsAndOtherVendors() throws RecordFormatException {
        String text = StsRecord.of(
                        "PK.ECDH.1",
                        List.of(
                                Vectors.key(Vectors.ONE).owner().text(),
                                Vectors.key(Vectors.ONE).pointHex(),
                                "",
                                "x",
                                "y",
                                "z"))
                .text();
        PublicKeyRecord key = Vectors.key(text);
        assertThat(key.extraFields()).containsExactly("x", "y", "z");
        assertThat(key.owner().vendor()).isEqualTo("Example");
        String bare =
                StsRecord.of("PK.ECDH.1", key.record().fields().subList(0, 3)).text();
        assertThat(Vectors.key(bare).extraFields()).isEmpty();
    }

    @Test
    void isMadeFromAKeyAndReadBack() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair pair = generator.generateKeyPair();
        ECPublicKey made = (ECPublicKey) pair.getPublic();
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        Pkid owner = Pkid.forKey(Pkid.KMC, "Simulator", "S1", now, made);
        PublicKeyRecord key = PublicKeyRecord.create(owner, made, now.plusSeconds(60));
        PublicKeyRecord read = Vectors.key(key.record().text());
        assertThat(read.toECPublicKey().getW()).isEqualTo(made.getW());
        assertThat(read.verify(Clock.fixed(now, ZoneOffset.UTC), List.of(owner)).trust())
                .isEqualTo(KeyReport.Trust.PINNED);
        assertThat(Vectors.key(PublicKeyRecord.create(owner, made).record().text())
                        .validUntil())
                .isEmpty();
    }

    @Test
    void isNotMadeFromAKeyThatDoesNotFit() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        ECPublicKey p256 = (ECPublicKey) generator.generateKeyPair().getPublic();
        assertThatIllegalArgumentException().isThrownBy(() -> Pkid.forKey(Pkid.KMC, "A", "0", Instant.EPOCH, p256));
        ECPublicKey one = Vectors.key(Vectors.ONE).toECPublicKey();
        assertThatIllegalArgumentException().isThrownBy(() -> PublicKeyRecord.create(REAL_ID, one));
    }
}
