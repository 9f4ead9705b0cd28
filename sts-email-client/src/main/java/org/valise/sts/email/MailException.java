// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A mail server could not be used. Nothing is lost by it: requests stay in the store, mails stay on the server. The
 * message names server and step, never a password or content.
 *
 * <pre>{@code
 * try {
 *     client.poll();
 * } catch (MailException e) {
 *     switch (e.kind()) {
 *         case AUTHENTICATION, SECURITY -> operator.tell(e.getMessage());    // waiting does not help
 *         default -> log.info(e.getMessage());                               // the next poll may succeed
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MailException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    private final Kind kind;

    /** What went wrong. */
    public enum Kind {
        /** No connection, or it broke; also if the program could not give the secret to log in with. */
        CONNECTION,
        /** The protection that is required could not be had: no STARTTLS, a bad certificate, another host name. */
        SECURITY,
        /** The server refused the credentials. */
        AUTHENTICATION,
        /** The server refused the request for good, for example because it does not know the recipient. */
        REFUSED,
        /** The connection broke while the mail was handed over: it may or may not be on its way. */
        UNCERTAIN,
        /** The server refused something for now, said what was not expected, or has no folder of that name. */
        SERVER
    }

    MailException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * What went wrong.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }
}
