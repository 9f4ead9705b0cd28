// SPDX-License-Identifier: Apache-2.0

/**
 * The envelope of the missive as classes for Jakarta XML Binding, for those who want to work on its XML as it is: fields
 * bear the names of the elements, values are the XML's own, and what is required is checked when a missive is written. All
 * others are better off with the types of {@link org.valise.sepamail.missive}.
 *
 * <p>One set of classes serves every namespace: {@link org.valise.sepamail.missive.MissiveBinding} reads and writes them and
 * puts the namespace of the document in place of the one here. The body of the message, the customer's signature and the
 * data of a 2D code are DOM elements, in the namespace they really have.
 *
 * <p>Every field may be null, which means that the element or attribute is absent; lists may be empty, but not null. The
 * classes are mutable and not safe for use by several threads.
 */
@NullMarked
@XmlSchema(
        namespace = MissiveXml.NAMESPACE,
        elementFormDefault = XmlNsForm.QUALIFIED,
        xmlns = @XmlNs(prefix = "sem", namespaceURI = MissiveXml.NAMESPACE))
package org.valise.sepamail.missive.xml;

import jakarta.xml.bind.annotation.XmlNs;
import jakarta.xml.bind.annotation.XmlNsForm;
import jakarta.xml.bind.annotation.XmlSchema;
import org.jspecify.annotations.NullMarked;
