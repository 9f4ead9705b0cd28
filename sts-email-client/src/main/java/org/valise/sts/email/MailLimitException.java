// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/** A mail is larger than what is read; stays inside the package. */
final class MailLimitException extends Exception {

    private static final long serialVersionUID = 1L;

    MailLimitException(String detail) {
        super(detail);
    }
}
