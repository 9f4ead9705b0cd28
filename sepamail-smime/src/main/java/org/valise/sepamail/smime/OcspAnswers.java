// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.jspecify.annotations.Nullable;

/**
 * What responders said of certificates (RFC 6960), sorted by the certificate. It only finds the answer to be looked at: the
 * platform verifies it. Immutable.
 */
final class OcspAnswers {

    static final OcspAnswers NONE = new OcspAnswers(List.of(), 0);

    /**
     * The answer "try later". The platform asks the network for every certificate that it has no answer for: it gets this one.
     */
    private static final byte[] NO_ANSWER = {0x30, 0x03, 0x0a, 0x01, 0x03};

    private final List<Answer> answers;
    private final int given;

    /** What a response says of one certificate. */
    private static final class Answer {

        private final byte[] response;
        private final BigInteger serial;
        private final byte[] issuerName;
        private final Instant from;
        private final @Nullable Instant until;

        Answer(byte[] response, SingleResp single) {
            CertificateID id = single.getCertID();
            Date next = single.getNextUpdate();
            this.response = response;
            this.serial = id.getSerialNumber();
            this.issuerName = id.getIssuerNameHash();
            this.from = single.getThisUpdate().toInstant();
            this.until = next == null ? null : next.toInstant();
        }

        boolean isAbout(X509Certificate certificate) {
            return serial.equals(certificate.getSerialNumber())
                    && Arrays.equals(
                            issuerName,
                            sha1(certificate.getIssuerX500Principal().getEncoded()));
        }

        boolean isOf(Instant time) {
            return !from.isAfter(time) && (until == null || !until.isBefore(time));
        }
    }

    private OcspAnswers(List<Answer> answers, int given) {
        this.answers = answers;
        this.given = given;
    }

    static OcspAnswers of(Collection<byte[]> responses) {
        List<Answer> answers = new ArrayList<>();
        for (byte[] response : responses) {
            read(response.clone(), answers);
        }
        return new OcspAnswers(List.copyOf(answers), responses.size());
    }

    private static void read(byte[] response, List<Answer> answers) {
        try {
            if (new OCSPResp(response).getResponseObject() instanceof BasicOCSPResp basic) {
                for (SingleResp single : basic.getResponses()) {
                    // The platform knows no other identifiers of certificates.
                    if (single.getCertID().getHashAlgOID().equals(OIWObjectIdentifiers.idSHA1)) {
                        answers.add(new Answer(response, single));
                    }
                }
            }
        } catch (IOException | OCSPException | RuntimeException e) {
            return; // what cannot be read says nothing
        }
    }

    /** How many responses were given, readable or not. */
    int given() {
        return given;
    }

    /** What was said of a certificate, what counts at a time and is the latest first; or that nothing was. */
    List<byte[]> about(X509Certificate certificate, Instant time) {
        List<byte[]> found = answers.stream()
                .filter(answer -> answer.isAbout(certificate))
                .sorted(Comparator.comparing((Answer answer) -> answer.isOf(time))
                        .thenComparing(answer -> answer.from)
                        .reversed())
                .map(answer -> answer.response)
                .toList();
        return found.isEmpty() ? List.of(NO_ANSWER) : found;
    }

    private static byte[] sha1(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The platform lacks SHA-1", e);
        }
    }
}
