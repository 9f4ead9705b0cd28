// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Marshaller;
import jakarta.xml.bind.Unmarshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import org.valise.benchmarks.jaxb.Missive;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Priority;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;

/** One missive of the test ecosystem with an attachment of a given size, and the ways to read and write it. */
final class MissiveSamples {

    private static final SchemaVersion VERSION = SchemaVersion.NORM_1206;
    private static final String SENDER = "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU";
    private static final String RECEIVER = "QX62TESTBLEUXXX2345678923456789234";
    private static final Instant SENT = Instant.parse("2026-11-22T09:00:00Z");
    private static final int SEED = 4;

    private final byte[] data;
    private final byte[] document;
    private final JAXBContext context;
    private final Schema schema;
    private final XMLGregorianCalendar sentAt;
    private final Party sender = Party.of(Qxban.of(SENDER));
    private final Party receiver = Party.of(Qxban.of(RECEIVER));
    private final SimpleTest report;

    MissiveSamples(int dataOctets) {
        data = new byte[dataOctets];
        new Random(SEED).nextBytes(data);
        report = SimpleTest.report("TEST-1").withText("This is a test").withData(data);
        document = indented().getBytes(StandardCharsets.UTF_8);
        schema = MissiveSchemas.make(VERSION);
        try {
            context = JAXBContext.newInstance(Missive.class);
            sentAt = DatatypeFactory.newInstance().newXMLGregorianCalendar(SENT.toString());
        } catch (JAXBException | DatatypeConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Laid out like those of the network: indented, the data in lines of 76 characters. */
    private String indented() {
        String lines = Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(data);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <sem:Missive version="1206"
                \txmlns:sem="http://xsd.sepamail.eu/1206/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                \txsi:schemaLocation="http://xsd.sepamail.eu/1206/ sepamail_missive.xsd">
                \t<sem:sepamail_missive_001>
                \t\t<sem:MsvId>20261122090000000_0001</sem:MsvId>
                \t\t<sem:MsvTyp>Nominal</sem:MsvTyp>
                \t\t<sem:MsvOrd>1</sem:MsvOrd>
                \t\t<sem:MsvPri>NORMAL</sem:MsvPri>
                \t\t<sem:MsvHdr>
                \t\t\t<sem:Snd>
                \t\t\t\t<sem:IBAN>QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU</sem:IBAN>
                \t\t\t</sem:Snd>
                \t\t\t<sem:SndDtTm>2026-11-22T09:00:00Z</sem:SndDtTm>
                \t\t\t<sem:Rcv>
                \t\t\t\t<sem:IBAN>QX62TESTBLEUXXX2345678923456789234</sem:IBAN>
                \t\t\t</sem:Rcv>
                \t\t</sem:MsvHdr>
                \t\t<sem:MsvBdy version="1206">
                \t\t\t<sem:sepamail_message_001>
                \t\t\t\t<sem:MsgHdr>
                \t\t\t\t\t<sem:MsgId>20261122090000000_0001_001</sem:MsgId>
                \t\t\t\t\t<sem:MsgTyp>simple.report@test</sem:MsgTyp>
                \t\t\t\t\t<sem:MsgExpiry>2026-11-23T09:00:00Z</sem:MsgExpiry>
                \t\t\t\t</sem:MsgHdr>
                \t\t\t\t<sem:MsgBdy>
                \t\t\t\t\t<sem:SimpleTestReport>
                \t\t\t\t\t\t<sem:TestId>TEST-1</sem:TestId>
                \t\t\t\t\t\t<sem:Text>This is a test</sem:Text>
                \t\t\t\t\t\t<sem:Data><![CDATA[%s]]></sem:Data>
                \t\t\t\t\t</sem:SimpleTestReport>
                \t\t\t\t</sem:MsgBdy>
                \t\t\t</sem:sepamail_message_001>
                \t\t</sem:MsvBdy>
                \t</sem:sepamail_missive_001>
                </sem:Missive>
                """.formatted(lines);
    }

    int octets() {
        return document.length;
    }

    /** Both layers of rules. */
    long read() {
        MissiveReading reading = Missives.strict().read(document);
        if (!reading.problems().isEmpty()) {
            throw new IllegalStateException(reading.problems().toString());
        }
        return reading.toOptional().map(missive -> (long) missive.length()).orElse(0L);
    }

    /** Context and schema made once; the schema alone, none of the rules. */
    long readByJaxb() {
        return unmarshal(context, schema);
    }

    /** What users often write: context and schema made for each document. */
    long readByFreshJaxb() {
        try {
            return unmarshal(JAXBContext.newInstance(Missive.class), MissiveSchemas.make(VERSION));
        } catch (JAXBException e) {
            throw new IllegalStateException(e);
        }
    }

    private long unmarshal(JAXBContext used, Schema held) {
        try {
            Unmarshaller unmarshaller = used.createUnmarshaller();
            unmarshaller.setSchema(held);
            Missive missive = (Missive) unmarshaller.unmarshal(new StreamSource(new ByteArrayInputStream(document)));
            return missive.structure.body.message.body.report.data.length;
        } catch (JAXBException e) {
            throw new IllegalStateException(e);
        }
    }

    long write() {
        NominalMissive missive = NominalMissive.builder(VERSION)
                .id("20261122090000000_0001")
                .from(sender)
                .to(receiver)
                .message(MessageContent.of("20261122090000000_0001_001", report))
                .sentAt(SENT)
                .priority(Priority.NORMAL)
                .build();
        Sink out = new Sink();
        try {
            missive.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a sink does not throw it
        }
        return out.count;
    }

    long writeByJaxb() {
        Missive missive = new Missive();
        missive.version = "1206";
        missive.structure = new Missive.Structure();
        missive.structure.id = "20261122090000000_0001";
        missive.structure.type = "Nominal";
        missive.structure.order = BigInteger.ONE;
        missive.structure.priority = "NORMAL";
        missive.structure.header = header();
        missive.structure.body = body();
        Sink out = new Sink();
        try {
            Marshaller marshaller = context.createMarshaller();
            marshaller.marshal(missive, out);
        } catch (JAXBException e) {
            throw new IllegalStateException(e);
        }
        return out.count;
    }

    /** Takes octets and keeps none, so that no way pays for a place to put them. */
    private static final class Sink extends OutputStream {

        private long count;

        @Override
        public void write(int octet) {
            count++;
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            count += length;
        }
    }

    private Missive.Header header() {
        Missive.Header header = new Missive.Header();
        header.sender = party(SENDER);
        header.sentAt = sentAt;
        header.receiver = party(RECEIVER);
        return header;
    }

    private static Missive.Party party(String iban) {
        Missive.Party party = new Missive.Party();
        party.iban = iban;
        return party;
    }

    private Missive.Body body() {
        Missive.Body body = new Missive.Body();
        body.version = "1206";
        body.message = new Missive.Message();
        body.message.header = new Missive.MessageHeader();
        body.message.header.id = "20261122090000000_0001_001";
        body.message.header.type = "simple.report@test";
        body.message.body = new Missive.MessageBody();
        body.message.body.report = new Missive.Test();
        body.message.body.report.id = "TEST-1";
        body.message.body.report.text = "This is a test";
        body.message.body.report.data = data;
        return body;
    }
}
