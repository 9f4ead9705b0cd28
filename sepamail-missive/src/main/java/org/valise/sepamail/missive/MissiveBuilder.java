// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds nominal missives and those of the API within a bank, in stages that list what is required.
 *
 * <pre>{@code
 * NominalMissive missive = NominalMissive.builder(SchemaVersion.NORM_1206)
 *         .id(MissiveIds.random(secureRandom))
 *         .from(Party.of(ownQxban))
 *         .to(Party.of(theirQxban))
 *         .message(MessageContent.of("M-1", SimpleTest.request("T-1")))
 *         .sentAt(clock.instant())
 *         .priority(Priority.HIGH)
 *         .build();
 * }</pre>
 *
 * <p>Builders are for one thread and one missive.
 *
 * @param <M> what is built
 * @since 0.1.0
 */
public final class MissiveBuilder<M extends Missive>
        implements MissiveStages.NeedsId<M>,
                MissiveStages.NeedsSender<M>,
                MissiveStages.NeedsReceiver<M>,
                MissiveStages.NeedsMessage<M>,
                MissiveStages.NeedsTime<M> {

    private static final int LONGEST_ID = 200;

    private final SchemaVersion version;
    private final Kind<M> kind;

    private @Nullable String id;
    private @Nullable Party sender;
    private @Nullable Party receiver;
    private @Nullable MessageContent message;
    private @Nullable MissiveTime sentAt;
    private @Nullable Priority priority = Priority.NORMAL;
    private @Nullable String checksumAlgorithm;

    /** What is built: the value of MsvTyp, and the type. */
    interface Kind<M> {

        String type();

        boolean allows(MessageType type);

        /** The missive if it is of this kind. */
        @Nullable
        M cast(Missive missive);

        M make(Envelope envelope, Message message);
    }

    MissiveBuilder(SchemaVersion version, Kind<M> kind) {
        this.version = Objects.requireNonNull(version, "version");
        this.kind = kind;
    }

    @Override
    public MissiveStages.NeedsSender<M> id(String unique) {
        id = XmlText.require(unique, 1, LONGEST_ID, "A missive identifier");
        return this;
    }

    @Override
    public MissiveStages.NeedsReceiver<M> from(Party party) {
        if (party.isEmpty() || !party.canSend()) {
            throw new IllegalArgumentException(
                    "A sender has a BIC, an IBAN, a QXBAN or an ICQX, and no PAN, BBAN or 2D code");
        }
        sender = party;
        return this;
    }

    @Override
    public MissiveStages.NeedsMessage<M> to(Party party) {
        if (!party.hasUser()) {
            throw new IllegalArgumentException(
                    "A receiver has the identifier of a user: QXBAN, IBAN, ICQX, PAN, BBAN or 2D code");
        }
        if (party.participant().isEmpty()) {
            throw new IllegalArgumentException("A receiver has the identifier of a participant: BIC or QXBAN");
        }
        receiver = party;
        return this;
    }

    @Override
    public MissiveStages.NeedsTime<M> message(MessageContent content) {
        message = Objects.requireNonNull(content, "content");
        return this;
    }

    @Override
    public MissiveBuilder<M> sentAt(MissiveTime time) {
        if (!time.hasZone()) {
            throw new IllegalArgumentException("What is written has a time zone");
        }
        sentAt = time;
        return this;
    }

    /**
     * The priority, MsvPri. Without this call it is {@link Priority#NORMAL}; it is always written.
     *
     * @param urgency the priority
     * @return this builder
     */
    public MissiveBuilder<M> priority(Priority urgency) {
        priority = Objects.requireNonNull(urgency, "urgency");
        return this;
    }

    /**
     * Adds a checksum of the message to the header, SndChk. Its form is not public; this is that of AcqChk.
     *
     * @param algorithm {@code sha1}, {@code sha224}, {@code sha256}, {@code sha384} or {@code sha512}
     * @return this builder
     * @throws IllegalArgumentException for another algorithm
     */
    public MissiveBuilder<M> withSenderChecksum(String algorithm) {
        if (!List.of("sha1", "sha224", "sha256", "sha384", "sha512").contains(algorithm)) {
            throw new IllegalArgumentException("The algorithm of a checksum is sha1 or one of the SHA-2 family");
        }
        checksumAlgorithm = algorithm;
        return this;
    }

    /**
     * Builds the missive, order 1.
     *
     * @return the missive with its document
     * @throws IllegalArgumentException if the message does not fit its type, the version or the kind of missive
     */
    public M build() {
        MessageContent content = Objects.requireNonNull(message);
        requireFitting(content);
        if (checksumAlgorithm == null) {
            return write(content, null);
        }
        // The checksum stands in front of what it is taken over: the message is written twice.
        Message draft = Objects.requireNonNull(messageOf(write(content, null)));
        Message.Range range = draft.element();
        return write(content, MessageChecksum.of(checksumAlgorithm, draft.document(), range.from(), range.to()));
    }

    private static @Nullable Message messageOf(Missive missive) {
        if (missive instanceof NominalMissive nominal) {
            return nominal.message();
        }
        return missive instanceof SmapiMissive smapi ? smapi.message() : null;
    }

    private void requireFitting(MessageContent content) {
        if (content.type() != null) {
            if (!kind.allows(content.type())) {
                throw new IllegalArgumentException(
                        "A message of type " + content.type() + " has no place in a " + kind.type() + " missive");
            }
            if (content.body() instanceof XmlFragment element) {
                requireBody(content.type(), element);
            } else if (content.type().body(version).isEmpty()) {
                throw new IllegalArgumentException("The version does not know " + content.type());
            }
        }
    }

    private void requireBody(MessageType type, XmlFragment element) {
        if (!element.namespace().equals(version.namespace())) {
            throw new IllegalArgumentException("The body is not in the namespace of the version");
        }
        type.body(version).ifPresent(expected -> {
            if (!element.name().equals(expected)) {
                throw new IllegalArgumentException("The body of " + type + " is " + expected);
            }
        });
        if (MessageType.ofBody(element.name(), version)
                .filter(t -> !t.equals(type))
                .isPresent()) {
            throw new IllegalArgumentException("The body belongs to another type than " + type);
        }
    }

    private M write(MessageContent content, @Nullable MessageChecksum checksum) {
        Tags tags = content.body() instanceof XmlFragment fragment
                ? Tags.beside(fragment.inherited(), version)
                : Tags.customary();
        MissiveWriter writer = new MissiveWriter(version, tags);
        String unique = Objects.requireNonNull(id);
        Party from = Objects.requireNonNull(sender);
        Party to = Objects.requireNonNull(receiver);
        MissiveTime time = Objects.requireNonNull(sentAt);
        writer.begin();
        writer.head(unique, kind.type(), 1, priority);
        writer.header(from, time, checksum, to);
        writer.message(content);
        byte[] octets = writer.end();
        if (content.type() == null) {
            return requireBuilt(Missives.strict().withVersion(version).readOwn(octets));
        }
        HeaderValues header = new HeaderValues(
                version,
                version.norm(),
                unique,
                1,
                priority,
                from,
                time,
                checksum == null ? null : checksum.text(),
                to,
                null,
                false);
        Envelope envelope = new Envelope(
                octets, Missives.strict().withVersion(version), header, writer.orderFrom(), writer.orderTo(), null);
        return kind.make(envelope, message(content, writer, octets));
    }

    private M requireBuilt(MissiveReading reading) {
        Missive missive = reading.toOptional().orElse(null);
        M built = missive == null ? null : kind.cast(missive);
        if (built == null) {
            throw new IllegalArgumentException("The message does not make a missive: " + reading.problems());
        }
        return built;
    }

    private Message message(MessageContent content, MissiveWriter writer, byte[] octets) {
        return new Message(octets, version, values(content), writer.message(), writer.body());
    }

    private MessageValues values(MessageContent content) {
        MessageType type = Objects.requireNonNull(content.type());
        return new MessageValues(
                Objects.requireNonNull(content.id()),
                type,
                version.norm(),
                content.redirections(),
                content.references(),
                content.expiry(),
                version.namespace(),
                content.body() instanceof XmlFragment fragment
                        ? fragment.name()
                        : type.body(version).orElseThrow());
    }
}
