// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * NIST's Public Key Interoperability Test Suite (PKITS), its signed mails, as Debian has it in python3-cryptography-vectors.
 * The name of a mail says whether its path is valid; those whose name does not are judged as the suite's document has it, with
 * any policy wanted and none required.
 */
class PkitsTest {

    private static final Path SUITE = Path.of("/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data");

    /** Neither is wanted of a path here, and yet it is none: explicit policies are required by its own certificates. */
    private static final List<String> NO_PATH = List.of(
            "SignedDifferentPoliciesTest4",
            "SignedDifferentPoliciesTest5",
            "SignedDifferentPoliciesTest7",
            "SignedDifferentPoliciesTest8",
            "SignedDifferentPoliciesTest9",
            "SignedDifferentPoliciesTest12",
            "SignedMissingCRLTest1");

    /** Valid paths that are refused or left open here, and by which check. */
    private static final Map<String, Check> STRICTER = Map.ofEntries(
            // Statement 8: no DSA.
            Map.entry("SignedValidDSASignaturesTest4", Check.ALGORITHMS),
            Map.entry("SignedValidDSAParameterInheritanceTest5", Check.ALGORITHMS),
            // Statement 7: an authority signs no mails.
            Map.entry("SignedOverlappingPoliciesTest6", Check.SIGNER_CERTIFICATE),
            Map.entry("SignedValidpathLenConstraintTest8", Check.SIGNER_CERTIFICATE),
            Map.entry("SignedValidpathLenConstraintTest14", Check.SIGNER_CERTIFICATE),
            Map.entry("SignedValidonlyContainsCACertsCRLTest13", Check.SIGNER_CERTIFICATE),
            // A delta takes nothing away from what a complete list says.
            Map.entry("SignedValiddeltaCRLTest5", Check.REVOCATION),
            // Lists of some reasons clear nobody, not even together; lists of other issuers are not read.
            Map.entry("SignedValidonlySomeReasonsTest18", Check.REVOCATION),
            Map.entry("SignedValidonlySomeReasonsTest19", Check.REVOCATION),
            Map.entry("SignedValidIDPwithindirectCRLTest22", Check.REVOCATION),
            Map.entry("SignedValidIDPwithindirectCRLTest24", Check.REVOCATION),
            Map.entry("SignedValidIDPwithindirectCRLTest25", Check.REVOCATION),
            Map.entry("SignedValidcRLIssuerTest28", Check.REVOCATION),
            Map.entry("SignedValidcRLIssuerTest29", Check.REVOCATION),
            Map.entry("SignedValidcRLIssuerTest30", Check.REVOCATION),
            Map.entry("SignedValidcRLIssuerTest33", Check.REVOCATION));

    private static Check last(Verdict<OpenedContent> verdict) {
        return verdict.checks().get(verdict.checks().size() - 1).check();
    }

    private static byte[] octets(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    private static <T> List<T> read(String folder, Class<T> type) throws Exception {
        List<T> all = new ArrayList<>();
        for (Path file : files(folder)) {
            try (InputStream in = Files.newInputStream(file)) {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                all.add(type.cast(type == X509CRL.class ? factory.generateCRL(in) : factory.generateCertificate(in)));
            }
        }
        return all;
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> all = Files.list(SUITE.resolve(folder))) {
            return all.filter(file -> file.toString().matches(".*\\.(crt|crl|eml)"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isValid(String name) {
        return name.startsWith("SignedValid")
                || !name.startsWith("SignedInvalid") && NO_PATH.stream().noneMatch(name::equals);
    }

    @Tag("slow")
    @Test
    void s9EveryPathOfTheSuiteIsJudgedAsItSays() throws Exception {
        assumeTrue(Files.isDirectory(SUITE), "no PKITS on this machine (Debian: python3-cryptography-vectors)");
        List<X509Certificate> certificates = read("certs", X509Certificate.class);
        X509Certificate root = certificates.stream()
                .filter(each -> each.getSubjectX500Principal().getName().contains("CN=Trust Anchor"))
                .findFirst()
                .orElseThrow();
        TrustPolicy trust = TrustPolicy.of(List.of(root))
                .withIntermediates(certificates.stream()
                        .filter(each -> each.getBasicConstraints() >= 0 || CertificateUse.maySignLists(each))
                        .toList())
                .withRevocationLists(read("crls", X509CRL.class));
        ContentOpener opener = ContentOpener.of(List.of(), trust, Bench.CLOCK)
                .with(OpeningPolicy.lenient().withoutSenderCheck());
        Map<String, String> otherwise = new TreeMap<>();
        int count = 0;
        for (Path mail : files("smime")) {
            String name = mail.getFileName().toString().replace(".eml", "");
            Verdict<OpenedContent> verdict = opener.open(octets(mail));
            count++;
            Check stricter = STRICTER.get(name);
            boolean asItSays = verdict instanceof Verdict.Accepted == (stricter == null && isValid(name));
            if (!asItSays || stricter != null && last(verdict) != stricter) {
                otherwise.put(name, String.valueOf(verdict));
            }
        }
        assertThat(otherwise).isEmpty();
        assertThat(count).isEqualTo(224);
    }
}
