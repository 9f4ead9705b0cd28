// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message: {@code sepamail_message_001}.
 *
 * <pre>{@code
 * Message001Xml message = binding.read(nominal).sepamailMissive001.msvBdy.sepamailMessage001;
 * System.out.println(message.msgHdr.msgTyp);                      // such as simple.request@test
 * System.out.println(message.msgBdy.content.getLocalName());      // such as SimpleTestRequest
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "Message001",
        propOrder = {"msgHdr", "msgBdy"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class Message001Xml {

    /** What the message is about; required. */
    @XmlElement(name = "MsgHdr", required = true)
    public @Nullable MsgHdrXml msgHdr;

    /** What the message says; required. */
    @XmlElement(name = "MsgBdy", required = true)
    public @Nullable MsgBdyXml msgBdy;

    /** Makes one without content. */
    public Message001Xml() {}
}
