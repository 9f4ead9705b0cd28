// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one document in memory: layer 1, the model, layer 2. */
final class DocumentReader {

    private static final Pattern OF_THE_SCHEME = Pattern.compile("https?://([a-z]+\\.)*sepamail\\.eu/.+");

    private final Missives settings;

    DocumentReader(Missives settings) {
        this.settings = settings;
    }

    MissiveReading read(byte[] document) {
        ProblemList problems = new ProblemList(settings.limits());
        Missive missive = null;
        try {
            missive = readInto(document, problems);
        } catch (ScanFailure failure) {
            problems.addLast(failure.problem());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not throw it
        }
        if (missive == null || problems.hasErrors()) {
            return new MissiveReading.Refused(problems.toList(), missive);
        }
        return new MissiveReading.Accepted(missive, problems.toList());
    }

    private @Nullable Missive readInto(byte[] document, ProblemList problems) throws IOException {
        XmlScanner scanner = new XmlScanner(document, settings.limits());
        SchemaVersion version = readRoot(scanner, settings, problems, Grammar.ROOT);
        if (version == null) {
            return null;
        }
        EnvelopeReader reader = new EnvelopeReader(scanner, version, settings, problems, BodyListener.NONE);
        Node root = reader.read(Grammar.ROOT);
        readToEnd(scanner);
        OfficialSchemas schemas = settings.schemas();
        if (schemas != null) {
            OfficialValidation.validate(schemas, document, version, problems);
        }
        Node structure = root.child(Grammar.STRUCTURE.name);
        if (structure == null) {
            return null;
        }
        Missive missive = new ModelReader(settings, version, reader).read(document, root, structure);
        new Rules(version, problems, reader::place)
                .check(
                        structure,
                        reader.bodyNamespace(),
                        reader.bodyName(),
                        missive instanceof NominalMissive nominal ? nominal.message() : null);
        return missive;
    }

    private static Span place(XmlScanner scanner) {
        return scanner.window().span(scanner.start(), scanner.end() - scanner.start());
    }

    /** Reads the rest, so that it is known whether the document is well-formed at all. */
    static void readToEnd(XmlScanner scanner) throws IOException {
        while (scanner.next() != XmlScanner.Event.END_OF_DOCUMENT) {
            // Comments and instructions only; all else is refused.
        }
    }

    /**
     * Goes to the root element, which should be the one given.
     *
     * @return the version by its namespace; null if it is another element, which is reported
     */
    static @Nullable SchemaVersion readRoot(
            XmlScanner scanner, Missives settings, ProblemList problems, Grammar.Particle root) throws IOException {
        while (scanner.next() != XmlScanner.Event.START) {
            // Comments and instructions.
        }
        if (scanner.hasByteOrderMark()) {
            problems.add(Problem.of(Problem.Code.BYTE_ORDER_MARK, "A byte order mark in front of the document.")
                    .at(scanner.window().span(0, 0)));
        }
        if (!scanner.tag().isNamed(root.octets)) {
            Span place = place(scanner);
            boolean file = scanner.tag().localName().equals(Grammar.FILE);
            readToEnd(scanner);
            problems.add(notRoot(root, file).at(place));
            return null;
        }
        String namespace = scanner.tag().namespace();
        Optional<SchemaVersion> known = settings.version(namespace);
        if (known.isPresent()) {
            return known.get();
        }
        if (settings.tolerance().isLenient()
                && OF_THE_SCHEME.matcher(namespace).matches()
                && SchemaVersion.isNamespace(namespace)) {
            problems.add(Problem.of(
                            Problem.Code.NAMESPACE_TAKEN_AS_KNOWN,
                            "A namespace of SEPAmail that is not registered was read by norm 1206.")
                    .at(place(scanner)));
            return SchemaVersion.of(namespace, SchemaVersion.NORM_1206.norm());
        }
        Span place = place(scanner);
        readToEnd(scanner);
        problems.add(Problem.of(Problem.Code.UNKNOWN_NAMESPACE, "The namespace of the root element is not registered.")
                .at(place));
        return null;
    }

    private static Problem notRoot(Grammar.Particle root, boolean file) {
        String hint = file && root == Grammar.ROOT
                ? "The root element is that of a file of missives: read it with MissiveFileReader."
                : "The root element is not " + root + ".";
        return Problem.of(Problem.Code.NOT_A_MISSIVE, hint);
    }
}
