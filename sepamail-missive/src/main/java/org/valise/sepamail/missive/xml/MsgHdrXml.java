// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import java.util.ArrayList;
import java.util.List;
import javax.xml.datatype.XMLGregorianCalendar;
import org.jspecify.annotations.Nullable;

/**
 * What a message is about: {@code MsgHdr}.
 *
 * <pre>{@code
 * MsgHdrXml header = new MsgHdrXml();
 * header.msgId = "M-1";
 * header.msgTyp = "simple.request@test";
 * message.msgHdr = header;
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "MsgHdr",
        propOrder = {"msgId", "msgTyp", "msgRedir", "msgRef", "msgExpiry"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class MsgHdrXml {

    /** Identifies the message, up to 200 characters; required. */
    @XmlElement(name = "MsgId", required = true)
    public @Nullable String msgId;

    /** The type of the message, type@family; required. */
    @XmlElement(name = "MsgTyp", required = true)
    public @Nullable String msgTyp;

    /** Where else it is to go. */
    @XmlElement(name = "MsgRedir")
    public List<MsgRedirXml> msgRedir = new ArrayList<>();

    /** Messages it refers to. */
    @XmlElement(name = "MsgRef")
    public List<MsgRefXml> msgRef = new ArrayList<>();

    /** From when on it is of no use. The time zone may be absent. */
    @XmlElement(name = "MsgExpiry")
    public @Nullable XMLGregorianCalendar msgExpiry;

    /** Makes one without content. */
    public MsgHdrXml() {}
}
