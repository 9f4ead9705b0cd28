// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The stages of a {@link MissiveBuilder} and of a {@link ServiceBuilder}, each of which asks for one thing that a missive
 * must have.
 *
 * <pre>{@code
 * MissiveStages.NeedsService begun = ServiceMissive.builder(SchemaVersion.NORM_1206)
 *         .id(MissiveIds.random(secureRandom))
 *         .from(Party.of(ownQxban))
 *         .to(Party.of(bank));   // has the method service, and no other
 * ServiceMissive ask = begun.service(ServiceMissive.Command.of(ServiceMissive.Verb.STAT)).sentAt(clock).build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MissiveStages {

    private MissiveStages() {}

    /**
     * The identifier comes first.
     *
     * @param <N> the stage behind the receiver
     * @since 0.1.0
     */
    public sealed interface NeedsId<N> permits MissiveBuilder, ServiceBuilder {

        /**
         * The identifier of the missive, MsvId. It must be unique among all that the sender ever sends.
         *
         * @param id 1 to 200 characters, for example {@link MissiveIds#random}
         * @return the next stage
         * @throws IllegalArgumentException if it is empty or longer, or has characters that XML does not allow
         */
        NeedsSender<N> id(String id);
    }

    /**
     * Then the sender.
     *
     * @param <N> the stage behind the receiver
     * @since 0.1.0
     */
    public sealed interface NeedsSender<N> permits MissiveBuilder, ServiceBuilder {

        /**
         * The sender, Snd.
         *
         * @param sender with a BIC or an account; a PAN, a BBAN and a 2D code have no place there
         * @return the next stage
         * @throws IllegalArgumentException if it has neither, or what has no place
         */
        NeedsReceiver<N> from(Party sender);
    }

    /**
     * Then the receiver.
     *
     * @param <N> the stage behind the receiver
     * @since 0.1.0
     */
    public sealed interface NeedsReceiver<N> permits MissiveBuilder, ServiceBuilder {

        /**
         * The receiver, Rcv.
         *
         * @param receiver with the identifier of a user and that of a participant (a QXBAN is both); of a service missive,
         *     with any
         * @return the next stage
         * @throws IllegalArgumentException if one of them is missing
         */
        N to(Party receiver);
    }

    /**
     * Then the message.
     *
     * @param <B> the builder
     * @since 0.1.0
     */
    public sealed interface NeedsMessage<B> permits MissiveBuilder {

        /**
         * The message.
         *
         * @param content header and body
         * @return the next stage
         */
        NeedsTime<B> message(MessageContent content);
    }

    /**
     * Or the command or result.
     *
     * @since 0.1.0
     */
    public sealed interface NeedsService permits ServiceBuilder {

        /**
         * What the missive says, MsvSrv.
         *
         * @param service a {@link ServiceMissive.Command} or {@link ServiceMissive.Result}
         * @return the next stage
         */
        NeedsTime<ServiceBuilder> service(ServiceMissive.Service service);
    }

    /**
     * Then the time; all else is optional.
     *
     * @param <B> the builder
     * @since 0.1.0
     */
    public sealed interface NeedsTime<B> permits MissiveBuilder, ServiceBuilder {

        /**
         * The time of sending, SndDtTm, written in UTC.
         *
         * @param instant of the years 1 to 9999
         * @return the last stage
         * @throws IllegalArgumentException if the year is another
         */
        default B sentAt(Instant instant) {
            return sentAt(MissiveTime.of(instant));
        }

        /**
         * The time of sending, SndDtTm, by a clock.
         *
         * @param clock for example {@code Clock.systemUTC()}
         * @return the last stage
         */
        default B sentAt(InstantSource clock) {
            return sentAt(clock.instant());
        }

        /**
         * The time of sending, SndDtTm.
         *
         * @param time as it is to be written; it must have a zone
         * @return the last stage
         * @throws IllegalArgumentException if it has none
         */
        B sentAt(MissiveTime time);
    }
}
