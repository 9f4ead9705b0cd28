// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

/**
 * A way in which a text differed from the canonical form and was read all the same, because the CRC proved the record.
 * Each is off in strict reading. The first six name the reading that fitted; an undamaged block needs none.
 *
 * <pre>{@code
 * RecordScan scan = StsRecords.lenient().scan("> --STS:T BEGINS--\n> T|a|BDF9\n> --STS:T ENDS--\n");
 * scan.found().get(0).record().text();    // "T|a|BDF9"
 * scan.found().get(0).deviations();       // [PREFIX, GUARD]
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Deviation {
    /** What stood before the begin guard (quote marks, blanks) was removed from the lines. */
    PREFIX,
    /** Blanks at the ends of lines were removed. */
    RTRIM,
    /** Blanks at the starts of lines were removed. */
    LTRIM,
    /** All white space was removed. */
    NOWS,
    /** Quote marks of changing depth were removed, and all white space. */
    QUOTE,
    /** Quoted-printable that nobody decoded: soft line breaks were removed, {@code =3D} and its like decoded. */
    QP,
    /** The block stood within running text: guards and record were not on lines of their own. */
    INLINE,
    /** The guards were written otherwise: other dashes, other case, quote or emphasis marks around. */
    GUARD,
    /** Invisible characters (soft hyphen, zero-width space, byte order mark, direction marks) were removed. */
    INVISIBLE,
    /** No-break and other special spaces were read as spaces. */
    BLANKS,
    /** Characters that were decoded in a wrong charset were read as what they had been. */
    CHARSET,
    /** The lines were not cut at 64 characters, or there were blank lines or other line ends. */
    LAYOUT,
    /** Blanks or quote marks around a record that stood alone on its line. */
    TRIMMED
}
