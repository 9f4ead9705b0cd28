// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.Grammar.Anything;
import org.valise.sepamail.missive.Grammar.Complex;
import org.valise.sepamail.missive.Grammar.Particle;
import org.valise.sepamail.missive.Grammar.Simple;

/**
 * Layer 1: reads an envelope by the {@link Grammar} and goes on after each problem, so that all of them are listed and
 * what is right can still be shown.
 */
final class EnvelopeReader {

    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String XML_SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    private final XmlScanner scanner;
    private final TagReader tag;
    private final SchemaVersion version;
    private final Tolerance tolerance;
    private final ProblemList problems;
    private final MissiveLimits limits;
    private final ZoneId zone;
    private final BodyListener listener;
    private final boolean streamed;
    private final StrayText stray;

    /** The namespace that was compared last, the same object for most elements. */
    private String lastNamespace = "";

    private boolean lastIsOurs;
    private long kept;
    private @Nullable String bodyNamespace;
    private @Nullable String bodyName;
    private long bodyStart;
    private long bodyEnd;

    EnvelopeReader(
            XmlScanner scanner, SchemaVersion version, Missives settings, ProblemList problems, BodyListener listener) {
        this.scanner = scanner;
        this.tag = scanner.tag();
        this.version = version;
        this.tolerance = settings.tolerance();
        this.problems = problems;
        this.limits = settings.limits();
        this.zone = settings.zone();
        this.listener = listener;
        this.streamed = scanner.window().isStream();
        this.stray = new StrayText(limits);
    }

    /** Reads the element whose opening tag is the present event, up to its closing tag. */
    Node read(Particle particle) throws IOException {
        Node node = open(particle);
        if (particle == Grammar.MESSAGE) {
            listener.messageStarts(node.start);
        }
        if (particle.content instanceof Simple simple) {
            readValue(node, simple);
        } else if (particle.content instanceof Complex complex) {
            readChildren(node, complex);
        } else {
            readAnything(node, particle);
        }
        node.contentEnd = Math.max(node.contentStart, scanner.start()); // an empty element ends where it starts
        node.end = scanner.end();
        if (particle == Grammar.MESSAGE) {
            listener.messageEnded(node.end);
        }
        return node;
    }

    /** Reads the opening tag that is the present event. */
    Node open(Particle particle) {
        Node node = new Node(particle, scanner.start());
        node.contentStart = scanner.end();
        if (streamed) {
            node.place = scanner.window().span(node.contentStart, 0);
        }
        keep(node.contentStart - node.start);
        readAttributes(node);
        return node;
    }

    /** Counts what stays in memory of a stream. */
    private void keep(long octets) {
        kept += octets;
        if (streamed && kept > limits.streamedEnvelopeOctets()) {
            throw new ScanFailure(Problem.of(
                            Problem.Code.VALUE_TOO_LONG,
                            "The envelope is longer than " + limits.streamedEnvelopeOctets() + " octets.")
                    .at(tagSpan()));
        }
    }

    /** Whether the element that was opened last is in the namespace of the missive. */
    private boolean isOurs() {
        String namespace = tag.namespace();
        if (!namespace.equals(lastNamespace)) {
            lastNamespace = namespace;
            lastIsOurs = namespace.equals(version.namespace());
        }
        return lastIsOurs;
    }

    private void readAttributes(Node node) {
        if (node.particle.content == Anything.FREE) {
            return;
        }
        for (int i = 0; i < tag.attributeCount(); i++) {
            if (!tag.isDeclaration(i)) {
                readAttribute(node, i);
            }
        }
        if (node.particle.content instanceof Complex complex
                && complex.version() == Grammar.Version.REQUIRED
                && node.version == null) {
            report(Problem.Code.MISSING_ATTRIBUTE, "The attribute version is missing.", tagSpan());
        }
    }

