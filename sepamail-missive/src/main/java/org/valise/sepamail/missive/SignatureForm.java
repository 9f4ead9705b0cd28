// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * What a signature is made of, read before anything in it is computed. It must be built as the schema of XML Signature
 * says, within limits that no honest signature reaches; comments and instructions, about which readers differ, are refused
 * in all that is computed with.
 *
 * @param canonicalization the method by which SignedInfo is written
 * @param signatureMethod the algorithm of the signature
 * @param references what is signed
 * @param certificates the certificates as they stand, in Base64
 */
record SignatureForm(
        String canonicalization, String signatureMethod, List<Reference> references, List<String> certificates) {

    private static final int MOST_ELEMENTS = 2_000;
    private static final int DEEPEST = 50;
    private static final int MOST_REFERENCES = 5;
    private static final int MOST_TRANSFORMS = 5;
    private static final int MOST_CERTIFICATES = 10;

    /** The JDK skips over anything else. */
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]++[=\\s]*+");

    private static final Set<String> X509_PARTS =
            Set.of("X509IssuerSerial", "X509SKI", "X509SubjectName", "X509Certificate", "X509CRL");

    /**
     * A reference.
     *
     * @param uri what it refers to: all of the document if it is empty, or {@code #} and an Id
     * @param digestMethod the algorithm of the digest
     * @param transforms what is done before the digest is taken
     */
    record Reference(String uri, String digestMethod, List<Transform> transforms) {}

    /**
     * A transform.
     *
     * @param algorithm its algorithm
     * @param element with its parameters
     */
    record Transform(String algorithm, Element element) {}

    static SignatureForm of(Element signature) {
        checkSize(signature);
        Children parts = new Children(signature);
        Children info = new Children(parts.one("SignedInfo"));
        String canonicalization = algorithm(info.one("CanonicalizationMethod"));
        Element method = info.one("SignatureMethod");
        new Children(method).end();
        List<Reference> references = references(info);
        requireBase64(parts.one("SignatureValue"));
        Element keyInfo = parts.optional("KeyInfo");
        List<String> certificates = keyInfo == null ? List.of() : certificates(keyInfo);
        for (Element object = parts.optional("Object"); object != null; object = parts.optional("Object")) {
            checkObject(object);
        }
        parts.end();
        return new SignatureForm(canonicalization, algorithm(method), references, certificates);
    }

    private static void checkSize(Element signature) {
        int elements = 0;
        for (Node node = signature; node != null; node = SignatureTree.next(node, signature)) {
            if (node instanceof Element && (++elements > MOST_ELEMENTS || depth(node, signature) > DEEPEST)) {
                throw CheckFailure.notDone("The signature has too many elements, or too many levels of them.");
            }
        }
    }

    private static int depth(Node node, Node top) {
        int depth = 0;
        for (Node at = node; at != top && at != null; at = at.getParentNode()) {
            depth++;
        }
        return depth;
    }

    private static List<Reference> references(Children info) {
        List<Reference> references = new ArrayList<>();
        references.add(reference(info.one("Reference")));
        for (Element next = info.optional("Reference"); next != null; next = info.optional("Reference")) {
            references.add(reference(next));
            if (references.size() > MOST_REFERENCES) {
                throw CheckFailure.notDone("The signature has more than " + MOST_REFERENCES + " references.");
            }
        }
        info.end();
        return references;
    }

    private static Reference reference(Element element) {
        String uri = element.getAttribute("URI");
        if (!element.hasAttribute("URI") || !uri.isEmpty() && !isId(uri)) {
            throw CheckFailure.failed("A reference leads out of the document, or nowhere.");
        }
        Children parts = new Children(element);
        Element around = parts.optional("Transforms");
        List<Transform> transforms = around == null ? List.of() : transforms(new Children(around));
        String digest = algorithm(parts.one("DigestMethod"));
        requireBase64(parts.one("DigestValue"));
        parts.end();
        return new Reference(uri, digest, transforms);
    }

    /** Whether a reference names an element of the same document by its Id alone. */
    private static boolean isId(String uri) {
        return uri.length() > 1 && uri.charAt(0) == '#' && uri.indexOf('(') < 0 && uri.indexOf('%') < 0;
    }

    private static List<Transform> transforms(Children children) {
        List<Transform> transforms = new ArrayList<>();
        transforms.add(transform(children.one("Transform")));
        for (Element next = children.optional("Transform"); next != null; next = children.optional("Transform")) {
            transforms.add(transform(next));
            if (transforms.size() > MOST_TRANSFORMS) {
                throw CheckFailure.notDone("A reference has more than " + MOST_TRANSFORMS + " transforms.");
            }
        }
        children.end();
        return transforms;
    }

    private static Transform transform(Element element) {
        return new Transform(algorithm(element), element);
    }

    private static List<String> certificates(Element keyInfo) {
        List<String> certificates = new ArrayList<>();
        for (Element child : new Children(keyInfo).all()) {
            if (SignatureTree.isNamed(child, SignatureTree.DS, "X509Data")) {
                addCertificates(child, certificates);
            } else if (!SignatureTree.isNamed(child, SignatureTree.DS, "KeyName")
                    && !SignatureTree.isNamed(child, SignatureTree.DS, "KeyValue")) {
                throw CheckFailure.failed("KeyInfo has parts that are not accepted.");
            }
        }
        return certificates;
    }

    private static void addCertificates(Element data, List<String> certificates) {
        for (Element child : new Children(data).all()) {
            if (SignatureTree.DS.equals(child.getNamespaceURI()) && !X509_PARTS.contains(child.getLocalName())) {
                throw CheckFailure.failed("X509Data has parts that are not known.");
            }
            if (SignatureTree.isNamed(child, SignatureTree.DS, "X509Certificate")) {
                certificates.add(text(child));
            }
        }
        if (certificates.size() > MOST_CERTIFICATES) {
            throw CheckFailure.notDone("The signature has more than " + MOST_CERTIFICATES + " certificates.");
        }
    }

    /** What the schema leaves free may hold anything, but manifests: digests that nobody has checked. */
    private static void checkObject(Element object) {
        for (Element child : SignatureTree.childElements(object)) {
            if (SignatureTree.DS.equals(child.getNamespaceURI())) {
                throw CheckFailure.notDone("Manifests and the like in ds:Object are not examined.");
            }
        }
    }

    private static void requireBase64(Element element) {
        if (!BASE64.matcher(text(element)).matches()) {
            throw CheckFailure.failed("A value that is not Base64.");
        }
    }

    private static String algorithm(Element element) {
        return element.getAttribute("Algorithm");
    }

    /** The text of an element that has nothing else. */
    static String text(Element element) {
        StringBuilder text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (!(node instanceof Text part)) {
                throw CheckFailure.failed("Something else than text in " + element.getLocalName() + ".");
            }
            text.append(part.getData());
        }
        return text.toString();
    }

    /** The elements in an element that has nothing else, read in their order. */
    static final class Children {

        private final List<Element> elements;
        private int at;

        Children(Element parent) {
            for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
                boolean space = node instanceof Text text && text.getData().isBlank();
                if (!space && !(node instanceof Element)) {
                    throw CheckFailure.failed("Something else than elements where the signature has elements.");
                }
            }
            elements = SignatureTree.childElements(parent);
        }

        List<Element> all() {
            return elements;
        }

        Element one(String name) {
            Element element = optional(name);
            if (element == null) {
                throw CheckFailure.failed("The signature has no " + name + " where there must be one.");
            }
            return element;
        }

        @Nullable
        Element optional(String name) {
            if (at < elements.size() && SignatureTree.isNamed(elements.get(at), SignatureTree.DS, name)) {
                return elements.get(at++);
            }
            return null;
        }

        void end() {
            if (at < elements.size()) {
                throw CheckFailure.failed("The signature has an element that has no place there.");
            }
        }
    }
}
