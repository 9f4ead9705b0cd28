// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statement 9: time is the caller's. What may hold at another time is undetermined; what holds at none, since nobody trusts
 * whoever issued it, is rejected, so that nobody waits for a mail of a stranger.
 */
class ValidityTest {

    private static final Instant NOW = TestPki.NOW;
    private static final TestPath ROOT = TestPath.root(0);
    private static final TestPath STRANGER =
            TestPath.selfIssued(TestPki.rsa(4), "CN=Stranger").authority(-1).issue();

    /** Of the name of the one that is trusted, and with another key. */
    private static final TestPath NAMESAKE = TestPath.root(4);

    /** Ten days that are over, or yet to come. */
    private enum Period {
        PAST(-20),
        PRESENT(-5),
        FUTURE(10);

        private final Instant from;

        Period(int days) {
            from = NOW.plus(Duration.ofDays(days));
        }

        Instant until() {
            return from.plus(Duration.ofDays(10));
        }

        TestPath signer(TestPath issuer) {
            return issuer.request(TestPki.rsa(1), "CN=Signer", from, until())
                    .signer(TestPki.SENDER)
                    .issue();
        }

        TestPath between(TestPath issuer) {
            return issuer.request(TestPki.rsa(3), "CN=Mid", from, until())
                    .authority(-1)
                    .issue();
        }
    }

    /** A mail that was sealed while its signer's certificate was valid, and is opened now. */
    private static Verdict<OpenedMissive> open(TestPath signer, TestPath... between) throws SealingException {
        List<X509Certificate> chain = new ArrayList<>(List.of(signer.certificate));
        for (TestPath each : between) {
            chain.add(each.certificate);
        }
        Instant sealed = signer.certificate.getNotBefore().toInstant().plusSeconds(1);
        byte[] mail = MissiveSealer.of(
                        SigningIdentity.of(signer.keys.getPrivate(), chain), Bench.FROM, InstantSource.fixed(sealed))
                .seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.RECIPIENT.certificate))
                .octets();
        TrustPolicy trust = TrustPolicy.of(List.of(ROOT.certificate));
        return MissiveOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), trust, Bench.CLOCK)
                .open(mail);
    }

    private static void assertRejected(Verdict<OpenedMissive> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(Check.SIGNER_TRUST);
    }

    private static void assertUndetermined(Verdict<OpenedMissive> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Undetermined.class);
        assertThat(((Verdict.Undetermined<OpenedMissive>) verdict).open()).isEqualTo(Check.SIGNER_TRUST);
    }

    @Test
    void whatIsValidAndKnownIsAccepted() throws Exception {
        TestPath mid = Period.PRESENT.between(ROOT);
        assertThat(open(Period.PRESENT.signer(mid), mid)).isInstanceOf(Verdict.Accepted.class);
        assertThat(open(Period.PRESENT.signer(ROOT))).isInstanceOf(Verdict.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAST", "FUTURE"})
    void whatIsNotValidAndKnownIsUndetermined(Period period) throws Exception {
        TestPath mid = Period.PRESENT.between(ROOT);
        assertUndetermined(open(period.signer(ROOT)));
        assertUndetermined(open(period.signer(mid), mid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAST", "FUTURE"})
    void anAuthorityBetweenThatIsNotValidIsUndetermined(Period period) throws Exception {
        TestPath mid = period.between(ROOT);
        assertUndetermined(open(Period.PRESENT.signer(mid), mid));
        assertUndetermined(open(period.signer(mid), mid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAST", "PRESENT", "FUTURE"})
    void whoIsUnknownIsRejectedWheneverHeIsValid(Period period) throws Exception {
        for (TestPath root : List.of(STRANGER, NAMESAKE)) {
            assertRejected(open(period.signer(root)));
            assertRejected(open(period.signer(root), root));
            TestPath mid = Period.PRESENT.between(root);
            assertRejected(open(period.signer(mid), mid, root));
            TestPath old = period.between(root);
            assertRejected(open(Period.PRESENT.signer(old), old, root));
            assertRejected(open(period.signer(old), old, root));
        }
        TestPath alone = TestPath.selfIssued(TestPki.rsa(1), "CN=Signer")
                .signer(TestPki.SENDER)
                .issue();
        assertRejected(open(alone));
    }

    /** The issuer did not come along: it may be anybody. */
    @ParameterizedTest
    @ValueSource(strings = {"PAST", "PRESENT", "FUTURE"})
    void whoseIssuerIsNotThereIsRejected(Period period) throws Exception {
        assertRejected(open(period.signer(Period.PRESENT.between(ROOT))));
    }

    /** Two with one name and one key, of which one is valid: the order in which they come says nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"PAST", "FUTURE"})
    void anAuthorityThatWasRenewedIsFound(Period period) throws Exception {
        TestPath old = period.between(ROOT);
        TestPath renewed = Period.PRESENT.between(ROOT);
        assertThat(open(Period.PRESENT.signer(old), old, renewed)).isInstanceOf(Verdict.Accepted.class);
        assertThat(open(Period.PRESENT.signer(old), renewed, old)).isInstanceOf(Verdict.Accepted.class);
        assertUndetermined(open(period.signer(old), old, renewed));
    }
}
