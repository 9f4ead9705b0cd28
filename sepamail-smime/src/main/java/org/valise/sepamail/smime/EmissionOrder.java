// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Priority;
import org.valise.sepamail.missive.SchemaVersion;

/**
 * What an application gives to be sent: a missive, or what to make one of (MIS1202 "Recovery of the sending/information
 * order"). Immutable and thread-safe.
 *
 * <pre>{@code
 * EmissionOrder.of(Party.of(ownQxban), Party.of(theirQxban), MessageContent.of("M-1", SimpleTest.request("T-1")))
 *         .inEcosystem("test")
 *         .withPriority(Priority.HIGH);
 * EmissionOrder.of(missive);
 * EmissionOrder.of(missive.resend());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class EmissionOrder {

    private final @Nullable NominalMissive ready;
    private final @Nullable Parts parts;
    private final @Nullable String ecosystem;
    private final MissiveAddress.@Nullable Node receiver;

    /** What to make a missive of; without an identifier, one is made. */
    record Parts(
            Party from,
            Party to,
            MessageContent message,
            SchemaVersion version,
            Priority priority,
            @Nullable String id) {}

    private EmissionOrder(
            @Nullable NominalMissive ready,
            @Nullable Parts parts,
            @Nullable String ecosystem,
            MissiveAddress.@Nullable Node receiver) {
        this.ready = ready;
        this.parts = parts;
        this.ecosystem = ecosystem;
        this.receiver = receiver;
    }

    /**
     * A missive that is ready. Its octets are kept but for two things: the BIC of a party that has none is added if
     * IBAN@BIC knows it, and the time of sending of an order 1 is written anew. A later order is sent as it is.
     *
     * @param missive of any order; also the suspect of one that was refused for the want of a BIC
     * @return the order
     */
    public static EmissionOrder of(NominalMissive missive) {
        return new EmissionOrder(Objects.requireNonNull(missive, "missive"), null, null, null);
    }

    /**
     * A missive to be made, of norm 1206 and normal priority, with a random identifier.
     *
     * @param from the sender; without a BIC if IBAN@BIC knows it
     * @param to the receiver; without a BIC if IBAN@BIC knows it
     * @param message the message
     * @return the order
     */
    public static EmissionOrder of(Party from, Party to, MessageContent message) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(message, "message");
        Parts parts = new Parts(from, to, message, SchemaVersion.NORM_1206, Priority.NORMAL, null);
        return new EmissionOrder(null, parts, null, null);
    }

    /**
     * The same with the ecosystem as the application knows it, which the norm prefers to deducing it.
     *
     * @param name for example {@code direct.debit}
     * @return a new order
     */
    public EmissionOrder inEcosystem(String name) {
        return new EmissionOrder(ready, parts, Objects.requireNonNull(name, "name"), receiver);
    }

    /**
     * The same to a node of the scheme, or to another BIC of the receiver's participant than the one in Rcv.
     *
     * @param node where to
     * @return a new order
     */
    public EmissionOrder toNode(MissiveAddress.Node node) {
        return new EmissionOrder(ready, parts, ecosystem, Objects.requireNonNull(node, "node"));
    }

    /**
     * The same with another priority.
     *
     * @param priority of the missive to be made
     * @return a new order
     * @throws IllegalStateException if the missive is ready
     */
    public EmissionOrder withPriority(Priority priority) {
        Parts old = requireParts();
        Objects.requireNonNull(priority, "priority");
        return with(new Parts(old.from(), old.to(), old.message(), old.version(), priority, old.id()));
    }

    /**
     * The same with an identifier of the caller's.
     *
     * @param id unique, 1 to 200 characters
     * @return a new order
     * @throws IllegalArgumentException if it is empty or longer, or has characters that XML does not allow
     * @throws IllegalStateException if the missive is ready
     */
    public EmissionOrder withId(String id) {
        Parts old = requireParts();
        NominalMissive.builder(old.version()).id(Objects.requireNonNull(id, "id")); // refuses what is none
        return with(new Parts(old.from(), old.to(), old.message(), old.version(), old.priority(), id));
    }

    /**
     * The same by another edition of the schemas.
     *
     * @param version of the missive to be made
     * @return a new order
     * @throws IllegalStateException if the missive is ready
     */
    public EmissionOrder withVersion(SchemaVersion version) {
        Parts old = requireParts();
        Objects.requireNonNull(version, "version");
        return with(new Parts(old.from(), old.to(), old.message(), version, old.priority(), old.id()));
    }

    private EmissionOrder with(Parts changed) {
        return new EmissionOrder(ready, changed, ecosystem, receiver);
    }

    private Parts requireParts() {
        if (parts == null) {
            throw new IllegalStateException("The missive is ready: it has identifier, version and priority");
        }
        return parts;
    }

    Optional<NominalMissive> ready() {
        return Optional.ofNullable(ready);
    }

    Parts parts() {
        return requireParts();
    }

    Optional<String> ecosystem() {
        return Optional.ofNullable(ecosystem);
    }

    Optional<MissiveAddress.Node> receiver() {
        return Optional.ofNullable(receiver);
    }

    Party from() {
        return ready != null ? ready.sender() : requireParts().from();
    }

    Party to() {
        return ready != null ? ready.receiver() : requireParts().to();
    }

    /** Returns of which kind it is; no content. */
    @Override
    public String toString() {
        return "EmissionOrder[" + (ready != null ? ready.toString() : "to be made") + "]";
    }
}
