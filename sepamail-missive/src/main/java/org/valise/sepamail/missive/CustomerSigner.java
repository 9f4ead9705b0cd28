// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.ExcC14NParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.crypto.dsig.spec.XPathFilter2ParameterSpec;
import javax.xml.crypto.dsig.spec.XPathType;
import org.jspecify.annotations.Nullable;

/**
 * Signs missives in the name of a customer. Immutable; thread-safe if the key and its provider are.
 *
 * <p>It is made by {@link CustomerSignatures#signer(PrivateKey, List)}. The document is carried over octet by octet, and the
 * signature is put in front of the closing tag of {@code sepamail_missive_001}: so the message, its checksum and all else
 * stay what they were.
 *
 * <p>SHA-256 is used, with an EC key the digest of the length of its curve. A signature of the message has one reference,
 * to the whole document ({@code URI=""}), with an XPath Filter 2.0 that selects exactly the message element, then
 * exclusive canonical XML; one of the missive has the enveloped-signature transform, then canonical XML 1.0.
 *
 * <pre>{@code
 * NominalMissive signed = CustomerSignatures.signer(key, chain).withDigest("SHA-512").sign(missive);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class CustomerSigner {

    private static final String SIGNATURE_PROVIDER = "org.jcp.xml.dsig.internal.dom.SignatureProvider";
    private static final String PREFIX = "msg";
    private static final String MESSAGE_PATH =
            "/msg:Missive/msg:sepamail_missive_001/msg:MsvBdy/msg:sepamail_message_001";

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final @Nullable Provider provider;
    private final SignatureAlgorithm algorithm;
    private final boolean wholeMissive;

    private CustomerSigner(
            PrivateKey key,
            List<X509Certificate> chain,
            @Nullable Provider provider,
            SignatureAlgorithm algorithm,
            boolean wholeMissive) {
        this.key = key;
        this.chain = chain;
        this.provider = provider;
        this.algorithm = algorithm;
        this.wholeMissive = wholeMissive;
    }

    static CustomerSigner of(PrivateKey key, List<X509Certificate> chain, @Nullable Provider provider) {
        Objects.requireNonNull(key, "key");
        List<X509Certificate> certificates = List.copyOf(chain);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("A signer has a certificate");
        }
        PublicKey publicKey = certificates.get(0).getPublicKey();
        if (!SignatureAlgorithm.isStrong(publicKey)) {
            throw new IllegalArgumentException(
                    "A key that signs is RSA of 2048 to 16384 bits, or EC on P-256, P-384, P-521");
        }
        if (!SignatureCertificates.maySign(certificates.get(0))) {
            throw new IllegalArgumentException("By its certificate, the key may not sign");
        }
        if (key instanceof RSAKey own
                && !(publicKey instanceof RSAKey other && own.getModulus().equals(other.getModulus()))) {
            throw new IllegalArgumentException("The certificate is that of another key");
        }
        return new CustomerSigner(key, certificates, provider, algorithm(publicKey), false);
    }

    private static SignatureAlgorithm algorithm(PublicKey key) {
        if (key instanceof ECPublicKey curve) {
            return SignatureAlgorithm.of(
                    SignatureAlgorithm.Family.ECDSA,
                    SignatureAlgorithm.digestOfCurve(curve).orElseThrow());
        }
        return SignatureAlgorithm.of(
                SignatureAlgorithm.isForPssOnly(key) ? SignatureAlgorithm.Family.PSS : SignatureAlgorithm.Family.RSA,
                SignatureAlgorithm.Digest.SHA256);
    }

    /**
     * This signer with another digest.
     *
     * @param name {@code SHA-256}, {@code SHA-384} or {@code SHA-512}
     * @return a new signer
     * @throws IllegalArgumentException for another name
     */
    public CustomerSigner withDigest(String name) {
        SignatureAlgorithm.Digest digest = switch (name.toUpperCase(Locale.ROOT)) {
            case "SHA-256" -> SignatureAlgorithm.Digest.SHA256;
            case "SHA-384" -> SignatureAlgorithm.Digest.SHA384;
            case "SHA-512" -> SignatureAlgorithm.Digest.SHA512;
            default -> throw new IllegalArgumentException("The digest is SHA-256, SHA-384 or SHA-512");
        };
        return with(SignatureAlgorithm.of(algorithm.family(), digest), wholeMissive);
    }

    /**
     * This signer with the padding PSS in place of PKCS #1 v1.5. Fewer peers can read it.
     *
     * @return a new signer
     * @throws IllegalArgumentException if the key is not RSA
     */
    public CustomerSigner withPss() {
        if (algorithm.family() == SignatureAlgorithm.Family.ECDSA) {
            throw new IllegalArgumentException("PSS is a padding of RSA");
        }
        return with(SignatureAlgorithm.of(SignatureAlgorithm.Family.PSS, algorithm.digest()), wholeMissive);
    }

    /**
     * This signer, signing the whole missive: all but the signature itself. Such a signature does not survive
     * {@link NominalMissive#resend()}, nor a time of reception that is entered, nor a BIC that a bank adds.
     *
     * @return a new signer
     */
    public CustomerSigner coveringMissive() {
        return with(algorithm, true);
    }

    private CustomerSigner with(SignatureAlgorithm other, boolean whole) {
        return new CustomerSigner(key, chain, provider, other, whole);
    }

    /**
     * Signs a missive, and checks the signature with the key of the certificate before it is handed out. Whether the
     * certificate is still valid is not looked at.
     *
     * @param missive the missive, which is not changed
     * @return a new missive, the same with the signature
     * @throws IllegalArgumentException if it carries a signature already
     * @throws SignatureException if the key cannot sign, for example because its device is gone, or is not that of the
     *     certificate; or if the missive has so many nodes (some 400,000) that no verifier of this library would follow it
     */
    public NominalMissive sign(NominalMissive missive) throws SignatureException {
        if (missive.hasCustomerSignature()) {
            throw new IllegalArgumentException("The missive carries a signature already");
        }
        SignatureTree tree = SignatureTree.of(missive);
        sign(tree, missive);
        NominalMissive signed = SignatureWriter.insert(missive, tree.signature());
        CustomerSignatureReport report =
                CustomerSignatures.verifier(chain.get(0).getPublicKey()).verify(signed);
        if (report.verdict() != CustomerSignatureReport.Verdict.VALID) {
            throw new SignatureException("What was signed cannot be verified with the certificate: " + report.checks());
        }
        return signed;
    }

    private void sign(SignatureTree tree, NominalMissive missive) throws SignatureException {
        XMLSignatureFactory factory = XmlSignatures.factory();
        DOMSignContext context = new DOMSignContext(key, tree.structure());
        context.setDefaultNamespacePrefix("ds");
        context.putNamespacePrefix(SignatureTransforms.XPATH_FILTER2, "filter");
        context.putNamespacePrefix(CanonicalizationMethod.EXCLUSIVE, "ec");
        XmlSignatures.configure(context, true);
        if (provider != null) {
            context.setProperty(SIGNATURE_PROVIDER, provider);
        }
        try {
            factory.newXMLSignature(signedInfo(factory, missive), keyInfo(factory))
                    .sign(context);
        } catch (MarshalException | XMLSignatureException | GeneralSecurityException | RuntimeException e) {
            throw new SignatureException("The key cannot sign", e);
        }
    }

    private SignedInfo signedInfo(XMLSignatureFactory factory, NominalMissive missive) throws GeneralSecurityException {
        List<Transform> transforms = wholeMissive ? wholeMissive(factory) : messageOnly(factory, missive);
        Reference reference =
                factory.newReference("", factory.newDigestMethod(algorithm.digest().uri, null), transforms, null, null);
        return factory.newSignedInfo(
                factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(algorithm.uri(), null),
                List.of(reference));
    }

    private static List<Transform> wholeMissive(XMLSignatureFactory factory) throws GeneralSecurityException {
        return List.of(
                factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                factory.newTransform(CanonicalizationMethod.INCLUSIVE, (TransformParameterSpec) null));
    }

    private static List<Transform> messageOnly(XMLSignatureFactory factory, NominalMissive missive)
            throws GeneralSecurityException {
        Map<String, String> prefixes = Map.of(PREFIX, missive.version().namespace());
        XPathType filter = new XPathType(MESSAGE_PATH, XPathType.Filter.INTERSECT, prefixes);
        List<String> types = List.copyOf(TypePrefixes.open(SignatureCoverage.document(missive.message()), List.of()));
        return List.of(
                factory.newTransform(Transform.XPATH2, new XPathFilter2ParameterSpec(List.of(filter))),
                factory.newTransform(
                        CanonicalizationMethod.EXCLUSIVE, types.isEmpty() ? null : new ExcC14NParameterSpec(types)));
    }

    private KeyInfo keyInfo(XMLSignatureFactory factory) {
        KeyInfoFactory parts = factory.getKeyInfoFactory();
        return parts.newKeyInfo(List.of(parts.newX509Data(chain)));
    }

    /** Returns the algorithm and what is covered. */
    @Override
    public String toString() {
        return "CustomerSigner[" + algorithm.uri() + ", covers " + (wholeMissive ? "the missive" : "the message") + "]";
    }
}
