// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The certificates of the participants, which they give each other in a secure way (MIS1202 "The security"). How they are
 * distributed is not public; {@link MemoryCertificateDirectory} holds what it was given. Implementations are thread-safe.
 *
 * <pre>{@code
 * CertificateDirectory directory = (participant, family, purpose) -> database.find(participant, family, purpose);
 *
 * Optional<X509Certificate> certificate =
 *         directory.pick("BANK-B", "direct.debit", CertificateDirectory.Purpose.ENCRYPTION, clock.instant());
 * }</pre>
 *
 * <p>Whoever puts a certificate into it decides who can write as a participant, and who can read what is sent to it: of a
 * certificate to encrypt for, neither issuer nor revocation is looked at any more. An implementation leaves out what is revoked.
 *
 * <p>For one key there may be several certificates: a participant that changes its certificate has both for some time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CertificateDirectory {

    /**
     * What a certificate is for.
     *
     * @since 0.1.0
     */
    enum Purpose {
        /** The participant signs with it. */
        SIGNING,
        /** Others encrypt for it. */
        ENCRYPTION
    }

    /**
     * All certificates of a participant for a family; if there is none for this family, those that it has for every family
     * (inferred).
     *
     * @param participant its name, as participant@SCHEME has it, or the label of a node of the scheme
     * @param family the ecosystem
     * @param purpose what for
     * @return in any order, whether valid now or not; empty if there is none
     * @throws IOException if that cannot be looked up now
     */
    List<X509Certificate> find(String participant, String family, Purpose purpose) throws IOException;

    /**
     * The certificate to use at a time: of those that are valid then, the one whose validity began last.
     *
     * @param participant its name
     * @param family the ecosystem
     * @param purpose what for
     * @param at the time
     * @return the certificate; empty if none is valid then
     * @throws IOException if that cannot be looked up now
     */
    default Optional<X509Certificate> pick(String participant, String family, Purpose purpose, Instant at)
            throws IOException {
        return find(participant, family, purpose).stream()
                .filter(certificate -> CertificateUse.isValid(certificate, at))
                .max(Comparator.comparing(
                        certificate -> certificate.getNotBefore().toInstant()));
    }
}
