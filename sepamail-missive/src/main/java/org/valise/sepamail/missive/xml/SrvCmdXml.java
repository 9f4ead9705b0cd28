// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A command: {@code SrvCmd}.
 *
 * <pre>{@code
 * SrvCmdXml command = new SrvCmdXml();
 * command.cmdTyp = "LIST";
 * command.cmdSlc = "UNREAD";
 * service.srvCmd = command;
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "SrvCmd",
        propOrder = {"cmdTyp", "cmdNum", "cmdSlc", "cmdFlt"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class SrvCmdXml {

    /** {@code LIST}, {@code NOOP}, {@code DELE}, {@code RETR} or {@code STAT}; required. */
    @XmlElement(name = "CmdTyp", required = true)
    public @Nullable String cmdTyp;

    /** The number of a missive. */
    @XmlElement(name = "CmdNum")
    public @Nullable BigInteger cmdNum;

    /** {@code ALL}, {@code UNREAD} or {@code SENT}. */
    @XmlElement(name = "CmdSlc")
    public @Nullable String cmdSlc;

    /** Which missives. */
    @XmlElement(name = "CmdFlt")
    public @Nullable CmdFltXml cmdFlt;

    /** Makes one without content. */
    public SrvCmdXml() {}
}
