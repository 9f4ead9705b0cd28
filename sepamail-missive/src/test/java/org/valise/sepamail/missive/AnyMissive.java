// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBElement;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.xml.namespace.QName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Missives to be built: one of a kind, and any. */
final class AnyMissive {

    static final Instant WHEN = Instant.parse("2026-11-22T08:42:00Z");
    static final JAXBContext JAXB = jaxb();

    private static final String SPECIAL = "\t\n\r <>&\"']-?:\u0085\u00A0\u2028\u2029\uFEFF\uE000\uFFFD\u0130\u0131";
    private static final String ALPHANUMERICS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private AnyMissive() {}

    static MissiveBuilder<NominalMissive> simple(SchemaVersion version) {
        return with(version, MessageContent.of("MESSAGE-1", SimpleTest.request("TEST-1")));
    }

    static MissiveBuilder<NominalMissive> with(SchemaVersion version, MessageContent content) {
        return NominalMissive.builder(version)
                .id("MISSIVE-1")
                .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(content)
                .sentAt(WHEN);
    }

    /** How a body comes into a message. */
    enum Form {
        TYPED,
        XML,
        XML_IN_CDATA,
        JAXB,
        WHOLE_MESSAGE,
        FOREIGN_MESSAGE
    }

    /** A message with what it is made of. */
    record Content(
            String id,
            SimpleTest test,
            Form form,
            List<Redirection> redirections,
            List<MessageReference> references,
            List<MissiveTime> expiry) {

        /** Whether the header is given with the body, so that nothing can be added. */
        boolean isWhole() {
            return form == Form.WHOLE_MESSAGE || form == Form.FOREIGN_MESSAGE;
        }

        MessageContent in(SchemaVersion version) {
            MessageContent content = switch (form) {
                case TYPED -> MessageContent.of(id, test);
                case XML, XML_IN_CDATA ->
                    MessageContent.ofXml(
                            id, test.messageType(), Doc.utf8(xml(test, version, form == Form.XML_IN_CDATA)));
                case JAXB -> MessageContent.ofJaxb(id, test.messageType(), AnyMissive.JAXB, bind(test, version));
                case WHOLE_MESSAGE -> MessageContent.ofMessageXml(Doc.utf8(message(version)));
                case FOREIGN_MESSAGE ->
                    MessageContent.of(
                            Doc.read(NominalMissive.class, around(version)).message());
            };
            if (isWhole()) {
                return content;
            }
            for (Redirection redirection : redirections) {
                content = content.withRedirection(redirection);
            }
            for (MessageReference reference : references) {
                content = content.withReference(reference);
            }
            return expiry.isEmpty() ? content : content.withExpiry(expiry.get(0));
        }

        private String message(SchemaVersion version) {
            return "<q:sepamail_message_001 xmlns:q='" + version.namespace() + "'><q:MsgHdr><q:MsgId>" + escape(id)
                    + "</q:MsgId><q:MsgTyp>" + test.messageType() + "</q:MsgTyp></q:MsgHdr>\r\n<q:MsgBdy>"
                    + xml(test, version, true) + "</q:MsgBdy></q:sepamail_message_001 >";
        }

        /** A received missive that declares the prefix of its message far outside of it. */
        private String around(SchemaVersion version) {
            String message = message(version)
                    .replace("<q:", "<sem:")
                    .replace("</q:", "</sem:")
                    .replace(" xmlns:q=", " a:a='' xmlns:a=");
            String document = version.equals(SchemaVersion.BLEEDING_EDGE) ? Doc.edge(Doc.NOMINAL) : Doc.NOMINAL;
            document = document.replace("<m:Missive ", "<m:Missive xmlns:sem='" + version.namespace() + "' ");
            return Doc.set(document, "MsvBdy", message.replace(" a:a=''", ""));
        }
    }

    /** A missive with what it is made of. */
    record Plan(
            SchemaVersion version,
            String id,
            Party sender,
            Party receiver,
            Content content,
            MissiveTime sentAt,
            Priority priority,
            List<String> checksum) {

        NominalMissive build() {
            MissiveBuilder<NominalMissive> builder = NominalMissive.builder(version)
                    .id(id)
                    .from(sender)
                    .to(receiver)
                    .message(content.in(version))
                    .sentAt(sentAt)
                    .priority(priority);
            checksum.forEach(builder::withSenderChecksum);
            return builder.build();
        }
    }

