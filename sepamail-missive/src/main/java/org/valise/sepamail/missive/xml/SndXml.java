// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * The sender: {@code Snd} (MIS1202 "Check of MsvSnd").
 *
 * <pre>{@code
 * SndXml sender = new SndXml();
 * sender.iban = "QX62TESTBLEUXXX2345678923456789234";   // a QXBAN, which names the bank too
 * header.snd = sender;
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "Snd",
        propOrder = {"bic", "iban"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class SndXml {

    /** The BIC of his bank, 8 or 11 characters. */
    @XmlElement(name = "BIC")
    public @Nullable String bic;

    /** His IBAN, QXBAN or ICQX. */
    @XmlElement(name = "IBAN")
    public @Nullable String iban;

    /** Makes one without content. */
    public SndXml() {}
}
