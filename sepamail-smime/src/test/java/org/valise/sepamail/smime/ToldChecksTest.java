// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.valise.sepamail.smime.CheckResult.Outcome;

/** A verdict tells each check that was made, and which nobody asked for. */
class ToldChecksTest {

    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));
    private static final Set<Check> OF_SIGNATURES = EnumSet.of(
            Check.SIGNATURE_FORM,
            Check.ALGORITHMS,
            Check.DIGEST,
            Check.SIGNATURE,
            Check.SIGNER_CERTIFICATE,
            Check.SIGNER_TRUST,
            Check.SIGNER_IS_SENDER);
    private static final Set<Check> OF_EVERY_MAIL =
            EnumSet.of(Check.MAIL_FORM, Check.ADDRESSES, Check.STRUCTURE, Check.CONTENT, Check.MISSIVE);

    private static byte[] encrypted(byte[] content) {
        return encrypted(content, CMSAlgorithm.AES256_CBC);
    }

    private static byte[] encrypted(byte[] content, ASN1ObjectIdentifier cipher) {
        return Forge.cms("enveloped-data", Forge.encrypt(content, cipher, Bench.RECIPIENT));
    }

    private static byte[] signed(byte[] content) {
        return Forge.cms("signed-data", Forge.sign(content, true, "SHA256withRSA", Bench.SIGNER));
    }

    private static Verdict<OpenedMissive> open(OpeningPolicy policy, byte[] entity) {
        return Bench.opener().with(policy).open(Forge.mail(TestPki.SENDER, entity));
    }

    private static Set<Check> told(Verdict<OpenedMissive> verdict, Outcome outcome) {
        return verdict.checks().stream()
                .filter(result -> result.outcome() == outcome)
                .map(CheckResult::check)
                .collect(Collectors.toSet());
    }

    private static Set<Check> all(Set<Check> one, Set<Check> other, Check... more) {
        EnumSet<Check> all = EnumSet.copyOf(one);
        all.addAll(other);
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void ofAMailThatIsSignedAndEncrypted() {
        Verdict<OpenedMissive> verdict = open(OpeningPolicy.strict(), encrypted(signed(ENTITY)));
        assertThat(told(verdict, Outcome.PASSED))
                .isEqualTo(all(OF_EVERY_MAIL, OF_SIGNATURES, Check.RECIPIENT, Check.DECRYPTION, Check.ADDRESS_BINDING));
        assertThat(told(verdict, Outcome.NOT_ASKED_FOR)).contains(Check.REVOCATION);
        assertThat(told(verdict, Outcome.FAILED)).isEmpty();
        assertThat(told(verdict, Outcome.UNDETERMINED)).isEmpty();
    }

    /** That the path led to an authority was found out before. */
    @Test
    void ofASignerWhoseRevocationIsNotKnown() {
        TrustPolicy trust = TrustPolicy.of(List.of(Bench.AUTHORITY.certificate));
        TestPath stranger = TestPath.root(4);
        Verdict<OpenedMissive> verdict = MissiveOpener.of(
                        List.of(Bench.RECIPIENT.decryptionKey()),
                        trust.withRevocationLists(List.of(stranger.list())),
                        Bench.CLOCK)
                .open(Forge.mail(TestPki.SENDER, encrypted(signed(ENTITY))));
        assertThat(told(verdict, Outcome.UNDETERMINED)).containsExactly(Check.REVOCATION);
        assertThat(told(verdict, Outcome.PASSED)).contains(Check.SIGNER_TRUST);
    }

    @Test
    void ofAMailThatIsSignedOnly() {
        OpeningPolicy policy = OpeningPolicy.strict().requiring(Protection.SIGNATURE);
        Verdict<OpenedMissive> verdict = open(policy, signed(ENTITY));
        assertThat(told(verdict, Outcome.PASSED)).isEqualTo(all(OF_EVERY_MAIL, OF_SIGNATURES, Check.ADDRESS_BINDING));
    }

    @Test
    void ofAMailWhoseSenderNobodyCompares() {
        OpeningPolicy policy = OpeningPolicy.strict().withoutSenderCheck();
        Verdict<OpenedMissive> verdict = open(policy, encrypted(signed(ENTITY)));
        assertThat(told(verdict, Outcome.PASSED))
                .contains(Check.SIGNATURE, Check.SIGNER_TRUST)
                .contains(Check.ADDRESS_BINDING) // addresses of the network are held against the missive all the same
                .doesNotContain(Check.ADDRESSES, Check.SIGNER_IS_SENDER);
        assertThat(told(verdict, Outcome.NOT_ASKED_FOR)).contains(Check.ADDRESSES, Check.SIGNER_IS_SENDER);
        assertThat(verdict.checks())
                .filteredOn(result -> result.check() == Check.SIGNER_IS_SENDER)
                .allMatch(result -> result.detail().isEmpty());
    }

    @Test
    void ofATimeThatIsAskedFor() {
        OpeningPolicy policy = OpeningPolicy.strict().withSigningTimeWithin(Duration.ofDays(9_999));
        assertThat(told(open(policy, encrypted(signed(ENTITY))), Outcome.PASSED))
                .contains(Check.SIGNING_TIME);
        assertThat(told(open(OpeningPolicy.strict(), encrypted(signed(ENTITY))), Outcome.PASSED))
                .doesNotContain(Check.SIGNING_TIME);
    }

    /** It is not for us, or in a way that is not accepted: everybody sees that, and no signature has to be right for it. */
    @Test
    void whatBesideASignatureCannotBeOpened() {
        OpeningPolicy policy = OpeningPolicy.strict().with(Profile.ENCRYPT_THEN_SIGN);
        byte[] broken = Forge.sign(Forge.ascii("Another content"), false, "SHA256withRSA", Bench.SIGNER);
        byte[] weak = encrypted(ENTITY, CMSAlgorithm.DES_EDE3_CBC);
        assertThat(told(open(policy, Forge.multipartSigned(weak, broken)), Outcome.FAILED))
                .containsExactly(Check.ALGORITHMS);
        byte[] notForUs = Forge.cms(
                "enveloped-data",
                Forge.encrypt(
                        ENTITY, CMSAlgorithm.AES256_CBC, Bench.AUTHORITY.recipient(TestPki.rsa(3), TestPki.RECEIVER)));
        Verdict<OpenedMissive> verdict = open(policy, Forge.multipartSigned(notForUs, broken));
        assertThat(verdict.checks())
                .filteredOn(result -> result.outcome() != Outcome.PASSED && result.outcome() != Outcome.NOT_ASKED_FOR)
                .extracting(CheckResult::check)
                .containsExactly(Check.RECIPIENT);
        assertThat(told(open(policy, Forge.multipartSigned(encrypted(ENTITY), broken)), Outcome.FAILED))
                .containsExactly(Check.DIGEST);
    }
}
