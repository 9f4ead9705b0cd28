// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entry point: reads missives and checks them in two layers. Immutable and thread-safe.
 *
 * <p>Layer 1 is the schema of the envelope, and the scheme's own schemas if they are
 * {@linkplain #withOfficialSchemas given}. Layer 2 are the rules that no schema enforces. The received octets are kept;
 * nothing outside the document is ever opened, whatever it says.
 *
 * <p>Documents are UTF-8, with or without a byte order mark. Other encodings are refused with a problem that says so.
 *
 * <pre>{@code
 * MissiveReading reading = Missives.strict().read(octets);
 * reading.problems().forEach(System.err::println);
 * Missive missive = reading.orElseThrow();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Missives {

    /** Some JVMs make no longer one. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private static final ZoneId FRANCE = ZoneId.of("Europe/Paris");
    private static final List<SchemaVersion> KNOWN = List.of(SchemaVersion.NORM_1206, SchemaVersion.BLEEDING_EDGE);
    private static final Missives STRICT =
            new Missives(new Tolerance(false), MissiveLimits.defaults(), FRANCE, KNOWN, null);
    private static final Missives LENIENT =
            new Missives(new Tolerance(true), MissiveLimits.defaults(), FRANCE, KNOWN, null);

    private final Tolerance tolerance;
    private final MissiveLimits limits;
    private final ZoneId zone;
    private final List<SchemaVersion> versions;
    private final @Nullable OfficialSchemas schemas;

    private Missives(
            Tolerance tolerance,
            MissiveLimits limits,
            ZoneId zone,
            List<SchemaVersion> versions,
            @Nullable OfficialSchemas schemas) {
        this.tolerance = tolerance;
        this.limits = limits;
        this.zone = zone;
        this.versions = versions;
        this.schemas = schemas;
    }

    /**
     * Reads what the norm allows.
     *
     * @return a reader
     */
    public static Missives strict() {
        return STRICT;
    }

    /**
     * Reads also what old software of the network is known to write. Each tolerance that was needed is a warning among the
     * problems.
     *
     * @return a reader
     */
    public static Missives lenient() {
        return LENIENT;
    }

    /**
     * This reader with other limits.
     *
     * @param other the limits
     * @return a new reader
     */
    public Missives withLimits(MissiveLimits other) {
        return new Missives(tolerance, Objects.requireNonNull(other, "other"), zone, versions, schemas);
    }

    /**
     * This reader with another zone for times that state none; the default is Europe/Paris (inferred: the scheme is
     * French).
     *
     * @param other the zone
     * @return a new reader
     */
    public Missives withZone(ZoneId other) {
        return new Missives(tolerance, limits, Objects.requireNonNull(other, "other"), versions, schemas);
    }

    /**
     * This reader with a version of the schemas that the library does not know. Its envelope is taken to be that of norm
     * 1206.
     *
     * @param version the version; it replaces one of the same namespace
     * @return a reader that knows it
     */
    public Missives withVersion(SchemaVersion version) {
        if (versions.contains(Objects.requireNonNull(version, "version"))) {
            return this;
        }
        List<SchemaVersion> more = new ArrayList<>(versions);
        more.removeIf(known -> known.namespace().equals(version.namespace()));
        more.add(version);
        return new Missives(tolerance, limits, zone, List.copyOf(more), schemas);
    }

    /**
     * This reader with the scheme's schemas, which are checked in addition. A document in a namespace that none of them is
     * for is refused with {@link Problem.Code#NO_OFFICIAL_SCHEMA}: give the sets of all {@linkplain
     * OfficialSchemas#namespaces() namespaces} that are to be read.
     *
     * @param official the schemas
     * @return a new reader
     */
    public Missives withOfficialSchemas(OfficialSchemas official) {
        return new Missives(tolerance, limits, zone, versions, Objects.requireNonNull(official, "official"));
    }

    /**
     * Reads a missive.
     *
     * @param document the octets, which are copied
     * @return the missive, or why it was refused
     */
    public MissiveReading read(byte[] document) {
        return new DocumentReader(this).read(document.clone());
    }

    /**
     * Reads a document that is a part of an array.
     *
     * @param octets holds the document; it is copied
     * @param from the index of its first octet
     * @param count how many octets it has
     * @return the missive, or why it is refused
     * @throws IndexOutOfBoundsException if the array does not hold so much
     */
    public MissiveReading read(byte[] octets, int from, int count) {
        Objects.checkFromIndexSize(from, count, octets.length);
        return new DocumentReader(this).read(Arrays.copyOfRange(octets, from, from + count));
    }

    /**
     * Reads a missive up to the end of a stream, at most one octet more than {@link MissiveLimits#octets()}. What is longer
     * than an array, about 2<sup>31</sup> octets, is refused as too long whatever the limit: {@link #readStreamed} reads it.
     *
     * @param document the octets; not closed
     * @return the missive, or why it was refused
     * @throws IOException if reading fails
     */
    public MissiveReading read(InputStream document) throws IOException {
        int most = mostInMemory();
        Missives reader = most < limits.octets() ? withLimits(limits.withOctets(most)) : this;
        return new DocumentReader(reader).read(document.readNBytes(most + 1));
    }

    /** The longest document that may be, of those that an array holds with one octet more. */
    int mostInMemory() {
        return (int) Math.min(limits.octets(), LONGEST_ARRAY - 1L);
    }

    /**
     * Reads a missive of any length from a stream, up to its end, and keeps nothing of its message body: both layers are
     * checked, the checksums of the message are computed on the way, and what the caller wants of the body is handed out
     * piece by piece. The memory that is needed does not depend on the length.
     *
     * <pre>{@code
     * Missives reader = Missives.strict().withLimits(MissiveLimits.defaults().withOctets(1L << 30));
     * ContentSink sink = path -> path.endsWith("SimpleTestRequest", "Data")
     *         ? Optional.of(Files.newOutputStream(quarantine))
     *         : Optional.empty();
     * StreamedReading reading = reader.readStreamed(in, sink);
     * StreamedMissive missive = reading.orElseThrow();   // else delete what is in quarantine
     * }</pre>
     *
     * <p>What the sink was given must be thrown away unless the reading was accepted.
     *
     * @param document the octets; not closed
     * @param sink asked for each element of the message body, whether and where to its content is to be decoded
     * @return what is known of the missive, or why it was refused
     * @throws IOException if reading or one of the sink's streams fails; what the sink was given must be thrown away
     * @throws IllegalStateException if this reader has official schemas, which can only be applied to a document in memory
     */
    public StreamedReading readStreamed(InputStream document, ContentSink sink) throws IOException {
        if (schemas != null) {
            throw new IllegalStateException("Official schemas need the whole document: use read");
        }
        return new StreamReader(this, Objects.requireNonNull(sink, "sink"))
                .read(Objects.requireNonNull(document, "document"));
    }

    /** Reads what this library wrote, or what it made of a document that was read already. */
    MissiveReading readOwn(byte[] document) {
        Missives unlimited = new Missives(tolerance, Payloads.NO_LIMITS, zone, versions, null);
        return new DocumentReader(unlimited).read(document);
    }

    Tolerance tolerance() {
        return tolerance;
    }

    MissiveLimits limits() {
        return limits;
    }

    ZoneId zone() {
        return zone;
    }

    @Nullable
    OfficialSchemas schemas() {
        return schemas;
    }

    /** The version of a namespace. */
    Optional<SchemaVersion> version(String namespace) {
        for (SchemaVersion version : versions) {
            if (version.namespace().equals(namespace)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }
}
