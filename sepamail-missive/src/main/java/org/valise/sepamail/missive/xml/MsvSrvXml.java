// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * What a service missive says: {@code MsvSrv}. Either the command or the result is required.
 *
 * <pre>{@code
 * MsvSrvXml service = binding.read(ask).sepamailMissive001.msvSrv;
 * if (service.srvCmd != null) {
 *     carryOut(service.srvCmd.cmdTyp);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "MsvSrv",
        propOrder = {"srvCmd", "srvRes", "srvInfo"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class MsvSrvXml {

    /** A command. */
    @XmlElement(name = "SrvCmd")
    public @Nullable SrvCmdXml srvCmd;

    /** The result of a command. */
    @XmlElement(name = "SrvRes")
    public @Nullable SrvResXml srvRes;

    /** Anything else, in words. */
    @XmlElement(name = "SrvInfo")
    public @Nullable String srvInfo;

    /** Makes one without content. */
    public MsvSrvXml() {}
}
