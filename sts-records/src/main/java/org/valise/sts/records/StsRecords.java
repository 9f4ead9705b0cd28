// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entry point: how records are read, with which limits, and which types have a typed view. Immutable and
 * thread-safe; the {@code with} methods return new objects.
 *
 * <p>Lenient reading takes what mail software did to a text as long as the CRC proves the record, and reports each
 * {@link Deviation}. Strict reading takes the canonical form only.
 *
 * <pre>{@code
 * RecordScan scan = StsRecords.lenient().scan(mailBody);
 * for (StsRecord record : scan.records()) {
 *     PublicKeyRecord.of(record).toOptional().ifPresent(key ->
 *             System.out.println(key.verify(Clock.systemUTC(), List.of(approvedKmcId))));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class StsRecords {

    private static final StsRecords LENIENT = new StsRecords(
            false,
            RecordLimits.defaults(),
            Map.of(),
            Map.of(PublicKeyRecord.TYPE, new View<>(PublicKeyRecord.class, PublicKeyRecord::of)));

    private final boolean strict;
    private final RecordLimits limits;
    private final Map<String, CrcPolicy> policies;
    private final Map<String, View<?>> views;

    private StsRecords(
            boolean strict, RecordLimits limits, Map<String, CrcPolicy> policies, Map<String, View<?>> views) {
        this.strict = strict;
        this.limits = limits;
        this.policies = policies;
        this.views = views;
    }

    private record View<T>(Class<T> type, RecordDecoder<T> decoder) {

        <V> @Nullable ParseResult<V> decode(StsRecord record, Class<V> wanted) {
            if (!wanted.equals(type)) {
                return null;
            }
            @SuppressWarnings("unchecked") // V is T: both are the type of the same class object
            ParseResult<V> result = (ParseResult<V>) decoder.decode(record);
            return Objects.requireNonNull(result, "what the decoder returned");
        }
    }

    /**
     * Reading for text that went through mail software.
     *
     * @return lenient reading with the default limits
     */
    public static StsRecords lenient() {
        return LENIENT;
    }

    /**
     * Reading for text that must be in the canonical form: bare records without anything around them on their line,
     * blocks exactly as {@link RecordInEmail#write(StsRecord)} writes them (with CRLF or with LF).
     *
     * @return strict reading with the default limits
     */
    public static StsRecords strict() {
        return new StsRecords(true, LENIENT.limits, LENIENT.policies, LENIENT.views);
    }

    /**
     * The same reading with other limits.
     *
     * @param newLimits how much is read before it is refused
     * @return a new object
     */
    public StsRecords withLimits(RecordLimits newLimits) {
        return new StsRecords(strict, Objects.requireNonNull(newLimits, "newLimits"), policies, views);
    }

    /**
     * The same reading with another rule for the CRC of a record type; without one a CRC is required.
     *
     * @param type the record type, an IDENT
     * @param policy whether records of this type may come without CRC
     * @return a new object
     * @throws IllegalArgumentException if the type is not an IDENT
     */
    public StsRecords withCrcPolicy(String type, CrcPolicy policy) {
        Map<String, CrcPolicy> all = new HashMap<>(policies);
        all.put(ident(type), Objects.requireNonNull(policy, "policy"));
        return new StsRecords(strict, limits, Map.copyOf(all), views);
    }

    /**
     * The same reading with a typed view for a record type. A second registration for a type replaces the first.
     *
     * @param type the record type, an IDENT
     * @param view the class of the view
     * @param decoder makes the view
     * @param <T> the type of the view
     * @return a new object
     * @throws IllegalArgumentException if the type is not an IDENT
     */
    public <T> StsRecords withDecoder(String type, Class<T> view, RecordDecoder<T> decoder) {
        Map<String, View<?>> all = new HashMap<>(views);
        all.put(
                ident(type),
                new View<>(Objects.requireNonNull(view, "view"), Objects.requireNonNull(decoder, "decoder")));
        return new StsRecords(strict, limits, policies, Map.copyOf(all));
    }

    private static String ident(String type) {
        if (!Ascii.isIdent(type)) {
            throw new IllegalArgumentException("A record type is an IDENT");
        }
        return type;
    }

    /**
     * The limits of this reading.
     *
     * @return the limits
     */
    public RecordLimits limits() {
        return limits;
    }

    /**
     * Reads one bare record. Lenient reading ignores blanks and line ends around it, if its CRC proves it.
     *
     * @param text the record and nothing else
     * @return the record, or why the text is none
     */
    public ParseResult<StsRecord> parse(CharSequence text) {
        String received = text.toString();
        String bare = strict ? received : received.strip();
        if (bare.length() > limits.recordChars()) {
            return ParseResult.Malformed.because(
                    tooLong().atRecord(Span.inLine(limits.recordChars(), bare.length() - limits.recordChars())));
        }
        ParseResult<StsRecord> result = StsRecord.parse(bare, crcPolicy(RecordShape.type(bare)));
        return result instanceof ParseResult.Parsed<StsRecord> parsed && bare.length() != received.length()
                ? trimmed(parsed.value())
                : result;
    }

    private static ParseResult<StsRecord> trimmed(StsRecord record) {
        return record.crcState() == CrcState.ABSENT
                ? ParseResult.Malformed.because(
                        unproved().atRecord(Span.inLine(0, record.text().length())))
                : new ParseResult.Parsed<>(record, List.of(Deviation.TRIMMED));
    }

    /**
     * Finds all records in a text: in guards or bare, quoted, re-wrapped, flattened to one line. Whatever looks like a
     * record and cannot be proved is refused with a reason; a record is never guessed.
     *
     * @param text the decoded text of a mail part, the content of a file, or one record
     * @return what was found and what was refused, at least one of either
     */
    public RecordScan scan(CharSequence text) {
        return TextScanner.scan(this, text.toString());
    }

    /**
     * The typed view of a record.
     *
     * @param record a record of any type
     * @param view the class of the view
     * @param <T> the type of the view
     * @return the view, or the problems; {@link Problem.Code#UNKNOWN_TYPE} if no decoder for this type and class is
     *     registered
     */
    public <T> ParseResult<T> decode(StsRecord record, Class<T> view) {
        View<?> registered = views.get(record.type());
        ParseResult<T> result = registered == null ? null : registered.decode(record, view);
        if (result != null) {
            return result;
        }
        String detail = "No decoder to " + view.getSimpleName() + " is registered for type " + record.type() + ".";
        return ParseResult.Malformed.because(Problem.of(Problem.Code.UNKNOWN_TYPE, detail)
                .atRecord(Span.inLine(0, record.type().length())));
    }

    /**
     * Reads a file of records, such as a key load file, that is held in memory.
     *
     * @param octets the file as received; copied
     * @return the file with its octets, its SHA-256 and its lines
     */
    public RecordFile file(byte[] octets) {
        return new RecordFile(this, octets.clone());
    }

    /**
     * Reads a file of records of any length as a stream, and takes its SHA-256 on the way.
     *
     * @param in the octets of the file; closed with the reader
     * @return the reader, which allocates nothing per record unless asked for one
     */
    public RecordFileReader readFile(InputStream in) {
        return new RecordFileReader(this, in, true);
    }

    /**
     * Reads a file of records like {@link #readFile(InputStream)} but takes no digest: the fastest way to check CRCs.
     *
     * @param in the octets of the file; closed with the reader
     * @return the reader
     */
    public RecordFileReader scanFile(InputStream in) {
        return new RecordFileReader(this, in, false);
    }

    boolean isStrict() {
        return strict;
    }

    CrcPolicy crcPolicy(String type) {
        return policies.getOrDefault(type, CrcPolicy.REQUIRED);
    }

    static Problem unproved() {
        return Problem.of(Problem.Code.CRC_MISSING, "Without a CRC only an undamaged text proves its record.");
    }

    Problem tooLong() {
        return Problem.of(
                Problem.Code.RECORD_TOO_LONG, "The record is longer than " + limits.recordChars() + " characters.");
    }
}
