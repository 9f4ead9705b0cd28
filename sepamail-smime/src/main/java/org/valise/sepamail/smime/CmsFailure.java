// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/** A CMS structure, or what it says, that is refused. Never leaves this package. */
final class CmsFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why. */
    enum Reason {
        MALFORMED,
        UNKNOWN_CONTENT,
        NO_SIGNER,
        SEVERAL_SIGNERS,
        CONTENT_WITHIN,
        CONTENT_MISSING,
        ATTRIBUTES,
        ALGORITHM,
        NO_CERTIFICATE,
        DIGEST,
        SIGNATURE
    }

    CmsFailure(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
