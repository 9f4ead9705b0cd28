// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.crypto.dsig.spec.XPathFilter2ParameterSpec;
import javax.xml.crypto.dsig.spec.XPathFilterParameterSpec;
import javax.xml.crypto.dsig.spec.XPathType;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Signatures as other software, or an attacker, would make them: with the parser and the implementation of XML Signature
 * of the JDK, in any form, and nothing of this library.
 */
final class Forgery {

    static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    static final String MESSAGE = "/s:Missive/s:sepamail_missive_001/s:MsvBdy/s:sepamail_message_001";

    private static final Map<String, String> PREFIX = Map.of("s", SignatureSamples.NAMESPACE);

    private final XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
    private final List<Reference> references = new ArrayList<>();
    private final List<XMLObject> objects = new ArrayList<>();
    private final TestIdentity identity;
    private final Key key;
    private String method = RSA_SHA256;
    private String digest = DigestMethod.SHA256;
    private String canonicalization = EXCLUSIVE;
    private KeyInfo keyInfo;

    Forgery(TestIdentity identity) {
        this(identity, identity.key());
    }

    Forgery(TestIdentity identity, Key key) {
        this.identity = identity;
        this.key = key;
        KeyInfoFactory infos = factory.getKeyInfoFactory();
        this.keyInfo = infos.newKeyInfo(List.of(infos.newX509Data(identity.chain())));
    }

    XMLSignatureFactory factory() {
        return factory;
    }

    Forgery method(String uri) {
        method = uri;
        return this;
    }

    Forgery digest(String uri) {
        digest = uri;
        return this;
    }

    Forgery canonicalization(String uri) {
        canonicalization = uri;
        return this;
    }

    Forgery keyInfo(KeyInfo info) {
        keyInfo = info;
        return this;
    }

    Forgery reference(String uri, Transform... transforms) throws Exception {
        references.add(
                factory.newReference(uri, factory.newDigestMethod(digest, null), List.of(transforms), null, null));
        return this;
    }

    /** An object with an Id that holds the elements of a document. */
    Forgery object(String id, String xml) throws Exception {
        Node content = parse(xml).getDocumentElement();
        objects.add(factory.newXMLObject(List.of(new javax.xml.crypto.dom.DOMStructure(content)), id, null, null));
        return this;
    }

    Transform plain(String algorithm) throws Exception {
        return factory.newTransform(algorithm, (TransformParameterSpec) null);
    }

    Transform with(String algorithm, TransformParameterSpec parameters) throws Exception {
        return factory.newTransform(algorithm, parameters);
    }

    Transform filter(XPathType.Filter kind, String expression) throws Exception {
        return factory.newTransform(
                Transform.XPATH2, new XPathFilter2ParameterSpec(List.of(new XPathType(expression, kind, PREFIX))));
    }

    Transform select(String expression) throws Exception {
        return filter(XPathType.Filter.INTERSECT, expression);
    }

    Transform xpath(String expression) throws Exception {
        return factory.newTransform(Transform.XPATH, new XPathFilterParameterSpec(expression, PREFIX));
    }

    /** The document with the signature at its place. */
    String sign(String xml) throws Exception {
        Document document = parse(xml);
        sign(document);
        return write(document);
    }

    void sign(Document document) throws Exception {
        SignedInfo info = factory.newSignedInfo(
                factory.newCanonicalizationMethod(canonicalization, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(method, null),
                references);
        DOMSignContext context = new DOMSignContext(key, structure(document));
        context.setDefaultNamespacePrefix("ds");
        context.setProperty("org.jcp.xml.dsig.secureValidation", false);
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.hasAttribute("Id")) {
                element.setIdAttribute("Id", true);
            }
        }
        factory.newXMLSignature(info, keyInfo, objects, null, null).sign(context);
    }

    private static Element structure(Document document) {
        return (Element)
                document.getElementsByTagNameNS("*", "sepamail_missive_001").item(0);
    }

    static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    static String write(Document document) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The signature that a missive carries, as text. */
    static String signatureOf(String document) {
        int from = document.indexOf("<ds:Signature");
        String end = "</ds:Signature>";
        return document.substring(from, document.lastIndexOf(end) + end.length());
    }

    TestIdentity identity() {
        return identity;
    }
}
