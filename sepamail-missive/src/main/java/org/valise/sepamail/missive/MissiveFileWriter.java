// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes a file of missives (root element Fichier) one missive after the other. For one thread and one file.
 *
 * <p>The file route is never interbank: files go between a customer and his bank, or within a bank.
 *
 * <p>The number of missives stands in front of them, so it is promised first. A file that does not keep the promise is not
 * brought to its end: a reader sees that it is cut.
 *
 * <pre>{@code
 * MissiveFileHeader header = new MissiveFileHeader(
 *         MissiveTime.of(clock.instant()), MissiveFileHeader.Role.RECEIVER, bank, missives.size());
 * try (MissiveFileWriter file = MissiveFileWriter.of(out, SchemaVersion.NORM_1206, header)) {
 *     for (Missive missive : missives) {
 *         file.write(missive);
 *     }
 * }
 * }</pre>
 *
 * <p>Each missive keeps its octets, but for the name in its first and last tag and what stands outside of them.
 *
 * @since 0.1.0
 */
public final class MissiveFileWriter implements AutoCloseable {

    private static final Tags TAGS = Tags.customary();
    private static final byte[] OPENING = OctetWriter.ascii(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + TAGS.prefix + ":Fichier xmlns:" + TAGS.prefix + "=\"");
    private static final byte[] LOCATION =
            OctetWriter.ascii("\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"");
    private static final byte[] SCHEMA = OctetWriter.ascii(" sepamail_missive_file.xsd\">");
    private static final byte[] CLOSING = OctetWriter.ascii("\n</" + TAGS.prefix + ":Fichier>\n");

    private final OutputStream out;
    private final SchemaVersion version;
    private final MissiveFileHeader header;

    private long written;
    private boolean begun;
    private boolean failed;
    private boolean closed;

    private MissiveFileWriter(OutputStream out, SchemaVersion version, MissiveFileHeader header) {
        this.out = out;
        this.version = version;
        this.header = header;
    }

    /**
     * Begins a file. Nothing is written yet.
     *
     * @param out where to; closed by {@link #close()}
     * @param version the edition of the schemas by whose namespace it is written; that of all its missives
     * @param header what stands in front, with the number of missives there will be
     * @return a writer of the file
     * @throws IllegalArgumentException if the time of the header has no zone
     */
    public static MissiveFileWriter of(OutputStream out, SchemaVersion version, MissiveFileHeader header) {
        MissiveBuilder.requireZone(header.createdAt());
        return new MissiveFileWriter(
                Objects.requireNonNull(out, "out"), Objects.requireNonNull(version, "version"), header);
    }

    /**
     * Writes a missive.
     *
     * @param missive of any kind, in the namespace of the file
     * @throws IllegalArgumentException if it is in another namespace; it is not written then, and others may follow
     * @throws IllegalStateException if as many as promised were written already, writing failed before, or the file is
     *     closed
     * @throws IOException if writing fails; the file cannot be completed then
     */
    public void write(Missive missive) throws IOException {
        if (!missive.version().namespace().equals(version.namespace())) {
            throw new IllegalArgumentException("A file has missives of one namespace");
        }
        if (closed || failed) {
            throw new IllegalStateException("The file is closed, or cannot be completed any more");
        }
        if (written == header.count()) {
            throw new IllegalStateException("The file promises " + written + " missives, which it has");
        }
        failed = true; // unless all of it is written
        begin();
        out.write('\n');
        FileEntry.write(missive.envelope().octets(), out);
        written++;
        failed = false;
    }

    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        String role = header.role() == MissiveFileHeader.Role.SENDER ? "Sender" : "Receiver";
        OctetWriter head = new OctetWriter();
        head.raw(OPENING).attribute(version.namespace());
        head.raw(LOCATION).attribute(version.namespace()).raw(SCHEMA);
        element(head, "DatTim", header.createdAt().toString());
        head.raw(TAGS.tag("Partner").open);
        element(head, role, header.partner().text());
        head.raw(TAGS.tag("Partner").close);
        element(head, "NbMsv", Long.toString(header.count()));
        head.finish().writeTo(out);
    }

    private static void element(OctetWriter head, String name, String value) {
        Tags.Tag tag = TAGS.tag(name);
        head.raw(tag.open).text(value).raw(tag.close);
    }

    /**
     * Ends the file if it has as many missives as promised, and closes the stream in any case.
     *
     * @throws IllegalStateException if it has fewer, and no writing failed before; it has no end then
     * @throws IOException if writing or closing fails
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            if (failed) {
                return;
            }
            if (written < header.count()) {
                throw new IllegalStateException("The file promises " + header.count() + " missives and has " + written);
            }
            begin();
            out.write(CLOSING);
        }
    }
}
