// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Objects;

/**
 * What stands in front of the missives in a file of missives. Immutable and thread-safe.
 *
 * <pre>{@code
 * MissiveFileHeader header = file.header().orElseThrow();
 * if (header.role() == MissiveFileHeader.Role.SENDER) {
 *     System.out.println(header.count() + " missives from " + header.partner());
 * }
 * }</pre>
 *
 * @param createdAt when the file was made, DatTim
 * @param role what the partner is, the element in Partner
 * @param partner the participant the file comes from or goes to
 * @param count how many missives there are, NbMsv
 * @since 0.1.0
 */
public record MissiveFileHeader(MissiveTime createdAt, Role role, Bic partner, long count) {

    /**
     * What the partner of a file is.
     *
     * @since 0.1.0
     */
    public enum Role {
        /** The file comes from him. */
        SENDER,
        /** The file goes to him. */
        RECEIVER
    }

    /**
     * Refuses a negative count.
     *
     * @param createdAt when the file was made
     * @param role what the partner is
     * @param partner the participant
     * @param count 0 or more
     */
    public MissiveFileHeader {
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(partner, "partner");
        if (count < 0) {
            throw new IllegalArgumentException("A file has 0 or more missives");
        }
    }
}
