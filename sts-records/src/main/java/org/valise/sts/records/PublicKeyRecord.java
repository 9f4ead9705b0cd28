// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The typed view of a public-key record, type {@code PK.ECDH.1}: who owns the key, the point on P-384, and until when
 * it holds (STS600-9-2 5.1.3.3). Immutable and thread-safe.
 *
 * <p>Proved on the published record: the order of the fields and the coding of the point. Inferred: that the fourth
 * field is the expiry. Unknown: the fields after it, which are kept as they came.
 *
 * <p>Having this view does not mean that the key is genuine; {@link #verify(Clock, Collection)} says what is proved.
 *
 * <pre>{@code
 * PublicKeyRecord key = PublicKeyRecord.of(record).orElseThrow();
 * KeyReport report = key.verify(Clock.systemUTC(), List.of(approvedKmcId));
 * if (report.trust() == KeyReport.Trust.PINNED) {
 *     load(key.toECPublicKey());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class PublicKeyRecord {

    /** The record type of this view. */
    public static final String TYPE = "PK.ECDH.1";

    private static final int OWNER = 0;
    private static final int POINT = 1;
    private static final int EXPIRY = 2;
    private static final int KNOWN_FIELDS = 3;
    private static final int P256_DIGITS = 130;
    private static final int P521_DIGITS = 266;

    private final StsRecord record;
    private final Pkid owner;
    private final @Nullable Instant validUntil;

    private PublicKeyRecord(StsRecord record, Pkid owner) {
        this.record = record;
        this.owner = owner;
        this.validUntil = Timestamps.parse(record.fields().get(EXPIRY)).orElse(null);
    }

    /**
     * Views a record as a public key. A damaged record or identity is viewed too, so that its report can say so.
     *
     * @param record a record of type {@link #TYPE}
     * @return the view, or why the layout is not the known one
     */
    public static ParseResult<PublicKeyRecord> of(StsRecord record) {
        if (!record.type().equals(TYPE)) {
            return ParseResult.Malformed.because(Problem.of(
                            Problem.Code.UNKNOWN_TYPE, "The record is of type " + record.type() + ", not " + TYPE + ".")
                    .atRecord(Span.inLine(0, record.type().length())));
        }
        if (record.fields().size() < KNOWN_FIELDS) {
            Span end = Span.inLine(record.text().length(), 0);
            String detail =
                    "The record has " + record.fields().size() + " fields after its type; a public key has 3 or more.";
            return ParseResult.Malformed.because(
                    Problem.of(Problem.Code.MISSING_FIELD, detail).atRecord(end));
        }
        List<Problem> problems = new ArrayList<>();
        ParseResult<Pkid> identity = Pkid.parse(record.fields().get(OWNER));
        Pkid owner = usable(identity);
        if (owner == null) {
            identity.problems().forEach(p -> problems.add(inField(p, record)));
        }
        Problem point = pointProblem(record);
        if (point != null) {
            problems.add(point);
        }
        return owner != null && point == null
                ? new ParseResult.Parsed<>(new PublicKeyRecord(record, owner), List.of())
                : ParseResult.Malformed.because(problems);
    }

    private static @Nullable Pkid usable(ParseResult<Pkid> identity) {
        return identity instanceof ParseResult.Malformed<Pkid> malformed
                ? malformed.suspect().orElse(null)
                : identity.toOptional().orElse(null);
    }

    private static Problem inField(Problem problem, StsRecord record) {
        int start = (int) record.placeOf(OWNER).offset();
        return problem.inRecord()
                .map(place -> problem.atRecord(place.shiftedBy(start)))
                .orElse(problem);
    }

    private static @Nullable Problem pointProblem(StsRecord record) {
        String point = record.fields().get(POINT);
        Problem problem = null;
        if (!Ascii.isUpperHex(point)) {
            problem = Problem.of(Problem.Code.BAD_HEX, "The public key is not upper-case hexadecimal.");
        } else if (point.length() == P256_DIGITS || point.length() == P521_DIGITS) {
            problem = Problem.of(
                    Problem.Code.UNSUPPORTED_CURVE,
                    "The public key has " + point.length() + " digits; a point of P-384 has " + P384.POINT_DIGITS
                            + ".");
        } else if (!P384.isUncompressed(point)) {
            problem = Problem.of(
                    Problem.Code.BAD_POINT,
                    "The public key is not " + P384.POINT_DIGITS + " digits that begin with 04.");
        }
        return problem == null ? null : problem.atRecord(record.placeOf(POINT));
    }

    /**
     * Makes the record of a key. Real ones are made by a key management centre; this is for simulators and tests.
     *
     * @param owner the identity of the key
     * @param key a point of P-384
     * @param validUntil the expiry in whole seconds
     * @return the record as a view
     * @throws IllegalArgumentException if the key does not lie on P-384 or does not belong to the identity, or the
     *     expiry has fractions of a second
     */
    public static PublicKeyRecord create(Pkid owner, ECPublicKey key, Instant validUntil) {
        return create(owner, key, Timestamps.format(validUntil));
    }

    /**
     * Makes the record of a key without expiry, for simulators and tests.
     *
     * @param owner the identity of the key
     * @param key a point of P-384
     * @return the record as a view
     * @throws IllegalArgumentException if the key does not lie on P-384 or does not belong to the identity
     */
    public static PublicKeyRecord create(Pkid owner, ECPublicKey key) {
        return create(owner, key, "");
    }

    private static PublicKeyRecord create(Pkid owner, ECPublicKey key, String expiry) {
        String point = P384.hexOf(key);
        if (!owner.matches(point)) {
            throw new IllegalArgumentException("The identity was made for another key");
        }
        return new PublicKeyRecord(StsRecord.of(TYPE, List.of(owner.text(), point, expiry, "", "")), owner);
    }

    /**
     * The record behind this view.
     *
     * @return the record with its exact text
     */
    public StsRecord record() {
        return record;
    }

    /**
     * The identity that the record names as owner of the key.
     *
     * @return a KMCID, a SMID, or an identity of another type and the same shape
     */
    public Pkid owner() {
        return owner;
    }

    /**
     * The public key as it stands in the record.
     *
     * @return 194 upper-case hexadecimal digits: 04, X, Y
     */
    public String pointHex() {
        return record.fields().get(POINT);
    }

    /**
     * The X coordinate.
     *
     * @return 96 upper-case hexadecimal digits
     */
    public String xHex() {
        return P384.x(pointHex());
    }

    /**
     * The Y coordinate.
     *
     * @return 96 upper-case hexadecimal digits
     */
    public String yHex() {
        return P384.y(pointHex());
    }

    /**
     * Until when the key holds. That the fourth field means this is inferred.
     *
     * @return the instant; empty if the field is empty or not a timestamp
     */
    public Optional<Instant> validUntil() {
        return Optional.ofNullable(validUntil);
    }

    /**
     * The fields after the expiry, whose meaning is unknown.
     *
     * @return the fields in order, empty ones included
     */
    public List<String> extraFields() {
        return record.fields().subList(KNOWN_FIELDS, record.fields().size());
    }

    /**
     * The key for use with JCA, for example in a key agreement. Check {@link #verify(Clock, Collection)} first.
     *
     * @return a key whose point is {@link #pointHex()}
     * @throws RecordFormatException with {@link Problem.Code#POINT_NOT_ON_CURVE} if the point does not lie on P-384
     * @throws IllegalStateException if no provider of the runtime makes EC keys
     */
    public ECPublicKey toECPublicKey() throws RecordFormatException {
        if (!P384.isOnCurve(pointHex())) {
            throw new RecordFormatException(List.of(notOnCurve()));
        }
        return P384.key(pointHex());
    }

    /**
     * Reports on the key without any pin: {@link KeyReport.Trust#SELF_CONSISTENT} at best.
     *
     * @param clock gives the present time
     * @return the report
     */
    public KeyReport verify(Clock clock) {
        return verify(clock, List.of());
    }

    /**
     * Reports on the key.
     *
     * @param clock gives the present time
     * @param pins the identities that an operator has approved; none means that nothing is pinned yet
     * @return the report
     */
    public KeyReport verify(Clock clock, Collection<Pkid> pins) {
        return KeyReport.on(this, clock.instant(), Objects.requireNonNull(pins, "pins"));
    }

    Problem notOnCurve() {
        return problem(Problem.Code.POINT_NOT_ON_CURVE, "The public key is not a point of P-384.", POINT);
    }

    Problem wrongFingerprint() {
        return problem(
                Problem.Code.FINGERPRINT_MISMATCH, "The fingerprint in the identity is not that of the key.", OWNER);
    }

    Problem wrongOwnerCrc() {
        return problem(Problem.Code.IDENTITY_CRC_ERROR, "The CRC of the identity does not fit its text.", OWNER);
    }

    Problem notPinned() {
        return problem(Problem.Code.PIN_MISMATCH, "The identity is none of the pinned ones.", OWNER);
    }

    Problem expired() {
        return problem(Problem.Code.KEY_EXPIRED, "The key expired at " + validUntil + ".", EXPIRY);
    }

    Problem noExpiry() {
        return problem(
                Problem.Code.EXPIRY_UNREADABLE, "The expiry is empty or not of the form yyyyMMddTHHmmssZ.", EXPIRY);
    }

    private Problem problem(Problem.Code code, String detail, int field) {
        return Problem.of(code, detail).atRecord(record.placeOf(field));
    }

    /** Views are equal when their records are. */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKeyRecord p && record.equals(p.record);
    }

    @Override
    public int hashCode() {
        return record.hashCode();
    }

    /** Returns the owner and the expiry. */
    @Override
    public String toString() {
        return "PublicKeyRecord[" + owner + ", valid until " + (validUntil == null ? "unknown" : validUntil) + "]";
    }
}
