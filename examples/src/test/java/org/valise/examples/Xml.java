// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * An element of a POM.
 *
 * @param element of the platform's tree
 */
record Xml(Element element) {

    static Xml read(String text) {
        try {
            return new Xml(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)))
                    .getDocumentElement());
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new AssertionError(text, e);
        }
    }

    private List<Xml> children() {
        List<Xml> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(new Xml(child));
            }
        }
        return children;
    }

    /** Those at the end of a path of names. */
    List<Xml> at(String... path) {
        Stream<Xml> found = Stream.of(this);
        for (String name : path) {
            found = found.flatMap(one -> one.children().stream())
                    .filter(child -> child.element().getNodeName().equals(name));
        }
        return found.toList();
    }

    List<String> texts(String... path) {
        return at(path).stream()
                .map(one -> one.element().getTextContent().strip())
                .toList();
    }

    /** The texts of the children by their names. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        children()
                .forEach(child -> fields.put(
                        child.element().getNodeName(),
                        child.element().getTextContent().strip()));
        return fields;
    }
}
