// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A directory in memory. Immutable and thread-safe: each change makes a new one.
 *
 * <pre>{@code
 * CertificateDirectory directory = MemoryCertificateDirectory.empty()
 *         .with("BANK-B", CertificateDirectory.Purpose.ENCRYPTION, everyFamily)
 *         .with("BANK-B", "direct.debit", CertificateDirectory.Purpose.ENCRYPTION, forThisFamily)
 *         .with("BANK-B", "direct.debit", CertificateDirectory.Purpose.ENCRYPTION, itsSuccessor);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MemoryCertificateDirectory implements CertificateDirectory {

    private static final String EVERY_FAMILY = "";
    private static final MemoryCertificateDirectory EMPTY = new MemoryCertificateDirectory(Map.of());

    private final Map<Key, List<X509Certificate>> entries;

    /** By what certificates are found. */
    private record Key(String participant, String family, Purpose purpose) {

        Key {
            Objects.requireNonNull(participant, "participant");
            Objects.requireNonNull(family, "family");
            Objects.requireNonNull(purpose, "purpose");
        }
    }

    private MemoryCertificateDirectory(Map<Key, List<X509Certificate>> entries) {
        this.entries = entries;
    }

    /**
     * A directory without certificates.
     *
     * @return the directory
     */
    public static MemoryCertificateDirectory empty() {
        return EMPTY;
    }

    /**
     * The same with one more certificate, for every family that has none of its own.
     *
     * @param participant its name
     * @param purpose what for
     * @param certificate of the participant
     * @return a new directory
     */
    public MemoryCertificateDirectory with(String participant, Purpose purpose, X509Certificate certificate) {
        return changed(new Key(participant, EVERY_FAMILY, purpose), certificate, true);
    }

    /**
     * The same with one more certificate of a family.
     *
     * @param participant its name
     * @param family the ecosystem
     * @param purpose what for
     * @param certificate of the participant
     * @return a new directory
     */
    public MemoryCertificateDirectory with(
            String participant, String family, Purpose purpose, X509Certificate certificate) {
        return changed(new Key(participant, family, purpose), certificate, true);
    }

    /**
     * The same without a certificate, wherever a participant has it. A family that loses its last certificate is one without:
     * from then on those for every family count.
     *
     * @param participant its name
     * @param certificate that is withdrawn
     * @return a new directory
     */
    public MemoryCertificateDirectory without(String participant, X509Certificate certificate) {
        MemoryCertificateDirectory less = this;
        for (Key key : entries.keySet()) {
            less = key.participant().equals(participant) ? less.changed(key, certificate, false) : less;
        }
        return less;
    }

    private MemoryCertificateDirectory changed(Key key, X509Certificate certificate, boolean present) {
        Objects.requireNonNull(certificate, "certificate");
        List<X509Certificate> all = new ArrayList<>(entries.getOrDefault(key, List.of()));
        all.remove(certificate);
        if (present) {
            all.add(certificate);
        }
        Map<Key, List<X509Certificate>> next = new HashMap<>(entries);
        if (all.isEmpty()) {
            next.remove(key);
        } else {
            next.put(key, List.copyOf(all));
        }
        return new MemoryCertificateDirectory(Map.copyOf(next));
    }

    @Override
    public List<X509Certificate> find(String participant, String family, Purpose purpose) {
        List<X509Certificate> own = entries.get(new Key(participant, family, purpose));
        return own != null ? own : entries.getOrDefault(new Key(participant, EVERY_FAMILY, purpose), List.of());
    }

    /** Returns how many entries there are. */
    @Override
    public String toString() {
        return "MemoryCertificateDirectory[" + entries.size() + " entries]";
    }
}
