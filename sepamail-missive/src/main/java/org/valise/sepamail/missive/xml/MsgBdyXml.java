// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What a message says: {@code MsgBdy}.
 *
 * <pre>{@code
 * MsgBdyXml body = binding.read(nominal).sepamailMissive001.msvBdy.sepamailMessage001.msgBdy;
 * Object request = jaxbContext.createUnmarshaller().unmarshal(body.content);
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "MsgBdy", propOrder = "content")
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class MsgBdyXml {

    /** The one element of the body, as the schema of its family has it, in the namespace of its document; required. Give it to a
     * JAXB context of your own to have it typed. */
    @XmlAnyElement
    public @Nullable Element content;

    /** Makes one without content. */
    public MsgBdyXml() {}
}
