// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.StsRecord;

/**
 * A mail that the gateway takes as a request (STS600-9-2 clause 8.2): what the simulator read from it, for predicates
 * and assertions of tests. Immutable and thread-safe.
 *
 * <pre>{@code
 * simulator.when(request -> request.service().equals("{KMS:Help}"), Reaction.silence());
 * simulator.when(request -> request.record().isPresent(), Reaction.expired());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class GatewayRequest {

    private final byte[] octets;
    private final Service service;
    private final String subject;
    private final List<String> replyTo;
    private final @Nullable String messageId;
    private final @Nullable StsRecord record;

    GatewayRequest(
            byte[] octets,
            String subject,
            List<String> replyTo,
            @Nullable String messageId,
            @Nullable StsRecord record) {
        this.octets = octets.clone();
        this.subject = subject;
        this.service = Service.of(code(subject));
        this.replyTo = List.copyOf(replyTo);
        this.messageId = messageId;
        this.record = record;
    }

    private static String code(String subject) {
        return subject.substring(0, subject.indexOf('}') + 1);
    }

    Service known() {
        return service;
    }

    /**
     * The service code as the subject spells it.
     *
     * @return the code with its braces, such as <code>{KMS:Help}</code>
     */
    public String service() {
        return code(subject);
    }

    /**
     * The subject, unfolded and otherwise as it came.
     *
     * @return service code and whatever follows it
     */
    public String subject() {
        return subject;
    }

    /**
     * Whom a reply goes to (clause 8.3.1): all of Reply-To, else the first From, else Sender.
     *
     * @return bare addresses, at least one
     */
    public List<String> replyTo() {
        return replyTo;
    }

    /**
     * The Message-ID of the request.
     *
     * @return the identifier with its angle brackets; empty if the mail has none that is well-formed
     */
    public Optional<String> messageId() {
        return Optional.ofNullable(messageId);
    }

    /**
     * The vending key load request (clause 5.1.4.2).
     *
     * @return the record; empty for every service that takes none
     */
    public Optional<StsRecord> record() {
        return Optional.ofNullable(record);
    }

    /**
     * The mail as received.
     *
     * @return a copy of the octets
     */
    public byte[] octets() {
        return octets.clone();
    }

    StsRecord requiredRecord() {
        return Objects.requireNonNull(record, "a request for a key load file has a record");
    }

    /** Returns service and size; no content. */
    @Override
    public String toString() {
        return "GatewayRequest[" + service() + ", " + octets.length + " octets]";
    }
}
