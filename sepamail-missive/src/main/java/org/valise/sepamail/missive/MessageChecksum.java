// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of a message, {@code sha1:} and forty hexadecimal digits: AcqChk of an acknowledgement, SndChk of a
 * sender. Immutable and thread-safe.
 *
 * <p>It is taken over the octets of the message element, from the {@code <} of its opening to the {@code >} of its closing
 * tag, exactly as they stand in the nominal missive, with LF line ends. The rule is nowhere written down in public; it was
 * derived from the scheme's own samples, which it fits. It says which message is meant, not who sent it: SHA-1 is here for
 * interoperability only. SHA-256 in hexadecimal digits does not fit into AcqChk (71 characters of at most 70).
 *
 * <p>The element is the one the missive is read from, found by its place and namespace, whatever its prefix.
 *
 * <pre>{@code
 * MessageChecksum own = sent.message().checksum();
 * log.open(key, sent.priority(), own.text(), clock.instant());
 * Optional<MessageChecksum> other = MessageChecksum.parse("SHA-1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709");
 * other.orElseThrow().text();   // "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709"
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MessageChecksum {

    static final String SHA_1 = "sha1";

    private final String algorithm;
    private final String digest;

    private MessageChecksum(String algorithm, String digest) {
        this.algorithm = algorithm;
        this.digest = digest;
    }

    /**
     * Reads a checksum. The name of the algorithm may be written {@code sha1} or {@code SHA-1}, the digits in either
     * case.
     *
     * @param text {@code algorithm:digits}
     * @return the checksum, if the text has that form, the algorithm is one of SHA-1, SHA-224, SHA-256, SHA-384 and
     *     SHA-512, and the number of digits is its
     */
    public static Optional<MessageChecksum> parse(CharSequence text) {
        String value = text.toString().strip().toLowerCase(Locale.ROOT);
        int colon = value.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String name = value.substring(0, colon).replaceFirst("^sha-", "sha");
        String digits = value.substring(colon + 1);
        return digits.length() == digitsOf(name) && digits.matches("[0-9a-f]+")
                ? Optional.of(new MessageChecksum(name, digits))
                : Optional.empty();
    }

    private static int digitsOf(String algorithm) {
        return switch (algorithm) {
            case SHA_1 -> 40;
            case "sha224" -> 56;
            case "sha256" -> 64;
            case "sha384" -> 96;
            case "sha512" -> 128;
            default -> -1;
        };
    }

    /** The checksum that is written, SHA-1 over LF line ends. */
    static MessageChecksum of(byte[] octets, int from, int to) {
        return of(SHA_1, ChecksumForm.LF, octets, from, to);
    }

    /** A checksum by another algorithm, over LF line ends. */
    static MessageChecksum of(String algorithm, byte[] octets, int from, int to) {
        return of(algorithm, ChecksumForm.LF, octets, from, to);
    }

    private static MessageChecksum of(String algorithm, ChecksumForm form, byte[] octets, int from, int to) {
        LineEndDigest digest = new LineEndDigest(digest(algorithm), form);
        digest.write(octets, from, to - from);
        return new MessageChecksum(algorithm, HexFormat.of().formatHex(digest.finish()));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance("SHA-" + algorithm.substring(3));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no " + algorithm, e);
        }
    }

    static MessageChecksum ofDigest(String algorithm, byte[] digest) {
        return new MessageChecksum(algorithm, HexFormat.of().formatHex(digest));
    }

    /** Over which form of the octets this checksum fits, if over any. */
    Optional<ChecksumForm> match(byte[] octets, int from, int to) {
        boolean hasCr = false;
        for (int i = from; i < to && !hasCr; i++) {
            hasCr = octets[i] == '\r';
        }
        if (equals(of(algorithm, ChecksumForm.LF, octets, from, to))) {
            return Optional.of(hasCr ? ChecksumForm.LF : ChecksumForm.EXACT);
        }
        if (equals(of(algorithm, ChecksumForm.CRLF, octets, from, to))) {
            return Optional.of(ChecksumForm.CRLF);
        }
        return equals(of(algorithm, ChecksumForm.RAW, octets, from, to))
                ? Optional.of(ChecksumForm.RAW)
                : Optional.empty();
    }

    /**
     * The algorithm in small letters without hyphen.
     *
     * @return for example {@code sha1}
     */
    public String algorithm() {
        return algorithm;
    }

    /**
     * The checksum as it is written.
     *
     * @return {@code algorithm:digits} in small letters
     */
    public String text() {
        return algorithm + ":" + digest;
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageChecksum c && algorithm.equals(c.algorithm) && digest.equals(c.digest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(algorithm, digest);
    }

    /** Returns the checksum as it is written. */
    @Override
    public String toString() {
        return text();
    }
}
