// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/**
 * Over which form of a message a checksum fits. Mail turns LF into CRLF on its way, so the octets that one side has need
 * not be those of the other.
 *
 * <pre>{@code
 * Optional<ChecksumForm> form = ack.answers(sent).form();
 * if (form.filter(ChecksumForm.CRLF::equals).isPresent()) {
 *     System.err.println("Their checksum is over CRLF. It counts, but is not what the scheme's samples have.");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum ChecksumForm {
    /** Over the octets as they were received, which have LF line ends only. */
    EXACT,
    /** Over the octets with each CRLF read as LF; they were received with CRLF. */
    LF,
    /** Over the octets with CRLF line ends; whoever computed it had them so. */
    CRLF,
    /** Over the octets as they were received, with line ends of several kinds. */
    RAW
}
