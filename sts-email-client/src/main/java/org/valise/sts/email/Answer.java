// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.Objects;
import org.valise.sts.email.GatewayResult.Kind;

/**
 * What a request's store keeps of a reply. Immutable and thread-safe.
 *
 * <pre>{@code
 * TrackedRequest request = store.find(token).orElseThrow();
 * request.answer().ifPresent(answer ->
 *         audit.write(request.token(), answer.at(), answer.kind(), answer.code(), answer.digest()));
 * }</pre>
 *
 * @param at when it was settled with, to the millisecond
 * @param kind what kind of result it was
 * @param code the code of an error or notice; else empty
 * @param text the gateway's text in the result header; empty if there was none
 * @param digest identifies the content whatever way the mail came: lower-case SHA-256 over token, kind, code, text and
 *     attachments
 * @since 0.1.0
 */
public record Answer(Instant at, Kind kind, String code, String text, String digest) {

    /**
     * Refuses nulls; cuts the instant to milliseconds, which every store can keep.
     *
     * @param at when it was settled with
     * @param kind what kind of result it was
     * @param code the code of an error or notice
     * @param text the gateway's text
     * @param digest identifies the content
     */
    public Answer {
        at = TrackedRequest.millis(at);
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(digest, "digest");
    }

    /** Returns kind, code and the start of the digest; no text. */
    @Override
    public String toString() {
        return kind + (code.isEmpty() ? "" : " " + code) + " at " + at;
    }
}
