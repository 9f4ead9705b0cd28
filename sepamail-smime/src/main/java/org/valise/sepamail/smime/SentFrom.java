// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Looks into the first line of a sealed mail, which is From, and at no more of it. */
final class SentFrom {

    private static final int MOST = 512;
    private static final String FROM = "From: ";

    private SentFrom() {}

    static @Nullable Mailbox of(SealedMissive mail) {
        Head head = new Head();
        try {
            mail.writeTo(head);
        } catch (Enough e) {
            // As meant.
        } catch (IOException e) {
            return null;
        }
        String text = head.kept.toString(StandardCharsets.US_ASCII);
        int end = text.indexOf('\r');
        return text.startsWith(FROM) && end > 0 ? Addresses.mailbox(text.substring(FROM.length(), end)) : null;
    }

    /** Ends the writing. */
    private static final class Enough extends IOException {

        private static final long serialVersionUID = 1;
    }

    /** Keeps the first line. */
    private static final class Head extends OutputStream {

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream(MOST);

        @Override
        public void write(int octet) throws IOException {
            kept.write(octet);
            if (octet == '\n' || kept.size() == MOST) {
                throw new Enough();
            }
        }
    }
}
