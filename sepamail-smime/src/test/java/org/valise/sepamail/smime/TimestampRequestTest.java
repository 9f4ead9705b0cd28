// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3161 2.4.1: what an authority is asked. */
class TimestampRequestTest {

    private static final byte[] MAIL = Forge.ascii("abc");

    /** SHA-256 of "abc", from FIPS 180-2, B.1. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /** Gives the octets 0x11 only. */
    private static SecureRandom elevens() {
        return new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] octets) {
                Arrays.fill(octets, (byte) 0x11);
            }
        };
    }

    private static String hex(TimestampRequest request) {
        return HexFormat.of().formatHex(request.octets());
    }

    @Test
    void isTheDerOfTheDigestWithNonceAndTheWishForACertificate() {
        assertThat(hex(TimestampRequest.over(MAIL, elevens())))
                .isEqualTo("3043" + "020101" + "3031300d060960864801650304020105000420" + ABC + "02081111111111111111"
                        + "0101ff");
    }

    @Test
    void namesThePolicyThatIsAskedFor() {
        TimestampRequest request = TimestampRequest.over(MAIL, elevens()).withPolicy("1.2.3");
        assertThat(hex(request))
                .isEqualTo("3047" + "020101" + "3031300d060960864801650304020105000420" + ABC + "06022a03"
                        + "02081111111111111111" + "0101ff");
        assertThat(request.policy()).contains("1.2.3");
        assertThatThrownBy(() -> request.withPolicy("any")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SHA_384, 300d060960864801650304020205000430, SHA-384",
        "SHA_512, 300d060960864801650304020305000440, SHA-512"
    })
    void takesOtherDigests(TimestampDigest digest, String algorithm, String name) {
        assertThat(hex(TimestampRequest.over(MAIL, digest, elevens())))
                .contains(algorithm + HexFormat.of().formatHex(TestTsa.digest(name, MAIL)));
    }

    @Test
    void isTheSameOfAStreamAndOfASealedMissive() throws Exception {
        SealedMissive sealed =
                Bench.sealer().seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.RECIPIENT.certificate));
        byte[] whole = sealed.octets();
        TimestampRequest ofArray = TimestampRequest.over(whole, TimestampDigest.SHA_512, elevens());
        assertThat(TimestampRequest.over(sealed, TimestampDigest.SHA_512, elevens())
                        .octets())
                .isEqualTo(ofArray.octets());
        assertThat(TimestampRequest.over(new ByteArrayInputStream(whole), TimestampDigest.SHA_512, elevens())
                        .octets())
                .isEqualTo(ofArray.octets());
    }

    @Test
    void itsOctetsAreFinal() {
        TimestampRequest request = TimestampRequest.over(MAIL, elevens());
        request.octets()[0] = 0;
        assertThat(request.octets()[0]).isEqualTo((byte) 0x30);
    }

    @Test
    void hasANonceOfItsOwnEachTime() {
        SecureRandom random = new SecureRandom();
        assertThat(TimestampRequest.over(MAIL, random).octets())
                .isNotEqualTo(TimestampRequest.over(MAIL, random).octets());
    }

    @Test
    void saysNothingOfTheMail() {
        assertThat(TimestampRequest.over(MAIL, elevens()).withPolicy("1.2.3"))
                .hasToString("TimestampRequest[SHA_256, 1.2.3]");
    }
}
