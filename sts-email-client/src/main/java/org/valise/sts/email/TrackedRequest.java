// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.Pkid;

/**
 * A request and all that is known of what became of it: what a {@link PendingRequests} store keeps. Each change makes a
 * new object with the next version, by which stores tell who was first. Instants are kept to the millisecond. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * for (TrackedRequest request : client.status()) {
 *     System.out.println(request.token() + " " + request.service() + ": " + request.state());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class TrackedRequest {

    private static final int MOST_SEEN = 32;

    /** A copy that nobody else has, and that is not changed any more. */
    private final Builder is;

    private TrackedRequest(Builder builder) {
        is = builder.copy();
    }

    /**
     * A request as it is kept before it is sent, with the VKLOADREQ and the security module if it names them.
     *
     * @param request the request
     * @return it in state {@link RequestState#CREATED}, version 0
     */
    public static TrackedRequest of(KmcRequest request) {
        Builder created = new Builder(RequestIdentity.of(request));
        if (request instanceof KeyLoadFileRequest file) {
            created.recordDigest(file.recordDigest())
                    .securityModule(file.securityModule().map(Pkid::text).orElse(null));
        }
        return created.build();
    }

    /**
     * Starts to describe a request in state {@link RequestState#CREATED}, version 0.
     *
     * @param token its token
     * @param service what it asks for
     * @param from its sender
     * @param gateway whom it goes to and whose answers count
     * @param messageId its Message-ID with angle brackets
     * @param mail the octets of the mail; copied
     * @param createdAt when it was made
     * @return a builder, for stores that bring a request back
     */
    public static Builder builder(
            Token token,
            Service service,
            MailAddress from,
            MailAddress gateway,
            String messageId,
            byte[] mail,
            Instant createdAt) {
        return new Builder(new RequestIdentity(token, service, from, gateway, messageId, mail, createdAt));
    }

    /**
     * Starts a changed copy, with the same version.
     *
     * @return a builder that holds everything of this request
     */
    public Builder toBuilder() {
        return is.copy();
    }

    /** The next version in a state, for the tracker to add to. */
    Builder next(RequestState newState, Instant now) {
        return toBuilder().version(is.version + 1).state(newState).changedAt(now);
    }

    KnownRequests.Known known() {
        return is.request.known();
    }

    /**
     * The token in the subject.
     *
     * @return the token
     */
    public Token token() {
        return is.request.token();
    }

    /**
     * What was asked for.
     *
     * @return the service
     */
    public Service service() {
        return is.request.service();
    }

    /**
     * Who asked.
     *
     * @return the address in From
     */
    public MailAddress from() {
        return is.request.from();
    }

    /**
     * Who was asked.
     *
     * @return the gateway's address
     */
    public MailAddress gateway() {
        return is.request.gateway();
    }

    /**
     * The Message-ID that the mail was given; the sending server may have replaced it.
     *
     * @return the Message-ID with angle brackets
     */
    public String messageId() {
        return is.request.messageId();
    }

    /**
     * The mail.
     *
     * @return a copy of its octets
     */
    public byte[] mail() {
        return is.request.octets();
    }

    /**
     * Which VKLOADREQ the request carries, so that none is sent twice.
     *
     * @return lower-case SHA-256 of the record's text; empty for services without a record
     */
    public Optional<String> recordDigest() {
        return Optional.ofNullable(is.recordDigest);
    }

    /**
     * Which security module the key load file is for.
     *
     * @return the module as the request names it; empty if it names none
     */
    public Optional<String> securityModule() {
        return Optional.ofNullable(is.securityModule);
    }

    /**
     * When the request was made.
     *
     * @return the instant
     */
    public Instant createdAt() {
        return is.request.createdAt();
    }

    /**
     * How often the request was changed; stores take a change only to the next version.
     *
     * @return 0 at first
     */
    public long version() {
        return is.version;
    }

    /**
     * Where the request stands.
     *
     * @return the state
     */
    public RequestState state() {
        return is.state;
    }

    /**
     * When it last changed: came to its state, or was given more time in it, was called slow, or had a further mail that is
     * unclear. An attempt that surely sent nothing is no change. How old a request is {@link #createdAt} and
     * {@link #attemptedAt} say.
     *
     * @return the instant of the last change
     */
    public Instant changedAt() {
        return is.changedAt;
    }

    /**
     * How often sending was tried, also without success.
     *
     * @return the number of attempts
     */
    public int attempts() {
        return is.attempts;
    }

    /**
     * When the last attempt that may have reached the gateway began; the rate limit counts these.
     *
     * @return the instant; empty if none may have
     */
    public Optional<Instant> attemptedAt() {
        return Optional.ofNullable(is.attemptedAt);
    }

    /**
     * The earliest instant of the next attempt after a transport fault.
     *
     * @return the instant; empty if nothing is in the way
     */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(is.notBefore);
    }

    /**
     * From when on the answer is called slow.
     *
     * @return the instant; empty before the request is sent
     */
    public Optional<Instant> slowAfter() {
        return Optional.ofNullable(is.slowAfter);
    }

    /**
     * When the request times out.
     *
     * @return the instant; empty before the request is sent
     */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(is.deadline);
    }

    /**
     * The last notice of the gateway.
     *
     * @return the notice; empty if none came
     */
    public Optional<Answer> notice() {
        return Optional.ofNullable(is.notice);
    }

    /**
     * The answer that settled the request, or the last one that was unclear.
     *
     * @return the answer; empty if none came
     */
    public Optional<Answer> answer() {
        return Optional.ofNullable(is.answer);
    }

    /**
     * Marks of the mails that moved the request without settling it, so that none does so twice.
     *
     * @return short digests, the oldest first; at most 32
     */
    public List<String> seen() {
        return is.seen;
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof TrackedRequest r && is.all().equals(r.is.all());
    }

    @Override
    public int hashCode() {
        return Objects.hash(is.request, is.version);
    }

    /** Returns service, start of the token, state and version. */
    @Override
    public String toString() {
        return is.request.service() + " " + is.request.token() + " " + is.state + " (version " + is.version + ")";
    }

    /** Describes a request as a store brings it back. Not thread-safe. */
    public static final class Builder {

        private final RequestIdentity request;
        private @Nullable String recordDigest;
        private @Nullable String securityModule;
        private long version;
        private RequestState state = RequestState.CREATED;
        private Instant changedAt;
        private int attempts;
        private @Nullable Instant attemptedAt;
        private @Nullable Instant notBefore;
        private @Nullable Instant slowAfter;
        private @Nullable Instant deadline;
        private @Nullable Answer notice;
        private @Nullable Answer answer;
        private List<String> seen = List.of();

        private Builder(RequestIdentity request) {
            this.request = request;
            this.changedAt = request.createdAt();
        }

        private Builder copy() {
            Builder b = new Builder(request);
            b.recordDigest = recordDigest;
            b.securityModule = securityModule;
            b.version = version;
            b.state = state;
            b.changedAt = changedAt;
            b.attempts = attempts;
            b.attemptedAt = attemptedAt;
            b.notBefore = notBefore;
            b.slowAfter = slowAfter;
            b.deadline = deadline;
            b.notice = notice;
            b.answer = answer;
            b.seen = seen;
            return b;
        }

        private List<@Nullable Object> all() {
            List<@Nullable Object> progress =
                    Arrays.asList(version, state, changedAt, attempts, attemptedAt, notBefore, slowAfter, deadline);
            return Arrays.asList(request, recordDigest, securityModule, progress, notice, answer, seen);
        }

        /**
         * Sets which VKLOADREQ the request carries.
         *
         * @param digest lower-case SHA-256; null for none
         * @return this builder
         */
        @SuppressWarnings("exports")
        public Builder recordDigest(@Nullable String digest) {
            recordDigest = digest;
            return this;
        }

        /**
         * Sets which security module the key load file is for.
         *
         * @param module the module; null for none
         * @return this builder
         */
        @SuppressWarnings("exports")
        public Builder securityModule(@Nullable String module) {
            securityModule = module;
            return this;
        }

        /**
         * Sets the version.
         *
         * @param number 0 or more
         * @return this builder
         */
        public Builder version(long number) {
            version = number;
            return this;
        }

        /**
         * Sets the state.
         *
         * @param newState the state
         * @return this builder
         */
        public Builder state(RequestState newState) {
            state = Objects.requireNonNull(newState, "newState");
            return this;
        }

        /**
         * Sets when it last changed.
         *
         * @param instant the instant of the last change
         * @return this builder
         */
        public Builder changedAt(Instant instant) {
            changedAt = Millis.of(instant);
            return this;
        }

        /**
         * Sets how often sending was tried.
         *
         * @param number 0 or more
         * @return this builder
         */
        public Builder attempts(int number) {
            attempts = number;
            return this;
        }

        /**
         * Sets when the last attempt that may have reached the gateway began.
         *
         * @param instant the instant; null for none
         * @return this builder
         */
        @SuppressWarnings("exports")
        public Builder attemptedAt(@Nullable Instant instant) {
            attemptedAt = Millis.ofNullable(instant);
            return this;
        }

        /**
         * Sets the earliest instant of the next attempt.
         *
         * @param instant the instant; null for none
         * @return this builder
         */
        @SuppressWarnings("exports")
        public Builder notBefore(@Nullable Instant instant) {
            notBefore = Millis.ofNullable(instant);
            return this;
        }

        /**
         * Sets from when on the answer is called slow.
         *
         * @param instant the instant; null for none
         * @return this builder
         */
        @SuppressWarnings("exports")
        public Builder slowAfter(@Nullable Instant instant) {
            slowAfter = Millis.ofNullable(instant);
            return this;
        }

        /**
         * Sets when the request times out.
         *
         * @param instant the instant; null for none
         * @return this builder
         */
        @SuppressWarnings("exports")
        public Builder deadline(@Nullable Instant instant) {
            deadline = Millis.ofNullable(instant);
            return this;
        }

        /**
         * Sets the last notice.
         *
         * @param last the notice; null for none
         * @return this builder
         */
        @SuppressWarnings("exports")
        public Builder notice(@Nullable Answer last) {
            notice = last;
            return this;
        }

        /**
         * Sets the answer.
         *
         * @param last the answer; null for none
         * @return this builder
         */
        @SuppressWarnings("exports")
        public Builder answer(@Nullable Answer last) {
            answer = last;
            return this;
        }

        /**
         * Sets the marks of mails that moved the request; of more than 32 the oldest are left out.
         *
         * @param marks short digests without blanks
         * @return this builder
         */
        public Builder seen(List<String> marks) {
            seen = List.copyOf(marks.subList(Math.max(0, marks.size() - MOST_SEEN), marks.size()));
            return this;
        }

        /**
         * Makes the request.
         *
         * @return an immutable request
         */
        public TrackedRequest build() {
            return new TrackedRequest(this);
        }
    }
}
