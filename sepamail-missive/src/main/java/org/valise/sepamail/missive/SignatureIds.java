// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** Makes known to a tree which elements the references of a signature name: without a schema, no attribute is an Id. */
final class SignatureIds {

    private static final Set<String> NAMES = Set.of("Id", "ID", "id");

    private final Set<String> wanted = new HashSet<>();
    private final Set<String> found = new HashSet<>();

    private SignatureIds() {}

    /** Refuses an Id that no element has, or two: which of them would be meant? */
    static void register(Document document, List<SignatureForm.Reference> references) {
        SignatureIds ids = new SignatureIds();
        for (SignatureForm.Reference reference : references) {
            if (!reference.uri().isEmpty()) {
                ids.wanted.add(reference.uri().substring(1));
            }
        }
        Node node = ids.wanted.isEmpty() ? null : document;
        while (node != null) {
            if (node instanceof Element element) {
                ids.register(element);
            }
            node = SignatureTree.next(node, document);
        }
        if (ids.found.size() < ids.wanted.size()) {
            throw CheckFailure.failed("A reference names an Id that no element has.");
        }
    }

    private void register(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            if (isId(attribute) && wanted.contains(attribute.getValue())) {
                if (!found.add(attribute.getValue())) {
                    throw CheckFailure.failed("Two elements have the Id that a reference names.");
                }
                element.setIdAttributeNode(attribute, true);
            }
        }
    }

    private static boolean isId(Attr attribute) {
        String namespace = attribute.getNamespaceURI();
        return namespace == null
                ? NAMES.contains(attribute.getLocalName())
                : namespace.equals(Namespaces.XML) && "id".equals(attribute.getLocalName());
    }
}
