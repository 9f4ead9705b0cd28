// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * How much of a received mail is read. Beyond a limit only the header is looked at and nothing is acted on; the mail
 * itself is kept. Immutable and thread-safe.
 *
 * <pre>{@code
 * MailLimits limits = MailLimits.defaults();
 * byte[] octets = in.readNBytes(limits.messageOctets() + 1);    // one too many is enough for LIMIT_EXCEEDED
 * Reply reply = ReplyReader.forGateway(gateway).withLimits(limits).read(octets, store);
 * }</pre>
 *
 * @param messageOctets the longest mail; default 20 MiB
 * @param headerOctets the longest header block; default 256 KiB
 * @param fieldOctets the longest header field that is looked at; default 8 KiB
 * @param parts the most MIME parts; default 50
 * @param depth how deep multiparts may be nested; default 5
 * @param textOctets the longest text body; default 1 MiB
 * @param attachmentOctets the longest attachment; default 10 MiB
 * @since 0.1.0
 */
public record MailLimits(
        int messageOctets,
        int headerOctets,
        int fieldOctets,
        int parts,
        int depth,
        int textOctets,
        int attachmentOctets) {

    private static final int KIBI = 1024;
    private static final MailLimits DEFAULTS =
            new MailLimits(20 * KIBI * KIBI, 256 * KIBI, 8 * KIBI, 50, 5, KIBI * KIBI, 10 * KIBI * KIBI);

    /**
     * Refuses limits below 1, a depth beyond 100 and mails beyond 1 GiB.
     *
     * @param messageOctets the longest mail
     * @param headerOctets the longest header block
     * @param fieldOctets the longest header field
     * @param parts the most MIME parts
     * @param depth how deep multiparts may be nested
     * @param textOctets the longest text body
     * @param attachmentOctets the longest attachment
     */
    public MailLimits {
        if (Math.min(Math.min(messageOctets, headerOctets), Math.min(fieldOctets, parts)) < 1
                || Math.min(Math.min(depth, textOctets), attachmentOctets) < 1
                || depth > 100
                || messageOctets > 1 << 30) {
            throw new IllegalArgumentException("A limit is at least 1, the depth at most 100, a mail at most 1 GiB");
        }
    }

    /**
     * The defaults named at the parameters.
     *
     * @return the default limits
     */
    public static MailLimits defaults() {
        return DEFAULTS;
    }
}
