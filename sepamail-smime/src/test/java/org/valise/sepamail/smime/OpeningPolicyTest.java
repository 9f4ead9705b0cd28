// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Missives;

/** What each policy accepts of the profiles and algorithms, and what it asks of addresses and times. */
class OpeningPolicyTest {

    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));

    private static OpeningPolicy policy(String name) {
        return switch (name) {
            case "strict" -> OpeningPolicy.strict();
            case "lenient" -> OpeningPolicy.lenient();
            default -> OpeningPolicy.legacy();
        };
    }

    private static byte[] detached(byte[] content, String algorithm) {
        return Forge.sign(content, false, algorithm, Bench.SIGNER);
    }

    private static byte[] mail(Profile profile, String algorithm, boolean tripleDes) {
        var cipher = tripleDes ? CMSAlgorithm.DES_EDE3_CBC : CMSAlgorithm.AES128_CBC;
        byte[] opaque = Forge.cms("signed-data", Forge.sign(ENTITY, true, algorithm, Bench.SIGNER));
        byte[] encrypted = Forge.cms("enveloped-data", Forge.encrypt(ENTITY, cipher, Bench.RECIPIENT));
        return Forge.mail(
                TestPki.SENDER,
                switch (profile) {
                    case OPAQUE_THEN_ENCRYPT ->
                        Forge.cms("enveloped-data", Forge.encrypt(opaque, cipher, Bench.RECIPIENT));
                    case CLEAR_THEN_ENCRYPT ->
                        Forge.cms(
                                "enveloped-data",
                                Forge.encrypt(
                                        Forge.multipartSigned(ENTITY, detached(ENTITY, algorithm)),
                                        cipher,
                                        Bench.RECIPIENT));
                    case SEED_TWO_PART -> Forge.multipartSigned(encrypted, detached(ENTITY, algorithm));
                    case ENCRYPT_THEN_SIGN -> Forge.multipartSigned(encrypted, detached(encrypted, algorithm));
                    case SIGNED_ONLY -> opaque;
                });
    }

    private static String outcome(Verdict<OpenedMissive> verdict) {
        return verdict instanceof Verdict.Rejected<OpenedMissive> rejected
                ? rejected.failed().name()
                : verdict instanceof Verdict.Accepted<OpenedMissive> ? "ok" : "open";
    }

    @ParameterizedTest
    @CsvSource({
        "strict,  OPAQUE_THEN_ENCRYPT, ok, ALGORITHMS, ALGORITHMS",
        "strict,  CLEAR_THEN_ENCRYPT,  ok, ALGORITHMS, ALGORITHMS",
        "strict,  SEED_TWO_PART,       STRUCTURE, STRUCTURE, STRUCTURE",
        "strict,  ENCRYPT_THEN_SIGN,   STRUCTURE, STRUCTURE, STRUCTURE",
        "strict,  SIGNED_ONLY,         STRUCTURE, STRUCTURE, STRUCTURE",
        "lenient, OPAQUE_THEN_ENCRYPT, ok, ALGORITHMS, ALGORITHMS",
        "lenient, CLEAR_THEN_ENCRYPT,  ok, ALGORITHMS, ALGORITHMS",
        "lenient, SEED_TWO_PART,       ok, ALGORITHMS, ALGORITHMS",
        "lenient, ENCRYPT_THEN_SIGN,   ok, ALGORITHMS, ALGORITHMS",
        "lenient, SIGNED_ONLY,         ok, ALGORITHMS, ok",
        "legacy,  OPAQUE_THEN_ENCRYPT, ok, ok, ok",
        "legacy,  CLEAR_THEN_ENCRYPT,  ok, ok, ok",
        "legacy,  SEED_TWO_PART,       ok, ok, ok",
        "legacy,  ENCRYPT_THEN_SIGN,   ok, ok, ok",
        "legacy,  SIGNED_ONLY,         ok, ok, ok"
    })
    void profilesAndAlgorithms(String policy, Profile profile, String usual, String sha1, String tripleDes) {
        MissiveOpener opener = Bench.opener().with(policy(policy));
        assertThat(outcome(opener.open(mail(profile, "SHA256withRSA", false)))).isEqualTo(usual);
        assertThat(outcome(opener.open(mail(profile, "SHA1withRSA", false)))).isEqualTo(sha1);
        assertThat(outcome(opener.open(mail(profile, "SHA256withRSA", true)))).isEqualTo(tripleDes);
        assertThat(outcome(opener.open(mail(profile, "MD5withRSA", false)))).isNotEqualTo("ok");
    }

    @Test
    void moreProfilesOneByOne() {
        for (Profile profile : List.of(Profile.SEED_TWO_PART, Profile.ENCRYPT_THEN_SIGN)) {
            MissiveOpener opener = Bench.opener().with(OpeningPolicy.strict().with(profile));
            for (Profile other : Profile.values()) {
                boolean usual = other == Profile.OPAQUE_THEN_ENCRYPT || other == Profile.CLEAR_THEN_ENCRYPT;
                Verdict<OpenedMissive> verdict = opener.open(mail(other, "SHA256withRSA", false));
                assertThat(verdict instanceof Verdict.Accepted<OpenedMissive>)
                        .as("%s by %s", other, profile)
                        .isEqualTo(usual || other == profile);
            }
        }
    }

    @Test
    void whatIsRequired() {
        MissiveOpener both = Bench.opener().with(OpeningPolicy.lenient().requiring(Protection.BOTH));
        assertThat(outcome(both.open(mail(Profile.SIGNED_ONLY, "SHA256withRSA", false))))
                .isEqualTo("STRUCTURE");
        assertThat(outcome(both.open(mail(Profile.ENCRYPT_THEN_SIGN, "SHA256withRSA", false))))
                .isEqualTo("ok");
        MissiveOpener signature = Bench.opener().with(OpeningPolicy.strict().requiring(Protection.SIGNATURE));
        assertThat(outcome(signature.open(mail(Profile.SIGNED_ONLY, "SHA256withRSA", false))))
                .isEqualTo("ok");
        assertThat(outcome(signature.open(mail(Profile.OPAQUE_THEN_ENCRYPT, "SHA256withRSA", false))))
                .isEqualTo("ok");
        assertThat(outcome(signature.open(mail(Profile.ENCRYPT_THEN_SIGN, "SHA256withRSA", false))))
                .isEqualTo("STRUCTURE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bench.opener().with(OpeningPolicy.strict().requiring(Protection.ENCRYPTION)));
    }

    private static byte[] signedBy(TestPki signer) {
        return Forge.opaque(Forge.sign(ENTITY, true, "SHA256withRSA", signer));
    }

    @Test
    void withoutSenderCheckAnybodyWhoIsTrustedSigns() {
        TestPki other = Bench.AUTHORITY.signer(TestPki.rsa(1), "other@testvert.sepamail.eu");
        TestPki rogue = TestPki.authority("Rogue", 4).signer(TestPki.rsa(1), TestPki.SENDER);
        assertThat(outcome(Bench.opener().open(signedBy(other)))).isEqualTo("SIGNER_IS_SENDER");
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.strict().withoutSenderCheck());
        Verdict<OpenedMissive> verdict = opener.open(signedBy(other));
        assertThat(outcome(verdict)).isEqualTo("ok");
        assertThat(verdict.checks())
                .filteredOn(result -> result.check() == Check.SIGNER_IS_SENDER)
                .extracting(CheckResult::outcome)
                .containsExactly(CheckResult.Outcome.NOT_ASKED_FOR);
        assertThat(outcome(opener.open(signedBy(rogue)))).isEqualTo("SIGNER_TRUST");
    }

    /** A pipeline answers whom From names: it wants to know that he sent it. */
    @Test
    void aPipelineIsNotBuiltWithoutSenderCheck() throws Exception {
        Banks banks = new Banks();
        MissiveOpener unchecked = Bench.opener().with(OpeningPolicy.strict().withoutSenderCheck());
        EmissionPipeline emission = banks.bleuSender();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReceptionPipeline.of(emission, unchecked, banks.bleuLog, banks.application::take));
        // One that is chosen for an address is known only when a mail is there.
        ReceptionPipeline pipeline = ReceptionPipeline.of(
                emission, address -> Optional.of(unchecked), banks.bleuLog, banks.application::take);
        byte[] mail = Banks.mail(Bench.missive("x"));
        assertThatIllegalArgumentException().isThrownBy(() -> pipeline.receive(mail));
        assertThat(banks.fromBleu.taken).isEmpty();
        assertThat(banks.application.taken).isEmpty();
        assertThat(banks.bleuLog.unacknowledged()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-25, ok, SIGNING_TIME", "-23, ok, ok", "0, ok, ok", "23, ok, ok", "25, ok, SIGNING_TIME"})
    void theTimeThatTheSignerStates(int hours, String byDefault, String within) {
        InstantSource clock = InstantSource.fixed(TestPki.NOW.minus(Duration.ofHours(hours)));
        MissiveOpener opener = MissiveOpener.of(
                List.of(Bench.RECIPIENT.decryptionKey()), TrustPolicy.of(List.of(Bench.AUTHORITY.certificate)), clock);
        byte[] mail = Forge.opaque(new RawSigned(ENTITY, Bench.SIGNER).within().octets());
        Verdict<OpenedMissive> verdict = opener.open(mail);
        assertThat(outcome(verdict)).isEqualTo(byDefault);
        // The future, or more than a day ago, is told.
        assertThat(verdict.deviations().contains("SIGNING_TIME")).isEqualTo(hours > 0 || hours < -24);
        OpeningPolicy policy = OpeningPolicy.strict().withSigningTimeWithin(Duration.ofHours(24));
        assertThat(outcome(opener.with(policy).open(mail))).isEqualTo(within);
    }

    @Test
    void noTimeWhereOneIsAskedFor() {
        byte[] mail = Forge.opaque(new RawSigned(ENTITY, Bench.SIGNER)
                .within()
                .attributes(RawSigned.type(CMSObjectIdentifiers.data), RawSigned.digestOf(ENTITY))
                .octets());
        OpeningPolicy policy = OpeningPolicy.strict().withSigningTimeWithin(Duration.ofDays(9_999));
        assertThat(outcome(Bench.opener().open(mail))).isEqualTo("ok");
        assertThat(outcome(Bench.opener().with(policy).open(mail))).isEqualTo("SIGNING_TIME");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpeningPolicy.strict().withSigningTimeWithin(Duration.ofNanos(-1)));
    }

    /** MIS1202 "The addresses": the bank of the address is that of the missive. */
    @ParameterizedTest
    @CsvSource({
        "test@testvert.sepamail.eu, ok, ok",
        "test@testnoir.sepamail.eu, ADDRESS_BINDING, ok",
        "payment.activation@testvert.sepamail.eu, ADDRESS_BINDING, ok"
    })
    void banksOfAddresses(String from, String strict, String lenient) {
        TestPki signer = Bench.AUTHORITY.signer(TestPki.rsa(1), from);
        byte[] mail = Forge.mail(
                from,
                Forge.cms(
                        "enveloped-data",
                        Forge.encrypt(
                                Forge.cms("signed-data", Forge.sign(ENTITY, true, "SHA256withRSA", signer)),
                                CMSAlgorithm.AES256_CBC,
                                Bench.RECIPIENT)));
        assertThat(outcome(Bench.opener().open(mail))).isEqualTo(strict);
        Verdict<OpenedMissive> verdict =
                Bench.opener().with(OpeningPolicy.lenient()).open(mail);
        assertThat(outcome(verdict)).isEqualTo(lenient);
        boolean warned =
                !((Verdict.Accepted<OpenedMissive>) verdict).opened().warnings().isEmpty();
        assertThat(warned).isEqualTo(strict.equals("ADDRESS_BINDING"));
    }

    private static byte[] ofOtherNetwork(String bank) {
        TestPki signer = Bench.AUTHORITY.signer(TestPki.rsa(1), "test@" + bank + ".scheme.example");
        return new String(signedBy(signer), StandardCharsets.US_ASCII)
                .replaceFirst("From: .*", "From: test@" + bank + ".scheme.example")
                .replaceFirst("To: .*", "To: test@testbleu.scheme.example")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void otherNetworks() {
        OpeningPolicy policy = OpeningPolicy.strict().withNetworks(List.of("scheme.example"));
        MissiveOpener opener = Bench.opener().with(policy);
        assertThat(outcome(opener.open(ofOtherNetwork("testvert")))).isEqualTo("ok");
        assertThat(outcome(opener.open(ofOtherNetwork("testnoir")))).isEqualTo("ADDRESS_BINDING");
        assertThat(outcome(opener.open(signedBy(Bench.SIGNER)))).isEqualTo("ADDRESS_BINDING");
        assertThat(outcome(Bench.opener().open(ofOtherNetwork("testvert")))).isEqualTo("ADDRESS_BINDING");
    }

    /** A caller's mistake shows at once, and not when the first good mail is there. */
    @Test
    void networksThatAreNone() {
        OpeningPolicy policy = OpeningPolicy.strict();
        for (List<String> networks : List.of(List.<String>of(), List.of("no domain"), List.of("sepamail.eu", ""))) {
            assertThatIllegalArgumentException().isThrownBy(() -> policy.withNetworks(networks));
        }
    }

    /** What a policy or the caller says of the reader holds whatever is set afterwards. */
    @Test
    void theReaderOfMissivesIsThatOfThePolicyOrOfTheCaller() {
        String empty = Banks.document(Bench.missive("x")).replace("<sem:Rcv>", "<sem:Rcv><sem:BIC></sem:BIC>");
        byte[] odd = Banks.mail(empty);
        MissiveOpener opener = Bench.opener();
        assertThat(outcome(opener.open(odd))).isEqualTo("MISSIVE");
        assertThat(outcome(opener.with(OpeningPolicy.lenient()).open(odd))).isEqualTo("ok");
        assertThat(outcome(opener.with(OpeningPolicy.lenient())
                        .with(OpeningPolicy.strict())
                        .open(odd)))
                .isEqualTo("MISSIVE");
        assertThat(outcome(opener.with(Missives.strict())
                        .with(OpeningPolicy.lenient())
                        .open(odd)))
                .isEqualTo("MISSIVE");
        assertThat(outcome(opener.with(OpeningPolicy.lenient())
                        .with(Missives.strict())
                        .open(odd)))
                .isEqualTo("MISSIVE");
        assertThat(outcome(opener.with(Missives.lenient())
                        .with(SmimeLimits.defaults())
                        .with(OpeningPolicy.strict())
                        .open(odd)))
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({
        "From: test@testvert.sepamail.eu, ok",
        "From: \"V\" <test@TESTVERT.sepamail.eu>, ok",
        "To: test@testbleu.sepamail.eu, ok",
        "Subject: anything, ok",
        "From: other@testvert.sepamail.eu, INNER_HEADERS",
        "To: test@testvert.sepamail.eu, INNER_HEADERS",
        "From: nobody, INNER_HEADERS",
        "To: (x), INNER_HEADERS"
    })
    void copiesOfAddressesWithin(String header, String outcome) {
        byte[] entity = Forge.join(Forge.ascii(header + "\r\n"), ENTITY);
        byte[] mail = Forge.clear(entity, detached(entity, "SHA256withRSA"));
        Verdict<OpenedMissive> verdict = Bench.opener().open(mail);
        assertThat(outcome(verdict)).isEqualTo(outcome);
        boolean told = verdict.checks().stream().anyMatch(result -> result.check() == Check.INNER_HEADERS);
        assertThat(told).isEqualTo(!header.startsWith("Subject"));
    }

    @Test
    void theReceiverIsNotTheOwnerOfTheKey() {
        TestPki other = Bench.AUTHORITY.recipient(TestPki.rsa(2), "other@testbleu.sepamail.eu");
        byte[] opaque = Forge.cms("signed-data", Forge.sign(ENTITY, true, "SHA256withRSA", Bench.SIGNER));
        byte[] mail = Forge.mail(
                TestPki.SENDER, Forge.cms("enveloped-data", Forge.encrypt(opaque, CMSAlgorithm.AES256_CBC, other)));
        Verdict<OpenedMissive> verdict = MissiveOpener.of(
                        List.of(other.decryptionKey()),
                        TrustPolicy.of(List.of(Bench.AUTHORITY.certificate)),
                        Bench.CLOCK)
                .open(mail);
        assertThat(outcome(verdict)).isEqualTo("ok");
        assertThat(verdict.deviations()).contains("RECIPIENT_IS_NOT_RECEIVER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "3 (Normal)", "1", "", "high"})
    void thePriorityOutside(String stated) {
        byte[] mail = Forge.join(
                Forge.ascii("X-Priority: " + stated + "\r\n"),
                Forge.opaque(new RawSigned(ENTITY, Bench.SIGNER).within().octets()));
        Verdict<OpenedMissive> verdict = Bench.opener().open(mail);
        assertThat(outcome(verdict)).isEqualTo("ok");
        assertThat(verdict.deviations()).isEqualTo(stated.startsWith("3") ? List.of() : List.of("X_PRIORITY"));
    }

    @Test
    void aPolicyWithoutAnAlgorithmIsNone() {
        OpeningPolicy policy = OpeningPolicy.strict();
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withCiphers(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withSignatureSchemes(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withKeyTransports(List.of()));
    }
}
