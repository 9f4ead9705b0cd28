// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/** A mail, or an entity in it, that is not built as it must be or goes beyond a limit. Never leaves this package. */
final class MimeFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final int offset;

    MimeFailure(String message, int offset) {
        super(message, null, false, false);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }
}
