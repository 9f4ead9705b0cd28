// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** The mail addresses that a certificate names (RFC 8550 3): in rfc822Name, and, only if there is none, in the subject. */
final class CertificateNames {

    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final int RFC822_NAME = 1;

    private CertificateNames() {}

    static Set<Mailbox> of(X509Certificate certificate) {
        Set<Mailbox> names = mailboxes(alternative(certificate));
        // RFC 5280 4.2.1.10: whoever constrains names constrains those in the subject only where there is no extension
        // at all.
        return certificate.getExtensionValue(ALTERNATIVE_NAMES) == null ? mailboxes(inSubject(certificate)) : names;
    }

    /** All of them in both places, whether they are addresses or not. */
    static Set<String> texts(X509Certificate certificate) {
        Set<String> all = new LinkedHashSet<>(alternative(certificate));
        all.addAll(inSubject(certificate));
        return all;
    }

    private static Set<Mailbox> mailboxes(Set<String> texts) {
        Set<Mailbox> names = new LinkedHashSet<>();
        for (String text : texts) {
            Mailbox mailbox = Mailbox.read(text);
            if (mailbox != null) {
                names.add(mailbox);
            }
        }
        return names;
    }

    private static Set<String> alternative(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0).equals(RFC822_NAME)) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return names;
    }

    private static Set<String> inSubject(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        for (RDN rdn : subject.getRDNs(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
            for (AttributeTypeAndValue value : rdn.getTypesAndValues()) {
                if (value.getType().equals(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)
                        && value.getValue() instanceof ASN1String text) {
                    names.add(text.getString());
                }
            }
        }
        return names;
    }
}
