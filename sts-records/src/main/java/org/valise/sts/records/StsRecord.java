// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record of any type: its type, its fields, what its CRC says, and its exact text (STS600-9-2 8.1; form from
 * STS600-4-2 5.7.1). Records of unknown types are kept like all others, because a security module may need them as they
 * came; nothing is ever re-ordered, trimmed or re-cased. Immutable and thread-safe.
 *
 * <p>A record with {@link CrcState#MISMATCH} is only to be had from a refusal, by asking for its suspect.
 *
 * <pre>{@code
 * StsRecord record = StsRecords.strict().parse("T|a||b|3848").orElseThrow();
 * record.type();     // "T"
 * record.fields();   // ["a", "", "b"]
 * }</pre>
 *
 * @since 0.1.0
 */
public final class StsRecord {

    private final String text;
    private final String type;
    private final List<String> fields;
    private final CrcState crcState;

    private StsRecord(String text, List<String> elements, CrcState crcState) {
        this.text = text;
        this.type = elements.get(0);
        this.fields = List.copyOf(elements.subList(1, elements.size()));
        this.crcState = crcState;
    }

    /**
     * Makes a record with its CRC.
     *
     * @param type the record type, an IDENT such as {@code PK.ECDH.1}
     * @param fields the fields after it: printable ASCII without {@code |}
     * @return the record
     * @throws IllegalArgumentException if the type is not an IDENT or a field has another character
     */
    public static StsRecord of(String type, List<String> fields) {
        if (!Ascii.isIdent(type)) {
            throw new IllegalArgumentException("The record type is not an IDENT: 1 to 40 characters, the first"
                    + " alphanumeric, then also _ - . ,");
        }
        List<String> elements = new ArrayList<>();
        elements.add(type);
        elements.addAll(fields);
        return new StsRecord(Dfconcat.RECORD.formatWithCrc(elements), elements, CrcState.VALID);
    }

    /** Reads one bare record exactly as it stands. */
    static ParseResult<StsRecord> parse(String text, CrcPolicy policy) {
        ParseResult<Dfconcat.Content> result = Dfconcat.RECORD.parse(text, policy);
        if (result instanceof ParseResult.Malformed<Dfconcat.Content> malformed) {
            return ParseResult.Malformed.suspecting(
                    malformed.problems().get(0),
                    malformed.suspect().map(content -> suspect(text, content)).orElse(null));
        }
        Dfconcat.Content content = ((ParseResult.Parsed<Dfconcat.Content>) result).value();
        String type = content.elements().get(0);
        if (!Ascii.isIdent(type)) {
            Problem problem = Problem.of(Problem.Code.BAD_TYPE, "The text before the first '|' is not a record type.");
            return ParseResult.Malformed.because(problem.atRecord(Span.inLine(0, type.length())));
        }
        return new ParseResult.Parsed<>(new StsRecord(text, content.elements(), content.crcState()), List.of());
    }

    private static @Nullable StsRecord suspect(String text, Dfconcat.Content content) {
        List<String> elements = content.elements();
        return Ascii.isIdent(elements.get(0)) ? new StsRecord(text, elements, content.crcState()) : null;
    }

    /**
     * The record type.
     *
     * @return the first element, an IDENT
     */
    public String type() {
        return type;
    }

    /**
     * The fields after the type and before the CRC.
     *
     * @return the fields in order, empty ones included
     */
    public List<String> fields() {
        return fields;
    }

    /**
     * What the CRC says about the text.
     *
     * @return {@link CrcState#VALID} for every record that was not taken from a refusal or read with
     *     {@link CrcPolicy#IF_PRESENT}
     */
    public CrcState crcState() {
        return crcState;
    }

    /**
     * The CRC that the text should end in, computed anew.
     *
     * @return the CRC over everything up to the last delimiter
     */
    public Crc16 computedCrc() {
        return Crc16.of(text.substring(0, text.lastIndexOf(Dfconcat.RECORD.delimiter()) + 1));
    }

    /**
     * The exact text, CRC included.
     *
     * @return the bare record on one line
     */
    public String text() {
        return text;
    }

    /**
     * The place of a field in the text, for problems of it.
     *
     * @param field the index in {@link #fields()}
     * @return the place in {@link #text()}
     * @throws IndexOutOfBoundsException if there is no such field
     */
    public Span placeOf(int field) {
        Objects.checkIndex(field, fields.size());
        int offset = type.length() + 1;
        for (int i = 0; i < field; i++) {
            offset += fields.get(i).length() + 1;
        }
        return Span.inLine(offset, fields.get(field).length());
    }

    /** Records are equal when their texts are and were read under the same CRC policy. */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof StsRecord r && text.equals(r.text) && crcState == r.crcState;
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, crcState);
    }

    /** Returns type, number of fields, length and CRC state; no content. */
    @Override
    public String toString() {
        return "StsRecord[" + type + ", " + fields.size() + " fields, " + text.length() + " characters, CRC " + crcState
                + "]";
    }
}
