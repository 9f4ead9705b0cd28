// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.HashSet;
import java.util.Set;
import javax.xml.validation.ValidatorHandler;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Holds a document against the scheme's schemas and says what is wrong without quoting the document. */
final class OfficialValidation {

    private OfficialValidation() {}

    static void validate(OfficialSchemas schemas, byte[] document, SchemaVersion version, ProblemList problems) {
        ValidatorHandler handler = schemas.validator(version.namespace()).orElse(null);
        if (handler == null) {
            problems.add(Problem.of(
                    Problem.Code.NO_OFFICIAL_SCHEMA, "None of the schemas that were given is for this namespace."));
            return;
        }
        Forwarding events = new Forwarding(handler);
        Listener listener = new Listener(problems, events);
        handler.setErrorHandler(listener);
        try {
            SaxFeed.document(document, events);
        } catch (SAXException e) {
            if (!listener.hasReported()) {
                problems.add(Problem.of(Problem.Code.OFFICIAL_SCHEMA, "The schema cannot be applied."));
            }
        }
    }

    /** Validators give several messages for one fault, all with its rule in front: {@code cvc-type.3.1.3: ...}. */
    private static final class Listener implements ErrorHandler {

        private final ProblemList problems;
        private final Set<String> seen = new HashSet<>();
        private final Forwarding events;

        Listener(ProblemList problems, Forwarding events) {
            this.problems = problems;
            this.events = events;
        }

        boolean hasReported() {
            return !seen.isEmpty();
        }

        @Override
        public void warning(SAXParseException warning) {
            // Hints about schemas that are not looked for.
        }

        @Override
        public void error(SAXParseException error) {
            String message = error.getMessage() == null ? "" : error.getMessage();
            int colon = message.indexOf(':');
            String rule = colon > 0 && message.startsWith("cvc-") ? message.substring(0, colon) : "a rule";
            Span place = events.span();
            String element = events.element();
            if (seen.add(rule + place.offset())) {
                String where = element.isEmpty() ? "" : ", in or behind the element " + element;
                problems.add(Problem.of(
                                Problem.Code.OFFICIAL_SCHEMA,
                                "The schema of the scheme is broken: " + rule + where + ".")
                        .at(place));
            }
        }

        @Override
        public void fatalError(SAXParseException error) {
            error(error);
        }
    }
}
