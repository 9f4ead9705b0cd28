// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.valise.sepamail.missive.CustomerSignatureReport.Coverage;
import org.w3c.dom.Comment;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/**
 * What a signature covers, found by comparing octets: those that were digested, and the canonical form of what this
 * library hands out. By which path a signature came to its octets does not count, so no path can mislead.
 */
final class SignatureCoverage {

    private final XmlSignatures xml;
    private final List<XmlSignatures.Signed> signed;

    SignatureCoverage(XmlSignatures xml, List<XmlSignatures.Signed> signed) {
        this.xml = xml;
        this.signed = signed;
    }

    /**
     * What is covered.
     *
     * @param tree the document, from which the signature is taken away
     */
    Coverage of(Missive missive, SignatureTree tree) {
        tree.structure().removeChild(tree.signature());
        if (isSigned(withoutComments(tree.document()))) {
            return Coverage.MISSIVE;
        }
        Optional<Message> message = messageOf(missive);
        if (message.isPresent() && isSigned(withoutComments(document(message.get())))) {
            return Coverage.MESSAGE;
        }
        return Coverage.NONE;
    }

    static Optional<Message> messageOf(Missive missive) {
        if (missive instanceof NominalMissive nominal) {
            return Optional.of(nominal.message());
        }
        if (missive instanceof SmapiMissive smapi) {
            return Optional.of(smapi.message());
        }
        return missive instanceof ServiceMissive service ? service.message() : Optional.empty();
    }

    /** The message element as a document, with the prefixes that are declared around it. */
    static Document document(Message message) {
        return DomBuilder.element(message.document(), message.offset());
    }

    /** Comments are never signed: a reference to a document or an element leaves them out. */
    private static Document withoutComments(Document document) {
        Node node = document;
        while (node != null) {
            Node next = SignatureTree.next(node, document);
            if (node instanceof Comment) {
                node.getParentNode().removeChild(node);
            }
            node = next;
        }
        return document;
    }

    private boolean isSigned(Document document) {
        for (XmlSignatures.Signed reference : signed) {
            if (Arrays.equals(xml.canonical(document, reference), reference.octets())) {
                requireTypes(document, reference);
                return true;
            }
        }
        return false;
    }

    private static void requireTypes(Document document, XmlSignatures.Signed reference) {
        boolean open = reference
                .exclusiveWith()
                .map(listed -> !TypePrefixes.open(document, listed).isEmpty())
                .orElse(false);
        if (open) {
            throw CheckFailure.failed("A type in what was signed hangs on a prefix that the signature leaves open.");
        }
    }
}
