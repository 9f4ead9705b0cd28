// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * A warning about the routing: {@code RtgWarn}.
 *
 * <pre>{@code
 * for (RtgWarnXml warning : binding.read(ack).sepamailMissive001.msvAcq.rtgWarn) {
 *     System.err.println(warning.code + ": " + warning.descr);   // such as PRIO_NORM: null
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "RtgWarn",
        propOrder = {"code", "descr"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class RtgWarnXml {

    /** {@code BAD_TIME}, {@code PRIO_HIGH}, {@code PRIO_NORM}, {@code PRIO_LOW} or {@code PRIO_XLOW}; required. */
    @XmlElement(name = "Code", required = true)
    public @Nullable String code;

    /** The warning in words, up to 140 characters. */
    @XmlElement(name = "Descr")
    public @Nullable String descr;

    /** Makes one without content. */
    public RtgWarnXml() {}
}
