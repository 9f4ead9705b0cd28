// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** Content-Transfer-Encoding (RFC 2045 clause 6), read as far as it goes; damage is a finding. */
final class TransferEncoding {

    private static final int HEX = 16;
    private static final int QUANTUM = 4;

    private TransferEncoding() {}

    static byte[] decode(String encoding, byte[] octets, int start, int end, Set<MailFinding> findings) {
        return switch (encoding) {
            case "base64" -> base64(octets, start, end, findings);
            case "quoted-printable" -> quotedPrintable(octets, start, end, findings);
            case "", "7bit", "8bit", "binary" -> Arrays.copyOfRange(octets, start, end);
            default -> {
                findings.add(MailFinding.ENCODING_BROKEN);
                yield Arrays.copyOfRange(octets, start, end);
            }
        };
    }

    private static byte[] base64(byte[] octets, int start, int end, Set<MailFinding> findings) {
        ByteArrayOutputStream digits = new ByteArrayOutputStream(end - start);
        int i = start;
        boolean damaged = false;
        for (; i < end && octets[i] != '='; i++) {
            if (isBase64(octets[i])) {
                digits.write(octets[i]);
            } else {
                damaged |= !isBlank(octets[i]);
            }
        }
        damaged |= padding(octets, i, end) != (QUANTUM - digits.size() % QUANTUM) % QUANTUM;
        byte[] all = digits.toByteArray();
        if (all.length % QUANTUM == 1) { // one digit alone is no octet
            damaged = true;
            all = Arrays.copyOf(all, all.length - 1);
        }
        if (damaged) {
            findings.add(MailFinding.ENCODING_BROKEN);
        }
        return Base64.getDecoder().decode(all);
    }

    private static boolean isBase64(byte b) {
        return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '+' || b == '/';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    /** How many padding characters there are; -1 if anything else stands among or behind them. */
    private static int padding(byte[] octets, int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++) {
            if (octets[i] != '=' && !isBlank(octets[i])) {
                return -1;
            }
            count += octets[i] == '=' ? 1 : 0;
        }
        return count;
    }

    private static byte[] quotedPrintable(byte[] octets, int start, int end, Set<MailFinding> findings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
        for (int at = start; at < end; ) {
            int next = Lines.next(octets, at, end);
            int textEnd = Lines.textEnd(octets, at, next);
            boolean soft = decodeLine(octets, at, withoutBlanks(octets, at, textEnd), out, findings);
            if (!soft) {
                out.write(octets, textEnd, next - textEnd);
            }
            at = next;
        }
        return out.toByteArray();
    }

    /** Blanks at the end of a line are not content: mail servers put them there. */
    private static int withoutBlanks(byte[] octets, int start, int end) {
        int last = end;
        while (last > start && (octets[last - 1] == ' ' || octets[last - 1] == '\t')) {
            last--;
        }
        return last;
    }

    /** Decodes one line and says whether it goes on in the next. */
    private static boolean decodeLine(
            byte[] octets, int start, int end, ByteArrayOutputStream out, Set<MailFinding> findings) {
        for (int i = start; i < end; i++) {
            if (octets[i] != '=') {
                out.write(octets[i]);
            } else if (i + 1 == end) {
                return true;
            } else if (i + 2 < end && hex(octets, i + 1) >= 0) {
                out.write(hex(octets, i + 1));
                i += 2;
            } else {
                findings.add(MailFinding.ENCODING_BROKEN);
                out.write('=');
            }
        }
        return false;
    }

    private static int hex(byte[] octets, int at) {
        int high = Character.digit(octets[at], HEX);
        int low = Character.digit(octets[at + 1], HEX);
        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }
}
