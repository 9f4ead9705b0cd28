// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The algorithms of XML Signature that are accepted. What is not on these lists is refused: keyed hashes above all, with
 * which a public key could be passed off as a secret one.
 *
 * @param family the kind of key
 * @param digest the digest within the algorithm
 * @param uri its name
 */
record SignatureAlgorithm(Family family, Digest digest, String uri) {

    static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 16_384;
    private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");

    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String MORE_2007 = "http://www.w3.org/2007/05/xmldsig-more#";

    private static final List<SignatureAlgorithm> ALL = List.of(
            new SignatureAlgorithm(Family.RSA, Digest.SHA1, SignatureTree.DS + "rsa-sha1"),
            new SignatureAlgorithm(Family.RSA, Digest.SHA256, MORE + "rsa-sha256"),
            new SignatureAlgorithm(Family.RSA, Digest.SHA384, MORE + "rsa-sha384"),
            new SignatureAlgorithm(Family.RSA, Digest.SHA512, MORE + "rsa-sha512"),
            new SignatureAlgorithm(Family.PSS, Digest.SHA256, MORE_2007 + "sha256-rsa-MGF1"),
            new SignatureAlgorithm(Family.PSS, Digest.SHA384, MORE_2007 + "sha384-rsa-MGF1"),
            new SignatureAlgorithm(Family.PSS, Digest.SHA512, MORE_2007 + "sha512-rsa-MGF1"),
            new SignatureAlgorithm(Family.ECDSA, Digest.SHA1, MORE + "ecdsa-sha1"),
            new SignatureAlgorithm(Family.ECDSA, Digest.SHA256, MORE + "ecdsa-sha256"),
            new SignatureAlgorithm(Family.ECDSA, Digest.SHA384, MORE + "ecdsa-sha384"),
            new SignatureAlgorithm(Family.ECDSA, Digest.SHA512, MORE + "ecdsa-sha512"));

    /** The kinds of algorithm by key and padding. */
    enum Family {
        RSA,
        PSS,
        ECDSA
    }

    /** The digests; SHA-1 only where the caller allows it by name. */
    enum Digest {
        SHA1(SignatureTree.DS + "sha1"),
        SHA256("http://www.w3.org/2001/04/xmlenc#sha256"),
        SHA384(MORE + "sha384"),
        SHA512("http://www.w3.org/2001/04/xmlenc#sha512");

        final String uri;

        Digest(String uri) {
            this.uri = uri;
        }

        static Optional<Digest> ofUri(String uri) {
            for (Digest digest : values()) {
                if (digest.uri.equals(uri)) {
                    return Optional.of(digest);
                }
            }
            return Optional.empty();
        }
    }

    static Optional<SignatureAlgorithm> ofUri(String uri) {
        return ALL.stream().filter(algorithm -> algorithm.uri.equals(uri)).findFirst();
    }

    static SignatureAlgorithm of(Family family, Digest digest) {
        return ALL.stream()
                .filter(algorithm -> algorithm.family == family && algorithm.digest == digest)
                .findFirst()
                .orElseThrow();
    }

    /** Whether a key is of the kind that this algorithm demands. */
    boolean takes(PublicKey key) {
        return switch (family) {
            case RSA -> key instanceof RSAPublicKey && !isForPssOnly(key);
            case PSS -> key instanceof RSAPublicKey;
            case ECDSA -> key instanceof ECPublicKey;
        };
    }

    static boolean isForPssOnly(Key key) {
        return key.getAlgorithm().equals("RSASSA-PSS");
    }

    /** Whether a key is of an accepted kind and size. */
    static boolean isStrong(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS;
        }
        return key instanceof ECPublicKey ec && digestOfCurve(ec).isPresent();
    }

    /** The digest as long as the curve is wide; empty for any other curve, whatever it calls itself. */
    static Optional<Digest> digestOfCurve(ECPublicKey key) {
        List<Digest> digests = List.of(Digest.SHA256, Digest.SHA384, Digest.SHA512);
        for (int i = 0; i < CURVES.size(); i++) {
            if (isSame(key.getParams(), curve(CURVES.get(i)))) {
                return Optional.of(digests.get(i));
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(ECParameterSpec one, ECParameterSpec other) {
        // The curves carry a seed, which not every provider knows: field and coefficients are what counts.
        return one.getCurve().getField().equals(other.getCurve().getField())
                && one.getCurve().getA().equals(other.getCurve().getA())
                && one.getCurve().getB().equals(other.getCurve().getB())
                && one.getGenerator().equals(other.getGenerator())
                && one.getOrder().equals(other.getOrder())
                && one.getCofactor() == other.getCofactor();
    }

    private static ECParameterSpec curve(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM does not know the curve " + name, e);
        }
    }

    /** The transforms and methods that make a canonical form. */
    static final Set<String> CANONICAL = Set.of(
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
            "http://www.w3.org/2006/12/xml-c14n11",
            "http://www.w3.org/2006/12/xml-c14n11#WithComments",
            "http://www.w3.org/2001/10/xml-exc-c14n#",
            "http://www.w3.org/2001/10/xml-exc-c14n#WithComments");
}
