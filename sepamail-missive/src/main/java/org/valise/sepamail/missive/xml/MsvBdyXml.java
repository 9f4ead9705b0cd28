// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * The message of a missive: {@code MsvBdy}.
 *
 * <pre>{@code
 * MsvBdyXml body = new MsvBdyXml();
 * body.version = "1206";
 * body.sepamailMessage001 = message;
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "MsvBdy", propOrder = "sepamailMessage001")
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class MsvBdyXml {

    /** The norm by which the message was built. */
    @XmlAttribute(name = "version")
    public @Nullable String version;

    /** Its content in the structure 001; required. */
    @XmlElement(name = "sepamail_message_001", required = true)
    public @Nullable Message001Xml sepamailMessage001;

    /** Makes one without content. */
    public MsvBdyXml() {}
}
