// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.crypto.Data;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.URIReferenceException;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dom.DOMURIReference;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.TransformException;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.ExcC14NParameterSpec;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The implementation of XML Signature that comes with the JDK, asked by name so that no other one takes its place. Nothing
 * of it is ever thrown out of here but {@link CheckFailure}.
 */
final class XmlSignatures {

    private static final String SECURE_VALIDATION = "org.jcp.xml.dsig.secureValidation";
    private static final String CACHE_REFERENCE = "javax.xml.crypto.dsig.cacheReference";

    private final XMLSignatureFactory factory = factory();
    private final DOMValidateContext context;
    private final XMLSignature signature;

    /**
     * What a reference was found to sign.
     *
     * @param octets what was digested
     * @param canonical the transform that wrote them; null if it is the one that needs no mention
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Signed(byte[] octets, @Nullable Transform canonical) {

        /** The prefixes that an exclusive form leaves open unless a name uses them; empty if it is none. */
        Optional<List<String>> exclusiveWith() {
            if (canonical == null || !canonical.getAlgorithm().startsWith(CanonicalizationMethod.EXCLUSIVE)) {
                return Optional.empty();
            }
            return Optional.of(
                    canonical.getParameterSpec() instanceof ExcC14NParameterSpec parameters
                            ? prefixes(parameters)
                            : List.of());
        }

        private static List<String> prefixes(ExcC14NParameterSpec parameters) {
            return parameters.getPrefixList();
        }
    }

    /**
     * Reads a signature that {@link SignatureForm} and {@link SignatureTransforms} have let through.
     *
     * @param secure whether the JDK's own secure validation is on: always, but for SHA-1, which it always refuses
     */
    XmlSignatures(Element element, PublicKey key, boolean secure) {
        context = new DOMValidateContext(KeySelector.singletonKeySelector(key), element);
        configure(context, secure);
        context.setProperty(CACHE_REFERENCE, true);
        try {
            signature = factory.unmarshalXMLSignature(context);
        } catch (MarshalException | RuntimeException e) {
            throw CheckFailure.failed("The signature cannot be read: " + kind(e) + ".");
        }
    }

    static XMLSignatureFactory factory() {
        try {
            return XMLSignatureFactory.getInstance("DOM", "XMLDSig");
        } catch (NoSuchProviderException e) {
            throw new IllegalStateException("This JVM lacks the provider XMLDSig", e);
        }
    }

    /** Sets what holds for each use: secure validation, and no reference that leads out of the document. */
    static void configure(XMLCryptoContext context, boolean secure) {
        context.setProperty(SECURE_VALIDATION, secure);
        URIDereferencer inDocument = factory().getURIDereferencer();
        context.setURIDereferencer((reference, within) -> {
            String uri = reference.getURI();
            if (uri == null || !uri.isEmpty() && uri.charAt(0) != '#') {
                throw new URIReferenceException("Only the document itself is read");
            }
            return inDocument.dereference(reference, within);
        });
    }

    /** Whether the value of the signature is that of the key over SignedInfo. */
    void checkValue() {
        try {
            if (signature.getSignatureValue().validate(context)) {
                return;
            }
        } catch (XMLSignatureException | RuntimeException e) {
            throw CheckFailure.failed("The value of the signature cannot be checked: " + kind(e) + ".");
        }
        throw CheckFailure.failed("The value of the signature is not that of this key: key or SignedInfo are others.");
    }

    /** Checks each digest; what was digested. */
    List<Signed> checkReferences() {
        List<Signed> signed = new ArrayList<>();
        for (Reference reference : signature.getSignedInfo().getReferences()) {
            signed.add(check(reference));
        }
        return signed;
    }

    private Signed check(Reference reference) {
        boolean right;
        try {
            right = reference.validate(context);
        } catch (XMLSignatureException | RuntimeException e) {
            throw CheckFailure.failed("A reference cannot be followed: " + kind(e) + ".");
        }
        if (!right) {
            throw CheckFailure.failed("What was signed has been changed: a digest differs.");
        }
        List<Transform> transforms = reference.getTransforms();
        Transform last = transforms.isEmpty() ? null : transforms.get(transforms.size() - 1);
        boolean canonical = last != null && SignatureAlgorithm.CANONICAL.contains(last.getAlgorithm());
        return new Signed(octets(reference), canonical ? last : null);
    }

    private static byte[] octets(Reference reference) {
        try (InputStream digested = reference.getDigestInputStream()) {
            return digested.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("Octets in memory can be read", e);
        }
    }

    /**
     * The canonical form of a whole tree.
     *
     * @param like the form that was signed
     */
    byte[] canonical(Document document, Signed like) {
        try {
            // A transform of the signature itself: one made anew would not follow its parameters.
            Transform method = like.canonical() == null
                    ? factory.newCanonicalizationMethod(
                            CanonicalizationMethod.INCLUSIVE, (C14NMethodParameterSpec) null)
                    : like.canonical();
            Data nodes = factory.getURIDereferencer().dereference(new Whole(document), context);
            Data octets = method.transform(nodes, context);
            return ((OctetStreamData) octets).getOctetStream().readAllBytes();
        } catch (IOException
                | NoSuchAlgorithmException
                | InvalidAlgorithmParameterException
                | URIReferenceException
                | TransformException
                | RuntimeException e) {
            throw CheckFailure.notDone("The canonical form could not be computed: " + kind(e) + ".");
        }
    }

    /** A reference to a whole document, as it stands in the attribute of an element. */
    private record Whole(Document document) implements DOMURIReference {

        @Override
        public Node getHere() {
            Attr here = document.createAttributeNS(null, "URI");
            here.setValue(getURI());
            document.createElementNS(null, "Reference").setAttributeNodeNS(here);
            return here;
        }

        @Override
        public String getURI() {
            return "";
        }

        @Override
        public @Nullable String getType() {
            return null;
        }
    }

    /** The kind of an exception; its message may quote the document. */
    private static String kind(Exception e) {
        return e.getClass().getSimpleName();
    }
}
