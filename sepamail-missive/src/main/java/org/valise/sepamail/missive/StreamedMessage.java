// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The message in a missive whose octets went by: what its header says, and its checksums. Immutable and thread-safe.
 *
 * <pre>{@code
 * StreamedMissive missive = Missives.strict().readStreamed(in, ContentSink.none()).orElseThrow();
 * missive.streamedMessage().ifPresent(message ->
 *         System.out.println(message.type() + ", " + message.length() + " octets, " + message.checksum()));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class StreamedMessage extends MessageHeader {

    private final long offset;
    private final long length;
    private final Map<String, FormDigests.Result> checksums;

    StreamedMessage(MessageValues values, long offset, long length, Map<String, FormDigests.Result> checksums) {
        super(values);
        this.offset = offset;
        this.length = length;
        this.checksums = Map.copyOf(checksums);
    }

    /**
     * Where the message element lies in the document of the missive.
     *
     * @return the offset of its first octet, from 0
     */
    public long offset() {
        return offset;
    }

    /**
     * How long the message element is.
     *
     * @return in octets
     */
    public long length() {
        return length;
    }

    @Override
    public MessageChecksum checksum() {
        return Objects.requireNonNull(checksums.get(MessageChecksum.SHA_1)).lf();
    }

    @Override
    public Optional<ChecksumForm> match(MessageChecksum checksum) {
        return Optional.ofNullable(checksums.get(checksum.algorithm())).flatMap(result -> result.match(checksum));
    }

    @Override
    public boolean computes(MessageChecksum checksum) {
        return checksums.containsKey(checksum.algorithm());
    }

    /** Returns the type and the length; no identifier and no content. */
    @Override
    public String toString() {
        return "StreamedMessage[" + type() + ", " + length + " octets]";
    }
}
