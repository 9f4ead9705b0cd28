// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a scanner tells of a document, in words: neighbouring pieces of text are one, as the pieces are the scanner's own
 * business.
 *
 * @param events the events as every parser must see them
 * @param places the same events with all their places
 * @param problem why the document was refused, if it was; a text in front of it is left out
 */
record Scan(List<String> events, List<String> places, Optional<Problem> problem) {

    static Scan ofArray(byte[] document, MissiveLimits limits) {
        try {
            return of(() -> new XmlScanner(document, limits));
        } catch (IOException e) {
            throw new AssertionError("An array has no I/O", e);
        }
    }

    static Scan ofArray(byte[] document) {
        return ofArray(document, MissiveLimits.defaults());
    }

    static Scan of(String document) {
        return ofArray(document.getBytes(StandardCharsets.UTF_8));
    }

    static Scan ofStream(InputStream document, int firstSize, MissiveLimits limits) throws IOException {
        return of(() -> new XmlScanner(new Window(document, limits, firstSize), limits));
    }

    static Scan ofStream(byte[] document) throws IOException {
        return of(() -> new XmlScanner(new ByteArrayInputStream(document), MissiveLimits.defaults()));
    }

    /** Makes a scanner, which may refuse a document at once. */
    interface Source {
        XmlScanner open() throws IOException;
    }

    static Scan of(Source source) throws IOException {
        Listing listing = new Listing();
        try {
            XmlScanner scanner = source.open();
            while (listing.add(scanner, scanner.next())) {
                // The listing says when the document ends.
            }
            return new Scan(listing.events, listing.places, Optional.empty());
        } catch (ScanFailure e) {
            return new Scan(listing.events, listing.places, Optional.of(e.problem()));
        }
    }

    /** Scans to the end and keeps nothing but the problem, if there is one. */
    static Optional<Problem> problem(Source source) throws IOException {
        try {
            XmlScanner scanner = source.open();
            while (scanner.next() != XmlScanner.Event.END_OF_DOCUMENT) {
                // on to the next
            }
            return Optional.empty();
        } catch (ScanFailure e) {
            return Optional.of(e.problem());
        }
    }

    boolean isAccepted() {
        return problem.isEmpty();
    }

    private static final class Listing {

        final List<String> events = new ArrayList<>();
        final List<String> places = new ArrayList<>();

        private final StringBuilder text = new StringBuilder();
        private boolean inText;
        private Span textPlace = new Span(1, 1, 0, 0);
        private long textEnd;

        boolean add(XmlScanner scanner, XmlScanner.Event event) {
            if (event == XmlScanner.Event.TEXT) {
                piece(scanner);
                return true;
            }
            endText();
            if (event == XmlScanner.Event.END_OF_DOCUMENT) {
                return false;
            }
            Span place = scanner.window().span(scanner.start(), scanner.end() - scanner.start());
            places.add(event + " " + place + " +" + place.length() + attributePlaces(scanner, event));
            events.add(content(scanner, event));
            return true;
        }

        private void piece(XmlScanner scanner) {
            if (!inText) {
                inText = true;
                textPlace = scanner.window().span(scanner.start(), 0);
            }
            textEnd = scanner.end();
            text.append(checked(scanner));
        }

        /** The value of a piece, which must be what else is said of it. */
        private static String checked(XmlScanner scanner) {
            TextReader piece = scanner.text();
            String value = piece.value();
            StringBuilder appended = new StringBuilder("x");
            piece.appendTo(appended);
            assertThat(appended).hasToString("x" + value);
            assertThat(piece.isSpace()).isEqualTo(value.chars().allMatch(c -> " \t\r\n".indexOf(c) >= 0));
            if (piece.isAscii()) {
                byte[] octets = scanner.window().octets;
                assertThat(new String(octets, piece.from(), piece.to() - piece.from(), StandardCharsets.ISO_8859_1))
                        .isEqualTo(value)
                        .matches("\\A\\p{ASCII}*+\\z");
            }
            return value;
        }

        private void endText() {
            if (inText && text.length() > 0) {
                events.add("TEXT " + text);
                places.add("TEXT " + textPlace + " to " + textEnd);
            }
            inText = false;
            text.setLength(0);
        }

        private static String attributePlaces(XmlScanner scanner, XmlScanner.Event event) {
            StringBuilder all = new StringBuilder();
            if (event == XmlScanner.Event.START) {
                TagReader tag = scanner.tag();
                for (int i = 0; i < tag.attributeCount(); i++) {
                    all.append(" @").append(scanner.window().offset(tag.attributeStart(i)));
                    all.append(":").append(scanner.window().offset(tag.valueStart(i)));
                    all.append(":").append(scanner.window().offset(tag.valueEnd(i)));
                    all.append(":").append(scanner.window().offset(tag.attributeEnd(i)));
                }
            }
            return all.toString();
        }

        private static String content(XmlScanner scanner, XmlScanner.Event event) {
            return switch (event) {
                case START -> element(scanner.tag());
                case COMMENT -> "COMMENT " + scanner.text().value();
                case INSTRUCTION -> Scan.instruction(scanner.text().value());
                default -> event.name();
            };
        }

        private static String element(TagReader tag) {
            TreeSet<String> attributes = new TreeSet<>();
            for (int i = 0; i < tag.attributeCount(); i++) {
                String name = "{" + tag.attributeNamespace(i) + "}" + tag.attributeLocalName(i);
                attributes.add(attribute(tag.isDeclaration(i) ? tag.attributeQualifiedName(i) : name, tag, i));
            }
            return Scan.start(tag.namespace(), tag.localName(), attributes);
        }

        private static String attribute(String name, TagReader tag, int i) {
            return name + "=" + tag.attributeValue(i);
        }
    }

    /** How the start of an element is listed; declarations by their qualified names among the attributes. */
    static String start(String namespace, String localName, TreeSet<String> attributes) {
        return "START {" + namespace + "}" + localName + " " + attributes;
    }

    /** How a processing instruction is listed, from all between its marks. */
    static String instruction(String all) {
        String[] parts = all.split("[ \t\r\n]+", 2);
        return instruction(parts[0], parts.length == 2 ? parts[1] : "");
    }

    static String instruction(String target, String data) {
        return "INSTRUCTION " + target + "|" + data;
    }
}
