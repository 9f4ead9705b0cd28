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
 * @param at when it was read, to the millisecond
 * @param kind what kind of result it was
 * @param code the code of an error or notice; else empty
 * @param text the gateway's text in the result header; empty if there was none
 * @param digest identifies the content whatever way the mail came: lower-case SHA-256 over token, kind, code, text,
 *     parameters, attachments and records
 * @since 0.1.0
 */
public record Answer(Instant at, Kind kind, String code, String text, String digest) {

    /**
     * Refuses nulls; cuts the instant to milliseconds, which every store can keep.
     *
     * @param at when it was read
     * @param kind what kind of result it was
     * @param code the code of an error or notice
     * @param text the gateway's text
     * @param digest identifies the content
     */
    public Answer {
        at = Millis.of(at);
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(digest, "digest");
    }

    /** Returns kind, instant, and the code if it is of the form of the known ones; no text. */
    @Override
    public String toString() {
        return kind + (ResultParser.isIdent(code) ? " " + code : "") + " at " + at;
    }
}
