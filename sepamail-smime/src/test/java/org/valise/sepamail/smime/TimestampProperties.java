// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever an authority answers and whatever was kept, there is a verdict; and only one mail has a stamp. */
class TimestampProperties {

    private static final byte[] MAIL = Forge.ascii("From: a\r\n\r\nx\r\n");
    private static final TimestampVerifier VERIFIER = TestTsa.verifier();
    private static final TimestampRequest REQUEST = TimestampRequest.over(MAIL, new SecureRandom());
    private static final TestStamp STAMP = TestTsa.GOOD.stamp().answering(REQUEST.octets());
    private static final byte[] TOKEN = STAMP.token();
    private static final byte[] RESPONSE = STAMP.response();

    @Provide
    Arbitrary<byte[]> anyOctets() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
    }

    @Property(tries = 300)
    void arbitraryOctetsAreNoStamp(@ForAll @From("anyOctets") byte[] octets) {
        assertThat(VERIFIER.verify(MAIL, octets)).isInstanceOf(TimestampVerdict.Rejected.class);
        assertThat(VERIFIER.verify(REQUEST, octets)).isNotInstanceOf(TimestampVerdict.Accepted.class);
    }

    @Property(tries = 1000)
    void aMutatedTokenIsRefusedOrSaysTheSame(
            @ForAll @Size(min = 1, max = 4) int[] places, @ForAll byte octet, @ForAll Cut cut) {
        TimestampVerdict verdict = VERIFIER.verify(MAIL, mutated(TOKEN, places, octet, cut));
        if (verdict instanceof TimestampVerdict.Accepted accepted) {
            assertThat(accepted.token().time()).isEqualTo(TestPki.NOW);
            assertThat(accepted.token().authority()).isEqualTo(TestTsa.GOOD.certificate());
        }
    }

    @Property(tries = 1000)
    void aMutatedResponseIsRefusedOrSaysTheSame(
            @ForAll @Size(min = 1, max = 4) int[] places, @ForAll byte octet, @ForAll Cut cut) {
        TimestampVerdict verdict = VERIFIER.verify(REQUEST, mutated(RESPONSE, places, octet, cut));
        if (verdict instanceof TimestampVerdict.Accepted accepted) {
            assertThat(accepted.token().time()).isEqualTo(TestPki.NOW);
            assertThat(accepted.token().authority()).isEqualTo(TestTsa.GOOD.certificate());
        }
    }

    @Property(tries = 300)
    void noOtherMailHasTheStamp(@ForAll @From("anyOctets") byte[] mail) {
        assertThat(VERIFIER.verify(mail, TOKEN) instanceof TimestampVerdict.Accepted)
                .isEqualTo(Arrays.equals(mail, MAIL));
    }

    @Property(tries = 200)
    void everyPartOfATokenIsTooLittle(
            @ForAll @IntRange(max = 200) int left, @ForAll @IntRange(min = 1, max = 200) int right) {
        byte[] part = Arrays.copyOfRange(TOKEN, left, TOKEN.length - right);
        assertThat(VERIFIER.verify(MAIL, part)).isInstanceOf(TimestampVerdict.Rejected.class);
    }

    enum Cut {
        REPLACED,
        REMOVED,
        INSERTED
    }

    private static byte[] mutated(byte[] octets, int[] places, byte octet, Cut cut) {
        byte[] result = octets.clone();
        for (int place : places) {
            int at = Math.floorMod(place, result.length);
            byte[] before = Arrays.copyOf(result, at);
            byte[] rest = Arrays.copyOfRange(result, cut == Cut.INSERTED ? at : at + 1, result.length);
            result = cut == Cut.REMOVED ? Forge.join(before, rest) : Forge.join(before, new byte[] {octet}, rest);
        }
        return result;
    }
}
