// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.io.OutputStream;
import org.valise.sts.records.RecordFile;
import org.valise.sts.records.RecordLimits;
import org.valise.sts.records.StsRecords;

/**
 * A file that came with a mail. Its octets are what the sender attached; for a key load file they are what counts
 * (STS600-9-2 clause 5.1.4.3), and no view of them replaces them. Immutable and thread-safe.
 *
 * <pre>{@code
 * Path file = folder.resolve(attachment.name());      // the name is safe to use as one path element
 * Files.write(file, attachment.bytes());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Attachment {

    private final String name;
    private final String receivedName;
    private final String type;
    private final byte[] octets;
    private final String sha256;
    private final boolean damaged;
    private final boolean declared;

    Attachment(String name, String receivedName, String type, byte[] octets, boolean damaged, boolean declared) {
        this.name = name;
        this.receivedName = receivedName;
        this.type = type;
        this.octets = octets;
        this.sha256 = Digests.sha256(octets);
        this.damaged = damaged;
        this.declared = declared;
    }

    /**
     * A name to write the file under: the last element of the received name, of ASCII letters, digits, dot, hyphen and
     * underscore, different from the other names of the mail.
     *
     * @return the name; {@code klf.txt} for a text file that came without one
     */
    public String name() {
        return name;
    }

    /**
     * The name as received, which may be a path or anything else. Not for use as a path.
     *
     * @return the name; empty if there was none
     */
    public String receivedName() {
        return receivedName;
    }

    /**
     * The media type as declared.
     *
     * @return the type in lower case, without parameters
     */
    public String type() {
        return type;
    }

    /**
     * The file.
     *
     * @return a copy of its octets
     */
    public byte[] bytes() {
        return octets.clone();
    }

    /**
     * Writes the file without copying it first.
     *
     * @param out where to; stays open
     * @throws IOException if writing fails
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(octets);
    }

    /**
     * How long the file is.
     *
     * @return its length in octets
     */
    public int length() {
        return octets.length;
    }

    /**
     * The digest of the octets.
     *
     * @return SHA-256 in lower-case hexadecimal digits
     */
    public String sha256() {
        return sha256;
    }

    /**
     * Whether the transfer encoding was damaged or the mail ended within the file, so that these cannot be relied on to be
     * the octets that were sent.
     *
     * @return true if the file must not be used
     */
    public boolean isDamaged() {
        return damaged;
    }

    /** Whether the sender said that this is an attachment; else it is one by its name or its type. */
    boolean isDeclared() {
        return declared;
    }

    /**
     * Whether this may be a key load file: text, not empty, not damaged.
     *
     * @return true if it may
     */
    public boolean mayBeKeyLoadFile() {
        return type.equals("text/plain") && octets.length > 0 && !damaged;
    }

    /**
     * The advisory view of the file as a file of records.
     *
     * @return the file, read leniently with the default limits, but as long as it is: {@link MailLimits} had their say
     */
    public RecordFile recordFile() {
        RecordLimits limits = RecordLimits.defaults();
        return StsRecords.lenient()
                .withLimits(limits.withFileOctets(Math.max(limits.fileOctets(), octets.length)))
                .file(octets);
    }

    /** Returns the safe name, the length and the start of the digest; no content. */
    @Override
    public String toString() {
        return name + ", " + octets.length + " octets, sha256 " + sha256.substring(0, 12) + "...";
    }
}
