// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The document of a missive as a tree of its own, with the places that matter to signatures.
 *
 * @param document the tree
 * @param structure the element {@code sepamail_missive_001}
 */
record SignatureTree(Document document, Element structure) {

    static final String DS = "http://www.w3.org/2000/09/xmldsig#";

    static SignatureTree of(Missive missive) {
        Document document = DomBuilder.document(missive.envelope().octets());
        String namespace = missive.version().namespace();
        for (Element child : childElements(document.getDocumentElement())) {
            if (isNamed(child, namespace, Grammar.STRUCTURE.name)) {
                return new SignatureTree(document, child);
            }
        }
        throw new IllegalStateException("A missive has a structure");
    }

    /** The signature; it is the last element of the structure, and the only one of its kind there. */
    Element signature() {
        List<Element> children = childElements(structure);
        Element last = children.get(children.size() - 1);
        long signatures = children.stream()
                .filter(child -> isNamed(child, DS, Grammar.SIGNATURE.name))
                .count();
        if (signatures != 1 || !isNamed(last, DS, Grammar.SIGNATURE.name)) {
            throw CheckFailure.failed("There is not exactly one signature, at the end of the missive.");
        }
        return last;
    }

    static boolean isNamed(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    /** The elements in an element, whatever else stands between them. */
    static List<Element> childElements(Node parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** The node behind another in the order of the document, within a subtree; null behind its last. */
    static @org.jspecify.annotations.Nullable Node next(Node node, Node subtree) {
        if (node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node at = node;
        while (at != subtree && at != null && at.getNextSibling() == null) {
            at = at.getParentNode();
        }
        return at == subtree || at == null ? null : at.getNextSibling();
    }
}
