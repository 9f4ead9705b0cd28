// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A mail to be sent: its exact octets with CRLF, and its envelope. Immutable and thread-safe.
 *
 * <pre>{@code
 * for (OutgoingMail reply : simulator.due()) {
 *     if (reply.recipients().contains("vending@example.com")) {
 *         inbox.add(reply.octets());
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class OutgoingMail {

    private final byte[] octets;
    private final String envelopeSender;
    private final List<String> recipients;

    OutgoingMail(String text, String envelopeSender, List<String> recipients) {
        this.octets = text.getBytes(StandardCharsets.ISO_8859_1);
        this.envelopeSender = envelopeSender;
        this.recipients = List.copyOf(recipients);
    }

    /**
     * The mail.
     *
     * @return a copy of the octets
     */
    public byte[] octets() {
        return octets.clone();
    }

    /**
     * The envelope sender.
     *
     * @return a bare address; empty for a delivery report, which has the null return path
     */
    public String envelopeSender() {
        return envelopeSender;
    }

    /**
     * The envelope recipients.
     *
     * @return bare addresses, at least one
     */
    public List<String> recipients() {
        return recipients;
    }

    /** Returns the size; no content. */
    @Override
    public String toString() {
        return "OutgoingMail[" + octets.length + " octets, " + recipients.size() + " recipients]";
    }
}
