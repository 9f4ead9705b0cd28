// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.smime.CheckResult.Outcome;

/** What became known of a mail while it was opened. For one thread. */
final class Opening {

    private final List<CheckResult> checks = new ArrayList<>();
    private final List<String> deviations = new ArrayList<>();

    /** Whether an answer is to be made, for which a missive that is not valid is told too. */
    boolean toBeAnswered;

    /** Why a missive whose signature holds is not valid. */
    MissiveReading.@Nullable Refused refused;

    @Nullable
    Mailbox from;

    @Nullable
    Mailbox to;

    /** What X-Priority says. */
    @Nullable
    String priority;

    @Nullable
    Profile profile;

    @Nullable
    X509Certificate signer;

    @Nullable
    SignatureScheme scheme;

    @Nullable
    Instant signingTime;

    @Nullable
    SignatureCoverage coverage;

    Layer.@Nullable Encrypted encryption;

    /** Whether the signer need not have known what is encrypted, and a cipher without a tag let him change it. */
    boolean isPerhapsOfAnother() {
        Layer.Encrypted layer = encryption;
        return coverage == SignatureCoverage.ENCRYPTED_PART
                && layer != null
                && !layer.cipher().isAuthenticated();
    }

    /** Leaves what is known of a content that could not be decrypted. */
    void forgetContent() {
        refused = null;
        checks.removeIf(known -> switch (known.check()) {
            case SIGNER_IS_SENDER, INNER_HEADERS, CONTENT -> true;
            default -> false;
        });
        deviations.remove("RECIPIENT_IS_NOT_RECEIVER");
    }

    void passed(Check check) {
        add(new CheckResult(check, Outcome.PASSED, ""));
    }

    void notAskedFor(Check check, String detail) {
        add(new CheckResult(check, Outcome.NOT_ASKED_FOR, detail));
    }

    /** Of a check that is made more than once, for an inner and an outer signature, the first result stays. */
    void add(CheckResult result) {
        if (checks.stream().noneMatch(known -> known.check() == result.check())) {
            checks.add(result);
        }
    }

    void deviation(String name) {
        if (!deviations.contains(name)) {
            deviations.add(name);
        }
    }

    EnvelopeReport report() {
        Layer.Encrypted layer = encryption;
        return new EnvelopeReport(new EnvelopeReport.Facts(
                from,
                to,
                profile,
                signer,
                scheme,
                signingTime,
                coverage,
                layer == null ? null : layer.cipher(),
                layer == null ? null : layer.transport(),
                layer == null ? null : layer.certificate()));
    }

    Verdict.Proof proof() {
        checks.sort(Comparator.comparing(CheckResult::check));
        return new Verdict.Proof(List.copyOf(checks), List.copyOf(deviations), report());
    }

    <T> Verdict<T> accepted(T opened) {
        return new Verdict.Accepted<>(opened, proof());
    }

    <T> Verdict<T> refused(Refusal refusal) {
        CheckResult result = refusal.result();
        checks.removeIf(known -> known.check() == result.check());
        Verdict.Proof before = proof();
        List<CheckResult> all = new ArrayList<>(before.checks());
        all.add(result);
        Verdict.Proof proof = new Verdict.Proof(all, before.deviations(), before.envelope());
        return result.outcome() == Outcome.UNDETERMINED
                ? new Verdict.Undetermined<>(result.check(), result.detail(), proof)
                : new Verdict.Rejected<>(result.check(), result.detail(), proof);
    }
}
