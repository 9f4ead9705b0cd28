// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

/**
 * Turns generic records of one type into something typed. Whoever has STS600-4-2 writes one for the types whose layout
 * is not public, and registers it with {@link StsRecords#withDecoder}. Implementations must be thread-safe.
 *
 * <pre>{@code
 * record LoadRequest(String first) {}    // yours, by the layout in your copy of STS600-4-2
 * RecordDecoder<LoadRequest> decoder = generic -> generic.fields().isEmpty()
 *         ? ParseResult.Malformed.because(Problem.of(Problem.Code.BAD_CONTENT, "The record has no fields."))
 *         : new ParseResult.Parsed<>(new LoadRequest(generic.fields().get(0)), List.of());
 * StsRecords records = StsRecords.lenient().withDecoder("VKLOADREQ.1", LoadRequest.class, decoder);
 * LoadRequest request = records.decode(record, LoadRequest.class).orElseThrow();
 * }</pre>
 *
 * @param <T> the type of the view
 * @since 0.1.0
 */
@FunctionalInterface
public interface RecordDecoder<T> {

    /**
     * Decodes a record.
     *
     * @param record a record of the type the decoder is registered for, with a right CRC or allowed to have none
     * @return the view, or {@link ParseResult.Malformed#because(java.util.List)} with the problems; problems hold no
     *     content of the record
     */
    ParseResult<T> decode(StsRecord record);
}
