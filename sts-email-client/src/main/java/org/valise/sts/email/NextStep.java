// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * What to do about a request now.
 *
 * <pre>{@code
 * switch (outcome.nextStep()) {
 *     case NOTHING, WAIT -> log.info(outcome.nextStep().words());
 *     case LOAD_KEY_FILE -> module.load(outcome.keyLoadFile().orElseThrow().bytes());
 *     case USE_KEY -> module.use(outcome.key().orElseThrow().key());
 *     default -> operator.tell(outcome.nextStep().words());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public enum NextStep {
    /** Nothing: settled and done with, or none of our business. */
    NOTHING("nothing is to be done"),
    /** Wait for the answer; do not send again. */
    WAIT("wait for the answer and do not send again"),
    /** Show the text of the mail to a person. */
    READ_TEXT("read what the gateway wrote"),
    /** Hand the attached file to the security module's software, octet for octet. */
    LOAD_KEY_FILE("hand the attached file to the security module"),
    /** The key is one an operator has approved: give it to the security module. */
    USE_KEY("give the public key to the security module"),
    /** Let an operator confirm the key's identity through another channel, then approve it. */
    APPROVE_KEY("let an operator confirm the identity of the key through another channel, then approve it"),
    /** Let the security module make a new load request, and send that with a new request. */
    MAKE_NEW_VKLOADREQ("let the security module make a new VKLOADREQ and send that"),
    /** A person must decide whether to send again: the gateway may have got the request already. */
    DECIDE_RESEND("decide whether to send again; the gateway may have got the request already"),
    /** Check the gateway's address and the mail account. */
    CHECK_ADDRESS("check the gateway's address and the mail account"),
    /** Ask the key management centre. */
    CALL_SUPPORT("ask the key management centre");

    private final String words;

    NextStep(String words) {
        this.words = words;
    }

    /**
     * The step in words for people.
     *
     * @return a clause without a full stop
     */
    public String words() {
        return words;
    }
}
