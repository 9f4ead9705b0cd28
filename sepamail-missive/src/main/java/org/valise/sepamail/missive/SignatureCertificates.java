// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The certificates in a signature. */
final class SignatureCertificates {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    private SignatureCertificates() {}

    /** The certificates, that of the signer first: the only one that issued none of the others. */
    static List<X509Certificate> read(List<String> texts) {
        List<X509Certificate> all = new ArrayList<>();
        for (String text : texts) {
            X509Certificate certificate = read(text);
            if (!all.contains(certificate)) {
                all.add(certificate);
            }
        }
        List<X509Certificate> signers =
                all.stream().filter(one -> !issuedAnother(one, all)).toList();
        if (signers.size() != 1) {
            throw CheckFailure.failed("The certificates do not show which one is the signer's.");
        }
        all.remove(signers.get(0));
        all.add(0, signers.get(0));
        return all;
    }

    private static X509Certificate read(String text) {
        try {
            byte[] octets = Base64.getDecoder().decode(text.replaceAll("[ \t\r\n]", ""));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets));
        } catch (CertificateException | RuntimeException e) {
            throw CheckFailure.failed("A certificate that cannot be read.");
        }
    }

    private static boolean issuedAnother(X509Certificate one, List<X509Certificate> all) {
        return all.stream()
                .anyMatch(other ->
                        !other.equals(one) && other.getIssuerX500Principal().equals(one.getSubjectX500Principal()));
    }

    /** Refuses a certificate that was not valid at a time, or whose key may not sign. */
    static void check(X509Certificate certificate, Instant time) {
        if (time.isBefore(certificate.getNotBefore().toInstant())) {
            throw CheckFailure.failed("The certificate is not yet valid at the time that was given.");
        }
        if (time.isAfter(certificate.getNotAfter().toInstant())) {
            throw CheckFailure.failed("The certificate is no longer valid at the time that was given.");
        }
        if (!maySign(certificate)) {
            throw CheckFailure.failed("By its certificate, the key may not sign.");
        }
    }

    /** Whether a certificate lets its key sign; one that does not say anything does. */
    static boolean maySign(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION];
    }
}
