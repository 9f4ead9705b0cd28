// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds service missives, in stages that list what is required. For one thread and one missive.
 *
 * <pre>{@code
 * ServiceMissive answer = ServiceMissive.builder(SchemaVersion.NORM_1206)
 *         .id(MissiveIds.random(secureRandom))
 *         .from(Party.of(bank))
 *         .to(ask.sender())
 *         .service(ServiceMissive.Result.of(true).withNumber(2).withSize(320))
 *         .sentAt(clock)
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ServiceBuilder
        implements MissiveStages.NeedsId<MissiveStages.NeedsService>,
                MissiveStages.NeedsSender<MissiveStages.NeedsService>,
                MissiveStages.NeedsReceiver<MissiveStages.NeedsService>,
                MissiveStages.NeedsService,
                MissiveStages.NeedsTime<ServiceBuilder> {

    private final SchemaVersion version;

    private @Nullable String id;
    private @Nullable Party sender;
    private @Nullable Party receiver;
    private ServiceMissive.@Nullable Service service;
    private @Nullable MissiveTime sentAt;
    private @Nullable Priority priority;

    ServiceBuilder(SchemaVersion version) {
        this.version = Objects.requireNonNull(version, "version");
    }

    @Override
    public MissiveStages.NeedsSender<MissiveStages.NeedsService> id(String unique) {
        id = MissiveBuilder.requireId(unique);
        return this;
    }

    @Override
    public MissiveStages.NeedsReceiver<MissiveStages.NeedsService> from(Party party) {
        sender = MissiveBuilder.requireSender(party);
        return this;
    }

    @Override
    public MissiveStages.NeedsService to(Party party) {
        if (party.isEmpty()) {
            throw new IllegalArgumentException("A receiver has an identifier");
        }
        receiver = party;
        return this;
    }

    @Override
    public MissiveStages.NeedsTime<ServiceBuilder> service(ServiceMissive.Service what) {
        service = Objects.requireNonNull(what, "what");
        return this;
    }

    @Override
    public ServiceBuilder sentAt(MissiveTime time) {
        sentAt = MissiveBuilder.requireZone(time);
        return this;
    }

    /**
     * The priority, MsvPri. Without this call none is written.
     *
     * @param urgency the priority
     * @return this builder
     */
    public ServiceBuilder priority(Priority urgency) {
        priority = Objects.requireNonNull(urgency, "urgency");
        return this;
    }

    /**
     * Builds the missive, order 1.
     *
     * @return the missive with its document
     */
    public ServiceMissive build() {
        ServiceMissive.Service what = Objects.requireNonNull(service);
        HeaderValues header = new HeaderValues(
                version,
                version.norm(),
                Objects.requireNonNull(id),
                1,
                priority,
                Objects.requireNonNull(sender),
                Objects.requireNonNull(sentAt),
                null,
                Objects.requireNonNull(receiver),
                null,
                false);
        MissiveWriter writer = new MissiveWriter(version, Tags.customary());
        writer.head(header.id(), MissiveType.SERVICE, header.order(), header.priority());
        writer.header(header.sender(), header.sentAt(), null, header.receiver());
        ServiceWriter.write(writer, what);
        DocumentOctets octets = writer.end();
        Missives reader = Missives.strict().withVersion(version);
        Envelope envelope = new Envelope(octets, reader, header, writer.orderFrom(), writer.orderTo(), null);
        return new ServiceMissive(envelope, what, null);
    }
}
