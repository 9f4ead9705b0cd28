// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through a file of missives: its frame is read here, each missive on its own. */
final class FileScan {

    private static final List<Grammar.Particle> PARTS =
            List.of(Grammar.FILE_TIME, Grammar.FILE_PARTNER, Grammar.FILE_COUNT, Grammar.FILE_ENTRY);
    private static final int ENTRY = 3;

    private final Missives settings;
    private final ProblemList problems;
    private final XmlScanner scanner;
    private final StrayText stray;
    private final Node root = new Node(Grammar.FILE, 0);

    private @Nullable EnvelopeReader reader;
    private @Nullable SchemaVersion version;
    private @Nullable MissiveFileHeader header;
    private boolean headerRead;
    private int expected;
    private long missives;
    private boolean atEnd;

    FileScan(InputStream in, Missives settings, ProblemList problems) {
        this.settings = settings;
        this.problems = problems;
        MissiveLimits limits = settings.limits();
        this.stray = new StrayText(limits);
        // Length and attributes are limited for each missive alone; what a tag holds must be limited here, too.
        int depth = Math.min(limits.depth() + 1, MissiveLimits.MOST_LEVELS);
        this.scanner = new XmlScanner(
                in,
                new MissiveLimits(Long.MAX_VALUE, depth, Integer.MAX_VALUE, limits.valueOctets(), limits.problems()));
    }

    /** Reads the opening tag of the file; whether it is that of one. */
    boolean begin() throws IOException {
        while (scanner.next() != XmlScanner.Event.START) {
            // Comments and instructions.
        }
        DocumentReader.reportByteOrderMark(scanner, problems);
        if (!scanner.tag().isNamed(Grammar.FILE.octets)) {
            problems.add(Problem.of(Problem.Code.NOT_A_MISSIVE, "The root element is not Fichier.")
                    .at(place()));
            return false;
        }
        version = DocumentReader.version(scanner.tag().namespace(), place(), settings, problems);
        if (version == null) {
            problems.add(DocumentReader.unknownNamespace(place()));
            return false;
        }
        reader = new EnvelopeReader(scanner, version, settings, problems, BodyListener.NONE);
        reader.open(Grammar.FILE);
        return true;
    }

    /** Goes to the opening tag of the next missive; false if the file ended. */
    boolean toMissive() throws IOException {
        while (true) {
            XmlScanner.Event event = scanner.next();
            if (event == XmlScanner.Event.TEXT) {
                stray.add(scanner);
                continue;
            }
            if (stray.isThere()) {
                report(
                        Problem.Code.UNEXPECTED_TEXT,
                        "Text in " + Grammar.FILE + ", which has elements only.",
                        stray.place(scanner));
            }
            stray.clear();
            if (event == XmlScanner.Event.START && isMissive()) {
                return true;
            }
            if (event == XmlScanner.Event.END) {
                end();
                return false;
            }
        }
    }

    /** Whether the opening tag that is the present event is that of a missive; if not, reads the element. */
    private boolean isMissive() throws IOException {
        EnvelopeReader frame = Objects.requireNonNull(reader);
        int index = index();
        if (index < 0) {
            report(Problem.Code.UNEXPECTED_ELEMENT, "An element that " + Grammar.FILE + " must not have.", place());
            frame.skip(BodyListener.NONE);
            return false;
        }
        Grammar.Particle particle = PARTS.get(index);
        if (index < expected) {
            report(Problem.Code.UNEXPECTED_ELEMENT, particle + " is there twice, or too late.", place());
            frame.read(particle);
            return false;
        }
        expect(index);
        if (index == ENTRY) {
            return true;
        }
        expected++;
        root.add(frame.read(particle));
        return false;
    }

    private int index() {
        if (!scanner.tag().namespace().equals(Objects.requireNonNull(version).namespace())) {
            return -1;
        }
        for (int i = 0; i < PARTS.size(); i++) {
            if (scanner.tag().isNamed(PARTS.get(i).octets)) {
                return i;
            }
        }
        return -1;
    }

    /** Steps to a part; what must stand in front of it is missing. The header ends where the missives begin. */
    private void expect(int index) {
        for (; expected < index; expected++) {
            report(Problem.Code.MISSING_ELEMENT, PARTS.get(expected) + " is missing.", place());
        }
        if (index == ENTRY && !headerRead) {
            headerRead = true;
            header = readHeader();
        }
    }

    private void end() throws IOException {
        expect(ENTRY);
        Node count = root.child(Grammar.FILE_COUNT.name);
        if (count != null && count.value != null && !new BigInteger(count.value).equals(BigInteger.valueOf(missives))) {
            report(
                    Problem.Code.WRONG_COUNT,
                    "The file has " + missives + " missives, and states another number.",
                    Objects.requireNonNull(reader).place(count));
        }
        DocumentReader.readToEnd(scanner);
        atEnd = true;
    }

    private @Nullable MissiveFileHeader readHeader() {
        EnvelopeReader frame = Objects.requireNonNull(reader);
        Node time = root.child(Grammar.FILE_TIME.name);
        Node count = root.child(Grammar.FILE_COUNT.name);
        new Rules(Objects.requireNonNull(version), problems, frame::place).time(time);
        MissiveTime created = time == null ? null : time.time;
        Long stated = count == null || count.value == null ? null : count(count, count.value);
        Node sender = root.child(Grammar.FILE_PARTNER.name, "Sender");
        Node receiver = root.child(Grammar.FILE_PARTNER.name, "Receiver");
        Bic bic = bic(sender == null ? receiver : sender);
        if (created == null || stated == null || bic == null) {
            return null;
        }
        MissiveFileHeader.Role role = sender == null ? MissiveFileHeader.Role.RECEIVER : MissiveFileHeader.Role.SENDER;
        return new MissiveFileHeader(created, role, bic, stated);
    }

    private @Nullable Long count(Node node, String value) {
        BigInteger count = new BigInteger(value);
        if (count.signum() >= 0 && count.bitLength() < Long.SIZE) {
            return count.longValue();
        }
        Span place = Objects.requireNonNull(reader).place(node);
        report(Problem.Code.BAD_VALUE, node.particle + ": The value is no number of missives.", place);
        return null;
    }

    private static @Nullable Bic bic(@Nullable Node node) {
        return node == null || node.value == null
                ? null
                : Bic.parse(node.value).toOptional().orElse(null);
    }

    /** Reads the missive whose opening tag is the present event. */
    MissiveReading readMissive() throws IOException {
        byte[] document = FileEntry.toDocument(scanner, settings.limits().octets());
        missives++;
        if (document != null) {
            return new DocumentReader(settings).read(document);
        }
        Problem tooLong = Problem.of(
                Problem.Code.TOO_LONG,
                "The missive is longer than " + settings.limits().octets() + " octets.");
        return new MissiveReading.Refused(List.of(tooLong), null);
    }

    /** Where the tag lies that is the present event. */
    Span place() {
        return scanner.window().span(scanner.start(), scanner.end() - scanner.start());
    }

    /** The place behind the present event. */
    long offset() {
        return scanner.end();
    }

    Optional<MissiveFileHeader> header() {
        return Optional.ofNullable(header);
    }

    /** Whether the file was read up to its end. */
    boolean isAtEnd() {
        return atEnd;
    }

    private void report(Problem.Code code, String detail, Span place) {
        problems.add(Problem.of(code, detail).at(place));
    }
}
