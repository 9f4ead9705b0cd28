// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of the test ecosystem from the octets of a message. */
final class SimpleTestReader {

    private static final Set<String> CHILDREN = Set.of("TestId", "Text", "Data");

    /** Each place takes as long as the document is long. */
    private static final int MOST_PROBLEMS = 100;

    private final Message message;
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable String testId;
    private @Nullable String text;
    private byte @Nullable [] data;

    private SimpleTestReader(Message message) {
        this.message = message;
    }

    static ParseResult<SimpleTest> read(Message message) {
        boolean request = message.bodyName().equals("SimpleTestRequest");
        boolean ours = message.bodyNamespace().equals(message.version().namespace());
        if (!ours || !request && !message.bodyName().equals("SimpleTestReport")) {
            return new ParseResult.Malformed<>(
                    List.of(Problem.of(Problem.Code.BODY_MISMATCH, "The body is none of the test ecosystem.")));
        }
        try {
            return new SimpleTestReader(message).read(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not throw it
        }
    }

    private ParseResult<SimpleTest> read(boolean request) throws IOException {
        XmlScanner scanner = Payloads.at(message.document(), message.body().from());
        Span body = span(scanner);
        XmlScanner.Event event = scanner.next();
        while (event != XmlScanner.Event.END && problems.size() < MOST_PROBLEMS) {
            if (event == XmlScanner.Event.START) {
                child(scanner);
            } else if (event == XmlScanner.Event.TEXT && !scanner.text().isSpace()) {
                report(Problem.Code.UNEXPECTED_TEXT, "Text in the body, which has elements only.", span(scanner));
            }
            event = scanner.next();
        }
        if (testId == null && problems.isEmpty()) {
            report(Problem.Code.MISSING_ELEMENT, "TestId is missing.", body);
        }
        return problems.isEmpty() && testId != null
                ? new ParseResult.Parsed<>(new SimpleTest(request, testId, text, data), List.of())
                : new ParseResult.Malformed<>(problems);
    }

    private void child(XmlScanner scanner) throws IOException {
        String name = scanner.tag().localName();
        Span place = span(scanner);
        boolean known = scanner.tag().namespace().equals(message.version().namespace()) && CHILDREN.contains(name);
        boolean repeated = name.equals("TestId") && testId != null
                || !name.equals("Data") && text != null
                || data != null
                || !name.equals("TestId") && testId == null;
        if (!known || repeated) {
            report(Problem.Code.UNEXPECTED_ELEMENT, "An element that the body must not have here.", place);
        }
        take(name, value(scanner, place), place, known && !repeated);
    }

    private void take(String name, String value, Span place, boolean wanted) {
        if (!wanted) {
            return;
        }
        switch (name) {
            case "TestId" -> {
                testId = value;
                if (value.isEmpty() || value.codePointCount(0, value.length()) > 16) {
                    report(Problem.Code.BAD_VALUE, "TestId has 1 to 16 characters.", place);
                }
            }
            case "Text" -> text = value;
            default -> {
                data = Attachment.decode(value);
                if (data == null) {
                    report(Problem.Code.BAD_VALUE, "Data is not base64.", place);
                    data = new byte[0];
                }
            }
        }
    }

    /** The text of an element without children, up to its closing tag. */
    private String value(XmlScanner scanner, Span place) throws IOException {
        StringBuilder value = new StringBuilder();
        int level = scanner.depth();
        XmlScanner.Event event = scanner.next();
        while (event != XmlScanner.Event.END || scanner.depth() != level) {
            if (event == XmlScanner.Event.TEXT) {
                scanner.text().appendTo(value);
            } else if (event == XmlScanner.Event.START && problems.size() < MOST_PROBLEMS) {
                report(Problem.Code.UNEXPECTED_ELEMENT, "An element where a value stands.", place);
            }
            event = scanner.next();
        }
        return value.toString();
    }

    private void report(Problem.Code code, String detail, Span place) {
        problems.add(Problem.of(code, detail).at(place));
    }

    private static Span span(XmlScanner scanner) {
        return scanner.window().span(scanner.start(), scanner.end() - scanner.start());
    }
}
