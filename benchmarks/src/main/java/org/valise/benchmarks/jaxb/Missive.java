// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks.jaxb;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlType;
import java.math.BigInteger;
import javax.xml.datatype.XMLGregorianCalendar;

/** The root element, with the parts that a nominal missive of the test ecosystem has. */
@XmlRootElement(name = "Missive")
@XmlAccessorType(XmlAccessType.FIELD)
public class Missive {

    /** The norm. */
    @XmlAttribute
    public String version;

    /** The content. */
    @XmlElement(name = "sepamail_missive_001", required = true)
    public Structure structure;

    /** sepamail_missive_001. */
    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(propOrder = {"id", "type", "order", "priority", "header", "body"})
    public static class Structure {
        /** MsvId. */
        @XmlElement(name = "MsvId")
        public String id;

        /** MsvTyp. */
        @XmlElement(name = "MsvTyp")
        public String type;

        /** MsvOrd. */
        @XmlElement(name = "MsvOrd")
        public BigInteger order;

        /** MsvPri. */
        @XmlElement(name = "MsvPri")
        public String priority;

        /** MsvHdr. */
        @XmlElement(name = "MsvHdr")
        public Header header;

        /** MsvBdy. */
        @XmlElement(name = "MsvBdy")
        public Body body;
    }

    /** MsvHdr. */
    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(propOrder = {"sender", "sentAt", "receiver"})
    public static class Header {
        /** Snd. */
        @XmlElement(name = "Snd")
        public Party sender;

        /** SndDtTm. */
        @XmlElement(name = "SndDtTm")
        public XMLGregorianCalendar sentAt;

        /** Rcv. */
        @XmlElement(name = "Rcv")
        public Party receiver;
    }

    /** Snd and Rcv. */
    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(propOrder = {"bic", "iban"})
    public static class Party {
        /** BIC. */
        @XmlElement(name = "BIC")
        public String bic;

        /** IBAN. */
        @XmlElement(name = "IBAN")
        public String iban;
    }

    /** MsvBdy. */
    @XmlAccessorType(XmlAccessType.FIELD)
    public static class Body {
        /** The norm. */
        @XmlAttribute
        public String version;

        /** The message. */
        @XmlElement(name = "sepamail_message_001")
        public Message message;
    }

    /** sepamail_message_001. */
    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(propOrder = {"header", "body"})
    public static class Message {
        /** MsgHdr. */
        @XmlElement(name = "MsgHdr")
        public MessageHeader header;

        /** MsgBdy. */
        @XmlElement(name = "MsgBdy")
        public MessageBody body;
    }

    /** MsgHdr. */
    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(propOrder = {"id", "type", "expiry"})
    public static class MessageHeader {
        /** MsgId. */
        @XmlElement(name = "MsgId")
        public String id;

        /** MsgTyp. */
        @XmlElement(name = "MsgTyp")
        public String type;

        /** MsgExpiry. */
        @XmlElement(name = "MsgExpiry")
        public XMLGregorianCalendar expiry;
    }

    /** MsgBdy. */
    @XmlAccessorType(XmlAccessType.FIELD)
    public static class MessageBody {
        /** The body of the test ecosystem. */
        @XmlElement(name = "SimpleTestReport")
        public Test report;
    }

    /** SimpleTestReport. */
    @XmlAccessorType(XmlAccessType.FIELD)
    @XmlType(propOrder = {"id", "text", "data"})
    public static class Test {
        /** TestId. */
        @XmlElement(name = "TestId")
        public String id;

        /** Text. */
        @XmlElement(name = "Text")
        public String text;

        /** Data. */
        @XmlElement(name = "Data")
        public byte[] data;
    }
}
