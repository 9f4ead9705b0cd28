// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What ties a reply to its request: 128 random bits behind the service code in the subject, which the gateway sends back
 * (STS600-9-2 clause 8.3.1). Written in the base32 alphabet of RFC 4648 without padding, 26 characters, so no mail
 * software folds, links or decodes it. Whoever knows it can forge a reply, so {@link #toString()} shows the first six
 * characters only. Immutable and thread-safe.
 *
 * <pre>{@code
 * Token token = Token.random(new SecureRandom());
 * String subject = Service.HELP.code() + " " + token.text();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Token {

    /** How many characters a token has. */
    public static final int LENGTH = 26;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int OCTETS = 16;
    private static final int BITS_PER_CHARACTER = 5;
    private static final int PREFIX = 6;

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    /**
     * Makes a token that nobody can guess.
     *
     * @param random where the 128 bits come from
     * @return a new token
     */
    public static Token random(SecureRandom random) {
        byte[] bits = new byte[OCTETS];
        random.nextBytes(bits);
        return new Token(base32(bits));
    }

    /** Base32 without padding, from the leftmost bit on; the last character is filled up with zero bits. */
    static String base32(byte[] octets) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte octet : octets) {
            buffer = buffer << Byte.SIZE | octet & 0xFF;
            bits += Byte.SIZE;
            while (bits >= BITS_PER_CHARACTER) {
                bits -= BITS_PER_CHARACTER;
                text.append(ALPHABET.charAt(buffer >> bits & 0x1F));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt(buffer << BITS_PER_CHARACTER - bits & 0x1F));
        }
        return text.toString();
    }

    /**
     * Reads a token in any case.
     *
     * @param text 26 characters of the base32 alphabet
     * @return the token
     * @throws IllegalArgumentException if the text is none
     */
    public static Token of(CharSequence text) {
        if (!isToken(text)) {
            throw new IllegalArgumentException("A token is 26 characters out of A to Z and 2 to 7");
        }
        return new Token(text.toString().toUpperCase(Locale.ROOT));
    }

    static boolean isToken(CharSequence text) {
        return text.length() == LENGTH && text.chars().allMatch(Token::isBase32);
    }

    private static boolean isBase32(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '2' && c <= '7';
    }

    /**
     * The token as it stands in the subject.
     *
     * @return 26 upper-case characters
     */
    public String text() {
        return text;
    }

    /**
     * As much of the token as may stand in a log.
     *
     * @return the first six characters
     */
    public String prefix() {
        return text.substring(0, PREFIX);
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Token token && text.equals(token.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    /** Returns the first six characters and dots, for logs. */
    @Override
    public String toString() {
        return prefix() + "...";
    }
}
