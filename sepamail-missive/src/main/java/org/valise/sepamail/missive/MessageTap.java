// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hears a missive that is read from a stream: computes the checksums of its message and hands the contents of its body to
 * the caller's sink. Of several messages, which a missive must not have, the first counts.
 */
final class MessageTap implements BodyListener, AutoCloseable {

    private final Window window;
    private final ContentSink sink;
    private final ProblemList problems;
    private final MessageDigests digests = new MessageDigests();

    private long start = -1;
    private @Nullable Map<String, FormDigests.Result> checksums;
    private @Nullable BodyPath path;
    private @Nullable ContentTap content;

    MessageTap(Window window, ContentSink sink, ProblemList problems) {
        this.window = window;
        this.sink = sink;
        this.problems = problems;
    }

    @Override
    public void valueRead(Node node) {
        if (node.particle.name.equals("SndChk") && node.value != null && start < 0) {
            MessageChecksum.parse(node.value).ifPresent(checksum -> digests.add(checksum.algorithm()));
        }
    }

    @Override
    public void messageStarts(long at) {
        if (start < 0) {
            start = at;
            window.startCopy(at, digests);
        }
    }

    @Override
    public void messageEnded(long at) throws IOException {
        if (checksums == null) {
            window.endCopy(at);
            checksums = digests.finish();
        }
    }

    @Override
    public void bodyStarts(XmlScanner scanner) throws IOException {
        if (checksums == null) {
            elementStarts(scanner);
        }
    }

    @Override
    public void bodyEvent(XmlScanner.Event event, XmlScanner scanner) throws IOException {
        if (checksums != null) {
            return;
        }
        if (content != null) {
            if (content.isEnd(event, scanner)) {
                content.end(scanner, problems);
                content = null;
                elementEnded();
            } else {
                content.take(event, scanner, problems);
            }
        } else if (event == XmlScanner.Event.START) {
            elementStarts(scanner);
        } else if (event == XmlScanner.Event.END) {
            elementEnded();
        }
    }

    private void elementStarts(XmlScanner scanner) throws IOException {
        BodyPath element =
                new BodyPath(path, scanner.tag().namespace(), scanner.tag().localName());
        path = element;
        content = sink.open(element)
                .map(out -> new ContentTap(out, scanner.depth()))
                .orElse(null);
    }

    private void elementEnded() {
        path = path == null ? null : path.parent().orElse(null);
    }

    /** What is known of the message; null if its end was not reached. */
    @Nullable
    StreamedMessage message(MessageValues values) {
        return checksums == null ? null : new StreamedMessage(values, start, digests.length(), checksums);
    }

    /** Closes what was opened for a content, if the reading broke off within it. */
    @Override
    public void close() throws IOException {
        if (content != null) {
            content.close();
        }
    }
}
