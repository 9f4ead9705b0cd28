// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.Pkid;

/**
 * Where a request stands, with the content of its answer. Can be asked for at any time, also after a restart, so nothing
 * is lost if a program ends between an answer and its use. Immutable and thread-safe.
 *
 * <pre>{@code
 * Outcome outcome = client.outcome(request.token()).orElseThrow();
 * switch (outcome.nextStep()) {
 *     case LOAD_KEY_FILE -> module.load(outcome.keyLoadFile().orElseThrow().bytes());
 *     case MAKE_NEW_VKLOADREQ -> client.submit(requests.getKeyLoadFile(module.newVkloadreq()));
 *     default -> operator.tell(outcome.nextStep().words());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Outcome {

    private final TrackedRequest request;
    private final NextStep next;
    private final Set<Note> notes;
    private final @Nullable ReceivedMail mail;
    private final Optional<KeyReport> key;

    private Outcome(TrackedRequest request, @Nullable ReceivedMail mail, Clock clock, Collection<Pkid> approved) {
        this.request = request;
        this.mail = mail;
        this.key = mail == null ? Optional.empty() : new Content(mail).key(clock, approved);
        EnumSet<Note> found = EnumSet.noneOf(Note.class);
        this.next = next(clock, approved, found);
        this.notes = Collections.unmodifiableSet(found);
    }

    static Outcome of(
            TrackedRequest request, Optional<byte[]> reply, MailLimits limits, Clock clock, Collection<Pkid> approved) {
        ReceivedMail mail =
                reply.map(octets -> ReceivedMail.read(octets, limits)).orElse(null);
        return new Outcome(request, mail, clock, approved);
    }

    private NextStep next(Clock clock, Collection<Pkid> approved, EnumSet<Note> found) {
        return switch (request.state()) {
            case CREATED, SENT, NOTICED -> NextStep.WAIT;
            case SENDING -> {
                found.add(Note.SENDING_UNCERTAIN);
                yield NextStep.WAIT;
            }
            case UNCLEAR ->
                mail == null ? NextStep.READ_TEXT : new Content(mail).unanswered(request.service(), clock, found);
            case DELIVERY_FAILED, REFUSED -> NextStep.CHECK_ADDRESS;
            case TIMED_OUT -> NextStep.DECIDE_RESEND;
            case FAILED ->
                Transition.stepAfterError(request.answer().map(Answer::code).orElse(""));
            case SUCCEEDED, SUCCEEDED_UNCONFIRMED ->
                mail == null
                        ? NextStep.CALL_SUPPORT
                        : Transition.step(request.service(), new Content(mail), clock, approved, found);
        };
    }

    /**
     * The request.
     *
     * @return the request as it is kept
     */
    public TrackedRequest request() {
        return request;
    }

    /**
     * Where the request stands.
     *
     * @return the state
     */
    public RequestState state() {
        return request.state();
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
     * What is remarkable now.
     *
     * @return the notes in the order of their declaration
     */
    public Set<Note> notes() {
        return notes;
    }

    /**
     * The gateway's result.
     *
     * @return the header of the last mail that moved the request; of kind ABSENT if none did
     */
    public GatewayResult result() {
        return mail == null ? GatewayResult.parseAll(List.of()) : mail.result();
    }

    /**
     * The text of the last mail that moved the request.
     *
     * @return the text for people; empty if no mail did
     */
    public String text() {
        return mail == null ? "" : mail.text();
    }

    /**
     * The key load file.
     *
     * @return the file of a successful answer to {@link Service#GET_KEY_LOAD_FILE}; else empty
     */
    public Optional<Attachment> keyLoadFile() {
        return isSuccess(Service.GET_KEY_LOAD_FILE) && mail != null
                ? new Content(mail).keyLoadFile()
                : Optional.empty();
    }

    /**
     * The public key with the report on it. Trust it only if {@link KeyReport#trust()} says
     * {@link KeyReport.Trust#PINNED}: everybody can make a key that proves itself.
     *
     * @return the key of a successful answer to {@link Service#GET_PUBLIC_KEY}; else empty
     */
    public Optional<KeyReport> key() {
        return isSuccess(Service.GET_PUBLIC_KEY) ? key : Optional.empty();
    }

    private boolean isSuccess(Service service) {
        return request.service() == service
                && (request.state() == RequestState.SUCCEEDED || request.state() == RequestState.SUCCEEDED_UNCONFIRMED);
    }

    /**
     * The last mail that moved the request.
     *
     * @return the mail; empty if none did
     */
    public Optional<ReceivedMail> mail() {
        return Optional.ofNullable(mail);
    }

    /** Returns the request, the notes and the next step; no content. */
    @Override
    public String toString() {
        return request + " " + notes + ": " + next.words();
    }
}
