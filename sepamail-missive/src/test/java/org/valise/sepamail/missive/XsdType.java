// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/** A simple type of XML Schema, as the JDK understands it. */
final class XsdType {

    private final Validator validator;

    /** A built-in type with facets, each an element without the prefix. */
    XsdType(String base, String... facets) {
        StringBuilder schema = new StringBuilder("<schema xmlns='http://www.w3.org/2001/XMLSchema'><element name='e'>"
                + "<simpleType><restriction base='" + base + "'>");
        for (String facet : facets) {
            schema.append('<').append(facet).append("/>");
        }
        schema.append("</restriction></simpleType></element></schema>");
        try {
            validator = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(new StreamSource(new StringReader(schema.toString())))
                    .newValidator();
        } catch (SAXException e) {
            throw new AssertionError(e);
        }
    }

    boolean allows(String value) {
        StringBuilder document = new StringBuilder("<e>");
        value.codePoints().forEach(c -> document.append("&#").append(c).append(';'));
        try {
            validator.validate(
                    new StreamSource(new StringReader(document.append("</e>").toString())));
            return true;
        } catch (SAXException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
