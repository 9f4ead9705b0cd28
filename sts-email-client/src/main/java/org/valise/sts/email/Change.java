// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a received mail, or the passing of time, meant for a request: the state before and after, what was remarkable, and
 * what to do next. Immutable and thread-safe.
 *
 * <pre>{@code
 * for (Change change : client.poll()) {
 *     if (change.settled()) {    // once for each request, on one of several nodes
 *         orders.close(change.request().orElseThrow().token(), change.nextStep());
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Change {

    private final @Nullable TrackedRequest before;
    private final @Nullable TrackedRequest after;
    private final Set<Note> notes;
    private final NextStep next;
    private final @Nullable Reply reply;

    Change(
            @Nullable TrackedRequest before,
            @Nullable TrackedRequest after,
            Set<Note> notes,
            NextStep next,
            @Nullable Reply reply) {
        this.before = before;
        this.after = after;
        EnumSet<Note> copy = EnumSet.noneOf(Note.class);
        copy.addAll(notes);
        this.notes = Collections.unmodifiableSet(copy);
        this.next = Objects.requireNonNull(next, "next");
        this.reply = reply;
    }

    /**
     * The request as it now stands.
     *
     * @return the request; empty if the mail belongs to none
     */
    public Optional<TrackedRequest> request() {
        return Optional.ofNullable(after);
    }

    /**
     * Where the request stood.
     *
     * @return the state before; empty if the mail belongs to no request
     */
    public Optional<RequestState> before() {
        return Optional.ofNullable(before).map(TrackedRequest::state);
    }

    /**
     * Where the request stands.
     *
     * @return the state now; empty if the mail belongs to no request
     */
    public Optional<RequestState> after() {
        return request().map(TrackedRequest::state);
    }

    /**
     * Whether this settled the request. For each request that is so exactly once, on one node.
     *
     * @return true if the state before was not settled and the state now is
     */
    public boolean settled() {
        return before != null
                && after != null
                && !before.state().isSettled()
                && after.state().isSettled();
    }

    /**
     * Whether anything in the store changed.
     *
     * @return false for mails that were only looked at
     */
    public boolean changedAnything() {
        return before != null && after != null && before.version() != after.version();
    }

    /**
     * What was remarkable.
     *
     * @return the notes in the order of their declaration
     */
    public Set<Note> notes() {
        return notes;
    }

    /**
     * What to do next.
     *
     * @return the step
     */
    public NextStep nextStep() {
        return next;
    }

    /**
     * The mail that brought the change.
     *
     * @return the mail; empty if time did
     */
    public Optional<Reply> reply() {
        return Optional.ofNullable(reply);
    }

    /** Returns the request, the states, the notes and the next step; no content. */
    @Override
    public String toString() {
        String what = after == null ? "no request" : after.service() + " " + after.token();
        String states = before().map(state -> " " + state + " -> ").orElse("")
                + after().map(Enum::name).orElse("");
        return what + states + " " + notes + ": " + next.words();
    }
}
