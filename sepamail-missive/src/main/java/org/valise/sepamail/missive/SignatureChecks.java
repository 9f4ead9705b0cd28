// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.CustomerSignatureReport.Check;
import org.valise.sepamail.missive.CustomerSignatureReport.CheckResult;
import org.valise.sepamail.missive.CustomerSignatureReport.Outcome;
import org.w3c.dom.Element;

/** The checks of one signature, in their order. For one thread and one missive. */
final class SignatureChecks {

    private static final int LONGEST_SIGNATURE = 1 << 20;
    private static final String NOT_REACHED = "Not reached.";

    private final Missive missive;
    private final CustomerSignatureVerifier settings;
    private final List<CheckResult> results = new ArrayList<>();
    private final CustomerSignatureReport.Details findings = new CustomerSignatureReport.Details();

    // Each is set by one check and used by those behind it.
    private @Nullable SignatureTree tree;
    private @Nullable Element element;
    private @Nullable SignatureForm form;
    private @Nullable SignatureAlgorithm algorithm;
    private @Nullable PublicKey key;
    private @Nullable XmlSignatures xml;
    private List<XmlSignatures.Signed> signed = List.of();
    private boolean usesSha1;

    SignatureChecks(Missive missive, CustomerSignatureVerifier settings) {
        this.missive = missive;
        this.settings = settings;
    }

    CustomerSignatureReport report() {
        boolean goOn = run(Check.PRESENT, this::present)
                && run(Check.FORM, this::form)
                && run(Check.ALGORITHMS, this::algorithms)
                && run(Check.KEY, this::key)
                && run(Check.SIGNATURE_VALUE, this::signatureValue)
                && run(Check.REFERENCES, this::references)
                && run(Check.COVERAGE, this::coverage);
        if (goOn && settings.key() != null) {
            results.add(new CheckResult(Check.CERTIFICATE, Outcome.NOT_NEEDED, "The caller gave the key."));
            results.add(new CheckResult(Check.TRUST, Outcome.PASSED, "The caller gave the key."));
        } else if (goOn && run(Check.CERTIFICATE, this::certificate)) {
            trust();
        }
        for (Check check : Check.values()) {
            if (results.stream().noneMatch(result -> result.check() == check)) {
                results.add(new CheckResult(check, Outcome.NOT_DONE, NOT_REACHED));
            }
        }
        return new CustomerSignatureReport(results, findings);
    }

    private boolean run(Check check, Supplier<String> step) {
        try {
            results.add(new CheckResult(check, Outcome.PASSED, step.get()));
            return true;
        } catch (CheckFailure failure) {
            results.add(new CheckResult(check, failure.outcome(), failure.words()));
            return false;
        }
    }

    private String present() {
        Message.Range range = missive.envelope().signature();
        if (range == null) {
            throw CheckFailure.failed("The missive carries no signature of a customer.");
        }
        LineCounter lines = new LineCounter();
        lines.advance(missive.envelope().octets(), 0, range.from());
        int length = range.to() - range.from();
        findings.span = new Span(lines.line(), lines.column(), range.from(), length);
        return "The missive carries a signature of " + length + " octets.";
    }

    private String form() {
        Span span = Objects.requireNonNull(findings.span);
        if (span.length() > LONGEST_SIGNATURE) {
            throw CheckFailure.notDone("The signature is longer than " + LONGEST_SIGNATURE + " octets.");
        }
        SignatureTransforms.requireFewNodes(missive.envelope().octets());
        tree = SignatureTree.of(missive);
        element = tree.signature();
        form = SignatureForm.of(element);
        SignatureIds.register(tree.document(), form.references());
        return "It is built as XML Signature demands and refers to nothing outside the document.";
    }

    private String algorithms() {
        SignatureForm read = Objects.requireNonNull(form);
        requireCanonical(read.canonicalization());
        algorithm = SignatureAlgorithm.ofUri(read.signatureMethod())
                .orElseThrow(() -> CheckFailure.failed("The algorithm of the signature is not accepted."));
        findings.signatureAlgorithm = algorithm.uri();
        note(algorithm.digest());
        List<String> digests = new ArrayList<>();
        SignatureTransforms transforms = new SignatureTransforms(
                Objects.requireNonNull(tree).document(), read.references().size());
        for (SignatureForm.Reference reference : read.references()) {
            SignatureAlgorithm.Digest digest = SignatureAlgorithm.Digest.ofUri(reference.digestMethod())
                    .orElseThrow(() -> CheckFailure.failed("The algorithm of a digest is not accepted."));
            note(digest);
            digests.add(digest.uri);
            transforms.check(reference.transforms());
        }
        findings.digestAlgorithms = digests;
        return "All algorithms are accepted.";
    }

    private static void requireCanonical(String method) {
        if (!SignatureAlgorithm.CANONICAL.contains(method)) {
            throw CheckFailure.failed("The canonicalization method of SignedInfo is not accepted.");
        }
    }

    private void note(SignatureAlgorithm.Digest digest) {
        if (digest == SignatureAlgorithm.Digest.SHA1) {
            usesSha1 = true;
            if (!settings.allowsSha1()) {
                throw CheckFailure.failed("The signature uses SHA-1.");
            }
        }
    }

    private String key() {
        PublicKey used = settings.key();
        if (used == null) {
            List<String> texts = Objects.requireNonNull(form).certificates();
            if (texts.isEmpty()) {
                throw CheckFailure.notDone("The signature holds no certificate.");
            }
            findings.certificates = SignatureCertificates.read(texts);
            used = findings.certificates.get(0).getPublicKey();
        }
        if (!SignatureAlgorithm.isStrong(used)) {
            throw CheckFailure.failed("The key is too short, or of a kind that is not accepted.");
        }
        if (!Objects.requireNonNull(algorithm).takes(used)) {
            throw CheckFailure.failed("The key is not of the kind that the algorithm demands.");
        }
        key = used;
        return "The key is of an accepted kind and size.";
    }

    private String signatureValue() {
        Element read = Objects.requireNonNull(element);
        xml = new XmlSignatures(read, Objects.requireNonNull(key), !usesSha1);
        xml.checkValue();
        return "SignedInfo was signed with this key.";
    }

    private String references() {
        signed = Objects.requireNonNull(xml).checkReferences();
        return "What the references name has the digests that they state.";
    }

    private String coverage() {
        SignatureCoverage coverage = new SignatureCoverage(Objects.requireNonNull(xml), signed);
        findings.coverage = coverage.of(missive, Objects.requireNonNull(tree));
        return switch (findings.coverage) {
            case MISSIVE -> "It covers the missive, all but the signature itself.";
            case MESSAGE -> "It covers the message, and nothing around it.";
            default -> throw CheckFailure.failed("It covers neither the message nor the missive.");
        };
    }

    private String certificate() {
        InstantSource clock = Objects.requireNonNull(settings.clock());
        SignatureCertificates.check(findings.certificates.get(0), clock.instant());
        return "The certificate is valid at the time that was given, and its key may sign.";
    }

    private void trust() {
        List<X509Certificate> all = findings.certificates;
        CertificateTrust.Decision decision =
                Objects.requireNonNull(settings.trust()).decide(all.get(0), List.copyOf(all.subList(1, all.size())));
        Outcome outcome = switch (Objects.requireNonNull(decision, "The decision about a certificate")
                .kind()) {
            case TRUSTED -> Outcome.PASSED;
            case REFUSED -> Outcome.FAILED;
            case NOT_ESTABLISHED -> Outcome.NOT_DONE;
        };
        results.add(new CheckResult(Check.TRUST, outcome, decision.reason()));
    }
}