    private void readAttribute(Node node, int i) {
        String namespace = tag.attributeNamespace(i);
        String name = tag.attributeLocalName(i);
        boolean versioned =
                node.particle.content instanceof Complex complex && complex.version() != Grammar.Version.NONE;
        if (versioned && namespace.isEmpty() && name.equals("version")) {
            node.version = tag.attributeValue(i);
            if (!isVersion(node.version)) {
                report(Problem.Code.BAD_VALUE, "The version has not the form of one.", attributeSpan(i));
            }
        } else if (!namespace.equals(XSI)
                || !name.equals("schemaLocation") && !name.equals("noNamespaceSchemaLocation")) {
            String what = namespace.equals(XSI) ? "A type or nil attribute" : "An attribute";
            report(
                    Problem.Code.UNEXPECTED_ATTRIBUTE,
                    what + " that " + node.particle + " must not have.",
                    attributeSpan(i));
        }
    }

    private boolean isVersion(String value) {
        int length = value.length();
        if (length < 4 || length > 14 || value.charAt(0) == '0') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean right = digit || i > 3 && (letter || c == '_' && version.allowsUnderscore());
            if (!right) {
                return false;
            }
        }
        return true;
    }

    private void readChildren(Node node, Complex complex) throws IOException {
        Sequence sequence = new Sequence(node, complex);
        boolean textReported = false;
        while (true) {
            // Blanks within a text belong to it, and so does what a comment parts.
            XmlScanner.Event event = stray.isThere() ? scanner.next() : scanner.nextBehindSpace();
            if (event == XmlScanner.Event.TEXT) {
                stray.add(scanner);
            } else if (event == XmlScanner.Event.START || event == XmlScanner.Event.END) {
                textReported = textReported || stray.isThere() && refuses(node);
                stray.clear();
                if (event == XmlScanner.Event.END) {
                    sequence.end();
                    return;
                }
                sequence.child();
            }
        }
    }

    /** Reports the text that was found where elements belong; whether it is more than a deviation. */
    private boolean refuses(Node node) {
        Span place = stray.place(scanner);
        Node account = tolerance.bareAccount(node, stray.value(), place);
        if (account != null) {
            node.add(account);
            report(Problem.Code.BARE_ACCOUNT, "An account number without an element around it.", place);
        } else {
            report(Problem.Code.UNEXPECTED_TEXT, "Text in " + node.particle + ", which has elements only.", place);
        }
        return account == null;
    }

    private void readValue(Node node, Simple simple) throws IOException {
        ValueCollector value = new ValueCollector(limits);
        boolean childReported = false;
        while (true) {
            switch (scanner.next()) {
                case TEXT -> {
                    if (!value.fits(scanner)) {
                        throw tooLong(node);
                    }
                    value.add(scanner);
                }
                case START -> {
                    if (!childReported) {
                        childReported = true;
                        report(
                                Problem.Code.UNEXPECTED_ELEMENT,
                                "An element in " + node.particle + ", which has a value only.",
                                tagSpan());
                    }
                    skip(BodyListener.NONE);
                }
                case END -> {
                    keep(value.length());
                    take(node, simple.type(), value.toString(), childReported);
                    listener.valueRead(node);
                    return;
                }
                default -> {}
            }
        }
    }

    private ScanFailure tooLong(Node node) {
        return new ScanFailure(
                Problem.of(Problem.Code.VALUE_TOO_LONG, "A value is longer than " + limits.valueOctets() + " octets.")
                        .at(place(node, node.contentStart)));
    }

    private void take(Node node, ValueType type, String value, boolean alreadyRefused) {
        String violation = alreadyRefused ? null : violation(node, type, value);
        if (violation == null) {
            node.value = alreadyRefused ? null : type.normalised(value);
            return;
        }
        // What was wrong is not part of the message: values are content.
        Span place = place(node, scanner.start());
        Tolerance.Reading reading = tolerance.read(node, type, value);
        node.value = reading.value();
        String detail = node.particle + ": " + (reading.isTaken() ? reading.detail() : violation);
        report(reading.isTaken() ? reading.code() : Problem.Code.BAD_VALUE, detail, place);
    }

    private @Nullable String violation(Node node, ValueType type, String value) {
        if (type != ValueType.DATE_TIME) {
            return type.violation(value);
        }
        MissiveTime.Read time = MissiveTime.read(type.normalised(value), zone);
        node.time = time.time();
        return ValueType.dateTime(time.isDateTime());
    }

    /** Reads up to the closing tag whatever stands there; of a message body, exactly one element. */
    private void readAnything(Node node, Particle particle) throws IOException {
        if (particle.content == Anything.ONE_ELEMENT) {
            readOneElement(node);
        } else if (particle == Grammar.SIGNATURE) {
            skip(BodyListener.NONE);
        } else {
            StringBuilder text = new StringBuilder();
            skip(new BodyListener() {
                @Override
                public void bodyEvent(XmlScanner.Event event, XmlScanner source) {
                    if (event == XmlScanner.Event.TEXT) {
                        keep(source.text().to() - source.text().from());
                        source.text().appendTo(text);
                    }
                }
            });
            node.value = text.toString();
        }
    }

    private void readOneElement(Node node) throws IOException {
        int elements = 0;
        XmlScanner.Event event;
        do {
            event = scanner.nextBehindSpace();
            if (event == XmlScanner.Event.TEXT) {
                stray.add(scanner);
                continue;
            }
            if (stray.isThere()) {
                String detail = "Text in " + node.particle + ", which has one element.";
                report(Problem.Code.UNEXPECTED_TEXT, detail, stray.place(scanner));
            }
            stray.clear();
            if (event == XmlScanner.Event.START) {
                element(node, elements++);
            }
        } while (event != XmlScanner.Event.END);
        if (elements == 0) {
            report(Problem.Code.MISSING_ELEMENT, node.particle + " has no element.", tagSpan());
        }
    }

    private void element(Node node, int before) throws IOException {
        if (before == 0) {
            readBody();
            return;
        }
        report(Problem.Code.UNEXPECTED_ELEMENT, "A second element in " + node.particle + ".", tagSpan());
        skip(BodyListener.NONE);
    }

    private void readBody() throws IOException {
        bodyNamespace = tag.namespace();
        bodyName = tag.localName();
        bodyStart = scanner.start();
        listener.bodyStarts(scanner);
        skip(listener);
        bodyEnd = scanner.end();
    }

    /** Goes to the closing tag of the element whose opening tag is the present event. */
    void skip(BodyListener events) throws IOException {
        int level = scanner.depth();
        while (true) {
            XmlScanner.Event event = events == BodyListener.NONE ? scanner.nextBehindSpace() : scanner.next();
            if (event == XmlScanner.Event.END && scanner.depth() == level) {
                events.bodyEvent(event, scanner);
                return;
            }
            events.bodyEvent(event, scanner);
        }
    }

    private void report(Problem.Code code, String detail, Span place) {
        problems.add(Problem.of(code, detail).at(place));
    }

    private Span tagSpan() {
        return scanner.window().span(scanner.start(), scanner.end() - scanner.start());
    }

    /** Where the content of an element lies. */
    Span place(Node node) {
        return place(node, node.contentEnd);
    }

    private Span place(Node node, long end) {
        long length = Math.max(0, end - node.contentStart); // an empty element ends where it starts
        Span start = node.place;
        return start == null
                ? scanner.window().span(node.contentStart, length)
                : new Span(start.line(), start.column(), node.contentStart, length);
    }

    private Span attributeSpan(int i) {
        return scanner.span(tag.attributeStart(i), tag.attributeEnd(i) - tag.attributeStart(i));
    }

    @Nullable
    String bodyNamespace() {
        return bodyNamespace;
    }

    @Nullable
    String bodyName() {
        return bodyName;
    }

    long bodyStart() {
        return bodyStart;
    }

    long bodyEnd() {
        return bodyEnd;
    }

    /** Holds the children of one element against their order and number. */
    private final class Sequence {

        private final Node node;
        private final Complex complex;
        private final List<Particle> particles;
        private int at;
        private int count;
        private boolean disorder;
        /** Whether one of the alternatives is there. */
        private boolean hasContent;
        /** Whether an unexpected element was reported: that nothing else is there follows from it. */
        private boolean intruder;

        Sequence(Node node, Complex complex) {
            this.node = node;
            this.complex = complex;
            this.particles = complex.particles();
        }

        /** Takes the child whose opening tag is the present event. */
        void child() throws IOException {
            int index = index();
            if (index < 0) {
                unexpected();
                skip(BodyListener.NONE);
                return;
            }
            if (index < at
                    || index == at && count == particles.get(at).most
                    || isSecondAlternative(index)
                    || tolerance.repeatsAccount(node, particles.get(index))) {
                outOfOrder(index);
            } else {
                advance(index);
                count++;
            }
            hasContent |= index < complex.alternatives();
            Node child = read(particles.get(index));
            if (!tolerance.leavesOut(child)) {
                node.add(child);
            }
        }

        private int index() {
            if (isOurs()) {
                int index = complex.find(tag, at);
                index = index < 0 ? complex.find(tag, 0) : index;
                return index >= 0 && particles.get(index) == Grammar.SIGNATURE ? -1 : index;
            }
            if (tag.namespace().equals(XML_SIGNATURE) && tag.isNamed(Grammar.SIGNATURE.octets)) {
                return particles.indexOf(Grammar.SIGNATURE);
            }
            return -1;
        }

        private boolean isSecondAlternative(int index) {
            return index < complex.alternatives() && node.firstChild != null;
        }

        private void outOfOrder(int index) {
            Particle particle = particles.get(index);
            boolean repeated = node.child(particle.name) != null && particle.most == 1;
            if (!repeated && !isSecondAlternative(index) && tolerance.takesAnyOrder(node.particle)) {
                if (!disorder) {
                    disorder = true;
                    report(Problem.Code.ACKNOWLEDGEMENT_ORDER, particle + " stands too late.", tagSpan());
                }
                return;
            }
            String why = repeated ? " is there twice." : " stands in the wrong place.";
            report(Problem.Code.UNEXPECTED_ELEMENT, particle + why, tagSpan());
        }

        private void unexpected() {
            intruder = true;
            boolean ours = isOurs();
            if (ours && node.particle.content == Grammar.MISSIVE && Grammar.isLater(Grammar.STRUCTURE, tag.localName())
                    || ours
                            && particles.contains(Grammar.MESSAGE)
                            && Grammar.isLater(Grammar.MESSAGE, tag.localName())) {
                report(Problem.Code.UNKNOWN_STRUCTURE, "A structure of a later edition.", tagSpan());
                return;
            }
            String what = ours ? "An element" : "An element of another namespace";
            report(Problem.Code.UNEXPECTED_ELEMENT, what + " that " + node.particle + " must not have.", tagSpan());
        }

        /** Steps to the particle of an index; what must stand in between is missing. */
        private void advance(int index) {
            if (index == at) {
                return;
            }
            missing(index);
            at = index;
            count = 0;
        }

        /** The place is worked out for what is missing only: it takes as long as the document is long. */
        private void missing(int before) {
            if (at < complex.alternatives() && before >= complex.alternatives() && !hasContent && !intruder) {
                report(Problem.Code.MISSING_ELEMENT, node.particle + " lacks its content.", tagSpan());
            }
            for (int i = Math.max(at, complex.alternatives()); i < before; i++) {
                if (particles.get(i).least > (i == at ? count : 0) && !isThere(particles.get(i))) {
                    report(Problem.Code.MISSING_ELEMENT, particles.get(i) + " is missing.", tagSpan());
                }
            }
        }

        private boolean isThere(Particle particle) {
            return node.child(particle.name) != null;
        }

        void end() {
            missing(particles.size());
        }
    }
}
