// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * The content of a missive: {@code sepamail_missive_001} (MIS1202 "The content"). Which parts belong together depends on
 * the type; see {@link org.valise.sepamail.missive.Missives}.
 *
 * <pre>{@code
 * MissiveXml document = binding.read(missive);
 * Missive001Xml content = document.sepamailMissive001;
 * content.msvPri = "HIGH";
 * content.signature = null;   // it would not hold any more
 * binding.write(document, missive.version(), out);
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "Missive001",
        propOrder = {"msvId", "msvTyp", "msvOrd", "msvPri", "msvHdr", "msvAcq", "msvSrv", "msvBdy", "signature"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class Missive001Xml {

    /** Identifies the missive, up to 200 characters; required. */
    @XmlElement(name = "MsvId", required = true)
    public @Nullable String msvId;

    /** {@code Nominal}, {@code Acquittement}, {@code Acknowledgement}, {@code Service} or {@code SMAPI}; required. */
    @XmlElement(name = "MsvTyp", required = true)
    public @Nullable String msvTyp;

    /** How often it was sent, this time included; required. */
    @XmlElement(name = "MsvOrd", required = true)
    public @Nullable BigInteger msvOrd;

    /** {@code HIGHEST}, {@code HIGH}, {@code NORMAL}, {@code LOW} or {@code LOWEST}. */
    @XmlElement(name = "MsvPri")
    public @Nullable String msvPri;

    /** Sender, receiver and times; required. */
    @XmlElement(name = "MsvHdr", required = true)
    public @Nullable MsvHdrXml msvHdr;

    /** What an acknowledgement says. */
    @XmlElement(name = "MsvAcq")
    public @Nullable MsvAcqXml msvAcq;

    /** What a service missive says. */
    @XmlElement(name = "MsvSrv")
    public @Nullable MsvSrvXml msvSrv;

    /** The message. */
    @XmlElement(name = "MsvBdy")
    public @Nullable MsvBdyXml msvBdy;

    /** The customer's signature: an element {@code Signature} of XML-Signature. It was made over octets; those of a document
     * written from this class are others, and it will not verify. */
    @XmlAnyElement
    public @Nullable Element signature;

    /** Makes one without content. */
    public Missive001Xml() {}
}
