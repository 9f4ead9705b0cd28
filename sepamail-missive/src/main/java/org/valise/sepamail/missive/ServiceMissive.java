// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A missive of the dialogue of commands and results between a customer and his bank (MsvSrv), in the manner of POP3. It
 * is never sent between participants and never acknowledged. Immutable and thread-safe.
 *
 * <pre>{@code
 * ServiceMissive ask = ServiceMissive.builder(SchemaVersion.NORM_1206)
 *         .id(MissiveIds.random(secureRandom))
 *         .from(Party.of(ownQxban))
 *         .to(Party.of(bank))
 *         .service(ServiceMissive.Command.of(ServiceMissive.Verb.LIST).withSelection(ServiceMissive.Selection.UNREAD))
 *         .sentAt(clock.instant())
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ServiceMissive extends Missive {

    private final Service service;
    private final @Nullable Message message;

    ServiceMissive(Envelope envelope, Service service, @Nullable Message message) {
        super(envelope);
        this.service = service;
        this.message = message;
    }

    /**
     * Begins a missive.
     *
     * @param version the edition of the schemas by whose namespace it is written
     * @return the first stage
     */
    public static MissiveStages.NeedsId<MissiveStages.NeedsService> builder(SchemaVersion version) {
        return new ServiceBuilder(version);
    }

    /**
     * What a service missive says.
     *
     * @since 0.1.0
     */
    public sealed interface Service permits Command, Result {

        /**
         * Free words, SrvInfo.
         *
         * @return the text if it is there
         */
        Optional<String> info();
    }

    /**
     * The commands of the schema.
     *
     * @since 0.1.0
     */
    public enum Verb {
        /** Lists missives. */
        LIST,
        /** Does nothing. */
        NOOP,
        /** Deletes. */
        DELE,
        /** Retrieves. */
        RETR,
        /** Counts. */
        STAT
    }

    /**
     * Which missives a command is about.
     *
     * @since 0.1.0
     */
    public enum Selection {
        /** All. */
        ALL,
        /** Those not read yet. */
        UNREAD,
        /** Those sent. */
        SENT
    }

    /**
     * A command, SrvCmd. Immutable and thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Command implements Service {

        private final Verb verb;
        private final @Nullable BigInteger number;
        private final @Nullable Selection selection;
        private final @Nullable List<String> filters;
        private final @Nullable String info;

        Command(
                Verb verb,
                @Nullable BigInteger number,
                @Nullable Selection selection,
                @Nullable List<String> filters,
                @Nullable String info) {
            this.verb = verb;
            this.number = number;
            this.selection = selection;
            this.filters = filters == null ? null : List.copyOf(filters);
            this.info = info;
        }

        /**
         * A command alone.
         *
         * @param verb what to do
         * @return the command
         */
        public static Command of(Verb verb) {
            return new Command(verb, null, null, null, null);
        }

        /**
         * This command for one missive.
         *
         * @param which its number
         * @return a new command
         */
        public Command withNumber(long which) {
            return new Command(verb, BigInteger.valueOf(which), selection, filters, info);
        }

        /**
         * This command for a selection.
         *
         * @param which the selection
         * @return a new command
         */
        public Command withSelection(Selection which) {
            return new Command(verb, number, which, filters, info);
        }

        /**
         * This command with filters.
         *
         * @param xpaths XPath expressions, which are neither checked nor evaluated here
         * @return a new command
         */
        public Command withFilters(List<String> xpaths) {
            xpaths.forEach(xpath -> XmlText.requireAllowed(xpath, "A filter"));
            return new Command(verb, number, selection, xpaths, info);
        }

        /**
         * This command with words.
         *
         * @param words free text
         * @return a new command
         */
        public Command withInfo(String words) {
            XmlText.requireAllowed(words, "An information");
            return new Command(verb, number, selection, filters, words);
        }

        /**
         * What to do, CmdTyp.
         *
         * @return the verb
         */
        public Verb verb() {
            return verb;
        }

        /**
         * Which missive, CmdNum.
         *
         * @return the number if it is stated
         */
        public Optional<BigInteger> number() {
            return Optional.ofNullable(number);
        }

        /**
         * Which missives, CmdSlc.
         *
         * @return the selection if it is stated
         */
        public Optional<Selection> selection() {
            return Optional.ofNullable(selection);
        }

        /**
         * XPath expressions, CmdFlt.
         *
         * @return in their order; empty also if the element is missing
         */
        public List<String> filters() {
            return filters == null ? List.of() : filters;
        }

        boolean hasFilters() {
            return filters != null;
        }

        @Override
        public Optional<String> info() {
            return Optional.ofNullable(info);
        }
    }

    /**
     * A result, SrvRes. Immutable and thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Result implements Service {

        private final boolean ok;
        private final @Nullable BigInteger number;
        private final @Nullable BigInteger size;
        private final @Nullable String info;

        Result(boolean ok, @Nullable BigInteger number, @Nullable BigInteger size, @Nullable String info) {
            this.ok = ok;
            this.number = number;
            this.size = size;
            this.info = info;
        }

        /**
         * A result alone.
         *
         * @param ok true for {@code +OK}, false for {@code -ERR}
         * @return the result
         */
        public static Result of(boolean ok) {
            return new Result(ok, null, null, null);
        }

        /**
         * This result with a number.
         *
         * @param howMany the number
         * @return a new result
         */
        public Result withNumber(long howMany) {
            return new Result(ok, BigInteger.valueOf(howMany), size, info);
        }

        /**
         * This result with a size.
         *
         * @param howLarge the size
         * @return a new result
         */
        public Result withSize(long howLarge) {
            return new Result(ok, number, BigInteger.valueOf(howLarge), info);
        }

        /**
         * This result with words.
         *
         * @param words free text
         * @return a new result
         */
        public Result withInfo(String words) {
            XmlText.requireAllowed(words, "An information");
            return new Result(ok, number, size, words);
        }

        /**
         * Whether the command was carried out, ResTyp.
         *
         * @return true for {@code +OK}
         */
        public boolean isOk() {
            return ok;
        }

        /**
         * ResNum.
         *
         * @return the number if it is stated
         */
        public Optional<BigInteger> number() {
            return Optional.ofNullable(number);
        }

        /**
         * ResSize.
         *
         * @return the size if it is stated
         */
        public Optional<BigInteger> size() {
            return Optional.ofNullable(size);
        }

        @Override
        public Optional<String> info() {
            return Optional.ofNullable(info);
        }
    }

    /**
     * The command or result.
     *
     * @return what it says
     */
    public Service service() {
        return service;
    }

    /**
     * A message that comes with it.
     *
     * @return the message if there is one
     */
    public Optional<Message> message() {
        return Optional.ofNullable(message);
    }
}
