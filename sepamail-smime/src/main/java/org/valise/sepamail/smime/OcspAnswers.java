// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;

/**
 * What responders said of certificates (RFC 6960), sorted by the certificate. It only finds the answer to be looked at: the
 * platform verifies it. Immutable.
 */
final class OcspAnswers {

    static final OcspAnswers NONE = new OcspAnswers(List.of(), 0);

    private final List<Answer> answers;
    private final int given;

    /** What a response says of one certificate. */
    static final class Answer {

        private final byte[] response;
        private final BasicOCSPResp basic;
        private final BigInteger serial;
        private final byte[] issuerName;

        Answer(byte[] response, BasicOCSPResp basic, SingleResp single) {
            CertificateID id = single.getCertID();
            this.response = response;
            this.basic = basic;
            this.serial = id.getSerialNumber();
            this.issuerName = id.getIssuerNameHash();
        }

        byte[] response() {
            return response;
        }

        /** Whether it, and what it brings to prove itself, is signed as everything else must be. */
        boolean isStrong(boolean weakDigests) {
            return CertificateUse.isStrong(basic, weakDigests);
        }

        boolean isAbout(X509Certificate certificate) {
            return serial.equals(certificate.getSerialNumber())
                    && Arrays.equals(
                            issuerName,
                            sha1(certificate.getIssuerX500Principal().getEncoded()));
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
                        answers.add(new Answer(response, basic, single));
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

    /** All that was said of a certificate, whether it counts or not. */
    List<Answer> about(X509Certificate certificate) {
        return answers.stream().filter(answer -> answer.isAbout(certificate)).toList();
    }

    private static byte[] sha1(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The platform lacks SHA-1", e);
        }
    }
}
