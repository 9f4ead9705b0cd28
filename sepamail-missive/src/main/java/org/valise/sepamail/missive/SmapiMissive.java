// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import org.jspecify.annotations.Nullable;

/**
 * A missive of the API that a service provider offers within a bank. Its existence is part of the norm, what its messages
 * say is up to the provider. It is never sent between participants and never acknowledged. Immutable and thread-safe.
 *
 * <pre>{@code
 * SmapiMissive call = SmapiMissive.builder(SchemaVersion.NORM_1206)
 *         .id(MissiveIds.random(secureRandom))
 *         .from(Party.of(ownQxban))
 *         .to(Party.of(theirQxban))
 *         .message(MessageContent.ofXml("M-1", MessageType.SMAPI_REQUEST, octetsOfTheBodyElement))
 *         .sentAt(clock)
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SmapiMissive extends Missive {

    static final MissiveBuilder.Kind<SmapiMissive> KIND = new MissiveBuilder.Kind<>() {
        @Override
        public String type() {
            return MissiveType.SMAPI;
        }

        @Override
        public boolean allows(MessageType type) {
            return type.isSmapi();
        }

        @Override
        public @Nullable SmapiMissive cast(Missive missive) {
            return missive instanceof SmapiMissive smapi ? smapi : null;
        }

        @Override
        public SmapiMissive make(Envelope envelope, Message message) {
            return new SmapiMissive(envelope, message);
        }
    };

    private final Message message;

    SmapiMissive(Envelope envelope, Message message) {
        super(envelope);
        this.message = message;
    }

    /**
     * Begins a missive.
     *
     * @param version the edition of the schemas by whose namespace it is written
     * @return the first stage
     */
    public static MissiveStages.NeedsId<MissiveStages.NeedsMessage<MissiveBuilder<SmapiMissive>>> builder(
            SchemaVersion version) {
        return new MissiveBuilder<>(version, KIND);
    }

    /**
     * The request or response.
     *
     * @return the message
     */
    public Message message() {
        return message;
    }
}
