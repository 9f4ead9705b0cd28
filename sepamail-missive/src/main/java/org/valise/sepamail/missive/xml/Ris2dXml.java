// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * The picture of a 2D code: {@code RIS2D}.
 *
 * <pre>{@code
 * Ris2dXml code = header.rcv.ris2d;
 * if ("image/png".equals(code.mimeType)) {
 *     byte[] picture = Base64.getMimeDecoder().decode(code.data.getTextContent());   // if it is base64: see data
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "Ris2d",
        propOrder = {"mimeType", "name", "data"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class Ris2dXml {

    /** Its media type, up to 70 characters; required. */
    @XmlElement(name = "mime-type", required = true)
    public @Nullable String mimeType;

    /** Its name, up to 140 characters. */
    @XmlElement(name = "name")
    public @Nullable String name;

    /** The element {@code data} with the picture; required. The schema lets it hold anything, so it is left as it is and in the
     * namespace of its document. */
    @XmlAnyElement
    public @Nullable Element data;

    /** Makes one without content. */
    public Ris2dXml() {}
}
