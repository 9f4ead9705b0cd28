// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A.4: BIC, IBAN, PAN, BBAN and 2D code of a sender or receiver; C.2: what two parties have in common. */
class PartyTest {

    private static final Bic BLEU = Bic.of("TESTBLEUXXX");
    private static final Qxban ACCOUNT = Qxban.of("QX62TESTBLEUXXX2345678923456789234");
    private static final Attachment IMAGE = Attachment.of("image/png", new byte[] {1});

    /** One of each kind; no two are equal. */
    private static final List<Party> PARTIES = List.of(
            new Party(null, null, null, null, null),
            Party.of(BLEU),
            Party.of(Bic.of("TESTVERTXXX")),
            Party.of(ACCOUNT),
            Party.of(ACCOUNT).withBic(BLEU),
            Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")),
            Party.ofPan(BLEU, "4970"),
            Party.ofPan(BLEU, "4971"),
            Party.ofBban(BLEU, "12345678901"),
            Party.ofBban(BLEU, "12345678902"),
            Party.of(BLEU).with2dCode(IMAGE),
            Party.of(BLEU).with2dCode(Attachment.of("image/png", new byte[] {2})));

    @Test
    void isEqualIfItHasTheSame() {
        for (int i = 0; i < PARTIES.size(); i++) {
            for (int j = 0; j < PARTIES.size(); j++) {
                assertThat(PARTIES.get(i).equals(PARTIES.get(j))).isEqualTo(i == j);
            }
        }
        assertThat(Party.ofPan(BLEU, "4970").with2dCode(IMAGE))
                .isEqualTo(Party.ofPan(Bic.of("TESTBLEUXXX"), "4970")
                        .with2dCode(Attachment.of("image/png", new byte[] {1})))
                .hasSameHashCodeAs(Party.ofPan(Bic.of("TESTBLEUXXX"), "4970")
                        .with2dCode(Attachment.of("image/png", new byte[] {1})));
        assertThat(Party.of(BLEU)).isNotEqualTo(null).isNotEqualTo(BLEU);
    }

    /** A.5: a receiver is a user; the schema takes an empty PAN, which names nobody. */
    @Test
    void namesAUser() {
        assertThat(PARTIES.stream().map(Party::hasUser))
                .containsExactly(false, false, false, true, true, true, true, true, true, true, true, true);
        assertThat(new Party(BLEU, null, "", null, null).hasUser()).isFalse();
        assertThat(PARTIES.stream().filter(Party::isEmpty)).containsExactly(PARTIES.get(0));
        assertThat(new Party(null, null, "", null, null).isEmpty()).isTrue();
    }

    /** A QXBAN names a participant if there is a BIC in it. */
    @Test
    void namesAParticipant() throws MissiveFormatException {
        Qxban without = Qxban.parse(Found.withCheckDigits("QX", "1ESTBLEUXXX2345678923456789234"))
                .orElseThrow();
        assertThat(Party.of(without).hasParticipant()).isFalse();
        assertThat(Party.of(without).withBic(BLEU).hasParticipant()).isTrue();
        assertThat(Party.of(ACCOUNT).hasParticipant()).isTrue();
        assertThat(PARTIES.get(0).hasParticipant()).isFalse();
    }

    @Test
    void saysWhatItHasAndNoNumber() {
        assertThat(Party.of(ACCOUNT)).hasToString("Party[TESTBLEUXXX, account]");
        assertThat(Party.ofPan(BLEU, "4970").with2dCode(IMAGE)).hasToString("Party[TESTBLEUXXX, PAN, 2D code]");
        assertThat(Party.ofBban(BLEU, "12345678901")).hasToString("Party[TESTBLEUXXX, BBAN]");
        assertThat(PARTIES.get(0)).hasToString("Party[no participant]");
    }

    /** The schema's IBAN has at most 34 characters; an ICQX has up to 35. */
    @Test
    void mayBeACreditorThatFitsIntoTheSchema() {
        Icqx fits = Icqx.of("QX12ZZ" + "1".repeat(28));
        assertThat(Party.of(fits).accountText()).contains(fits.text());
        assertThat(Party.of(BLEU, fits)).isEqualTo(Party.of(fits).withBic(BLEU));
        Icqx longer = Icqx.of("QX12ZZ" + "1".repeat(29));
        assertThatIllegalArgumentException().isThrownBy(() -> Party.of(longer));
        assertThatIllegalArgumentException().isThrownBy(() -> Party.of(BLEU, longer));
    }
}
