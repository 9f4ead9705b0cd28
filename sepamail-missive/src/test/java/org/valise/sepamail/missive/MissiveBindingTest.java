// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.xml.CmdFltXml;
import org.valise.sepamail.missive.xml.Missive001Xml;
import org.valise.sepamail.missive.xml.MissiveXml;
import org.valise.sepamail.missive.xml.MsgHdrXml;
import org.valise.sepamail.missive.xml.MsgRedirXml;
import org.valise.sepamail.missive.xml.MsvAcqXml;
import org.valise.sepamail.missive.xml.MsvHdrXml;
import org.valise.sepamail.missive.xml.RcvXml;
import org.valise.sepamail.missive.xml.RtgWarnXml;
import org.valise.sepamail.missive.xml.SndXml;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The envelope as JAXB classes, one set for all namespaces. */
class MissiveBindingTest {

    private static final MissiveBinding BINDING = MissiveBinding.create();
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";

    private static MissiveXml read(SchemaVersion version, String xml) throws SAXException {
        String document = EnvelopeSamples.in(version.namespace(), xml);
        return BINDING.read(version.namespace(), handler -> SchemaFixtures.parse(document, handler));
    }

    private static String written(MissiveXml missive, SchemaVersion version) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BINDING.write(missive, version, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Element element(String namespace, String name, String text) {
        try {
            Element element = DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .newDocument()
                    .createElementNS(namespace, name);
            element.setTextContent(text);
            return element;
        } catch (javax.xml.parsers.ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Arguments> documents() {
        return SchemaFixtures.VERSIONS.stream()
                .flatMap(version ->
                        EnvelopeSamples.KINDS.values().stream().map(document -> Arguments.of(version, document)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void writesWhatItReadForEveryKindOfMissiveInBothNamespaces(SchemaVersion version, String xml) throws Exception {
        String written = written(read(version, xml), version);
        assertThat(Events.of(written)).isEqualTo(Events.of(EnvelopeSamples.in(version.namespace(), xml)));
        assertThat(SchemaFixtures.fault(SchemaCompiler.validator(EnvelopeSchema.of(version)), written))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void writesWhatTheOfficialSchemasTake(SchemaVersion version, String xml) throws Exception {
        String genuine = xml.replace("request@smapi", "simple.report@test");
        String written = written(read(version, genuine), version);
        assertThat(SchemaFixtures.fault(
                        SchemaFixtures.official().validator(version.namespace()).orElseThrow(), written))
                .isEmpty();
    }

    @Test
    void readsEveryFieldOfANominal() throws Exception {
        String namespace = SchemaVersion.NORM_1206.namespace();
        MissiveXml document = read(SchemaVersion.NORM_1206, EnvelopeSamples.NOMINAL);
        assertThat(document.version).isEqualTo("1206");
        Missive001Xml missive = document.sepamailMissive001;
        assertThat(missive.msvId).isEqualTo("m-1");
        assertThat(missive.msvTyp).isEqualTo("Nominal");
        assertThat(missive.msvOrd).isOne();
        assertThat(missive.msvPri).isEqualTo("HIGH");
        assertThat(missive.msvAcq).isNull();
        assertThat(missive.msvSrv).isNull();
        assertThat(missive.signature.getNamespaceURI()).isEqualTo(DSIG);
        assertThat(missive.signature.getLocalName()).isEqualTo("Signature");
        MsvHdrXml header = missive.msvHdr;
        assertThat(header.snd.bic).isEqualTo("TESTFRPPXXX");
        assertThat(header.snd.iban).isEqualTo("FR7630006000011234567890189");
        assertThat(header.sndDtTm).hasToString("2026-11-22T08:42:00.5+01:00");
        assertThat(header.sndChk).isEqualTo("sha1:00");
        assertThat(header.rcv.bic).isEqualTo("TESTDEFF");
        assertThat(header.rcv.iban).isEqualTo("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU");
        assertThat(header.rcv.pan).isEqualTo("4970");
        assertThat(header.rcv.bban).isEqualTo("12345678901");
        assertThat(header.rcv.ris2d.mimeType).isEqualTo("image/png");
        assertThat(header.rcv.ris2d.name).isEqualTo("code.png");
        assertThat(header.rcv.ris2d.data.getNamespaceURI()).isEqualTo(namespace);
        assertThat(header.rcv.ris2d.data.getAttribute("kind")).isEqualTo("a");
        assertThat(header.rcv.ris2d.data.getTextContent()).isEqualTo("any  at all");
        assertThat(header.rcvDtTm).hasToString("2026-11-22T08:42:01");
        assertThat(missive.msvBdy.version).isEqualTo("1206");
        MsgHdrXml about = missive.msvBdy.sepamailMessage001.msgHdr;
        assertThat(about.msgId).isEqualTo("g-1");
        assertThat(about.msgTyp).isEqualTo("simple.request@test");
        assertThat(about.msgRedir).hasSize(2);
        assertThat(about.msgRedir.get(0).internalReference).isEqualTo("desk 3");
        assertThat(about.msgRedir.get(1).redirectUri).isEqualTo("https://bank.test/a?b=c");
        assertThat(about.msgRef.get(0).msgId).isEqualTo("g-0");
        assertThat(about.msgRef.get(0).relation).isEqualTo("answers");
        assertThat(about.msgExpiry).hasToString("2026-11-23T08:42:00Z");
        Element body = missive.msvBdy.sepamailMessage001.msgBdy.content;
        assertThat(body.getNamespaceURI()).isEqualTo(namespace);
        assertThat(body.getLocalName()).isEqualTo("SimpleTestRequest");
        assertThat(body.getTextContent()).isEqualTo("t-1<& \u20acAAEC");
        assertThat(body.lookupNamespaceURI("s")).isEqualTo(namespace);
    }

    @Test
    void readsEveryFieldOfTheOthers() throws Exception {
        SchemaVersion version = SchemaVersion.BLEEDING_EDGE;
        MsvAcqXml acknowledgement = read(version, EnvelopeSamples.ACKNOWLEDGEMENT).sepamailMissive001.msvAcq;
        assertThat(acknowledgement.acqSta).isEqualTo("ACK");
        assertThat(List.of(acknowledgement.acqCla, acknowledgement.acqSub, acknowledgement.acqDet))
                .containsExactly(BigInteger.TWO, BigInteger.ONE, BigInteger.valueOf(9));
        assertThat(acknowledgement.acqChk).isEqualTo("sha1:136b42af3329762f529aa35d8ba039cbe96dcf7c");
        assertThat(acknowledgement.acqDes).isEqualTo("Late");
        assertThat(acknowledgement.rtgWarn)
                .extracting(w -> w.code + ' ' + w.descr)
                .containsExactly("BAD_TIME too early", "PRIO_NORM null");
        var command = read(version, EnvelopeSamples.COMMAND).sepamailMissive001.msvSrv;
        assertThat(command.srvCmd.cmdTyp).isEqualTo("LIST");
        assertThat(command.srvCmd.cmdNum).isEqualTo(7);
        assertThat(command.srvCmd.cmdSlc).isEqualTo("UNREAD");
        assertThat(command.srvCmd.cmdFlt.fltr).containsExactly("//a", "//b");
        assertThat(command.srvInfo).isEqualTo("from the morning");
        var result = read(version, EnvelopeSamples.RESULT).sepamailMissive001.msvSrv;
        assertThat(result.srvRes.resTyp).isEqualTo("+OK");
        assertThat(result.srvRes.resNum).isEqualTo(2);
        assertThat(result.srvRes.resSize).isEqualTo(320);
        assertThat(result.srvCmd).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"002_report_nominal.xml", "002_report_ack.xml"})
    void readsAndWritesTheOfficialSamples(String name) throws Exception {
        String sample = SchemaFixtures.sample(name);
        String written = written(read(SchemaVersion.BLEEDING_EDGE, sample), SchemaVersion.BLEEDING_EDGE);
        assertThat(Events.of(written)).isEqualTo(Events.of(sample));
    }

    private static MissiveXml acknowledgement() throws Exception {
        DatatypeFactory types = DatatypeFactory.newDefaultInstance();
        MissiveXml document = new MissiveXml();
        document.version = "1206";
        Missive001Xml missive = new Missive001Xml();
        document.sepamailMissive001 = missive;
        missive.msvId = "m-1";
        missive.msvTyp = "Acquittement";
        missive.msvOrd = BigInteger.ONE;
        missive.msvHdr = new MsvHdrXml();
        missive.msvHdr.snd = new SndXml();
        missive.msvHdr.snd.iban = "QX62TESTBLEUXXX2345678923456789234";
        missive.msvHdr.sndDtTm = types.newXMLGregorianCalendar("2012-09-21T15:01:00");
        missive.msvHdr.rcv = new RcvXml();
        missive.msvAcq = new MsvAcqXml();
        missive.msvAcq.acqSta = "ACK";
        return document;
    }

    @Test
    void writesOnePlainDocument() throws Exception {
        assertThat(written(acknowledgement(), SchemaVersion.NORM_1206)).isEqualTo("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <sem:Missive xmlns:sem="http://xsd.sepamail.eu/1206/" \
                        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1206" \
                        xsi:schemaLocation="http://xsd.sepamail.eu/1206/ sepamail_missive.xsd">\
                        <sem:sepamail_missive_001><sem:MsvId>m-1</sem:MsvId><sem:MsvTyp>Acquittement</sem:MsvTyp>\
                        <sem:MsvOrd>1</sem:MsvOrd><sem:MsvHdr><sem:Snd>\
                        <sem:IBAN>QX62TESTBLEUXXX2345678923456789234</sem:IBAN></sem:Snd>\
                        <sem:SndDtTm>2012-09-21T15:01:00</sem:SndDtTm><sem:Rcv></sem:Rcv></sem:MsvHdr>\
                        <sem:MsvAcq><sem:AcqSta>ACK</sem:AcqSta></sem:MsvAcq>\
                        </sem:sepamail_missive_001></sem:Missive>""");
    }

    @Test
    void writesInANamespaceThatIsNotKnownYet() throws Exception {
        SchemaVersion later = SchemaVersion.of("http://xsd.sepamail.eu/1606/", "1606");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(acknowledgement(), later))
                .withMessageContaining(later.namespace());
        assertThatIllegalArgumentException().isThrownBy(() -> BINDING.read(later.namespace(), handler -> {}));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BINDING.withVersion(later).write(acknowledgement(), later, out);
        String written = out.toString(StandardCharsets.UTF_8);
        assertThat(written).contains("xmlns:sem=\"http://xsd.sepamail.eu/1606/\"");
        assertThat(BINDING.withVersion(later)
                        .read(later.namespace(), handler -> SchemaFixtures.parse(written, handler))
                        .sepamailMissive001
                        .msvId)
                .isEqualTo("m-1");
    }

    @Test
    void keepsEveryCharacterThatXmlAllows() throws Exception {
        String odd = "<&>\"' \t\n\r\r\n]]> \u0085\u2028\ufffd\ud83d\ude00";
        MissiveXml document = acknowledgement();
        document.sepamailMissive001.msvId = odd;
        Element body = element("urn:x", "x:b", odd);
        body.setAttributeNS("urn:y", "y:a", odd);
        addBody(document, body);
        String written = written(document, SchemaVersion.NORM_1206);
        MissiveXml again = read(SchemaVersion.NORM_1206, written);
        assertThat(again.sepamailMissive001.msvId).isEqualTo(odd);
        Element content = again.sepamailMissive001.msvBdy.sepamailMessage001.msgBdy.content;
        assertThat(content.getTextContent()).isEqualTo(odd);
        assertThat(content.getAttributeNS("urn:y", "a")).isEqualTo(odd);
    }

    private static void addBody(MissiveXml document, Element body) throws SAXException {
        MissiveXml other = read(SchemaVersion.NORM_1206, EnvelopeSamples.NOMINAL);
        document.sepamailMissive001.msvBdy = other.sepamailMissive001.msvBdy;
        document.sepamailMissive001.msvBdy.sepamailMessage001.msgBdy.content = body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u0001", "\u001f", "\ufffe", "\uffff", "\ud83d", "\ude00", "\ude00\ud83d"})
    void refusesEveryCharacterThatXmlDoesNotAllow(String bad) throws Exception {
        MissiveXml inValue = acknowledgement();
        inValue.sepamailMissive001.msvId = "a" + bad + "b";
        assertRefused(inValue, "MsvId", "xml-character");
        MissiveXml inBody = acknowledgement();
        addBody(inBody, element("urn:x", "x", "a" + bad + "b"));
        assertRefused(inBody, "MsgBdy", "xml-character");
        MissiveXml inAttribute = acknowledgement();
        Element body = element("urn:x", "x", "");
        body.setAttribute("a", bad);
        addBody(inAttribute, body);
        assertRefused(inAttribute, "MsgBdy", "xml-character");
    }

    private static void assertRefused(MissiveXml document, String place, String reason) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BINDING.write(document, SchemaVersion.NORM_1206, out))
                .withMessage("No valid missive at " + place + ": " + reason)
                .withNoCause();
        assertThat(out.size()).isZero();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("Missive", "cvc-complex-type.4", d -> d.version = null),
                fault("Missive", "cvc-pattern-valid", d -> d.version = "26"),
                fault("Missive", "cvc-complex-type.2.4.b", d -> d.sepamailMissive001 = null),
                fault("MsvTyp", "cvc-complex-type.2.4.a", d -> d.sepamailMissive001.msvId = null),
                fault("MsvOrd", "cvc-complex-type.2.4.a", d -> d.sepamailMissive001.msvTyp = null),
                fault("MsvTyp", "cvc-enumeration-valid", d -> d.sepamailMissive001.msvTyp = "Secret"),
                fault("MsvPri", "cvc-enumeration-valid", d -> d.sepamailMissive001.msvPri = "Secret"),
                fault("MsvAcq", "cvc-complex-type.2.4.a", d -> d.sepamailMissive001.msvHdr = null),
                fault("MsvHdr", "cvc-complex-type.2.4.b", d -> d.sepamailMissive001.msvHdr.rcv = null),
                fault("IBAN", "cvc-pattern-valid", d -> d.sepamailMissive001.msvHdr.snd.iban = "Secret"),
                fault(
                        "SndDtTm",
                        "cvc-datatype-valid.1.2.1",
                        d -> d.sepamailMissive001.msvHdr.sndDtTm.setTime(
                                Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE)),
                fault(
                        "RtgWarn",
                        "cvc-complex-type.2.4.b",
                        d -> d.sepamailMissive001.msvAcq.rtgWarn.add(new RtgWarnXml())),
                fault(
                        "sepamail_missive_001",
                        "cvc-complex-type.2.4.a",
                        d -> d.sepamailMissive001.signature = element(DSIG, "KeyInfo", "Secret")),
                fault(
                        "sepamail_missive_001",
                        "cvc-complex-type.2.4.a",
                        d -> d.sepamailMissive001.signature = element("", "Signature", "Secret")));
    }

    private static Arguments fault(String place, String rule, Consumer<MissiveXml> change) {
        return Arguments.of(place, rule, change);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesToWriteWhatIsNotValidAndSaysWhereWithoutSayingWhat(
            String place, String rule, Consumer<MissiveXml> change) throws Exception {
        MissiveXml document = acknowledgement();
        change.accept(document);
        assertRefused(document, place, rule);
    }

    @Test
    void refusesOddLists() throws Exception {
        MissiveXml document = acknowledgement();
        addBody(document, element("urn:x", "x", ""));
        document.sepamailMissive001.msvBdy.sepamailMessage001.msgHdr.msgRedir.add(new MsgRedirXml());
        assertRefused(document, "MsgRedir", "cvc-complex-type.2.4.b");
        assertThat(new CmdFltXml().fltr).isEmpty();
    }

    @Test
    void passesOnThatTheStreamFails() throws Exception {
        MissiveXml document = acknowledgement();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("full");
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> BINDING.write(document, SchemaVersion.NORM_1206, full))
                .withMessage("full");
    }

    /** The reference implementation reports faults only ten times in the life of a JVM: the schema has to find them. */
    @Test
    void refusesToReadWhatIsNotValidHoweverOften() {
        String bad = EnvelopeSamples.ACKNOWLEDGEMENT.replace("<s:MsvTyp>", "\n<s:Secret>Secret</s:Secret><s:MsvTyp>");
        for (int i = 0; i < 50; i++) {
            assertThatExceptionOfType(SAXParseException.class)
                    .isThrownBy(() -> read(SchemaVersion.NORM_1206, bad))
                    .withMessageContaining("cvc-complex-type.2.4.a")
                    .satisfies(e -> assertThat(e.getLineNumber()).isEqualTo(2))
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("Secret"));
        }
    }

    @Test
    void isNotConfusedByItsOwnNamespaceInADocument() throws Exception {
        String own = EnvelopeSamples.in(MissiveXml.NAMESPACE, EnvelopeSamples.NOMINAL);
        String inside = EnvelopeSamples.SMAPI.replaceAll("(?s)<s:SimpleTest.*SimpleTestReport>", own);
        for (SchemaVersion version : SchemaFixtures.VERSIONS) {
            assertThatExceptionOfType(SAXParseException.class)
                    .isThrownBy(() -> read(version, own))
                    .withMessageContaining("cvc-elt.1.a");
            assertThatExceptionOfType(SAXParseException.class)
                    .isThrownBy(() -> read(
                            version,
                            EnvelopeSamples.NOMINAL.replace(
                                    "<s:SndChk>", "<SndChk xmlns='" + MissiveXml.NAMESPACE + "'/><s:SndChk>")))
                    .withMessageContaining("cvc-complex-type.2.4.a");
            MissiveXml document = read(version, inside);
            Element body = document.sepamailMissive001.msvBdy.sepamailMessage001.msgBdy.content;
            assertThat(body.getNamespaceURI()).isEqualTo(MissiveXml.NAMESPACE);
            assertRefused(document, "MsgBdy", "xml-prefix");
        }
    }

    /** {@code xsi:type} chooses no class, hints are not followed. */
    @Test
    void takesNoOrdersFromADocument() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false);
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            String hints = " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='s:Sender'"
                    + " xsi:schemaLocation='urn:c http://127.0.0.1:" + port + "/c.xsd'";
            String xml = EnvelopeSamples.NOMINAL
                    .replace("<s:Snd>", "<s:Snd" + hints + ">")
                    .replace("<s:SimpleTestRequest>", "<s:SimpleTestRequest" + hints + "><c xmlns='urn:c'/>");
            MissiveXml document = read(SchemaVersion.NORM_1206, xml);
            assertThat(document.sepamailMissive001.msvHdr.snd.bic).isEqualTo("TESTFRPPXXX");
            String written = written(document, SchemaVersion.NORM_1206);
            assertThat(written).contains("<sem:Snd><sem:BIC>").contains("xsi:type=\"s:Sender\"");
            assertThat(listener.accept()).isNull();
        }
    }

    @Test
    void readsNumbersAndTextsWhateverTypeADocumentClaims() throws Exception {
        String claims =
                " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xs='http://www.w3.org/2001/XMLSchema'";
        String xml = EnvelopeSamples.COMMAND
                .replace("<s:MsvOrd>", "<s:MsvOrd" + claims + " xsi:type='xs:long'>")
                .replace("<s:CmdNum>", "<s:CmdNum" + claims + " xsi:type='xs:byte'>")
                .replace("<s:SrvInfo>", "<s:SrvInfo" + claims + " xsi:type='xs:token'>");
        Missive001Xml missive = read(SchemaVersion.NORM_1206, xml).sepamailMissive001;
        assertThat(missive.msvOrd).isOne();
        assertThat(missive.msvSrv.srvCmd.cmdNum).isEqualTo(7);
        assertThat(missive.msvSrv.srvInfo).isEqualTo("from the morning");
    }

    @Test
    void leavesWhatIsInTheBodyInItsNamespaceWhereverTheMissiveGoes() throws Exception {
        MissiveXml document = read(SchemaVersion.BLEEDING_EDGE, EnvelopeSamples.SMAPI);
        String written = written(document, SchemaVersion.NORM_1206);
        assertThat(Events.of(written))
                .contains("{http://xsd.sepamail.eu/1206/}MsgBdy{}")
                .contains("{http://www.sepamail.eu/xsd/bleedingEdge}SimpleTestReport{}")
                .doesNotContain("{http://xsd.sepamail.eu/1206/}SimpleTestReport{}");
        MissiveXml withCode = read(SchemaVersion.BLEEDING_EDGE, EnvelopeSamples.NOMINAL);
        assertRefused(withCode, "RIS2D", "cvc-complex-type.2.4.a");
    }

    /** A body of the same name as an element of the envelope, and elements of the envelope in a signature, stay. */
    @Test
    void isNotConfusedByContentThatLooksLikeTheEnvelope() throws Exception {
        String inside = "<s:MsgBdy><s:RIS2D><s:data/></s:RIS2D></s:MsgBdy>";
        String xml = EnvelopeSamples.NOMINAL
                .replaceAll("(?s)<s:SimpleTest.*SimpleTestRequest>", inside)
                .replace("any <s:thing/>", inside)
                .replace("<ds:SignedInfo>", "<ds:Object>" + inside + "</ds:Object><ds:SignedInfo>");
        String written = written(read(SchemaVersion.NORM_1206, xml), SchemaVersion.NORM_1206);
        assertThat(Events.of(written)).isEqualTo(Events.of(EnvelopeSamples.in("http://xsd.sepamail.eu/1206/", xml)));
    }

    @Test
    void worksWhateverTheContextClassLoader() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            for (ClassLoader loader : new ClassLoader[] {null, empty}) {
                thread.setContextClassLoader(loader);
                MissiveBinding binding = MissiveBinding.create();
                String xml = EnvelopeSamples.in(SchemaVersion.NORM_1206.namespace(), EnvelopeSamples.NOMINAL);
                MissiveXml read = binding.read(
                        SchemaVersion.NORM_1206.namespace(), handler -> SchemaFixtures.parse(xml, handler));
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                binding.write(read, SchemaVersion.NORM_1206, out);
                assertThat(Events.of(out.toString(StandardCharsets.UTF_8))).isEqualTo(Events.of(xml));
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Tag("slow")
    @Test
    void servesManyThreadsAtOnce() throws Exception {
        List<String> documents = List.copyOf(EnvelopeSamples.KINDS.values());
        List<Callable<Boolean>> jobs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            SchemaVersion version = SchemaFixtures.VERSIONS.get(i % 2);
            String xml = documents.get(i % documents.size()).replace("m-1", "m-" + i);
            jobs.add(() -> Events.of(written(read(version, xml), version))
                    .equals(Events.of(EnvelopeSamples.in(version.namespace(), xml))));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Boolean> job : threads.invokeAll(jobs)) {
                assertThat(job.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
