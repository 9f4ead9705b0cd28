// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** One thing that an exchange log records, with the fields it is written as: a word, the key, and what it says. */
sealed interface ExchangeEvent {

    ExchangeKey key();

    /** Whether it is about a missive that is sent, and not received. */
    boolean isOfSender();

    void applyTo(ExchangeState state);

    List<String> fields();

    /** Reads the fields; what is wrong with them is told by an IllegalArgumentException or DateTimeException. */
    static ExchangeEvent of(List<String> fields) {
        Fields rest = new Fields(fields);
        String word = rest.next();
        ExchangeKey key = new ExchangeKey(rest.next(), rest.next());
        ExchangeEvent event = switch (word) {
            case Opened.WORD -> new Opened(key, Priority.valueOf(rest.next()), rest.next(), rest.instant());
            case Resent.WORD -> new Resent(key, rest.number(), rest.instant());
            case Acknowledged.WORD -> new Acknowledged(key, Acknowledged.seen(rest));
            case GivenUp.WORD -> new GivenUp(key, rest.instant());
            case Received.WORD -> new Received(key, rest.number(), rest.next(), rest.instant());
            case HandedOn.WORD -> new HandedOn(key, rest.instant());
            case Answered.WORD -> new Answered(key, rest.number(), rest.instant());
            default -> throw new IllegalArgumentException("this version does not know its word");
        };
        rest.requireEnd();
        return event;
    }

    /** Fields that are read one by one. */
    final class Fields {

        private final List<String> fields;
        private int at;

        Fields(List<String> fields) {
            this.fields = fields;
        }

        String next() {
            if (at == fields.size()) {
                throw new IllegalArgumentException("it has too few fields");
            }
            return fields.get(at++);
        }

        int number() {
            return Integer.parseInt(next());
        }

        Instant instant() {
            return Instant.parse(next());
        }

        void requireEnd() {
            if (at < fields.size()) {
                throw new IllegalArgumentException("it has too many fields");
            }
        }
    }

    private static List<String> fields(String word, ExchangeKey key, Object... rest) {
        List<String> fields = new ArrayList<>(List.of(word, key.counterparty(), key.msvId()));
        for (Object field : rest) {
            fields.add(field.toString());
        }
        return fields;
    }

    /** A missive is sent for the first time. */
    record Opened(ExchangeKey key, Priority priority, String acqChk, Instant at) implements ExchangeEvent {

        static final String WORD = "open";

        @Override
        public boolean isOfSender() {
            return true;
        }

        @Override
        public void applyTo(ExchangeState state) {
            state.add(Exchange.begun(key, priority, acqChk, at));
        }

        @Override
        public List<String> fields() {
            return ExchangeEvent.fields(WORD, key, priority.name(), acqChk, at);
        }
    }

    /** It is sent again. */
    record Resent(ExchangeKey key, int order, Instant at) implements ExchangeEvent {

        static final String WORD = "resent";

        @Override
        public boolean isOfSender() {
            return true;
        }

        @Override
        public void applyTo(ExchangeState state) {
            state.change(state.requireExchange(key).withOrder(order, at));
        }

        @Override
        public List<String> fields() {
            return ExchangeEvent.fields(WORD, key, order, at);
        }
    }

    /** An acknowledgement of it came. */
    record Acknowledged(ExchangeKey key, AcknowledgementSeen seen) implements ExchangeEvent {

        static final String WORD = "acknowledged";

        private static final String NO_CLASS = "-";

        private static AcknowledgementSeen seen(Fields fields) {
            AcknowledgementSeen.Status status = AcknowledgementSeen.Status.valueOf(fields.next());
            String codeClass = fields.next();
            OptionalInt number =
                    codeClass.equals(NO_CLASS) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(codeClass));
            return new AcknowledgementSeen(fields.instant(), status, number);
        }

        @Override
        public boolean isOfSender() {
            return true;
        }

        @Override
        public void applyTo(ExchangeState state) {
            state.change(state.requireExchange(key).with(seen));
        }

        @Override
        public List<String> fields() {
            OptionalInt number = seen.codeClass();
            String codeClass = number.isPresent() ? Integer.toString(number.getAsInt()) : NO_CLASS;
            return ExchangeEvent.fields(WORD, key, seen.status().name(), codeClass, seen.at());
        }
    }

    /** Its sender gave it up. */
    record GivenUp(ExchangeKey key, Instant at) implements ExchangeEvent {

        static final String WORD = "given-up";

        @Override
        public boolean isOfSender() {
            return true;
        }

        @Override
        public void applyTo(ExchangeState state) {
            state.change(state.requireExchange(key).withGivenUp(at));
        }

        @Override
        public List<String> fields() {
            return ExchangeEvent.fields(WORD, key, at);
        }
    }

    /** An order of a missive came. */
    record Received(ExchangeKey key, int order, String acqChk, Instant at) implements ExchangeEvent {

        static final String WORD = "received";

        @Override
        public boolean isOfSender() {
            return false;
        }

        @Override
        public void applyTo(ExchangeState state) {
            state.change(state.receipt(key)
                    .map(receipt -> receipt.withArrival(order, at))
                    .orElseGet(() -> Receipt.begun(key, order, acqChk, at)));
        }

        @Override
        public List<String> fields() {
            return ExchangeEvent.fields(WORD, key, order, acqChk, at);
        }
    }

    /** Its message was handed on. */
    record HandedOn(ExchangeKey key, Instant at) implements ExchangeEvent {

        static final String WORD = "handed-on";

        @Override
        public boolean isOfSender() {
            return false;
        }

        @Override
        public void applyTo(ExchangeState state) {
            state.change(state.requireReceipt(key).withHandedOn(at));
        }

        @Override
        public List<String> fields() {
            return ExchangeEvent.fields(WORD, key, at);
        }
    }

    /** An acknowledgement of an order of it was sent. */
    record Answered(ExchangeKey key, int order, Instant at) implements ExchangeEvent {

        static final String WORD = "answered";

        @Override
        public boolean isOfSender() {
            return false;
        }

        @Override
        public void applyTo(ExchangeState state) {
            state.change(state.requireReceipt(key).withAcknowledgement(order, at));
        }

        @Override
        public List<String> fields() {
            return ExchangeEvent.fields(WORD, key, order, at);
        }
    }
}
