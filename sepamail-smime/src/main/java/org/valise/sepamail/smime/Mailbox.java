// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.MissiveAddress;

/**
 * A mail address as it stands in From or To: {@code local@domain}, in the part of the grammar that mails between banks use.
 * Immutable and thread-safe.
 *
 * <p>The addresses of the network are narrower, see {@link MissiveAddress}; peers were seen with others.
 *
 * <pre>{@code
 * Mailbox own = Mailbox.of(MissiveAddress.of("test", bic, MissiveAddress.NETWORK));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Mailbox {

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST_LABEL = 63;

    private final String local;
    private final String domain;

    private Mailbox(String local, String domain) {
        this.local = local;
        this.domain = domain;
    }

    /**
     * An address.
     *
     * @param text {@code local@domain}; no display name, no quotes, no comments
     * @return the address
     * @throws IllegalArgumentException if it is none
     */
    public static Mailbox of(String text) {
        Mailbox mailbox = read(text);
        if (mailbox == null) {
            throw new IllegalArgumentException("A mail address is local@domain of letters, digits and a few signs");
        }
        return mailbox;
    }

    /**
     * An address of the network.
     *
     * @param address of a participant or of the scheme
     * @return the address
     */
    public static Mailbox of(MissiveAddress address) {
        return of(address.text());
    }

    /** The address that a text is; null if it is none. */
    static @Nullable Mailbox read(String text) {
        int at = text.indexOf('@');
        if (at < 1 || at > LONGEST_LOCAL || text.length() - at - 1 > LONGEST_DOMAIN) {
            return null;
        }
        String local = text.substring(0, at);
        String domain = text.substring(at + 1);
        return isLocal(local) && isDomain(domain) ? new Mailbox(local, domain) : null;
    }

    private static boolean isLocal(String text) {
        boolean right = text.charAt(0) != '.' && !text.endsWith(".") && !text.contains("..");
        for (int i = 0; i < text.length() && right; i++) {
            char c = text.charAt(i);
            right = isLetterOrDigit(c) || c == '.' || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
        }
        return right;
    }

    private static boolean isDomain(String text) {
        int start = 0;
        while (start <= text.length()) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            if (!isLabel(text, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isLabel(String text, int start, int end) {
        boolean right =
                end > start && end - start <= LONGEST_LABEL && text.charAt(start) != '-' && text.charAt(end - 1) != '-';
        for (int i = start; i < end && right; i++) {
            right = isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '-';
        }
        return right;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /**
     * The address.
     *
     * @return as it was given
     */
    public String text() {
        return local + '@' + domain;
    }

    /**
     * What stands in front of the {@code @}.
     *
     * @return the local part
     */
    public String local() {
        return local;
    }

    /**
     * What stands behind the {@code @}.
     *
     * @return the domain, as it was given
     */
    public String domain() {
        return domain;
    }

    /** Whether it is the same: the domain whatever its case, the local part exactly (RFC 5321 2.4). */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Mailbox m && local.equals(m.local) && domain.equalsIgnoreCase(m.domain);
    }

    @Override
    public int hashCode() {
        return 31 * local.hashCode() + domain.toLowerCase(Locale.ROOT).hashCode();
    }

    /** Returns the address. */
    @Override
    public String toString() {
        return text();
    }
}
