// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail address in a grammar that leaves no room for tricks: an ASCII dot-atom, {@code @}, a domain name. Quoted local
 * parts, comments, address literals, display names, source routes, encoded words and characters beyond ASCII are
 * refused. Two addresses are equal if they differ in case only. Immutable and thread-safe.
 *
 * <pre>{@code
 * MailAddress vendor = MailAddress.of("vendor@vending.example");
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MailAddress {

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern GRAMMAR =
            Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")*");

    private final String text;

    private MailAddress(String text) {
        this.text = text;
    }

    /**
     * Reads an address.
     *
     * @param text the bare address
     * @return the address
     * @throws IllegalArgumentException if the text is no address of this grammar; the message does not repeat the text
     */
    public static MailAddress of(CharSequence text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("Not a plain mail address: it must be name@domain"
                        + " in ASCII, without display name, quotes, comments, blanks or control characters"));
    }

    static Optional<MailAddress> parse(CharSequence text) {
        boolean fits = text.length() <= LONGEST && GRAMMAR.matcher(text).matches();
        if (!fits || text.toString().indexOf('@') > LONGEST_LOCAL_PART || looksEncoded(text.toString())) {
            return Optional.empty();
        }
        return Optional.of(new MailAddress(text.toString()));
    }

    /** Characters of an encoded word are allowed in atoms, so mail software may decode such a local part. */
    private static boolean looksEncoded(String text) {
        return text.startsWith("=?") || text.contains("?=");
    }

    /**
     * The address as it was given.
     *
     * @return the bare address
     */
    public String text() {
        return text;
    }

    /**
     * The part behind the {@code @}.
     *
     * @return the domain as it was given
     */
    public String domain() {
        return text.substring(text.indexOf('@') + 1);
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof MailAddress address && text.equalsIgnoreCase(address.text);
    }

    @Override
    public int hashCode() {
        return text.toLowerCase(Locale.ROOT).hashCode();
    }

    /** Returns the address. */
    @Override
    public String toString() {
        return text;
    }
}
