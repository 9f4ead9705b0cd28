// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an acknowledgement says: {@code MsvAcq} (MIS1202 "The acknowledgement of a missive").
 *
 * <pre>{@code
 * MsvAcqXml answer = binding.read(ack).sepamailMissive001.msvAcq;
 * if ("NAK".equals(answer.acqSta)) {
 *     System.err.println("Refused, class " + answer.acqCla + ": " + answer.acqDes);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "MsvAcq",
        propOrder = {"acqSta", "acqCla", "acqSub", "acqDet", "acqChk", "acqDes", "rtgWarn"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class MsvAcqXml {

    /** {@code ACK} or {@code NAK}; required. */
    @XmlElement(name = "AcqSta", required = true)
    public @Nullable String acqSta;

    /** The class of the code. */
    @XmlElement(name = "AcqCla")
    public @Nullable BigInteger acqCla;

    /** The subject of the code. */
    @XmlElement(name = "AcqSub")
    public @Nullable BigInteger acqSub;

    /** The detail of the code. */
    @XmlElement(name = "AcqDet")
    public @Nullable BigInteger acqDet;

    /** The checksum of the message that was received, up to 70 characters. */
    @XmlElement(name = "AcqChk")
    public @Nullable String acqChk;

    /** The code in words, up to 140 characters. */
    @XmlElement(name = "AcqDes")
    public @Nullable String acqDes;

    /** Warnings about the routing. */
    @XmlElement(name = "RtgWarn")
    public List<RtgWarnXml> rtgWarn = new ArrayList<>();

    /** Makes one without content. */
    public MsvAcqXml() {}
}
