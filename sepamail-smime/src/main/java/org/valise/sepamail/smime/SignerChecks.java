// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.CheckResult.Outcome;

/** Checks one signature: over which octets, by which algorithms, whose it is, and whether that one may sign. */
final class SignerChecks {

    private static final Duration DAY = Duration.ofHours(24);
    /** Clocks are never quite the same. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final TrustPolicy trust;
    private final OpeningPolicy policy;
    private final Instant time;
    private final Opening opening;

    SignerChecks(TrustPolicy trust, OpeningPolicy policy, Instant time, Opening opening) {
        this.trust = trust;
        this.policy = policy;
        this.time = time;
        this.opening = opening;
    }

    /** How a layer says that it is signed; null if it does not, or by algorithms that are not accepted. */
    @Nullable
    SignatureScheme stated(Layer.Signed layer) {
        SignedContent signature = layer.signature;
        try {
            return signature == null ? null : accepted(signature.scheme());
        } catch (RuntimeException e) {
            return null; // found again when it is judged
        }
    }

    private @Nullable SignatureScheme accepted(@Nullable SignatureScheme scheme) {
        return scheme != null && policy.accepts(scheme) ? scheme : null;
    }

    SignatureScheme scheme(SignedContent signature) throws Refusal {
        SignatureScheme scheme = SignerChecks.<@Nullable SignatureScheme>guarded(() -> accepted(signature.scheme()));
        if (scheme == null) {
            throw new Refusal(Check.ALGORITHMS, "The signature is made by algorithms that are not accepted.");
        }
        return scheme;
    }

    static boolean states(SignedContent signature, byte[] digest) throws Refusal {
        return guarded(() -> signature.states(digest));
    }

    private interface Look<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /** A look into a signature: whatever is wrong with it is its form. */
    private static <T extends @Nullable Object> T guarded(Look<T> look) throws Refusal {
        try {
            return look.run();
        } catch (IOException | RuntimeException e) {
            Refusal refusal = Refusal.of(e);
            throw refusal.check() == Check.STRUCTURE
                    ? new Refusal(Check.SIGNATURE_FORM, String.valueOf(refusal.getMessage()))
                    : refusal;
        }
    }

    /** Checks a signature, all but who made it; returns the certificate of the key that did. */
    X509Certificate cryptography(SignedContent signature, byte[] digest, SignatureScheme scheme) throws Refusal {
        X509Certificate signer =
                guarded(() -> signature.verify(CMSObjectIdentifiers.data, digest, scheme, preferred()));
        opening.scheme = scheme;
        opening.signer = signer;
        opening.signingTime = SignerChecks.<@Nullable Instant>guarded(signature::signingTime);
        opening.passed(Check.SIGNATURE_FORM);
        opening.passed(Check.DIGEST);
        opening.passed(Check.SIGNATURE);
        return signer;
    }

    /** Of several certificates of one key: one that is valid, and names who sent the mail. */
    private Comparator<X509Certificate> preferred() {
        Mailbox from = opening.from;
        return Comparator.<X509Certificate, Boolean>comparing(each -> CertificateUse.isValid(each, time))
                .thenComparing(each -> from != null && CertificateNames.of(each).contains(from));
    }

    /** Whether who signed may, once it is known that he did. */
    void signer(SignedContent signature, X509Certificate signer) throws Refusal {
        if (!CertificateUse.isStrong(signer.getPublicKey())) {
            throw new Refusal(
                    Check.ALGORITHMS, "The key of the signer is too weak, or on a curve that is not accepted.");
        }
        opening.passed(Check.ALGORITHMS);
        use(signer);
        trust(signer, signature);
        signingTime();
    }

    /** What the signer says of the time decides nothing by itself. */
    private void signingTime() throws Refusal {
        Duration most = policy.signingTime().orElse(null);
        Instant stated = opening.signingTime;
        if (most == null) {
            boolean odd = stated != null && (stated.isAfter(time.plus(SLACK)) || stated.isBefore(time.minus(DAY)));
            if (odd) {
                opening.deviation("SIGNING_TIME");
            }
            opening.notAskedFor(Check.SIGNING_TIME, "");
        } else if (stated == null || Duration.between(stated, time).abs().compareTo(most) > 0) {
            throw new Refusal(Check.SIGNING_TIME, "The time that the signer states is missing or too far away.");
        } else {
            opening.passed(Check.SIGNING_TIME);
        }
    }

    private void use(X509Certificate signer) throws Refusal {
        if (CertificateUse.isAuthority(signer)) {
            throw new Refusal(Check.SIGNER_CERTIFICATE, "The certificate is that of an authority.");
        }
        if (!CertificateUse.maySign(signer)) {
            throw new Refusal(Check.SIGNER_CERTIFICATE, "The certificate does not let its key sign.");
        }
        if (!CertificateUse.isForMail(signer)) {
            throw new Refusal(Check.SIGNER_CERTIFICATE, "The certificate is not for mails.");
        }
        opening.passed(Check.SIGNER_CERTIFICATE);
    }

    private void trust(X509Certificate signer, SignedContent signature) throws Refusal {
        TrustPolicy.Outcome outcome = trust.check(signer, signature.pathOf(signer), time);
        String detail = detail(outcome);
        if (detail != null) {
            boolean revocation =
                    outcome == TrustPolicy.Outcome.REVOKED || outcome == TrustPolicy.Outcome.NO_REVOCATION_STATUS;
            if (revocation) {
                opening.passed(Check.SIGNER_TRUST);
            }
            boolean open =
                    outcome == TrustPolicy.Outcome.EXPIRED || outcome == TrustPolicy.Outcome.NO_REVOCATION_STATUS;
            throw new Refusal(
                    revocation ? Check.REVOCATION : Check.SIGNER_TRUST,
                    open ? Outcome.UNDETERMINED : Outcome.FAILED,
                    detail);
        }
        opening.passed(Check.SIGNER_TRUST);
        if (outcome == TrustPolicy.Outcome.IRREVOCABLE) {
            opening.notAskedFor(
                    Check.REVOCATION, "The certificate is its own issuer and trusted itself: nobody can revoke it.");
        } else {
            opening.add(new CheckResult(
                    Check.REVOCATION, trust.checksRevocation() ? Outcome.PASSED : Outcome.NOT_ASKED_FOR, ""));
        }
    }

    private static @Nullable String detail(TrustPolicy.Outcome outcome) {
        return switch (outcome) {
            case TRUSTED, IRREVOCABLE -> null;
            case UNKNOWN -> "No path leads to an authority that is trusted.";
            case EXPIRED -> "A certificate of the path is not valid at the time.";
            case REVOKED -> "A certificate of the path is revoked.";
            case NO_REVOCATION_STATUS -> "Whether a certificate of the path is revoked cannot be told.";
            case BROKEN -> "The path breaks a rule, or an algorithm in it is too weak.";
        };
    }
}
