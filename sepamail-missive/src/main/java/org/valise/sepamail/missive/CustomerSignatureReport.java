// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found about the signature of a customer: each check with its outcome, what the signature covers, and whose it
 * is. Immutable and thread-safe.
 *
 * <p>The verdict follows from the checks by one rule: if one {@linkplain Outcome#FAILED failed}, the signature is
 * {@linkplain Verdict#INVALID invalid}; otherwise, if one was {@linkplain Outcome#NOT_DONE not done}, it is
 * {@linkplain Verdict#UNDETERMINED undetermined}; otherwise it is {@linkplain Verdict#VALID valid}. The checks are made in
 * the order of {@link Check}; behind one that did not pass none is made.
 *
 * <pre>{@code
 * CustomerSignatureReport report = verifier.verify(missive);
 * switch (report.verdict()) {
 *     case VALID -> act(report.signer().orElseThrow(), missive);
 *     case ABSENT -> actAsFarAsUnsignedMayGo(missive);
 *     default -> report.checks().forEach(System.err::println);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class CustomerSignatureReport {

    private final Verdict verdict;
    private final List<CheckResult> checks;
    private final Coverage coverage;
    private final List<X509Certificate> certificates;
    private final @Nullable String signatureAlgorithm;
    private final List<String> digestAlgorithms;
    private final @Nullable Span span;

    /**
     * What it comes to.
     *
     * @since 0.1.0
     */
    public enum Verdict {
        /** The signature holds, covers the message as {@link #coverage()} says, and its key is trusted. */
        VALID,
        /** A check failed: do not trust the message because of this signature. */
        INVALID,
        /** Nothing is known to be wrong, but a check could not be made, or trust could not be established. */
        UNDETERMINED,
        /** The missive carries no signature of a customer. It may have been taken away. */
        ABSENT
    }

    /**
     * The checks, in the order in which they are made.
     *
     * @since 0.1.0
     */
    public enum Check {
        /** The missive carries a signature. */
        PRESENT,
        /** It is built as XML Signature demands, within the limits, and refers to nothing outside the document. */
        FORM,
        /** All algorithms are on the list of those that are accepted, in an order that can be followed. */
        ALGORITHMS,
        /** There is a key, it is strong enough and of the kind that the algorithm demands. */
        KEY,
        /** The value of the signature is that of the key over SignedInfo. */
        SIGNATURE_VALUE,
        /** Each reference has the digest that it states. */
        REFERENCES,
        /** What was digested is the message, or the missive, that the library hands out. */
        COVERAGE,
        /** The certificate is within its validity, and its key may sign. */
        CERTIFICATE,
        /** The caller trusts the key. */
        TRUST
    }

    /**
     * How a check ended.
     *
     * @since 0.1.0
     */
    public enum Outcome {
        /** All is well. */
        PASSED,
        /** Something is wrong. */
        FAILED,
        /** It was not made, or came to nothing: the words say why. */
        NOT_DONE,
        /** It does not apply: there is no certificate to be looked at if the caller gave the key. */
        NOT_NEEDED
    }

    /**
     * What a signature covers.
     *
     * @since 0.1.0
     */
    public enum Coverage {
        /** The whole document but the signature itself. */
        MISSIVE,
        /** The message element, whatever stands around it: neither identifier, order and parties nor times. */
        MESSAGE,
        /** Neither: other elements, parts, or copies. */
        NONE,
        /** It is not known, since the checks did not come that far. */
        UNKNOWN
    }

    /**
     * The result of one check.
     *
     * @param check which one
     * @param outcome how it ended
     * @param words why, for people; no content of the missive
     * @since 0.1.0
     */
    public record CheckResult(Check check, Outcome outcome, String words) {

        /**
         * Refuses nulls.
         *
         * @param check which one
         * @param outcome how it ended
         * @param words why, for people
         */
        public CheckResult {
            Objects.requireNonNull(check, "check");
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(words, "words");
        }

        /** Returns check, outcome and words in one line. */
        @Override
        public String toString() {
            return check + " " + outcome + ": " + words;
        }
    }

    /** What goes into a report beside the checks, as it is found. */
    static final class Details {
        Coverage coverage = Coverage.UNKNOWN;
        List<X509Certificate> certificates = List.of();
        List<String> digestAlgorithms = List.of();

        @Nullable
        String signatureAlgorithm;

        @Nullable
        Span span;
    }

    CustomerSignatureReport(List<CheckResult> checks, Details findings) {
        this.checks = List.copyOf(checks);
        this.verdict = verdict(this.checks);
        this.coverage = findings.coverage;
        this.certificates = List.copyOf(findings.certificates);
        this.signatureAlgorithm = findings.signatureAlgorithm;
        this.digestAlgorithms = List.copyOf(findings.digestAlgorithms);
        this.span = findings.span;
    }

    private static Verdict verdict(List<CheckResult> checks) {
        if (checks.get(0).outcome() != Outcome.PASSED) {
            return Verdict.ABSENT;
        }
        if (checks.stream().anyMatch(check -> check.outcome() == Outcome.FAILED)) {
            return Verdict.INVALID;
        }
        boolean open = checks.stream().anyMatch(check -> check.outcome() == Outcome.NOT_DONE);
        return open ? Verdict.UNDETERMINED : Verdict.VALID;
    }

    /**
     * What it comes to.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * All checks, made or not.
     *
     * @return one result for each {@link Check}, in their order
     */
    public List<CheckResult> checks() {
        return checks;
    }

    /**
     * One of the checks.
     *
     * @param check which one
     * @return its result
     */
    public CheckResult check(Check check) {
        return checks.stream()
                .filter(result -> result.check() == check)
                .findFirst()
                .orElseThrow();
    }

    /**
     * What the signature covers. It means something only if the {@link #verdict()} is {@link Verdict#VALID}.
     *
     * @return the coverage
     */
    public Coverage coverage() {
        return coverage;
    }

    /**
     * The certificate whose key the signature was checked with. Whether it is trusted is for the {@link #verdict()} to say.
     *
     * @return the certificate; empty if none was found, or the caller gave the key
     */
    public Optional<X509Certificate> signer() {
        return certificates.stream().findFirst();
    }

    /**
     * All certificates in the signature.
     *
     * @return that of the {@link #signer()} first, the others in their order
     */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /**
     * The algorithm by which SignedInfo was signed.
     *
     * @return its URI, for example {@code http://www.w3.org/2001/04/xmldsig-more#rsa-sha256}; empty if it is not one that
     *     the library knows
     */
    public Optional<String> signatureAlgorithm() {
        return Optional.ofNullable(signatureAlgorithm);
    }

    /**
     * The algorithms of the digests.
     *
     * @return one URI for each reference; empty if one of them is not accepted
     */
    public List<String> digestAlgorithms() {
        return digestAlgorithms;
    }

    /**
     * The same as a problem, to be listed with those of the missive.
     *
     * @return {@link Problem.Code#BAD_SIGNATURE} if it is invalid, {@link Problem.Code#UNCONFIRMED_SIGNATURE} if it is
     *     undetermined, with the words of the check in question; empty otherwise
     */
    public Optional<Problem> problem() {
        if (verdict != Verdict.INVALID && verdict != Verdict.UNDETERMINED) {
            return Optional.empty();
        }
        Outcome outcome = verdict == Verdict.INVALID ? Outcome.FAILED : Outcome.NOT_DONE;
        String words = checks.stream()
                .filter(result -> result.outcome() == outcome)
                .map(CheckResult::words)
                .findFirst()
                .orElseThrow();
        Problem.Code code =
                verdict == Verdict.INVALID ? Problem.Code.BAD_SIGNATURE : Problem.Code.UNCONFIRMED_SIGNATURE;
        Problem problem = Problem.of(code, words);
        return Optional.of(span == null ? problem : problem.at(span));
    }

    /** Returns verdict, coverage and checks; no content of the missive. */
    @Override
    public String toString() {
        return "CustomerSignatureReport[" + verdict + ", covers " + coverage + ", " + checks + "]";
    }
}
