// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.StsRecord;

/** The services of clause 5 without the mail around them. */
final class ServiceDesk {

    static final List<String> EXPIRED = Answer.result(
            "Error", "EVkloadExpired", "The VKLOADREQ is stale; generate a fresh VKLOADREQ and try again");
    static final List<String> DEFERRED =
            Answer.result("Notice", "Deferred", "Operation failed but will be retried; you don't need to do anything");

    private static final String HELP = String.join(
            "\r\n",
            "This is a simulator of the e-mail gateway of STS600-9-2. Send plain text to its address, in the To field.",
            "{KMS:Help}          these instructions",
            "{KMS:GetPublicKey}  the public key of the KMC",
            "{KMS:GetKlfStsEd2}  a key load file; the body holds a fresh VKLOADREQ in record-in-email form",
            "");

    private final SimulatedKey key;
    private final Set<StsRecord> seen = new HashSet<>();

    ServiceDesk(SimulatedKey key) {
        this.key = key;
    }

    Answer answer(GatewayRequest request) {
        return switch (request.known()) {
            case HELP -> Answer.success(HELP, null);
            case GET_PUBLIC_KEY -> Answer.success(publicKey(), null);
            case GET_KLF -> keyLoadFile(request.requiredRecord());
            case UPDATE -> Answer.error("EServiceReserved", "This service is reserved for the STSA");
            case UNKNOWN -> Answer.error("EUnknownService", "There is no service of this name; try {KMS:Help}");
        };
    }

    /** Line by line the example of clause 5.1.3.5. */
    private String publicKey() {
        return "KMC Public Key Fingerprint: " + key.printedFingerprint() + "\r\n"
                + "Public Key in STS600-4-2 Record-In-Email format:\r\n"
                + RecordInEmail.write(key.record().record());
    }

    /** A record that was used is no longer fresh (clause 5.1.4.2). */
    private Answer keyLoadFile(StsRecord request) {
        if (!seen.add(request)) {
            return Answer.explained(EXPIRED);
        }
        String text = "The operation completed successfully\r\nThe key load file is attached.\r\n";
        return Answer.success(text, KeyLoadFiles.make(key.record().owner(), request));
    }
}
