// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.CheckResult;
import org.valise.sepamail.smime.EnvelopeReport;
import org.valise.sepamail.smime.EnvelopeStructure;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.OpenedContent;
import org.valise.sepamail.smime.SmimeLimits;
import org.valise.sepamail.smime.Verdict;

/** Verdicts and certificates in the words of docs/command-line.md. */
final class EnvelopeJson {

    private static final int RFC822_NAME = 1;
    private static final Map<String, String> NAMES =
            Map.of(PKCSObjectIdentifiers.pkcs_9_at_emailAddress.getId(), "EMAILADDRESS");

    private EnvelopeJson() {}

    static ObjectNode verdict(Verdict<?> verdict) {
        ObjectNode node = Json.object();
        if (verdict instanceof Verdict.Rejected<?> rejected) {
            put(node, "rejected", rejected.failed().name(), rejected.reason());
        } else if (verdict instanceof Verdict.Undetermined<?> undetermined) {
            put(node, "undetermined", undetermined.open().name(), undetermined.reason());
        } else {
            put(node, "accepted", null, null);
        }
        ArrayNode checks = node.putArray("checks");
        for (CheckResult each : verdict.checks()) {
            checks.addObject()
                    .put("name", each.check().name())
                    .put("outcome", each.outcome().name())
                    .put("detail", each.detail());
        }
        EnvelopeReport envelope = verdict.envelope();
        node.put("profile", envelope.profile().map(EnvelopeNames::number).orElse(null));
        node.put("profileName", name(envelope.profile()));
        node.set("deviations", Json.strings(verdict.deviations()));
        node.set("signer", envelope.signer().map(EnvelopeJson::certificate).orElse(null));
        node.set("algorithms", algorithms(envelope));
        node.put("from", envelope.from().map(Mailbox::text).orElse(null));
        node.put("to", envelope.to().map(Mailbox::text).orElse(null));
        node.put("coverage", name(envelope.coverage()));
        node.put("signingTime", envelope.signingTime().map(Object::toString).orElse(null));
        node.set(
                "recipient", envelope.recipient().map(EnvelopeJson::certificate).orElse(null));
        return node;
    }

    private static void put(ObjectNode node, String verdict, @Nullable String failed, @Nullable String reason) {
        node.put("verdict", verdict).put("failed", failed).put("reason", reason);
    }

    private static ObjectNode algorithms(EnvelopeReport envelope) {
        return Json.object()
                .put("signature", name(envelope.signatureScheme()))
                .put("cipher", name(envelope.cipher()))
                .put("keyTransport", name(envelope.keyTransport()));
    }

    private static @Nullable String name(Optional<? extends Enum<?>> value) {
        return value.map(EnvelopeNames::words).orElse(null);
    }

    static ObjectNode certificate(X509Certificate certificate) {
        ObjectNode node = Json.object();
        node.put("subject", name(certificate.getSubjectX500Principal()));
        node.set("emails", Json.strings(emails(certificate)));
        String serial = HexFormat.of()
                .withUpperCase()
                .formatHex(certificate.getSerialNumber().toByteArray());
        node.put("serial", serial.length() > 2 && serial.startsWith("00") ? serial.substring(2) : serial);
        node.put("issuer", name(certificate.getIssuerX500Principal()));
        node.put("notBefore", certificate.getNotBefore().toInstant().toString());
        node.put("notAfter", certificate.getNotAfter().toInstant().toString());
        return node;
    }

    private static String name(X500Principal principal) {
        return principal.getName(X500Principal.RFC2253, NAMES);
    }

    private static List<String> emails(X509Certificate certificate) {
        List<String> emails = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0).equals(RFC822_NAME)) {
                    emails.add(String.valueOf(name.get(1)));
                }
            }
            X500Name subject =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            for (RDN rdn : subject.getRDNs(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
                for (AttributeTypeAndValue value : rdn.getTypesAndValues()) {
                    if (value.getType().equals(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
                        emails.add(IETFUtils.valueToString(value.getValue()));
                    }
                }
            }
        } catch (CertificateParsingException | RuntimeException e) {
            // Names that cannot be read are no names.
        }
        return emails.stream().distinct().toList();
    }

    /** The decoded content; of a multipart the whole entity. */
    static byte[] payload(OpenedContent opened) {
        byte[] entity = opened.entity();
        boolean parts = EnvelopeStructure.of(entity, SmimeLimits.defaults().withOctets(Integer.MAX_VALUE))
                .mail()
                .type()
                .startsWith("multipart/");
        return parts ? entity : opened.octets().orElse(entity);
    }
}
