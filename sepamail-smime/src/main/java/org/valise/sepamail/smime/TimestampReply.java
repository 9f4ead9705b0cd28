// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.TimestampVerdict.Declined;
import org.valise.sepamail.smime.TimestampVerdict.Failure;
import org.valise.sepamail.smime.TimestampVerdict.Status;

/** Reads what an authority answers (TimeStampResp, RFC 3161 2.4.2). */
final class TimestampReply {

    /** The bits of PKIFailureInfo, counted from the left. */
    private static final Map<Failure, Integer> BITS = new EnumMap<>(Map.of(
            Failure.BAD_ALGORITHM, 0,
            Failure.BAD_REQUEST, 2,
            Failure.BAD_DATA_FORMAT, 5,
            Failure.TIME_NOT_AVAILABLE, 14,
            Failure.UNACCEPTED_POLICY, 15,
            Failure.UNACCEPTED_EXTENSION, 16,
            Failure.ADDITIONAL_INFORMATION_NOT_AVAILABLE, 17,
            Failure.SYSTEM_FAILURE, 25));

    private TimestampReply() {}

    /** The octets of the token, in definite form; a refusal if there is none, or none may be. */
    static byte[] token(byte[] response) throws TimestampRefusal {
        try {
            TimeStampResp reply = TimeStampResp.getInstance(ASN1Primitive.fromByteArray(response));
            ContentInfo token = reply.getTimeStampToken();
            Declined declined = declined(reply.getStatus());
            if ((token == null) == (declined == null)) {
                throw new TimestampRefusal(
                        TimestampCheck.RESPONSE, "The status of the response and its token do not fit.");
            }
            if (declined != null) {
                throw new TimestampRefusal(declined);
            }
            // Not DER: it would put right what must not be, the order of signed attributes.
            return token.getEncoded(ASN1Encoding.DL);
        } catch (IOException e) {
            throw malformed();
        }
    }

    private static TimestampRefusal malformed() {
        return new TimestampRefusal(TimestampCheck.RESPONSE, "The response is none.");
    }

    /** Why there is no token; null if one was granted. */
    private static @Nullable Declined declined(PKIStatusInfo info) throws TimestampRefusal {
        Status status = switch (info.getStatus().intValueExact()) {
            case 0, 1 -> null;
            case 2 -> Status.REJECTION;
            case 3 -> Status.WAITING;
            case 4 -> Status.REVOCATION_WARNING;
            case 5 -> Status.REVOCATION_NOTIFICATION;
            default -> throw malformed();
        };
        return status == null ? null : new Declined(status, failures(info.getFailInfo()));
    }

    private static Set<Failure> failures(@Nullable ASN1BitString stated) {
        Set<Failure> failures = EnumSet.noneOf(Failure.class);
        if (stated == null) {
            return failures;
        }
        byte[] bits = stated.getBytes();
        BITS.forEach((failure, bit) -> {
            if (isSet(bits, bit)) {
                failures.add(failure);
                bits[bit / Byte.SIZE] ^= (byte) (0x80 >> bit % Byte.SIZE);
            }
        });
        for (byte rest : bits) {
            if (rest != 0) {
                failures.add(Failure.OTHER);
            }
        }
        return failures;
    }

    private static boolean isSet(byte[] bits, int bit) {
        return bit / Byte.SIZE < bits.length && (bits[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0;
    }
}
