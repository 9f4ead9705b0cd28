// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Who logs in to a mail server, and how. The secret is asked for at each login and not kept, so it may change.
 * Thread-safe if the supplier is.
 *
 * <pre>{@code
 * Credentials credentials = Credentials.password("vendor", () -> vault.read("mail"));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Credentials {

    private final String user;
    private final Supplier<String> secret;
    private final boolean oauth;

    private Credentials(String user, Supplier<String> secret, boolean oauth) {
        this.user = Objects.requireNonNull(user, "user");
        this.secret = Objects.requireNonNull(secret, "secret");
        this.oauth = oauth;
    }

    /**
     * A user name with a password.
     *
     * @param user the user name
     * @param password gives the password
     * @return the credentials
     */
    public static Credentials password(String user, Supplier<String> password) {
        return new Credentials(user, password, false);
    }

    /**
     * A user name with an access token of OAuth 2, by the mechanism XOAUTH2, as large providers want it.
     *
     * @param user the user name, usually the mail address
     * @param accessToken gives a token that is valid now; fetching and renewing it is the caller's
     * @return the credentials
     */
    public static Credentials xoauth2(String user, Supplier<String> accessToken) {
        return new Credentials(user, accessToken, true);
    }

    /**
     * The user name.
     *
     * @return the user name
     */
    public String user() {
        return user;
    }

    String secret() {
        return secret.get();
    }

    String mechanisms() {
        return oauth ? "XOAUTH2" : "PLAIN LOGIN";
    }

    /** Returns the user name and the kind of secret. */
    @Override
    public String toString() {
        return user + (oauth ? " (XOAUTH2)" : " (password)");
    }
}
