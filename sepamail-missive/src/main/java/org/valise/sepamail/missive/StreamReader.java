// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads one document from a stream: the same two layers as {@link DocumentReader}, but nothing of the body is kept. */
final class StreamReader {

    private final Missives settings;
    private final ContentSink sink;

    StreamReader(Missives settings, ContentSink sink) {
        this.settings = settings;
        this.sink = sink;
    }

    StreamedReading read(InputStream document) throws IOException {
        ProblemList problems = new ProblemList(settings.limits());
        StreamedMissive missive = null;
        try {
            missive = readInto(new XmlScanner(document, settings.limits()), problems);
        } catch (ScanFailure failure) {
            problems.addLast(failure.problem());
        }
        if (missive == null || problems.hasErrors()) {
            return new StreamedReading.Refused(problems.toList(), missive);
        }
        return new StreamedReading.Accepted(missive, problems.toList());
    }

    private @Nullable StreamedMissive readInto(XmlScanner scanner, ProblemList problems) throws IOException {
        SchemaVersion version = DocumentReader.readRoot(scanner, settings, problems);
        if (version == null) {
            return null;
        }
        MessageTap tap = new MessageTap(scanner.window(), sink, problems);
        EnvelopeReader reader = new EnvelopeReader(scanner, version, settings, problems, tap);
        Node root;
        try (tap) {
            root = reader.read(Grammar.ROOT);
            DocumentReader.readToEnd(scanner);
        }
        Node structure = root.child(Grammar.STRUCTURE.name);
        if (structure == null) {
            return null;
        }
        ModelReader model = new ModelReader(settings, version, reader);
        StreamedMissive missive = model.read(tap, scanner.end(), root, structure);
        new Rules(version, problems, reader::place)
                .check(
                        structure,
                        reader.bodyNamespace(),
                        reader.bodyName(),
                        missive instanceof StreamedNominal nominal ? nominal.message() : null);
        return missive;
    }
}
