// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file within a document (type Attachment of the schemas; RIS2D). Immutable and thread-safe.
 *
 * <p>The schema allows anything in its data; what is written is base64. {@link #octets()} is empty for data that is none.
 *
 * <pre>{@code
 * Party payer = Party.of(Bic.of("TESTBLEUXXX")).with2dCode(Attachment.of("image/png", picture).withName("code.png"));
 * Optional<byte[]> received = missive.receiver().code2d().flatMap(Attachment::octets);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Attachment {

    private static final int LONGEST_TYPE = 70;
    private static final int LONGEST_NAME = 140;

    private final String mimeType;
    private final @Nullable String name;
    private final byte @Nullable [] octets;

    Attachment(String mimeType, @Nullable String name, byte @Nullable [] octets) {
        this.mimeType = mimeType;
        this.name = name;
        this.octets = octets;
    }

    /**
     * A file without a name.
     *
     * @param mimeType its media type, 1 to 70 characters
     * @param octets its content, which is copied
     * @return the attachment
     * @throws IllegalArgumentException if the type is empty or too long, or has characters that XML does not allow
     */
    public static Attachment of(String mimeType, byte[] octets) {
        return new Attachment(XmlText.require(mimeType, 1, LONGEST_TYPE, "A media type"), null, octets.clone());
    }

    /**
     * The same with a name.
     *
     * @param fileName 1 to 140 characters
     * @return a new attachment
     * @throws IllegalArgumentException if the name is empty or too long, or has characters that XML does not allow
     */
    public Attachment withName(String fileName) {
        return new Attachment(mimeType, XmlText.require(fileName, 1, LONGEST_NAME, "A file name"), octets);
    }

    /** The octets that a text in base64 stands for; null if it is none. White space is ignored. */
    static byte @Nullable [] decode(String base64) {
        StringBuilder text = new StringBuilder(base64.length());
        base64.chars().filter(c -> !XmlChars.isSpace(c < 0x80 ? c : -1)).forEach(c -> text.append((char) c));
        try {
            return text.length() % 4 == 0 ? Base64.getDecoder().decode(text.toString()) : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /**
     * The media type.
     *
     * @return for example {@code image/png}
     */
    public String mimeType() {
        return mimeType;
    }

    /**
     * The name of the file.
     *
     * @return the name if there is one
     */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /**
     * The content.
     *
     * @return a copy of the octets; empty if the data is not base64
     */
    public Optional<byte[]> octets() {
        return Optional.ofNullable(octets).map(byte[]::clone);
    }

    /** The data as it is written. */
    String base64() {
        return octets == null ? "" : Base64.getEncoder().encodeToString(octets);
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Attachment a
                && mimeType.equals(a.mimeType)
                && Objects.equals(name, a.name)
                && Arrays.equals(octets, a.octets);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mimeType, name, Arrays.hashCode(octets));
    }

    /** Returns the type and the size; no name and no content. */
    @Override
    public String toString() {
        return "Attachment[" + mimeType + ", " + (octets == null ? "no base64" : octets.length + " octets") + "]";
    }
}
