// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * A missive as a document: the root element {@code Missive}, whose namespace is not stated here but when it is
 * written.
 *
 * <pre>{@code
 * MissiveXml missive = new MissiveXml();
 * missive.version = "1206";
 * missive.sepamailMissive001 = new Missive001Xml();
 * missive.sepamailMissive001.msvId = "m-1";   // and so on: what is required is checked when it is written
 * }</pre>
 *
 * <p>Mutable, and not safe for use by several threads.
 *
 * @since 0.1.0
 */
@XmlRootElement(name = "Missive")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "Missive", propOrder = "sepamailMissive001")
@SuppressWarnings("exports") // The annotations of nullness are there at compile time only.
public final class MissiveXml {

    /** The namespace in which these classes are annotated; it stands for that of the document and is never written. */
    public static final String NAMESPACE = "urn:valise:sepamail:missive";

    /** The norm by which it was built, for example {@code 1206}; required. */
    @XmlAttribute(name = "version", required = true)
    public @Nullable String version;

    /** Its content in the structure 001; required. */
    @XmlElement(name = "sepamail_missive_001", required = true)
    public @Nullable Missive001Xml sepamailMissive001;

    /** Makes one without content. */
    public MissiveXml() {}
}
