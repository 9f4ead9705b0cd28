// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters of a command: {@code CmdFlt}.
 *
 * <pre>{@code
 * SrvCmdXml command = new SrvCmdXml();
 * command.cmdTyp = "LIST";
 * command.cmdFlt = new CmdFltXml();
 * command.cmdFlt.fltr.add("//*[local-name() = 'MsvPri' and . = 'HIGH']");
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "CmdFlt", propOrder = "fltr")
public final class CmdFltXml {

    /** XPath expressions. */
    @XmlElement(name = "Fltr")
    public List<String> fltr = new ArrayList<>();

    /** Makes one without content. */
    public CmdFltXml() {}
}
