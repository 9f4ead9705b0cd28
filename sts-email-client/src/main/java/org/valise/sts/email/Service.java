// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.Arrays;
import java.util.Optional;

/**
 * The services of the gateway (STS600-9-2 clause 5.1.1). The code stands at the start of a request's subject.
 *
 * <pre>{@code
 * Service.GET_PUBLIC_KEY.code();    // "{KMS:GetPublicKey}"
 * Optional<Service> asked = mail.serviceCode().flatMap(Service::ofCode);
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Service {
    /** Instructions for people, clause 5.1.2. */
    HELP("{KMS:Help}"),
    /** The current public key of the KMC, clause 5.1.3. */
    GET_PUBLIC_KEY("{KMS:GetPublicKey}"),
    /**
     * A key load file for a security module of STS Edition 2, clause 5.1.4. The specification spells the code in two
     * ways; this is the one of its table, the other one is taken in replies too.
     */
    GET_KEY_LOAD_FILE("{KMS:GetKlfStsEd2}"),
    /** Reserved for the STS Association: sends an update file to the KMC. Vending software has no use for it. */
    STSA_ONLY_UPDATE("{KMS:SmUpdateStsEd2}");

    /** The spelling of clause 5.1.4.2. */
    private static final String OTHER_SPELLING = "{KMS:GetKlIfStsEd2}";

    private final String code;

    Service(String code) {
        this.code = code;
    }

    /**
     * What a request's subject starts with.
     *
     * @return the service code with its braces
     */
    public String code() {
        return code;
    }

    /**
     * The service that a code in a reply names, in any case and in both spellings of the key load file service.
     *
     * @param code the code with its braces
     * @return the service; empty if the code is none of this edition
     */
    public static Optional<Service> ofCode(String code) {
        if (code.equalsIgnoreCase(OTHER_SPELLING)) {
            return Optional.of(GET_KEY_LOAD_FILE);
        }
        return Arrays.stream(values())
                .filter(service -> service.code.equalsIgnoreCase(code))
                .findFirst();
    }
}
