// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.Iban;
import org.valise.sepamail.missive.Icqx;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.smime.Referentials.Bics;
import org.valise.sepamail.smime.Referentials.Ecosystems;
import org.valise.sepamail.smime.Referentials.Ibans;
import org.valise.sepamail.smime.Referentials.Participants;
import org.valise.sepamail.smime.Referentials.Users;

/** The referentials of MIS1202 "Processing", in memory and put together. */
class ReferentialsTest {

    private static final Bic A = Bic.of("TESTVERT");
    private static final Bic A_LONG = Bic.of("TESTVERTXXX");
    private static final Bic B = Bic.of("TESTBLEUABC");
    private static final Iban ACCOUNT = Iban.of("FR7630006000011234567890189");
    private static final Icqx CREDITOR = Icqx.of("QX12FRZZZ123456");

    private final Referentials none = Referentials.of(
            "A",
            Bics.of(Set.of(A)),
            Participants.of(Map.of("A", Set.of(A), "B", Set.of(B))),
            Ecosystems.of(Set.of("test")));

    @Test
    void bicsOfEightAndElevenAreTheSame() throws IOException {
        assertThat(Bics.of(List.of(A)).contains(A_LONG)).isTrue();
        assertThat(Bics.of(List.of(A_LONG)).contains(A)).isTrue();
        assertThat(Bics.of(List.of(A)).contains(B)).isFalse();
        assertThat(Participants.of(Map.of("A", Set.of(A))).find(A_LONG)).contains("A");
    }

    @Test
    void whatOneDoesNotKnowTheOtherMay() throws IOException {
        Bics bics = Bics.of(List.of(A)).or(Bics.of(List.of(B)));
        assertThat(List.of(bics.contains(A), bics.contains(B), bics.contains(Bic.of("TESTBRUN"))))
                .containsExactly(true, true, false);
        Ecosystems ecosystems = Ecosystems.of(Set.of("x")).or(Ecosystems.of(Set.of("y")));
        assertThat(List.of(ecosystems.contains("x"), ecosystems.contains("y"), ecosystems.contains("z")))
                .containsExactly(true, true, false);
        assertThat(Participants.of(Map.of("A", Set.of(A)))
                        .or(Participants.of(Map.of("B", Set.of(A, B))))
                        .find(A))
                .contains("A");
        Users<String> both = Users.of(Map.of("1", UserStatus.FULL)).or(Users.of(Map.of("2", UserStatus.ACTIVE)));
        assertThat(both.status("1")).isEqualTo(UserStatus.FULL);
        assertThat(both.status("2")).isEqualTo(UserStatus.ACTIVE);
        assertThat(both.status("3")).isEqualTo(UserStatus.UNKNOWN);
    }

    @Test
    void aBicBelongsToOneParticipant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Participants.of(Map.of("A", Set.of(A), "B", Set.of(A_LONG))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Referentials.of("", bic -> true, bic -> java.util.Optional.empty(), name -> true));
    }

    @Test
    void theBankOfAnAccountIsAdded() throws IOException {
        Referentials referentials = none.withIbans(Ibans.of(Map.of(ACCOUNT, new Ibans.Account(B, UserStatus.UNKNOWN))));
        assertThat(referentials.enriched(Party.of(ACCOUNT))).isEqualTo(Party.of(B, ACCOUNT));
        assertThat(referentials.enriched(Party.of(A, ACCOUNT))).isEqualTo(Party.of(A, ACCOUNT));
        assertThat(none.enriched(Party.of(ACCOUNT))).isEqualTo(Party.of(ACCOUNT));
    }

    @Test
    void usersAreFoundByEachKindOfIdentifier() throws IOException {
        Referentials referentials = none.withQxbans(Users.of(Map.of(Banks.VERT_USER, UserStatus.DEACTIVATED)))
                .withIbans(Ibans.of(Map.of(ACCOUNT, new Ibans.Account(A, UserStatus.VERIFIED))))
                .withPans(Users.of(Map.of("4970100000000000", UserStatus.FULL)))
                .withCreditors(Users.of(Map.of(CREDITOR, UserStatus.ACTIVE)));
        assertThat(referentials.status(Party.of(Banks.VERT_USER))).isEqualTo(UserStatus.DEACTIVATED);
        assertThat(referentials.status(Party.of(A, ACCOUNT))).isEqualTo(UserStatus.VERIFIED);
        assertThat(referentials.status(Party.ofPan(A, "4970100000000000"))).isEqualTo(UserStatus.FULL);
        assertThat(referentials.status(Party.of(A, CREDITOR))).isEqualTo(UserStatus.ACTIVE);
        assertThat(referentials.status(Party.of(A))).isEqualTo(UserStatus.UNKNOWN);
        assertThat(none.status(Party.of(Banks.VERT_USER))).isEqualTo(UserStatus.UNKNOWN);
    }

    @Test
    void nodesOfTheSchemeStandForThemselves() throws IOException {
        MissiveAddress.Node scheme = new MissiveAddress.SchemeNode("fr");
        assertThat(none.isListed(scheme)).isTrue();
        assertThat(none.participant(scheme)).contains("fr.scheme");
        assertThat(none.isOwn(scheme)).isFalse();
        assertThat(none.isOwn(new MissiveAddress.Participant(A_LONG))).isTrue();
        assertThat(none.toString()).isEqualTo("Referentials[A]");
    }
}
