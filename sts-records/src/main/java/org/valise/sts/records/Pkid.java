// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a public key: of a key management centre (KMCID) or of a security module (SMID), as in
 * {@code KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850} (STS600-9-2 5.1.3.5; PKID of STS600-4-2). Immutable
 * and thread-safe.
 *
 * <p>Identities of other types than {@link #KMC} and {@link #SECURITY_MODULE} are read too, if they have the same shape.
 *
 * <p>The fingerprint is the leftmost 64 bits of SHA-384 over {@code type:vendor:serial:timestamp:PUBLICKEYHEX:}. This is
 * proved for the published KMCID and inferred for SMID. It binds an identity to one key but signs nothing: anybody can
 * make an identity for a key of his own. Pinning the whole identity pins the key.
 *
 * <pre>{@code
 * Pkid id = Pkid.parse("KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850").orElseThrow();
 * id.vendor();      // "Prism"
 * id.createdAt();   // 2020-06-22T14:07:47Z
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Pkid {

    /** The identity type of a key management centre. */
    public static final String KMC = "KMCID.1";

    /** The identity type of a security module. */
    public static final String SECURITY_MODULE = "SMID.1";

    private static final int ELEMENTS = 5;
    private static final int FINGERPRINT_DIGITS = 16;
    private static final String[] ELEMENT_NAMES = {"type", "vendor", "serial"};

    private final String text;
    private final List<String> elements;
    private final CrcState crcState;

    private Pkid(String text, List<String> elements, CrcState crcState) {
        this.text = text;
        this.elements = elements;
        this.crcState = crcState;
    }

    /**
     * Reads an identity exactly as it stands.
     *
     * @param text six parts with a colon between them, the last the CRC
     * @return the identity, or the problem with its position; after {@link Problem.Code#IDENTITY_CRC_ERROR} the refusal
     *     has a suspect
     */
    public static ParseResult<Pkid> parse(CharSequence text) {
        String s = text.toString();
        ParseResult<Dfconcat.Content> result = Dfconcat.IDENTITY.parse(s, CrcPolicy.REQUIRED);
        if (result instanceof ParseResult.Parsed<Dfconcat.Content> parsed) {
            return checked(s, parsed.value());
        }
        ParseResult.Malformed<Dfconcat.Content> malformed = (ParseResult.Malformed<Dfconcat.Content>) result;
        Optional<Dfconcat.Content> suspect = malformed.suspect();
        if (suspect.isEmpty()) {
            Problem why = malformed.problems().get(0);
            return refuse(
                    Problem.Code.BAD_IDENTITY, why.detail(), why.inRecord().orElseThrow());
        }
        return damaged(s, suspect.get(), malformed.problems().get(0));
    }

    private static ParseResult<Pkid> damaged(String s, Dfconcat.Content content, Problem crcProblem) {
        Problem layout = layoutProblem(s, content.elements());
        if (layout != null) {
            return ParseResult.Malformed.because(layout);
        }
        Span crcPlace = crcProblem.inRecord().orElseThrow();
        if (hasLowerCase(s.substring((int) crcPlace.offset()))) {
            return refuse(
                    Problem.Code.IDENTITY_LOWER_CASE_HEX, "The CRC of the identity has lower-case digits.", crcPlace);
        }
        Problem problem = Problem.of(Problem.Code.IDENTITY_CRC_ERROR, crcProblem.detail());
        return ParseResult.Malformed.suspecting(
                problem.atRecord(crcPlace), new Pkid(s, content.elements(), content.crcState()));
    }

    private static ParseResult<Pkid> checked(String s, Dfconcat.Content content) {
        Problem layout = layoutProblem(s, content.elements());
        return layout != null
                ? ParseResult.Malformed.because(layout)
                : new ParseResult.Parsed<>(new Pkid(s, content.elements(), content.crcState()), List.of());
    }

    /**
     * Makes the identity of a key.
     *
     * @param type {@link #KMC}, {@link #SECURITY_MODULE} or another IDENT
     * @param vendor an IDENT
     * @param serial an IDENT
     * @param createdAt when the key pair was made, in whole seconds
     * @param key a point of P-384
     * @return the identity with its fingerprint and CRC
     * @throws IllegalArgumentException if a part is not an IDENT, the instant has fractions of a second, or the key does
     *     not lie on P-384
     */
    public static Pkid forKey(String type, String vendor, String serial, Instant createdAt, ECPublicKey key) {
        List<String> named = List.of(type, vendor, serial, Timestamps.format(createdAt));
        for (int i = 0; i < ELEMENT_NAMES.length; i++) {
            if (!Ascii.isIdent(named.get(i))) {
                throw new IllegalArgumentException("The " + ELEMENT_NAMES[i] + " of an identity is an IDENT: 1 to 40"
                        + " characters, the first alphanumeric, then also _ - . ,");
            }
        }
        String fingerprint = fingerprint(named, P384.hexOf(key));
        List<String> elements = List.of(type, vendor, serial, named.get(3), fingerprint);
        return new Pkid(Dfconcat.IDENTITY.formatWithCrc(elements), elements, CrcState.VALID);
    }

    /**
     * The identity type.
     *
     * @return for example {@link #KMC} or {@link #SECURITY_MODULE}
     */
    public String type() {
        return elements.get(0);
    }

    /**
     * The maker of the device (meaning inferred).
     *
     * @return an IDENT
     */
    public String vendor() {
        return elements.get(1);
    }

    /**
     * The serial of the device (meaning inferred).
     *
     * @return an IDENT
     */
    public String serial() {
        return elements.get(2);
    }

    /**
     * The time of creation of the key pair or identity (meaning inferred).
     *
     * @return the instant, in whole seconds
     */
    public Instant createdAt() {
        return Timestamps.parse(elements.get(3)).orElseThrow();
    }

    /**
     * The fingerprint that the identity claims for its key.
     *
     * @return 16 upper-case hexadecimal digits
     */
    public String fingerprint() {
        return elements.get(4);
    }

    /**
     * What the CRC says.
     *
     * @return {@link CrcState#VALID} unless the identity was taken from a refusal
     */
    public CrcState crcState() {
        return crcState;
    }

    /**
     * The exact text, CRC included.
     *
     * @return the identity
     */
    public String text() {
        return text;
    }

    /**
     * The fingerprint that an identity with this type, vendor, serial and time has for a key.
     *
     * @param publicKeyHex the key as the 194 upper-case hexadecimal digits of its record
     * @return 16 upper-case hexadecimal digits
     * @throws IllegalArgumentException if the key is not written in upper-case hexadecimal digits
     */
    public String fingerprintOf(String publicKeyHex) {
        if (publicKeyHex.isEmpty() || !Ascii.isUpperHex(publicKeyHex)) {
            throw new IllegalArgumentException("The fingerprint is taken over upper-case hexadecimal digits");
        }
        return fingerprint(elements.subList(0, 4), publicKeyHex);
    }

    /**
     * Whether the key is the one this identity was made for. The answer says nothing about who made both.
     *
     * @param publicKeyHex the key as the 194 upper-case hexadecimal digits of its record
     * @return true if the fingerprint of the key is that of the identity
     * @throws IllegalArgumentException if the key is not written in upper-case hexadecimal digits
     */
    public boolean matches(String publicKeyHex) {
        return fingerprintOf(publicKeyHex).equals(fingerprint());
    }

    private static String fingerprint(List<String> named, String publicKeyHex) {
        String hashed = Dfconcat.IDENTITY.format(named) + publicKeyHex + Dfconcat.IDENTITY.delimiter();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-384").digest(hashed.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().withUpperCase().formatHex(digest, 0, FINGERPRINT_DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-384", e);
        }
    }

    private static @Nullable Problem layoutProblem(String s, List<String> elements) {
        if (elements.size() != ELEMENTS) {
            String detail = "An identity has 5 parts and a CRC, not " + elements.size() + " parts.";
            return bad(detail, Span.inLine(0, s.length()));
        }
        int offset = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            String element = elements.get(i);
            Span place = Span.inLine(offset, element.length());
            if (i < ELEMENT_NAMES.length && !Ascii.isIdent(element)) {
                return bad("The " + ELEMENT_NAMES[i] + " of the identity is not an IDENT.", place);
            }
            if (i == 3 && Timestamps.parse(element).isEmpty()) {
                return bad("The time of the identity is not of the form yyyyMMddTHHmmssZ.", place);
            }
            if (i == 4 && !isFingerprint(element)) {
                return fingerprintProblem(element, place);
            }
            offset += element.length() + 1;
        }
        return null;
    }

    private static boolean isFingerprint(String element) {
        return element.length() == FINGERPRINT_DIGITS && Ascii.isUpperHex(element);
    }

    private static Problem fingerprintProblem(String element, Span place) {
        if (element.length() == FINGERPRINT_DIGITS && hasLowerCase(element)) {
            return Problem.of(
                            Problem.Code.IDENTITY_LOWER_CASE_HEX,
                            "The fingerprint of the identity has lower-case digits.")
                    .atRecord(place);
        }
        return bad("The fingerprint of the identity is not 16 upper-case hexadecimal digits.", place);
    }

    private static boolean hasLowerCase(String digits) {
        return Ascii.isAnyHex(digits) && !Ascii.isUpperHex(digits);
    }

    private static Problem bad(String detail, Span place) {
        return Problem.of(Problem.Code.BAD_IDENTITY, detail).atRecord(place);
    }

    private static ParseResult<Pkid> refuse(Problem.Code code, String detail, Span place) {
        return ParseResult.Malformed.because(Problem.of(code, detail).atRecord(place));
    }

    /** Identities are equal when their texts are. */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Pkid p && text.equals(p.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    /** Returns the text: an identity is public. */
    @Override
    public String toString() {
        return text;
    }
}
