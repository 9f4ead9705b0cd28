// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds the acknowledgement of a nominal missive. All that ties the two together is taken from the nominal one:
 * identifier, order, priority, the parties in exchange, and the checksum of the message. For one thread and one missive.
 *
 * <pre>{@code
 * AcknowledgementMissive ack = nominal.acknowledge(AcknowledgementCode.FORWARDED)
 *         .sentAt(clock)
 *         .warning(RoutingWarning.of(RoutingWarning.Code.PRIO_NORM))   // taken, but handled as normal
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class AcknowledgementBuilder {

    private static final int LONGEST_DESCRIPTION = 140;

    private final MissiveHeader nominal;
    private final MessageHeader message;
    private final Missives reader;
    private final @Nullable AcknowledgementCode code;
    private final List<RoutingWarning> warnings = new ArrayList<>();
    private Party sender;
    private @Nullable MissiveTime sentAt;
    private @Nullable String description;

    AcknowledgementBuilder(
            MissiveHeader nominal, MessageHeader message, Missives reader, @Nullable AcknowledgementCode code) {
        this.nominal = nominal;
        this.message = message;
        this.reader = reader;
        this.code = code;
        this.sender = nominal.receiver().asSender();
    }

    /**
     * The time of sending the acknowledgement, written in UTC.
     *
     * @param instant of the years 1 to 9999
     * @return this builder
     * @throws IllegalArgumentException if the year is another
     */
    public AcknowledgementBuilder sentAt(Instant instant) {
        return sentAt(MissiveTime.of(instant));
    }

    /**
     * The time of sending the acknowledgement, by a clock.
     *
     * @param clock for example {@code Clock.systemUTC()}
     * @return this builder
     */
    public AcknowledgementBuilder sentAt(InstantSource clock) {
        return sentAt(clock.instant());
    }

    /**
     * The time of sending the acknowledgement.
     *
     * @param time as it is to be written; it must have a zone
     * @return this builder
     * @throws IllegalArgumentException if it has none
     */
    public AcknowledgementBuilder sentAt(MissiveTime time) {
        sentAt = MissiveBuilder.requireZone(time);
        return this;
    }

    /**
     * Words for people, AcqDes.
     *
     * @param words 1 to 140 characters
     * @return this builder
     * @throws IllegalArgumentException if there are none or too many, or characters that XML does not allow
     */
    public AcknowledgementBuilder description(String words) {
        description = XmlText.require(words, 1, LONGEST_DESCRIPTION, "A description");
        return this;
    }

    /**
     * Adds a warning behind those there are, RtgWarn.
     *
     * @param warning the warning
     * @return this builder
     * @throws IllegalArgumentException if the acknowledgement is negative
     */
    public AcknowledgementBuilder warning(RoutingWarning warning) {
        if (!isPositive()) {
            throw new IllegalArgumentException("Only a positive acknowledgement has routing warnings");
        }
        warnings.add(Objects.requireNonNull(warning, "warning"));
        return this;
    }

    /**
     * The bank that acknowledges, for a receiver who was named by a card or a national number alone: those have no place
     * in the sender of an acknowledgement.
     *
     * @param participant the bank
     * @return this builder
     * @throws IllegalArgumentException if the nominal names another bank as that of its receiver
     */
    public AcknowledgementBuilder by(Bic participant) {
        Bic named = nominal.receiver().participant().orElse(participant);
        if (!named.matches(participant)) {
            throw new IllegalArgumentException("The nominal missive names another bank as that of its receiver");
        }
        if (sender.participant().isPresent()) {
            return this;
        }
        sender = sender.withBic(participant);
        return this;
    }

    private boolean isPositive() {
        return code == null || code.isSuccess();
    }

    /**
     * Builds the acknowledgement. A negative one is right by both layers even if it answers a document that was refused: in
     * place of an order below 1, which would have it refused in turn, it has 1.
     *
     * @return the missive with its document
     * @throws IllegalStateException if the time is missing, the nominal names its receiver in a way that an
     *     acknowledgement cannot repeat and {@link #by} was not called, or it was refused and has no sender or no identifier
     *     to which an answer could be given
     */
    public AcknowledgementMissive build() {
        if (sentAt == null) {
            throw new IllegalStateException("An acknowledgement has the time of its sending: call sentAt");
        }
        if (sender.isEmpty()) {
            throw new IllegalStateException("The nominal missive does not name the bank that acknowledges: call by");
        }
        if (nominal.sender().isEmpty()) {
            throw new IllegalStateException("The nominal missive has no sender to whom it could be acknowledged");
        }
        if (nominal.id().isEmpty()) {
            throw new IllegalStateException("The nominal missive has no identifier by which it could be acknowledged");
        }
        return write(sentAt);
    }

    private AcknowledgementMissive write(MissiveTime time) {
        Acknowledgement content =
                new Acknowledgement(isPositive(), code, message.checksum().text(), description, List.copyOf(warnings));
        SchemaVersion version = nominal.version().stating(nominal.norm());
        MissiveWriter writer = new MissiveWriter(version, Tags.customary());
        Priority priority = nominal.statedPriority().orElse(null);
        int order = Math.max(1, nominal.order());
        writer.head(nominal.id(), MissiveType.ACQUITTEMENT, order, priority);
        writer.header(sender, time, null, nominal.sender());
        AcknowledgementWriter.write(writer, content);
        DocumentOctets octets = writer.end();
        HeaderValues header = new HeaderValues(
                nominal.version(),
                version.norm(),
                nominal.id(),
                order,
                priority,
                sender,
                time,
                null,
                nominal.sender(),
                null,
                false);
        Envelope envelope = new Envelope(octets, reader, header, writer.orderFrom(), writer.orderTo(), null);
        return new AcknowledgementMissive(envelope, content);
    }
}
