// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.util.Arrays;

/** The services of clause 5.1.1 with every spelling of their codes. */
enum Service {
    HELP("{KMS:Help}"),
    GET_PUBLIC_KEY("{KMS:GetPublicKey}"),
    /** The table of 5.1.1 and the text of 5.1.4.2 spell the code differently; nobody knows which one is live. */
    GET_KLF("{KMS:GetKlfStsEd2}", "{KMS:GetKlIfStsEd2}"),
    UPDATE("{KMS:SmUpdateStsEd2}"),
    UNKNOWN("");

    private final String code;
    private final String otherSpelling;

    Service(String code) {
        this(code, code);
    }

    Service(String code, String otherSpelling) {
        this.code = code;
        this.otherSpelling = otherSpelling;
    }

    static Service of(String code) {
        return Arrays.stream(values())
                .filter(service -> service.code.equals(code) || service.otherSpelling.equals(code))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
