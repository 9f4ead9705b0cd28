// SPDX-License-Identifier: Apache-2.0
package org.valise.consumers.missive.modulepath;

import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;

/** The body of a message, as a user makes such classes from schemas. */
@XmlRootElement(name = "SimpleTestRequest", namespace = TestRequest.NAMESPACE)
final class TestRequest {

    static final String NAMESPACE = "http://xsd.sepamail.eu/1206/";

    @XmlElement(name = "TestId", namespace = NAMESPACE)
    String id;

    @XmlElement(name = "Text", namespace = NAMESPACE)
    String text;
}
