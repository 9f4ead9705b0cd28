// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
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
        implements MissiveStages.NeedsId<MissiveStages.NeedsMessage<MissiveBuilder<M>>>,
                MissiveStages.NeedsSender<MissiveStages.NeedsMessage<MissiveBuilder<M>>>,
                MissiveStages.NeedsReceiver<MissiveStages.NeedsMessage<MissiveBuilder<M>>>,
                MissiveStages.NeedsMessage<MissiveBuilder<M>>,
                MissiveStages.NeedsTime<MissiveBuilder<M>> {

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
    public MissiveStages.NeedsSender<MissiveStages.NeedsMessage<MissiveBuilder<M>>> id(String unique) {
        id = requireId(unique);
        return this;
    }

    static String requireId(String unique) {
        return XmlText.require(unique, 1, ValueType.LONGEST_IDENTIFIER, "A missive identifier");
    }

    @Override
    public MissiveStages.NeedsReceiver<MissiveStages.NeedsMessage<MissiveBuilder<M>>> from(Party party) {
        sender = requireSender(party);
        return this;
    }

    static Party requireSender(Party party) {
        if (party.isEmpty() || !party.canSend()) {
            throw new IllegalArgumentException(
                    "A sender has a BIC, an IBAN, a QXBAN or an ICQX, and no PAN, BBAN or 2D code");
        }
        return party;
    }

    @Override
    public MissiveStages.NeedsMessage<MissiveBuilder<M>> to(Party party) {
        if (!party.hasUser()) {
            throw new IllegalArgumentException(
                    "A receiver has the identifier of a user: QXBAN, IBAN, ICQX, PAN, BBAN or 2D code");
        }
        if (!party.hasParticipant()) {
            throw new IllegalArgumentException("A receiver has the identifier of a participant: BIC or QXBAN");
        }
        receiver = party;
        return this;
    }

    @Override
    public MissiveStages.NeedsTime<MissiveBuilder<M>> message(MessageContent content) {
        message = Objects.requireNonNull(content, "content");
        return this;
    }

    @Override
    public MissiveBuilder<M> sentAt(MissiveTime time) {
        sentAt = requireZone(time);
        return this;
    }

    static MissiveTime requireZone(MissiveTime time) {
        if (!time.hasZone()) {
            throw new IllegalArgumentException("What is written has a time zone");
        }
        return time;
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
     * Builds the missive, order 1. A body that would be streamed is read into memory.
     *
     * @return the missive with its document
     * @throws IllegalArgumentException if the message does not fit its type, the version or the kind of missive, or its
     *     body comes from a source and is not one well-formed element
     * @throws UncheckedIOException if the source of a body fails
     */
    public M build() {
        MessageContent content = Objects.requireNonNull(message);
        requireFitting(content);
        if (content.body() instanceof MessageBody.Streamed) {
            return buildStreamed();
        }
        if (checksumAlgorithm == null) {
            return write(content, null);
        }
        // The checksum stands in front of what it is taken over: the message is written twice.
        Message draft = Objects.requireNonNull(messageOf(write(content, null)));
        Message.Range range = draft.element();
        return write(content, MessageChecksum.of(checksumAlgorithm, draft.document(), range.from(), range.to()));
    }

    private M buildStreamed() {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try {
            writeTo(document);
        } catch (IncompleteMissiveException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requireBuilt(reader().readOwn(document.toByteArray()));
    }

    /**
     * Builds the missive, order 1, straight into a stream: the same octets as {@link #build()} gives, in memory that does
     * not depend on the length of a body that comes from an {@link OctetSource}. The body goes through this library's own
     * parser on its way; one that is not well-formed never gets to its end.
     *
     * <pre>{@code
     * StreamedMissive sent = NominalMissive.builder(SchemaVersion.NORM_1206)
     *         .id("1").from(own).to(theirs)
     *         .message(MessageContent.of("M-1", SimpleTest.request("T-1"), () -> Files.newInputStream(path)))
     *         .sentAt(clock)
     *         .writeTo(out);
     * }</pre>
     *
     * <p>With {@link #withSenderChecksum} the source is read twice. What was written when an exception is thrown is no
     * missive and must be thrown away.
     *
     * @param out where to; neither closed nor flushed
     * @return what is known of the missive: its length, the checksum of its message; a {@link StreamedNominal} if it is
     *     nominal
     * @throws IllegalArgumentException if the message does not fit its type, the version or the kind of missive; nothing
     *     was written then
     * @throws IncompleteMissiveException if the body is not one well-formed element, or not the same when read again
     * @throws IOException if the source of the body, or writing, fails
     */
    public StreamedMissive writeTo(OutputStream out) throws IOException {
        MessageContent content = Objects.requireNonNull(message);
        Objects.requireNonNull(out, "out");
        requireFitting(content);
        if (content.body() instanceof MessageBody.Streamed body) {
            return new StreamedBuild(content, body).writeTo(out);
        }
        M missive = build();
        missive.writeTo(out);
        return streamed(missive);
    }

    private StreamedMissive streamed(M missive) {
        Message whole = Objects.requireNonNull(messageOf(missive));
        MessageDigests digests = digests();
        digests.write(whole.document(), whole.offset(), whole.length());
        StreamedMessage read = new StreamedMessage(whole.values(), whole.offset(), whole.length(), digests.finish());
        return streamed(missive.values(), missive.length(), read);
    }

    private StreamedMissive streamed(HeaderValues header, long length, StreamedMessage streamedMessage) {
        return Objects.requireNonNull(StreamedMissive.of(header, reader(), length, kind.type(), streamedMessage));
    }

    private MessageDigests digests() {
        MessageDigests digests = new MessageDigests();
        if (checksumAlgorithm != null) {
            digests.add(checksumAlgorithm);
        }
        return digests;
    }

    private Missives reader() {
        return Missives.strict().withVersion(version);
    }

    private static @Nullable Message messageOf(Missive missive) {
        if (missive instanceof NominalMissive nominal) {
            return nominal.message();
        }
        return missive instanceof SmapiMissive smapi ? smapi.message() : null;
    }

    private void requireFitting(MessageContent content) {
        MessageType type = content.type();
        if (type == null) {
            return;
        }
        if (!kind.allows(type)) {
            throw new IllegalArgumentException(
                    "A message of type " + type + " has no place in a " + kind.type() + " missive");
        }
        if (content.body() instanceof XmlFragment element) {
            requireBody(type, element.namespace(), element.name());
        } else if (!(content.body() instanceof MessageBody.StreamedXml)
                && type.body(version).isEmpty()) {
            throw new IllegalArgumentException("The version does not know " + type);
        }
    }

    private void requireBody(MessageType type, String namespace, String name) {
        if (!namespace.equals(version.namespace())) {
            throw new IllegalArgumentException("The body is not in the namespace of the version");
        }
        type.body(version).ifPresent(expected -> {
            if (!name.equals(expected)) {
                throw new IllegalArgumentException("The body of " + type + " is " + expected);
            }
        });
        if (MessageType.ofBody(name, version).filter(t -> !t.equals(type)).isPresent()) {
            throw new IllegalArgumentException("The body belongs to another type than " + type);
        }
    }

    private MissiveWriter written(MessageContent content, HeaderValues header, @Nullable MessageChecksum checksum) {
        Tags tags = content.body() instanceof XmlFragment fragment
                ? Tags.beside(fragment.inherited(), version)
                : Tags.customary();
        MissiveWriter writer = new MissiveWriter(version, tags);
        writer.head(header.id(), kind.type(), header.order(), header.priority());
        writer.header(header.sender(), header.sentAt(), checksum, header.receiver());
        writer.message(content);
        return writer;
    }

    private HeaderValues header(@Nullable MessageChecksum checksum) {
        return new HeaderValues(
                version,
                version.norm(),
                Objects.requireNonNull(id),
                1,
                priority,
                Objects.requireNonNull(sender),
                Objects.requireNonNull(sentAt),
                checksum == null ? null : checksum.text(),
                Objects.requireNonNull(receiver),
                null,
                false);
    }

    private M requireBuilt(MissiveReading reading) {
        Missive missive = reading.toOptional().orElse(null);
        M built = missive == null ? null : kind.cast(missive);
        if (built == null) {
            throw new IllegalArgumentException("The message does not make a missive: " + reading.problems());
        }
        return built;
    }

    private M write(MessageContent content, @Nullable MessageChecksum checksum) {
        HeaderValues header = header(checksum);
        MissiveWriter writer = written(content, header, checksum);
        DocumentOctets octets = writer.end();
        if (content.type() == null) {
            return requireBuilt(reader().readOwn(octets.array()));
        }
        Envelope envelope = new Envelope(octets, reader(), header, writer.orderFrom(), writer.orderTo(), null);
        String name = content.body() instanceof XmlFragment fragment
                ? fragment.name()
                : content.type().body(version).orElseThrow();
        Message built = new Message(octets, version, values(content, name), writer.message(), writer.body());
        return kind.make(envelope, built);
    }

    private MessageValues values(MessageContent content, String bodyName) {
        return new MessageValues(
                Objects.requireNonNull(content.id()),
                Objects.requireNonNull(content.type()),
                version.norm(),
                content.redirections(),
                content.references(),
                content.expiry(),
                version.namespace(),
                bodyName);
    }

    /** Writes a missive whose body comes from a source. */
    private final class StreamedBuild {

        private final MessageContent content;
        private final MessageBody.Streamed body;

        StreamedBuild(MessageContent content, MessageBody.Streamed body) {
            this.content = content;
            this.body = body;
        }

        StreamedMissive writeTo(OutputStream out) throws IOException {
            MessageChecksum checksum = checksumAlgorithm == null ? null : checksum(checksumAlgorithm);
            HeaderValues header = header(checksum);
            GapWriter.Frame frame = written(content, header, checksum).frame();
            MessageDigests digests = digests();
            GapWriter writer = new GapWriter(out, digests);
            String name = write(writer, frame);
            Map<String, FormDigests.Result> checksums = digests.finish();
            if (checksum != null && !checksum.equals(lf(checksums, checksum.algorithm()))) {
                Problem changed = Problem.of(
                        Problem.Code.SENDER_CHECKSUM_MISMATCH, "It was not the same when it was read again.");
                throw new IncompleteMissiveException(changed, writer.written());
            }
            long offset = frame.message().from();
            StreamedMessage read = new StreamedMessage(values(content, name), offset, digests.length(), checksums);
            return streamed(header, writer.written(), read);
        }

        /** The checksum stands in front of what it is taken over: the body is read twice. */
        private MessageChecksum checksum(String algorithm) throws IOException {
            MessageDigests digests = digests();
            write(
                    new GapWriter(OutputStream.nullOutputStream(), digests),
                    written(content, header(null), null).frame());
            return lf(digests.finish(), algorithm);
        }

        private static MessageChecksum lf(Map<String, FormDigests.Result> checksums, String algorithm) {
            return Objects.requireNonNull(checksums.get(algorithm)).lf();
        }

        /** Writes the document; the name of its body element. */
        private String write(GapWriter writer, GapWriter.Frame frame) throws IOException {
            MessageType type = Objects.requireNonNull(content.type());
            try (MessageBody.Filling filling = body.open()) {
                String name = type.body(version).orElse("");
                if (filling instanceof ElementFilling element) {
                    requireBody(type, element.namespace(), element.name());
                    name = element.name();
                }
                writer.write(frame, filling);
                return name;
            } catch (ScanFailure failure) {
                throw new IncompleteMissiveException(failure.problem(), writer.written());
            }
        }
    }
}
