// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

/**
 * What mail software between the gateway and its client does to a reply. Each value is one damage and they can be
 * combined; those that do not apply to a reply leave it as it is. None of them invents content.
 *
 * <pre>{@code
 * simulator.enqueue(Reaction.answer().mangled(Mangle.SUBJECT_PREFIXED, Mangle.BODY_REWRAPPED));
 * OutgoingMail reply = simulator.receive(mail, "vending@example.com").replies().get(0);
 * assertTrue(isUnderstood(reply.octets()));
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Mangle {
    /** X-Gateway-Result folded at each tab, the tab kept: CRLF TAB. */
    RESULT_FOLDED_AT_TABS,
    /** X-Gateway-Result folded at the last blank of its text: CRLF SP. */
    RESULT_FOLDED_IN_TEXT,
    /** X-Gateway-Result with each tab followed by a fold: TAB CRLF SP. */
    RESULT_FOLDED_AFTER_TABS,
    /** X-Gateway-Result as the specification prints it: CRLF and four blanks for each tab, the separators lost. */
    RESULT_FOLDED_AS_PRINTED,
    /** X-Gateway-Result with one blank for each tab: the separators lost. */
    RESULT_TABS_TO_BLANK,
    /** X-Gateway-Result with eight blanks for each tab: the separators lost. */
    RESULT_TABS_TO_BLANKS,
    /** X-Gateway-Result as a whole in Q-encoded words, tabs encoded too. */
    RESULT_ENCODED,
    /** X-Gateway-Result with each element in B-encoded words of its own, the tabs between them kept. */
    RESULT_ENCODED_ELEMENTS,
    /** X-Gateway-Result twice, with the same value. */
    RESULT_DOUBLED,
    /** The subject after {@code [EXTERNAL] }. */
    SUBJECT_PREFIXED,
    /** The subject after {@code Re: }, as a person or another robot sends it on. */
    SUBJECT_REPLIED,
    /** The subject folded before its last word: CRLF SP. */
    SUBJECT_FOLDED,
    /** The subject folded before its last word by a tab: CRLF TAB. */
    SUBJECT_FOLDED_BY_TAB,
    /** The subject in B-encoded words. */
    SUBJECT_ENCODED_B,
    /** The subject in Q-encoded words. */
    SUBJECT_ENCODED_Q,
    /** A disclaimer below the text of the body. */
    BODY_FOOTER,
    /** Each line of the body cut after 40 characters. */
    BODY_REWRAPPED,
    /** The body on one line, a blank for each line end. */
    BODY_ON_ONE_LINE,
    /** Each line of the body after {@code > }. */
    BODY_QUOTED,
    /** Each {@code --} of the body as an em dash, in UTF-8. */
    BODY_DASHES,
    /** The body as format=flowed, each of its lines ended by a blank. */
    BODY_FLOWED,
    /** The body as text/html only. */
    BODY_HTML,
    /** The body in quoted-printable with soft line breaks. */
    BODY_QUOTED_PRINTABLE,
    /** The body in base64. */
    BODY_BASE64,
    /** The attachment in quoted-printable with soft line breaks. */
    ATTACHMENT_QUOTED_PRINTABLE,
    /** The attachment in base64. */
    ATTACHMENT_BASE64,
    /** The attachment with Content-Disposition: inline. */
    ATTACHMENT_INLINE,
    /** One more text/plain part at the end, such as a virus scanner adds; the reply becomes a multipart by it. */
    FOOTER_PART
}
