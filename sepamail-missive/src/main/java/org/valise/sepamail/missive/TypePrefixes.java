// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.crypto.dsig.spec.ExcC14NParameterSpec;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * The prefixes that stand in values of {@code xsi:type}. The exclusive canonical form holds the namespace of a prefix only
 * where a name uses it or where the prefix is listed: without that, somebody could give a signed type another meaning.
 */
final class TypePrefixes {

    private TypePrefixes() {}

    /** The prefixes whose namespace the exclusive form would leave open, as they are written in its list. */
    static Set<String> open(Document document, Collection<String> listed) {
        Set<String> open = new TreeSet<>();
        for (Node node = document; node != null; node = SignatureTree.next(node, document)) {
            if (node instanceof Element element) {
                Attr type = element.getAttributeNodeNS(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type");
                if (type != null) {
                    addIfOpen(element, type.getValue().strip(), listed, open);
                }
            }
        }
        return open;
    }

    private static void addIfOpen(Element element, String type, Collection<String> listed, Set<String> open) {
        int colon = type.indexOf(':');
        String prefix = colon < 0 ? "" : type.substring(0, colon);
        String token = prefix.isEmpty() ? ExcC14NParameterSpec.DEFAULT : prefix;
        if (!listed.contains(token) && !isWritten(element, prefix)) {
            open.add(token);
        }
    }

    /** Whether the element, or one around it that has the same declaration of the prefix, uses it in a name. */
    private static boolean isWritten(Element element, String prefix) {
        for (Node at = element; at instanceof Element around; at = at.getParentNode()) {
            if (uses(around, prefix)) {
                return true;
            }
            if (around.hasAttributeNS(Namespaces.XMLNS, prefix.isEmpty() ? "xmlns" : prefix)) {
                return false;
            }
        }
        return false;
    }

    private static boolean uses(Element element, String prefix) {
        String own = element.getPrefix();
        if (prefix.equals(own == null ? "" : own)) {
            return true;
        }
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            if (prefix.equals(attribute.getPrefix()) && !Namespaces.XMLNS.equals(attribute.getNamespaceURI())) {
                return true;
            }
        }
        return false;
    }
}
