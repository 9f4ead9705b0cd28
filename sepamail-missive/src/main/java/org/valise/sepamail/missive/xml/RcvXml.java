// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * The receiver: {@code Rcv} (MIS1202 "Check of the Rcv field").
 *
 * <pre>{@code
 * RcvXml receiver = new RcvXml();
 * receiver.bic = "TESTVERTXXX";
 * receiver.iban = "FR7630006000011234567890189";
 * header.rcv = receiver;
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "Rcv",
        propOrder = {"bic", "iban", "pan", "bban", "ris2d"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class RcvXml {

    /** The BIC of his bank, 8 or 11 characters. */
    @XmlElement(name = "BIC")
    public @Nullable String bic;

    /** His IBAN, QXBAN or ICQX. */
    @XmlElement(name = "IBAN")
    public @Nullable String iban;

    /** The number of his card. */
    @XmlElement(name = "PAN")
    public @Nullable String pan;

    /** His account number in the national form, 11 to 30 characters. */
    @XmlElement(name = "BBAN")
    public @Nullable String bban;

    /** The picture of a 2D code that says who he is. */
    @XmlElement(name = "RIS2D")
    public @Nullable Ris2dXml ris2d;

    /** Makes one without content. */
    public RcvXml() {}
}
