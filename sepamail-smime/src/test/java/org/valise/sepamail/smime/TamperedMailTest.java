// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.valise.sepamail.missive.NominalMissive;

/** Whatever is changed on the way, the same missive comes out or none. */
class TamperedMailTest {

    /** Between one place and the next; prime, so that each bit and each column of Base64 gets its turn. */
    private static final int STEP = 31;

    private static byte[] mail(Profile profile, ContentCipher cipher, NominalMissive missive) throws SealingException {
        return MissiveSealer.of(Bench.EC_SIGNER.identity(), Bench.FROM, Bench.CLOCK)
                .with(profile)
                .with(cipher)
                .seal(missive, Bench.TO, Recipient.of(Bench.EC_RECIPIENT.certificate))
                .octets();
    }

    @ParameterizedTest
    @CsvSource({"OPAQUE_THEN_ENCRYPT, AES_256_CBC", "CLEAR_THEN_ENCRYPT, AES_128_GCM", "SEED_TWO_PART, AES_256_CBC"})
    void noChangedOctetGivesAnotherMissive(Profile profile, ContentCipher cipher) throws Exception {
        NominalMissive missive = Bench.missive("x");
        byte[] mail = mail(profile, cipher, missive);
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.strict().with(profile));
        int refused = 0;
        for (int i = 0; i < mail.length; i += STEP) {
            byte[] changed = mail.clone();
            changed[i] ^= (byte) (1 << i % 8);
            Verdict<OpenedMissive> verdict = opener.open(changed);
            if (verdict instanceof Verdict.Accepted<OpenedMissive> accepted) {
                assertThat(accepted.opened().missive()).isEqualTo(missive);
            } else {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(mail.length / STEP * 8 / 10);
    }

    @ParameterizedTest
    @CsvSource({"OPAQUE_THEN_ENCRYPT, AES_256_CBC", "CLEAR_THEN_ENCRYPT, AES_128_GCM", "SEED_TWO_PART, AES_256_CBC"})
    void everyCutIsRefused(Profile profile, ContentCipher cipher) throws Exception {
        byte[] mail = mail(profile, cipher, Bench.missive("x"));
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.strict().with(profile));
        // What may be missing at the end without loss is its last line end.
        for (int length = 0; length < mail.length - 2; length += 2 * STEP) {
            assertThat(opener.open(Arrays.copyOf(mail, length))).isNotInstanceOf(Verdict.Accepted.class);
        }
    }
}
