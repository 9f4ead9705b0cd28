// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Decodes the body of an entity (RFC 2045 6). */
final class TransferEncoding {

    private static final int HEX = 16;

    private TransferEncoding() {}

    static byte[] decode(MimeEntity entity, SmimeLimits limits) throws MimeFailure {
        return switch (entity.transferEncoding()) {
            case "base64" -> Base64Body.decode(entity.octets(), entity.bodyStart(), entity.end(), limits.lineOctets());
            case "7bit", "8bit", "binary" -> Arrays.copyOfRange(entity.octets(), entity.bodyStart(), entity.end());
            case "quoted-printable" -> quotedPrintable(entity);
            default -> throw new MimeFailure("The transfer encoding is none that is known.", entity.start());
        };
    }

    private static byte[] quotedPrintable(MimeEntity entity) throws MimeFailure {
        byte[] octets = entity.octets();
        ByteArrayOutputStream out = new ByteArrayOutputStream(entity.end() - entity.bodyStart());
        int at = entity.bodyStart();
        while (at < entity.end()) {
            if (octets[at] != '=') {
                out.write(octets[at++]);
                continue;
            }
            int behind = softBreak(octets, at + 1, entity.end());
            if (behind > 0) {
                at = behind;
            } else {
                out.write(hex(octets, at + 1, entity.end()));
                at += 3;
            }
        }
        return out.toByteArray();
    }

    /** The index behind a soft line break; -1 if there is none. */
    private static int softBreak(byte[] octets, int from, int end) {
        int at = from;
        while (at < end && (octets[at] == ' ' || octets[at] == '\t')) {
            at++;
        }
        at += at + 1 < end && octets[at] == '\r' && octets[at + 1] == '\n' ? 1 : 0;
        return at == end ? at : octets[at] == '\n' ? at + 1 : -1;
    }

    private static int hex(byte[] octets, int from, int end) throws MimeFailure {
        int high = from + 1 < end ? Character.digit(octets[from], HEX) : -1;
        int low = high < 0 ? -1 : Character.digit(octets[from + 1], HEX);
        if (low < 0) {
            throw new MimeFailure("The body is not quoted-printable.", from);
        }
        return high * HEX + low;
    }
}
