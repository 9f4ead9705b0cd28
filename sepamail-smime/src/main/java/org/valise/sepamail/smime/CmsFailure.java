// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;

/** A CMS structure, or what it says, that is refused. Never leaves this package. */
final class CmsFailure extends IOException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why. */
    enum Reason {
        MALFORMED,
        UNKNOWN_CONTENT,
        NO_SIGNER,
        SEVERAL_SIGNERS,
        CONTENT_MISSING,
        ATTRIBUTES,
        ALGORITHM,
        NO_CERTIFICATE,
        CERTIFICATE,
        LIMIT,
        DIGEST,
        SIGNATURE,
        DECRYPTION
    }

    CmsFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static CmsFailure malformed() {
        return new CmsFailure(Reason.MALFORMED, "The CMS structure is none.");
    }

    /** Every fault of a decryption looks like this. */
    static CmsFailure decryption() {
        return new CmsFailure(Reason.DECRYPTION, "The content could not be decrypted.");
    }

    Reason reason() {
        return reason;
    }

    /** Thrown for what comes from outside, again and again: where from says nothing. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
