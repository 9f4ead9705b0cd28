// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.CheckResult.Outcome;

/** Checks one signature: over which octets, by which algorithms, whose it is, and whether that one may sign. */
final class SignerChecks {

    private final TrustPolicy trust;
    private final Instant time;
    private final Opening opening;

    SignerChecks(TrustPolicy trust, Instant time, Opening opening) {
        this.trust = trust;
        this.time = time;
        this.opening = opening;
    }

    /** Everything that concerns the signature of a content. */
    X509Certificate check(SignedContent signature, byte[] content) throws Refusal {
        SignatureScheme scheme = scheme(signature);
        cryptography(signature, digest(scheme, content), scheme);
        return signer(signature, scheme);
    }

    SignatureScheme scheme(SignedContent signature) throws Refusal {
        try {
            SignatureScheme scheme = signature.scheme();
            if (scheme == null) {
                throw new Refusal(Check.ALGORITHMS, "The signature is made by algorithms that are not accepted.");
            }
            return scheme;
        } catch (CmsFailure failure) {
            throw new Refusal(Check.SIGNATURE_FORM, String.valueOf(failure.getMessage()));
        }
    }

    static byte[] digest(SignatureScheme scheme, byte[] content) {
        try {
            return MessageDigest.getInstance(scheme.digest().javaName).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-2 is not available", e);
        }
    }

    void cryptography(SignedContent signature, byte[] digest, SignatureScheme scheme) throws Refusal {
        try {
            signature.verify(digest, scheme);
        } catch (CmsFailure failure) {
            throw new Refusal(check(failure.reason()), String.valueOf(failure.getMessage()));
        }
        opening.passed(Check.SIGNATURE_FORM);
        opening.passed(Check.DIGEST);
        opening.passed(Check.SIGNATURE);
    }

    private static Check check(CmsFailure.Reason reason) {
        return switch (reason) {
            case DIGEST -> Check.DIGEST;
            case SIGNATURE -> Check.SIGNATURE;
            case ALGORITHM -> Check.ALGORITHMS;
            default -> Check.SIGNATURE_FORM;
        };
    }

    /** Who signed, once it is known that he did. */
    X509Certificate signer(SignedContent signature, SignatureScheme scheme) throws Refusal {
        X509Certificate signer = certificate(signature);
        if (!CertificateUse.isStrong(signer.getPublicKey())) {
            throw new Refusal(
                    Check.ALGORITHMS, "The key of the signer is too weak, or on a curve that is not accepted.");
        }
        opening.passed(Check.ALGORITHMS);
        use(signer);
        trust(signer, signature);
        opening.signer = signer;
        opening.scheme = scheme;
        return signer;
    }

    private static X509Certificate certificate(SignedContent signature) throws Refusal {
        try {
            return signature.signerCertificate();
        } catch (CmsFailure failure) {
            throw new Refusal(Check.SIGNATURE_FORM, String.valueOf(failure.getMessage()));
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
        TrustPolicy.Outcome outcome = trust.check(signer, signature.certificates(), time);
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
        opening.add(new CheckResult(
                Check.REVOCATION, trust.checksRevocation() ? Outcome.PASSED : Outcome.NOT_ASKED_FOR, ""));
    }

    private static @Nullable String detail(TrustPolicy.Outcome outcome) {
        return switch (outcome) {
            case TRUSTED -> null;
            case UNKNOWN -> "No path leads to an authority that is trusted.";
            case EXPIRED -> "A certificate of the path is not valid at the time.";
            case REVOKED -> "A certificate of the path is revoked.";
            case NO_REVOCATION_STATUS -> "Whether a certificate of the path is revoked cannot be told.";
            case BROKEN -> "The path breaks a rule, or an algorithm in it is too weak.";
        };
    }
}
