// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import javax.xml.datatype.XMLGregorianCalendar;
import org.jspecify.annotations.Nullable;

/**
 * Who sends to whom, and when: {@code MsvHdr}.
 *
 * <pre>{@code
 * MsvHdrXml header = binding.read(missive).sepamailMissive001.msvHdr;
 * System.out.println(header.sndDtTm.toXMLFormat());   // such as 2012-09-21T15:01:00, without a zone
 * System.out.println(header.rcv.bic);                 // null if the BIC is not stated
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "MsvHdr",
        propOrder = {"snd", "sndDtTm", "sndChk", "rcv", "rcvDtTm"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class MsvHdrXml {

    /** The sender; required. */
    @XmlElement(name = "Snd", required = true)
    public @Nullable SndXml snd;

    /** When it was sent (MIS1202 "Time stamping"); required. The time zone may be absent. */
    @XmlElement(name = "SndDtTm", required = true)
    public @Nullable XMLGregorianCalendar sndDtTm;

    /** The sender's checksum, up to 140 characters; its form is not public. */
    @XmlElement(name = "SndChk")
    public @Nullable String sndChk;

    /** The receiver; required. */
    @XmlElement(name = "Rcv", required = true)
    public @Nullable RcvXml rcv;

    /** When it was received; written by the receiver into his own copy. */
    @XmlElement(name = "RcvDtTm")
    public @Nullable XMLGregorianCalendar rcvDtTm;

    /** Makes one without content. */
    public MsvHdrXml() {}
}
