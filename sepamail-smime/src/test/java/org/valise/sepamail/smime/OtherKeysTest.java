// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** Lists that an authority has signed with another of its keys (RFC 5280 6.3.3 f). */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherKeysTest {

    private static final String NAME = "CN=Mid";
    private static final TestPath ROOT = TestPath.root(0);
    private static final TestPath OLD = mid(ROOT, 1);
    private static final TestPath NEW = mid(ROOT, 3);
    private static final TestPath LEAF =
            OLD.request(TestPki.rsa(2), "CN=Leaf").signer(TestPki.SENDER).issue();

    private static TestPath mid(TestPath issuer, int key) {
        return issuer.request(TestPki.rsa(key), NAME).authority(-1).issue();
    }

    private static Outcome check(List<TestPath> others, X509CRL... lists) {
        return check(List.of(ROOT), others, lists);
    }

    private static Outcome check(List<TestPath> authorities, List<TestPath> others, X509CRL... lists) {
        List<X509Certificate> cameAlong = new ArrayList<>(certificates(others));
        cameAlong.add(OLD.certificate);
        return TrustPolicy.of(certificates(authorities))
                .withRevocationLists(List.of(lists))
                .check(LEAF.certificate, cameAlong, TestPki.NOW);
    }

    private static List<X509Certificate> certificates(List<TestPath> paths) {
        return paths.stream().map(path -> path.certificate).toList();
    }

    @Test
    void aListByTheNewKeySpeaksOfWhatTheOldKeySigned() {
        assertThat(check(List.of(NEW), ROOT.list(), NEW.list())).isEqualTo(Outcome.TRUSTED);
        assertThat(check(List.of(NEW), ROOT.list(), NEW.list(LEAF.certificate))).isEqualTo(Outcome.REVOKED);
        assertThat(check(List.of(NEW), ROOT.list(), OLD.list(), NEW.list(LEAF.certificate)))
                .isEqualTo(Outcome.REVOKED);
        assertThat(check(List.of(), ROOT.list(), NEW.list())).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** Of several keys any may revoke, in whatever order they come along. */
    @Test
    void whatOneKeyRevokesNoOtherClears() {
        TestPath newer = mid(ROOT, 4);
        for (List<TestPath> others : List.of(List.of(NEW, newer), List.of(newer, NEW))) {
            assertThat(check(others, ROOT.list(), NEW.list(LEAF.certificate), newer.list()))
                    .isEqualTo(Outcome.REVOKED);
            assertThat(check(others, ROOT.list(), NEW.list(), newer.list())).isEqualTo(Outcome.TRUSTED);
        }
    }

    @Test
    void aKeyThatIsRevokedItselfSaysNothing() {
        assertThat(check(List.of(NEW), ROOT.list(NEW.certificate), NEW.list())).isEqualTo(Outcome.NO_REVOCATION_STATUS);
        assertThat(check(List.of(NEW), ROOT.list(NEW.certificate), OLD.list(), NEW.list(LEAF.certificate)))
                .isEqualTo(Outcome.TRUSTED);
    }

    /** A namesake under another authority is somebody else, trusted or not. */
    @Test
    void aKeyThatLeadsElsewhereSaysNothing() {
        TestPath elsewhere = TestPath.selfIssued(TestPki.rsa(4), "CN=Elsewhere")
                .authority(-1)
                .issue();
        TestPath namesake = mid(elsewhere, 3);
        for (List<TestPath> authorities : List.of(List.of(ROOT), List.of(ROOT, elsewhere))) {
            assertThat(check(authorities, List.of(namesake), ROOT.list(), namesake.list()))
                    .isEqualTo(Outcome.NO_REVOCATION_STATUS);
            assertThat(check(authorities, List.of(namesake), ROOT.list(), OLD.list(), namesake.list(LEAF.certificate)))
                    .isEqualTo(Outcome.TRUSTED);
        }
    }

    /** Anyone may make certificates of a name and a key, and put them before the one that counts. */
    @Test
    void namesakesHideNoListThatRevokes() {
        TestPath forger =
                TestPath.selfIssued(TestPki.rsa(4), "CN=Root").authority(-1).issue();
        List<TestPath> others = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            others.add(mid(forger, 3));
            X509CRL[] lists = {ROOT.list(), OLD.list(), NEW.list(LEAF.certificate)};
            if (i % 10 == 0) {
                List<TestPath> all = new ArrayList<>(others);
                all.add(NEW);
                assertThat(check(all, lists))
                        .as("%d before", i + 1)
                        .isIn(Outcome.REVOKED, Outcome.NO_REVOCATION_STATUS);
            }
        }
    }

    /** More of them than are looked at stand between the key of the list and the authority. */
    @Test
    void namesakesOnTheWayHideNoListThatRevokes() {
        TestPath between =
                ROOT.request(TestPki.rsa(4), "CN=Between").authority(-1).issue();
        TestPath newest = mid(between, 3);
        X509CRL[] lists = {ROOT.list(), between.list(), OLD.list(), newest.list(LEAF.certificate)};
        assertThat(check(List.of(between, newest), lists)).isEqualTo(Outcome.REVOKED);
        List<TestPath> others = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(i -> TestPath.selfIssued(TestPki.ec(i), "CN=Between")
                        .authority(-1)
                        .issue())
                .toList());
        others.add(between);
        others.add(newest);
        assertThat(check(others, lists)).isEqualTo(Outcome.NO_REVOCATION_STATUS);
    }

    /** An authority that has changed its key often is not held against its certificates. */
    @Test
    void manyKeysOfOldDoNoHarm() {
        List<TestPath> others = new ArrayList<>(IntStream.range(0, 15)
                .mapToObj(
                        i -> ROOT.request(TestPki.ec(i % 8), NAME).authority(-1).issue())
                .toList());
        others.add(NEW);
        assertThat(check(others, ROOT.list(), NEW.list())).isEqualTo(Outcome.TRUSTED);
        assertThat(check(others, ROOT.list(), NEW.list(LEAF.certificate))).isEqualTo(Outcome.REVOKED);
    }
}
