// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * Where else a message is to go: {@code MsgRedir}. One of the two is required.
 *
 * <pre>{@code
 * MsgRedirXml desk = new MsgRedirXml();
 * desk.internalReference = "Desk 12";   // and no redirectUri
 * message.msgHdr.msgRedir.add(desk);
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "MsgRedir",
        propOrder = {"internalReference", "redirectUri"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class MsgRedirXml {

    /** A desk or telephone number, up to 70 characters. */
    @XmlElement(name = "InternalReference")
    public @Nullable String internalReference;

    /** An address. */
    @XmlElement(name = "RedirectURI")
    public @Nullable String redirectUri;

    /** Makes one without content. */
    public MsgRedirXml() {}
}
