// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/** What a token states (TSTInfo, RFC 3161 2.4.2). No proof of anything: the signature is another matter. */
final class TimestampInfo {

    private static final int NANO_DIGITS = 9;
    private static final long MOST_ACCURACY_SECONDS = Duration.ofDays(1).toSeconds();

    /** The only form that RFC 3161 allows: to the second, with a fraction or without, in UTC. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("MMddHHmmss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, NANO_DIGITS, true)
            .appendLiteral('Z')
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final TSTInfo info;
    private final TimestampDigest digest;
    private final Instant time;
    private final @Nullable Duration accuracy;

    private TimestampInfo(TSTInfo info, TimestampDigest digest, Instant time, @Nullable Duration accuracy) {
        this.info = info;
        this.digest = digest;
        this.time = time;
        this.accuracy = accuracy;
    }

    static TimestampInfo read(byte[] octets) throws TimestampRefusal {
        try {
            // Complains of octets that follow.
            TSTInfo info = TSTInfo.getInstance(ASN1Primitive.fromByteArray(octets));
            if (!info.getVersion().hasValue(1) || info.getGenTime() == null) {
                throw malformed();
            }
            requireNothingCritical(info.getExtensions());
            return new TimestampInfo(info, digest(info), time(info), accuracy(info.getAccuracy()));
        } catch (IOException | DateTimeParseException e) {
            throw malformed();
        }
    }

    private static TimestampRefusal malformed() {
        return new TimestampRefusal(TimestampCheck.TOKEN_FORM, "The content of the token is no time stamp.");
    }

    private static void requireNothingCritical(@Nullable Extensions extensions) throws TimestampRefusal {
        if (extensions != null && extensions.getCriticalExtensionOIDs().length > 0) {
            throw new TimestampRefusal(
                    TimestampCheck.TOKEN_FORM, "The token has a critical extension, and none is known.");
        }
    }

    private static TimestampDigest digest(TSTInfo info) throws TimestampRefusal {
        MessageImprint imprint = info.getMessageImprint();
        TimestampDigest digest = TimestampDigest.of(imprint.getHashAlgorithm());
        if (digest == null) {
            throw new TimestampRefusal(TimestampCheck.ALGORITHMS, "The stamp is for a digest that is not accepted.");
        }
        if (imprint.getHashedMessage().length != digest.octets()) {
            throw malformed();
        }
        return digest;
    }

    private static Instant time(TSTInfo info) {
        return LocalDateTime.parse(info.getGenTime().getTimeString(), TIME).toInstant(ZoneOffset.UTC);
    }

    private static @Nullable Duration accuracy(@Nullable Accuracy stated) throws TimestampRefusal {
        if (stated == null) {
            return null;
        }
        long seconds = value(stated.getSeconds());
        if (seconds < 0 || seconds > MOST_ACCURACY_SECONDS) {
            throw malformed();
        }
        return Duration.ofSeconds(seconds)
                .plusMillis(value(stated.getMillis()))
                .plusNanos(value(stated.getMicros()) * 1000);
    }

    private static long value(@Nullable ASN1Integer part) {
        return part == null ? 0 : part.longValueExact();
    }

    TimestampDigest digest() {
        return digest;
    }

    boolean isFor(byte[] imprint) {
        return MessageDigest.isEqual(info.getMessageImprint().getHashedMessage(), imprint);
    }

    Instant time() {
        return time;
    }

    @Nullable
    Duration accuracy() {
        return accuracy;
    }

    BigInteger serial() {
        return info.getSerialNumber().getValue();
    }

    String policy() {
        ASN1ObjectIdentifier policy = info.getPolicy();
        return policy.getId();
    }

    @Nullable
    BigInteger nonce() {
        ASN1Integer nonce = info.getNonce();
        return nonce == null ? null : nonce.getValue();
    }

    /** The name of the authority, if it is stated. */
    @Nullable
    GeneralName authority() {
        return info.getTsa();
    }
}
