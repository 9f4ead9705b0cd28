// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command: {@code SrvRes}.
 *
 * <pre>{@code
 * SrvResXml result = service.srvRes;
 * if (result != null && "+OK".equals(result.resTyp)) {
 *     System.out.println(result.resNum + " missives");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "SrvRes",
        propOrder = {"resTyp", "resNum", "resSize"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class SrvResXml {

    /** {@code +OK} or {@code -ERR}; required. */
    @XmlElement(name = "ResTyp", required = true)
    public @Nullable String resTyp;

    /** A number of missives. */
    @XmlElement(name = "ResNum")
    public @Nullable BigInteger resNum;

    /** A size. */
    @XmlElement(name = "ResSize")
    public @Nullable BigInteger resSize;

    /** Makes one without content. */
    public SrvResXml() {}
}