    static Arbitrary<Plan> plans() {
        return Combinators.combine(
                        Arbitraries.of(SchemaVersion.NORM_1206, SchemaVersion.BLEEDING_EDGE),
                        text(1, 200),
                        senders(),
                        receivers(),
                        contents(),
                        times(),
                        Arbitraries.of(Priority.class),
                        Arbitraries.of("sha1", "sha224", "sha256", "sha384", "sha512")
                                .list()
                                .ofMaxSize(1))
                .as(Plan::new);
    }

    /** All text that XML can hold, with much of what is special in it; lengths in UTF-16 units. */
    static Arbitrary<String> text(int least, int most) {
        return Arbitraries.randomValue(random -> {
            int length = random.nextInt(4) == 0 ? most : least + random.nextInt(most - least + 1);
            StringBuilder text = new StringBuilder(most);
            while (text.length() < length) {
                int character = character(random);
                text.appendCodePoint(text.length() + Character.charCount(character) > length ? 'x' : character);
            }
            return text.toString();
        });
    }

    private static int character(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> SPECIAL.codePointAt(random.nextInt(SPECIAL.length()));
            case 2, 3 -> 0x7F + random.nextInt(0xD800 - 0x7F);
            case 4 -> 0xE000 + random.nextInt(0xFFFE - 0xE000);
            case 5 -> 0x10000 + random.nextInt(0x100000);
            default -> 0x20 + random.nextInt(0x5F);
        };
    }

    private static Arbitrary<String> code(String alphabet, int least, int most) {
        return Arbitraries.strings()
                .withChars(alphabet.toCharArray())
                .ofMinLength(least)
                .ofMaxLength(most);
    }

    static Arbitrary<Bic> bics() {
        return Combinators.combine(
                        code("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 6, 6),
                        code("ABCXYZ2389", 1, 1),
                        code("ABNPXZ0189", 1, 1),
                        Arbitraries.of("", "XXX", "001", "AB9"))
                .as((bank, seventh, eighth, branch) -> Bic.of(bank + seventh + eighth + branch));
    }

    private static Arbitrary<Party> qxbans() {
        return Combinators.combine(bics(), code(ALPHANUMERICS, 19, 19))
                .as((bic, alias) -> Party.of(Qxban.of(Found.withCheckDigits("QX", bic.bic11() + alias))));
    }

    private static Arbitrary<Iban> ibans() {
        return code("0123456789", 23, 23).map(bban -> Iban.of(Found.withCheckDigits("FR", bban)));
    }

    /** Not those that look like a QXBAN, see {@link Identifier#kindOf}. */
    private static Arbitrary<Icqx> creditors() {
        return Combinators.combine(code(ALPHANUMERICS, 1, 1), code("0123456789", 6, 26))
                .as((free, number) -> Icqx.of("QX12ZZ" + free + number));
    }

    static Arbitrary<Party> senders() {
        return Arbitraries.oneOf(
                qxbans(),
                bics().map(Party::of),
                Combinators.combine(bics(), ibans()).as(Party::of),
                Combinators.combine(bics(), creditors()).as(Party::of),
                Combinators.combine(qxbans(), bics()).as(Party::withBic));
    }

    static Arbitrary<Party> receivers() {
        Arbitrary<Party> plain = Arbitraries.oneOf(
                qxbans(),
                Combinators.combine(bics(), ibans()).as(Party::of),
                Combinators.combine(bics(), creditors()).as(Party::of),
                Combinators.combine(bics(), text(1, 40)).as(Party::ofPan),
                Combinators.combine(bics(), text(11, 30).filter(text -> text.codePointCount(0, text.length()) > 10))
                        .as(Party::ofBban));
        Arbitrary<Attachment> image = Combinators.combine(
                        text(1, 70),
                        text(1, 140).optional(),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(300))
                .as((type, name, octets) ->
                        name.map(Attachment.of(type, octets)::withName).orElse(Attachment.of(type, octets)));
        return Combinators.combine(plain, image.optional())
                .as((party, code) -> code.map(party::with2dCode).orElse(party));
    }

    static Arbitrary<MissiveTime> times() {
        return Combinators.combine(
                        Arbitraries.longs().between(-62_135_510_400L, 253_402_214_400L),
                        Arbitraries.of(0, 1, 100, 999_999_999, 500_000_000, 123_000_000),
                        Arbitraries.of(0, 60, -60, 14 * 60, -14 * 60, 330, -210, 1))
                .as((seconds, nanos, minutes) ->
                        MissiveTime.of(Instant.ofEpochSecond(seconds, nanos), ZoneOffset.ofTotalSeconds(60 * minutes)));
    }

    static Arbitrary<SimpleTest> tests() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        text(1, 16),
                        text(0, 300).optional(),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(300).optional())
                .as((request, id, words, data) -> {
                    SimpleTest test = request ? SimpleTest.request(id) : SimpleTest.report(id);
                    test = words.isPresent() ? test.withText(words.get()) : test;
                    return data.isPresent() ? test.withData(data.get()) : test;
                });
    }

    static Arbitrary<Redirection> redirections() {
        Arbitrary<String> path = code("abc/.-_~0", 0, 20).map(text -> text.replaceAll("^/+", ""));
        return Arbitraries.oneOf(
                text(1, 70).map(Redirection::toReference),
                path.map(text -> Redirection.toUri(URI.create("http://example.org/" + text + "?a=b&c=%20#d"))),
                Arbitraries.of("mailto:desk@example.org", "urn:x:y", "tel:+33-1", "a/b", "", "\u00e9/\u20ac", "//host")
                        .map(text -> new Redirection(Redirection.Kind.URI, text)));
    }

    static Arbitrary<Content> contents() {
        return Combinators.combine(
                        text(1, 200),
                        tests(),
                        Arbitraries.of(Form.class),
                        redirections().list().ofMaxSize(3),
                        Combinators.combine(text(0, 200), text(1, 70))
                                .as(MessageReference::new)
                                .list()
                                .ofMaxSize(3),
                        times().list().ofMaxSize(1))
                .as(Content::new);
    }

    /** The body of a test as XML, with every CR as a reference, else it would be a line end. */
    static String xml(SimpleTest test, SchemaVersion version, boolean cdata) {
        String name = test.isRequest() ? "t:SimpleTestRequest" : "t:SimpleTestReport";
        StringBuilder xml = new StringBuilder("<" + name + " xmlns:t='" + version.namespace() + "'\n>");
        xml.append("<t:TestId>").append(escape(test.testId())).append("</t:TestId><!-- ? --> ");
        test.text()
                .ifPresent(text -> xml.append("<t:Text>")
                        .append(
                                cdata && !text.contains("]]>") && text.indexOf('\r') < 0
                                        ? "<![CDATA[" + text + "]]>"
                                        : escape(text))
                        .append("</t:Text>"));
        test.data()
                .ifPresent(data -> xml.append("<t:Data>\n ")
                        .append(Base64.getMimeEncoder().encodeToString(data).replace("\r", ""))
                        .append("\n</t:Data>"));
        return xml.append("</").append(name).append(">").toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#13;");
    }

    private static JAXBContext jaxb() {
        try {
            return JAXBContext.newInstance(NormBody.class, EdgeBody.class);
        } catch (JAXBException e) {
            throw new AssertionError(e);
        }
    }

    /** The caller's object for a body. */
    static JAXBElement<?> bind(SimpleTest test, SchemaVersion version) {
        QName name = new QName(version.namespace(), test.isRequest() ? "SimpleTestRequest" : "SimpleTestReport");
        if (version.equals(SchemaVersion.BLEEDING_EDGE)) {
            EdgeBody body = new EdgeBody();
            body.testId = test.testId();
            body.text = test.text().orElse(null);
            body.data = test.data().orElse(null);
            return new JAXBElement<>(name, EdgeBody.class, body);
        }
        NormBody body = new NormBody();
        body.testId = test.testId();
        body.text = test.text().orElse(null);
        body.data = test.data().orElse(null);
        return new JAXBElement<>(name, NormBody.class, body);
    }

    /** As the scheme's schemas would give it, in norm 1206. */
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class NormBody {
        @XmlElement(name = "TestId", namespace = Doc.NORM)
        String testId;

        @XmlElement(name = "Text", namespace = Doc.NORM)
        String text;

        @XmlElement(name = "Data", namespace = Doc.NORM)
        byte[] data;
    }

    /** The same in bleedingEdge. */
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class EdgeBody {
        @XmlElement(name = "TestId", namespace = Doc.EDGE)
        String testId;

        @XmlElement(name = "Text", namespace = Doc.EDGE)
        String text;

        @XmlElement(name = "Data", namespace = Doc.EDGE)
        byte[] data;
    }
}
