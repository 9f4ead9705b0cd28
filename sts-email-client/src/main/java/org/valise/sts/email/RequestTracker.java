// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what received mails and the passing of time mean for requests, and keeps that in a store. The rules: only
 * {@link Reply.Matched} whose sender was compared moves a request, the first final answer stays, a notice gives more
 * time, a delivery report or a time-out never ends a request for good, and a mail that was seen before changes
 * nothing. If another node was faster, the decision is made again on what it left. Needs no mail server; thread-safe
 * if the store is.
 *
 * <p>A public key in an answer is untrusted until its identity is approved, see {@link PendingRequests#approve}; the next
 * step says so.
 *
 * <pre>{@code
 * RequestTracker tracker = new RequestTracker(store, TrackingPolicy.defaults(), Clock.systemUTC());
 * Change change = tracker.receive(replyReader.read(octets, store));
 * if (change.nextStep() == NextStep.MAKE_NEW_VKLOADREQ) {
 *     askModule();
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RequestTracker {

    private static final Set<RequestState> WAITING =
            EnumSet.of(RequestState.SENDING, RequestState.SENT, RequestState.NOTICED, RequestState.UNCLEAR);

    private final PendingRequests store;
    private final TrackingPolicy policy;
    private final Clock clock;

    /**
     * Makes a tracker.
     *
     * @param store where requests are kept
     * @param policy how long they are waited for
     * @param clock the present
     */
    public RequestTracker(PendingRequests store, TrackingPolicy policy, Clock clock) {
        this.store = Objects.requireNonNull(store, "store");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Takes one received mail into account. Giving it again changes nothing more.
     *
     * @param reply the mail, classified against the same store
     * @return what changed; the mail itself is kept with the request if it moved it
     * @throws IOException if the store fails; the mail must then be given again later
     */
    public Change receive(Reply reply) throws IOException {
        Optional<KnownRequests.Known> about = reply.about();
        if (about.isEmpty()) {
            boolean fromGateway = reply instanceof Reply.Unmatched;
            return new Change(null, null, Set.of(), fromGateway ? NextStep.READ_TEXT : NextStep.NOTHING, reply);
        }
        while (true) {
            Optional<TrackedRequest> before = store.find(about.get().token());
            if (before.isEmpty()) { // forgotten since the mail was classified
                return new Change(null, null, Set.of(), NextStep.NOTHING, reply);
            }
            Transition transition = new Transition(before.get(), policy, clock, store.approved()).on(reply);
            Change change = change(before.get(), transition, reply);
            if (!change.changedAnything() || keep(transition.after(), reply)) {
                return change;
            }
        }
    }

    private boolean keep(TrackedRequest after, Reply reply) throws IOException {
        return reply instanceof Reply.Matched
                ? store.update(after, reply.mail().octetsUncopied())
                : store.update(after);
    }

    private static Change change(TrackedRequest before, Transition transition, @Nullable Reply reply) {
        return new Change(before, transition.after(), transition.notes(), transition.next(), reply);
    }

    /**
     * Takes the present into account: gives up requests past their deadline and says, once each, which answers are slow.
     *
     * @return what changed, on this node
     * @throws IOException if the store fails; what is left is found the next time
     */
    public List<Change> checkTime() throws IOException {
        List<Change> changes = new ArrayList<>();
        for (TrackedRequest request : store.list(WAITING)) {
            Transition transition = new Transition(request, policy, clock, Set.of()).onTime();
            Change change = change(request, transition, null);
            if (change.changedAnything() && store.update(transition.after())) {
                changes.add(change);
            }
        }
        return changes;
    }
}
