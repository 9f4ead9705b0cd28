// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * A message that another one refers to: {@code MsgRef}.
 *
 * <pre>{@code
 * MsgRefXml reference = new MsgRefXml();
 * reference.msgId = "M-1";
 * reference.relation = "answers";
 * message.msgHdr.msgRef.add(reference);
 * }</pre>
 *
 * @since 0.1.0
 */
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(
        name = "MsgRef",
        propOrder = {"msgId", "relation"})
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class MsgRefXml {

    /** Its identifier, up to 200 characters; required. */
    @XmlElement(name = "MsgId", required = true)
    public @Nullable String msgId;

    /** What it is to the other one, up to 70 characters; required. */
    @XmlElement(name = "Relation", required = true)
    public @Nullable String relation;

    /** Makes one without content. */
    public MsgRefXml() {}
}
