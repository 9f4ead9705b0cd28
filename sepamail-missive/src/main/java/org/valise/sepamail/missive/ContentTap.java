// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Decodes the content of one element into the caller's stream, up to the first thing that is wrong with it. */
final class ContentTap implements AutoCloseable {

    private final OutputStream out;
    private final Base64Pipe pipe;
    private final int level;
    private boolean wrong;

    ContentTap(OutputStream out, int level) {
        this.out = out;
        this.pipe = new Base64Pipe(out);
        this.level = level;
    }

    /** Whether the present event is the closing tag of the element. */
    boolean isEnd(XmlScanner.Event event, XmlScanner scanner) {
        return event == XmlScanner.Event.END && scanner.depth() == level;
    }

    void take(XmlScanner.Event event, XmlScanner scanner, ProblemList problems) throws IOException {
        if (wrong) {
            return;
        }
        if (event == XmlScanner.Event.START) {
            wrong = true;
            Span place = scanner.window().span(scanner.start(), scanner.end() - scanner.start());
            problems.add(Problem.of(Problem.Code.UNEXPECTED_ELEMENT, "An element where base64 is to stand.")
                    .at(place));
        } else if (event == XmlScanner.Event.TEXT) {
            text(scanner, problems);
        }
    }

    private void text(XmlScanner scanner, ProblemList problems) throws IOException {
        TextReader text = scanner.text();
        if (text.referenced() >= 0) {
            byte[] character = Character.toString(text.referenced()).getBytes(StandardCharsets.UTF_8);
            if (pipe.add(character, 0, character.length) < character.length) {
                refuse(scanner.span(text.from(), text.to() - text.from()), problems);
            }
            return;
        }
        int done = pipe.add(scanner.window().octets, text.from(), text.to());
        if (done < text.to()) {
            refuse(scanner.span(done, 1), problems);
        }
    }

    private void refuse(Span place, ProblemList problems) {
        wrong = true;
        problems.add(Problem.of(Problem.Code.BAD_VALUE, "The content of an element is not base64.")
                .at(place));
    }

    /** The closing tag is the present event. */
    void end(XmlScanner scanner, ProblemList problems) throws IOException {
        try (out) {
            if (!wrong && !pipe.finish()) {
                refuse(scanner.window().span(scanner.start(), 0), problems);
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
