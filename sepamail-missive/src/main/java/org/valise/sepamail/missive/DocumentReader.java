// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one document in memory: layer 1, the model, layer 2. */
final class DocumentReader {

    private static final Pattern OF_THE_SCHEME =
            Pattern.compile("https?://(?:[a-z]+\\.){0,3}sepamail\\.eu/[A-Za-z0-9._~/-]+");

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
        SchemaVersion version = readRoot(scanner, settings, problems);
        if (version == null) {
            return null;
        }
        EnvelopeReader reader = new EnvelopeReader(scanner, version, settings, problems, BodyListener.NONE);
        Node root = reader.read(Grammar.ROOT);
        readToEnd(scanner);
        if (scanner.elements() + scanner.tag().attributesSeen() > MissiveLimits.MOST_NAMES) {
            requireFewNames(document);
        }
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

    /**
     * Refuses what floods the tables of names that validators and JAXB have: the platform keeps such names as long as it
     * runs, and names that are chosen to collide take it ever longer.
     */
    private static void requireFewNames(byte[] document) throws IOException {
        XmlScanner scanner = new XmlScanner(document, Payloads.NO_LIMITS);
        Set<String> names = new HashSet<>();
        XmlScanner.Event event;
        do {
            event = scanner.next();
            if (event == XmlScanner.Event.START && addNames(scanner, names) > MissiveLimits.MOST_NAMES) {
                throw new ScanFailure(Problem.of(
                                Problem.Code.TOO_MANY_NAMES,
                                "Elements and attributes have more than " + MissiveLimits.MOST_NAMES
                                        + " different names.")
                        .at(tagSpan(scanner)));
            }
        } while (event != XmlScanner.Event.END_OF_DOCUMENT);
    }

    /** Declarations of prefixes are attributes here. */
    private static int addNames(XmlScanner scanner, Set<String> names) {
        names.add(scanner.qualifiedName(scanner.depth()));
        TagReader tag = scanner.tag();
        for (int i = 0; i < tag.attributeCount(); i++) {
            names.add(tag.attributeQualifiedName(i));
        }
        return names.size();
    }

    /** Reads the rest, so that it is known whether the document is well-formed at all. */
    static void readToEnd(XmlScanner scanner) throws IOException {
        while (scanner.next() != XmlScanner.Event.END_OF_DOCUMENT) {
            // Comments and instructions only; all else is refused.
        }
    }

    /**
     * Goes to the root element, which should be Missive.
     *
     * @return the version by its namespace; null if it is another element, which is reported
     */
    static @Nullable SchemaVersion readRoot(XmlScanner scanner, Missives settings, ProblemList problems)
            throws IOException {
        while (scanner.next() != XmlScanner.Event.START) {
            // Comments and instructions.
        }
        reportByteOrderMark(scanner, problems);
        if (!scanner.tag().isNamed(Grammar.ROOT.octets)) {
            notAMissive(scanner, problems);
            return null;
        }
        Optional<SchemaVersion> known = settings.version(scanner.tag().namespace());
        if (known.isPresent()) {
            return known.get();
        }
        Span place = tagSpan(scanner);
        SchemaVersion version = version(scanner.tag().namespace(), place, settings, problems);
        if (version == null) {
            readToEnd(scanner);
            problems.add(unknownNamespace(place));
        }
        return version;
    }

    private static void notAMissive(XmlScanner scanner, ProblemList problems) throws IOException {
        Span place = tagSpan(scanner);
        boolean file = scanner.tag().isNamed(Grammar.FILE.octets);
        readToEnd(scanner);
        String hint = file
                ? "The root element is that of a file of missives: read it with MissiveFileReader."
                : "The root element is not Missive.";
        problems.add(Problem.of(Problem.Code.NOT_A_MISSIVE, hint).at(place));
    }

    private static Span tagSpan(XmlScanner scanner) {
        return scanner.window().span(scanner.start(), scanner.end() - scanner.start());
    }

    static void reportByteOrderMark(XmlScanner scanner, ProblemList problems) {
        if (scanner.hasByteOrderMark()) {
            problems.add(Problem.of(Problem.Code.BYTE_ORDER_MARK, "A byte order mark in front of the document.")
                    .at(scanner.window().span(0, 0)));
        }
    }

    /** The version of a root element; null if its namespace is not known. */
    static @Nullable SchemaVersion version(String namespace, Span place, Missives settings, ProblemList problems) {
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
                    .at(place));
            return SchemaVersion.of(namespace, SchemaVersion.NORM_1206.norm());
        }
        return null;
    }

    static Problem unknownNamespace(Span place) {
        return Problem.of(Problem.Code.UNKNOWN_NAMESPACE, "The namespace of the root element is not registered.")
                .at(place);
    }
}
