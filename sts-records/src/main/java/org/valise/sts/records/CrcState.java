// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

/**
 * What the CRC of a record or identity says about its text (STS600-4-2 5.7.1).
 *
 * <pre>{@code
 * switch (record.crcState()) {
 *     case VALID -> use(record);
 *     case ABSENT -> confirm(record);    // its type was allowed to come without, by withCrcPolicy
 *     case MISMATCH -> show(record);     // the suspect of a refusal: never to be acted on
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum CrcState {
    /** The text ends in a CRC and the CRC is right. */
    VALID,
    /** The text ends in something else than the right CRC: the text is damaged. */
    MISMATCH,
    /** The text ends with a delimiter: a dfconcat string without CRC, which says nothing about damage. */
    ABSENT
}
