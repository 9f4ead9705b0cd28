// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;

/** A mail, or an entity in it, that is not built as it must be or goes beyond a limit. Never leaves this package. */
final class MimeFailure extends IOException {

    private static final long serialVersionUID = 1;

    MimeFailure(String message) {
        super(message);
    }

    /** Thrown for what comes from outside, again and again: where from says nothing. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
