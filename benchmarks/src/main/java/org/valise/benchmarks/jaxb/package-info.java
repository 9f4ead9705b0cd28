// SPDX-License-Identifier: Apache-2.0

/** A missive as JAXB classes, the way users bind the schemas: what the library is measured beside. */
@NullUnmarked
@XmlSchema(namespace = "http://xsd.sepamail.eu/1206/", elementFormDefault = XmlNsForm.QUALIFIED)
package org.valise.benchmarks.jaxb;

import jakarta.xml.bind.annotation.XmlNsForm;
import jakarta.xml.bind.annotation.XmlSchema;
import org.jspecify.annotations.NullUnmarked;
