// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The type of a message, {@code type@family} (MsgTyp). The schemas list sixteen; the type is open, because later versions
 * and agreements between banks have others. Immutable and thread-safe.
 *
 * <p>Which body element belongs to a type is inferred from their names; the schemas do not tie them.
 *
 * <pre>{@code
 * MessageType.SIMPLE_REQUEST.family();                                        // "test"
 * MessageType.of("enroll.request@secure").body(SchemaVersion.NORM_1206);      // SecureEnrollRequest
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MessageType {

    private static final String TEST = "test";
    private static final String DIRECT_DEBIT = "direct.debit";
    private static final String SECURE = "secure";
    private static final String ACTIVATION = "payment.activation";
    private static final String VERIFICATION = "identification.verification";
    private static final String SMAPI = "smapi";

    private static final List<Known> TABLE = List.of(
            new Known("simple.request@test", "SimpleTestRequest", "SimpleTestRequest"),
            new Known("simple.report@test", "SimpleTestReport", "SimpleTestReport"),
            new Known("mandat@direct.debit", "DirectDebitMandat", "DirectDebitMandat"),
            new Known("rapport@direct.debit", "DirectDebitMandateAcceptance", "DirectDebitMandateAcceptance"),
            new Known("notification@direct.debit", "DirectDebitPrenotif", "DirectDebitPrenotif"),
            new Known("request.copy@direct.debit", "DirectDebitRFCopy", "DirectDebitRFCopy"),
            new Known("enroll.request@secure", "SecureEnrollRequest", "SecureEnrollRequest"),
            new Known("enroll.report@secure", "SecureEnrollReport", "SecureEnrollReport"),
            new Known("enroll.advise@secure", "SecureEnrollAdvise", "SecureEnrollAdvise"),
            new Known("activation.request@payment.activation", "ActivationRequest", "PaymentActivationRequest"),
            new Known("activation.report@payment.activation", "ActivationReport", "PaymentActivationReport"),
            new Known("enroll.reply@payment.activation", "ActivationEnroll", ""),
            new Known("activation.enroll@payment.activation", "", "PaymentActivationEnroll"),
            new Known("request@identification.verification", "VerificationRequest", "VerificationRequest"),
            new Known("report@identification.verification", "VerificationReport", "VerificationReport"),
            new Known("request@smapi", "SmapiRequest", "SmapiRequest"),
            new Known("response@smapi", "SmapiResponse", "SmapiResponse"));

    /** The families that the schemas and guidelines name. */
    static final Set<String> FAMILIES =
            Set.of(TEST, SECURE, DIRECT_DEBIT, ACTIVATION, VERIFICATION, "service", "scheme");

    /** The request of the test ecosystem. */
    public static final MessageType SIMPLE_REQUEST = of("simple.request@test");

    /** The report of the test ecosystem. */
    public static final MessageType SIMPLE_REPORT = of("simple.report@test");

    /** A request to the API of a service provider, within a bank only. */
    public static final MessageType SMAPI_REQUEST = of("request@smapi");

    /** A response of the API of a service provider, within a bank only. */
    public static final MessageType SMAPI_RESPONSE = of("response@smapi");

    private final String text;
    private final int at;

    private MessageType(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /**
     * One row of the table.
     *
     * @param type the type
     * @param bleedingEdge its body element in the schemas of that name; empty if they do not have the type
     * @param later its body element in norm 1206 and, as far as is known, later
     */
    private record Known(String type, String bleedingEdge, String later) {

        String body(SchemaVersion version) {
            return version.namespace().equals(SchemaVersion.BLEEDING_EDGE.namespace()) ? bleedingEdge : later;
        }
    }

    /**
     * A type by its text.
     *
     * @param text {@code type@family}, both parts without blanks
     * @return the type, which need not be known
     * @throws IllegalArgumentException if the text has not this form
     */
    public static MessageType of(String text) {
        return read(text)
                .orElseThrow(() -> new IllegalArgumentException("A message type is type@family, without blanks"));
    }

    /** What stands in place of a type, in a document that is refused for it. */
    static MessageType malformed(String text) {
        return new MessageType(text, text.length() - 1);
    }

    /** The type that a text is, if it has the form of one. */
    static Optional<MessageType> read(String text) {
        int at = text.indexOf('@');
        boolean right = at > 0 && at < text.length() - 1 && text.indexOf('@', at + 1) < 0;
        for (int i = 0; i < text.length() && right; i++) {
            right = text.charAt(i) > ' ' && text.charAt(i) < 0x7F;
        }
        return right ? Optional.of(new MessageType(text, at)) : Optional.empty();
    }

    /**
     * The type that a body element belongs to.
     *
     * @param body the local name of the element
     * @param version the version of its missive
     * @return the type, if the element is known
     */
    public static Optional<MessageType> ofBody(String body, SchemaVersion version) {
        return TABLE.stream()
                .filter(known -> !body.isEmpty() && known.body(version).equals(body))
                .map(known -> of(known.type()))
                .findFirst();
    }

    /**
     * The type as it is written.
     *
     * @return {@code type@family}
     */
    public String text() {
        return text;
    }

    /**
     * The family of messages, which is also the ecosystem of the mail addresses.
     *
     * @return what stands behind the at sign
     */
    public String family() {
        return text.substring(at + 1);
    }

    /**
     * The body element that belongs to this type.
     *
     * @param version the version of the missive
     * @return its local name, if the type is known in that version
     */
    public Optional<String> body(SchemaVersion version) {
        for (Known known : TABLE) {
            if (known.type().equals(text)) {
                return Optional.of(known.body(version)).filter(name -> !name.isEmpty());
            }
        }
        return Optional.empty();
    }

    /** Whether it belongs to the API within a bank. */
    boolean isSmapi() {
        return family().equals(SMAPI);
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof MessageType t && text.equals(t.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    /** Returns the type as it is written; of what is no type, and so may be any text, nothing. */
    @Override
    public String toString() {
        return family().isEmpty() ? "no type" : text;
    }
}
