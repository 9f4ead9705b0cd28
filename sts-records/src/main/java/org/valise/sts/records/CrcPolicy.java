// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

/**
 * Whether a record type may come without a CRC. STS600-4-2 5.7.1 knows dfconcat strings of both kinds; which types use
 * which is not public, so a CRC is required unless the caller says otherwise for a type.
 *
 * <pre>{@code
 * StsRecords records = StsRecords.strict().withCrcPolicy("T", CrcPolicy.IF_PRESENT);
 * records.parse("T|a||b|").orElseThrow().crcState();       // ABSENT
 * records.parse("T|a||b|3849").problems().get(0).code();   // CRC_ERROR
 * }</pre>
 *
 * @since 0.1.0
 */
public enum CrcPolicy {
    /** A text without CRC is refused. */
    REQUIRED,
    /** A text that ends with the delimiter is taken as one without CRC; a CRC that is there must be right. */
    IF_PRESENT
}
