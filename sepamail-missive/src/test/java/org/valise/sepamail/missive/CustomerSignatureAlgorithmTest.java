// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Forgery.EXCLUSIVE;
import static org.valise.sepamail.missive.Forgery.MESSAGE;
import static org.valise.sepamail.missive.SignatureSamples.PAYLOAD;
import static org.valise.sepamail.missive.SignatureSamples.assertRefuted;
import static org.valise.sepamail.missive.SignatureSamples.changed;
import static org.valise.sepamail.missive.SignatureSamples.document;
import static org.valise.sepamail.missive.SignatureSamples.findings;
import static org.valise.sepamail.missive.SignatureSamples.message;
import static org.valise.sepamail.missive.SignatureSamples.nominal;
import static org.valise.sepamail.missive.SignatureSamples.text;
import static org.valise.sepamail.missive.SignatureSamples.verifier;
import static org.valise.sepamail.missive.SignatureSamples.verify;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.CustomerSignatureReport.Check;
import org.valise.sepamail.missive.CustomerSignatureReport.Outcome;
import org.valise.sepamail.missive.CustomerSignatureReport.Verdict;

/** Which algorithms, keys and forms a signature of a customer may have; all others are refused. */
class CustomerSignatureAlgorithmTest {

    private static final TestIdentity RSA = TestIdentity.rsa("Customer", 2048);
    private static final TestIdentity EC = TestIdentity.ec("Customer", "secp256r1");

    private static final String GOOD = message(PAYLOAD);
    private static final String BAD = message(PAYLOAD.replace("pay 100", "pay 900"));

    @Test
    void sha1IsTakenOnlyIfTheCallerNamesIt() throws Exception {
        String ds = Forgery.DS;
        for (List<String> pair : List.of(
                List.of(ds + "rsa-sha1", "http://www.w3.org/2001/04/xmlenc#sha256"),
                List.of(Forgery.RSA_SHA256, ds + "sha1"),
                List.of(ds + "rsa-sha1", ds + "sha1"))) {
            Forgery forgery = new Forgery(RSA).method(pair.get(0)).digest(pair.get(1));
            String signed = forgery.reference("", forgery.select(MESSAGE), forgery.plain(EXCLUSIVE))
                    .sign(document(GOOD));
            assertRefuted(signed, "ALGORITHMS FAILED");
            CustomerSignatureVerifier lax = verifier().allowingSha1();
            assertThat(lax.verify(nominal(signed)).verdict()).isEqualTo(Verdict.VALID);
            assertThat(lax.verify(nominal(changed(signed))).verdict()).isEqualTo(Verdict.INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
                "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512"
            })
    void aPublicKeyIsNeverTakenForASecret(String method) throws Exception {
        // The attacker knows the certificate: with its key as the secret of a keyed hash he can sign anything.
        Forgery forgery = new Forgery(RSA, new SecretKeySpec(RSA.publicKey().getEncoded(), "HMAC")).method(method);
        String signed = forgery.reference("", forgery.select(MESSAGE), forgery.plain(EXCLUSIVE))
                .sign(document(BAD));
        assertRefuted(signed, "ALGORITHMS FAILED");
        assertThat(findings(CustomerSignatures.verifier(RSA.publicKey())
                        .allowingSha1()
                        .verify(nominal(signed))))
                .containsExactly("ALGORITHMS FAILED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
                "http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160",
                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha224",
                "http://www.w3.org/2007/05/xmldsig-more#rsa-pss",
                "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
                "http://www.w3.org/2000/09/xmldsig#",
                ""
            })
    void otherAlgorithmsAreRefused(String uri) throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        assertRefuted(signed.replace(Forgery.RSA_SHA256, uri), "ALGORITHMS FAILED");
        assertRefuted(signed.replace("http://www.w3.org/2001/04/xmlenc#sha256", uri), "ALGORITHMS FAILED");
        assertRefuted(signed.replace(EXCLUSIVE + "\"></ds:Canon", uri + "\"></ds:Canon"), "ALGORITHMS FAILED");
        assertRefuted(signed.replace(EXCLUSIVE + "\"></ds:Transform", uri + "\"></ds:Transform"), "ALGORITHMS FAILED");
    }

    @Test
    void parametersOfAlgorithmsAreRefused() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        assertRefuted(
                signed.replace(
                        "</ds:SignatureMethod>", "<ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>"),
                "FORM FAILED");
    }

    /** XML Signature 6.6.4: it has no parameters. A filter has one expression, and no more. */
    @Test
    void parametersOfTransformsAreRefused() throws Exception {
        String whole = text(RSA.signer().coveringMissive().sign(nominal()));
        String enveloped = "<ds:Transform Algorithm=\"" + SignatureTransforms.ENVELOPED + "\">";
        assertThat(whole).contains(enveloped);
        assertRefuted(whole.replace(enveloped, enveloped + "<x/>"), "ALGORITHMS FAILED");
        String xpath = "<ds:Transform Algorithm=\"" + SignatureTransforms.XPATH + "\">";
        String path = "<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath>";
        assertRefuted(whole.replace(enveloped, xpath + path + "<x/>"), "ALGORITHMS FAILED");
        assertRefuted(whole.replace(enveloped, xpath), "ALGORITHMS FAILED");
        CustomerSignatureReport other = verify(whole.replace(enveloped, xpath + "<ds:XPath>true()</ds:XPath>"));
        assertThat(findings(other)).containsExactly("ALGORITHMS NOT_DONE");
    }

    /** Those that were not reached are named, too; the problem has the words of the one in question. */
    @Test
    void aReportNamesEachCheckOnce() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        String[] changes = {"pay 100", "<ds:SignatureValue>", "<ds:KeyInfo>"};
        for (String change : changes) {
            CustomerSignatureReport report = verify(signed.replace(change, "x" + change));
            assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
            assertThat(report.checks()).extracting(result -> result.check()).containsExactly(Check.values());
            assertThat(report.problem().orElseThrow().detail())
                    .isEqualTo(report.checks().stream()
                            .filter(result -> result.outcome() == Outcome.FAILED)
                            .findFirst()
                            .orElseThrow()
                            .words());
        }
    }

    @Test
    void keysForPssOnlyAndCurvesOfAnotherOrderAreNotTaken() throws Exception {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSASSA-PSS");
        pairs.initialize(2048);
        PublicKey pss = pairs.generateKeyPair().getPublic();
        assertThat(SignatureAlgorithm.isForPssOnly(pss)).isTrue();
        assertThat(SignatureAlgorithm.isForPssOnly(RSA.publicKey())).isFalse();
        SignatureAlgorithm.Digest digest = SignatureAlgorithm.Digest.SHA256;
        assertThat(SignatureAlgorithm.of(SignatureAlgorithm.Family.RSA, digest).takes(pss))
                .isFalse();
        assertThat(SignatureAlgorithm.of(SignatureAlgorithm.Family.PSS, digest).takes(pss))
                .isTrue();
        assertThat(SignatureAlgorithm.isStrong(EC.publicKey())).isTrue();
        assertThat(SignatureAlgorithm.isStrong(otherOrder((ECPublicKey) EC.publicKey())))
                .isFalse();
    }

    /** The same point on what calls itself the same curve, but with another order. */
    private static ECPublicKey otherOrder(ECPublicKey key) {
        ECParameterSpec real = key.getParams();
        ECParameterSpec other =
                new ECParameterSpec(real.getCurve(), real.getGenerator(), BigInteger.TEN, real.getCofactor());
        return new ECPublicKey() {
            private static final long serialVersionUID = 1;

            @Override
            public ECPoint getW() {
                return key.getW();
            }

            @Override
            public ECParameterSpec getParams() {
                return other;
            }

            @Override
            public String getAlgorithm() {
                return "EC";
            }

            @Override
            public String getFormat() {
                return key.getFormat();
            }

            @Override
            public byte[] getEncoded() {
                return key.getEncoded();
            }
        };
    }

    @Test
    void theAlgorithmMustFitTheKey() throws Exception {
        String rsa = text(RSA.signer().sign(nominal()));
        String ecdsa = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
        assertRefuted(rsa.replace(Forgery.RSA_SHA256, ecdsa), "KEY FAILED");
        String ec = text(EC.signer().sign(nominal()));
        assertRefuted(ec.replace(ecdsa, Forgery.RSA_SHA256), "KEY FAILED");
        assertRefuted(rsa.replace("rsa-sha256", "rsa-sha512"), "SIGNATURE_VALUE FAILED");
    }

    @Test
    void shortKeysAreRefused() throws Exception {
        Forgery forgery = new Forgery(TestIdentity.rsa("Short", 1024));
        String signed = forgery.reference("", forgery.select(MESSAGE), forgery.plain(EXCLUSIVE))
                .sign(document(GOOD));
        assertRefuted(signed, "KEY FAILED");
    }

    @Test
    void aBareKeyIsNeverTaken() throws Exception {
        Forgery forgery = new Forgery(RSA);
        var infos = forgery.factory().getKeyInfoFactory();
        forgery.keyInfo(infos.newKeyInfo(List.of(infos.newKeyName("me"), infos.newKeyValue(RSA.publicKey()))));
        String signed = forgery.reference("", forgery.select(MESSAGE), forgery.plain(EXCLUSIVE))
                .sign(document(GOOD));
        CustomerSignatureReport report = verify(signed);
        assertThat(report.verdict()).isEqualTo(Verdict.UNDETERMINED);
        assertThat(findings(report)).containsExactly("KEY NOT_DONE");
        assertThat(CustomerSignatures.verifier(RSA.publicKey())
                        .verify(nominal(signed))
                        .verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void theCertificateOfSomebodyElseDoesNotFitTheSignature() throws Exception {
        TestIdentity other = TestIdentity.rsa("Director", 2048);
        Forgery forgery = new Forgery(RSA);
        var infos = forgery.factory().getKeyInfoFactory();
        forgery.keyInfo(infos.newKeyInfo(List.of(infos.newX509Data(other.chain()))));
        String signed = forgery.reference("", forgery.select(MESSAGE), forgery.plain(EXCLUSIVE))
                .sign(document(GOOD));
        assertRefuted(signed, "SIGNATURE_VALUE FAILED");
    }

    @Test
    void twoCertificatesThatBothMightBeTheSignersAreRefused() throws Exception {
        Forgery forgery = new Forgery(RSA);
        var infos = forgery.factory().getKeyInfoFactory();
        forgery.keyInfo(infos.newKeyInfo(List.of(
                infos.newX509Data(RSA.chain()),
                infos.newX509Data(TestIdentity.ec("Director", "secp256r1").chain()))));
        String signed = forgery.reference("", forgery.select(MESSAGE), forgery.plain(EXCLUSIVE))
                .sign(document(GOOD));
        assertRefuted(signed, "KEY FAILED");
    }

    @Test
    void whatIsNotBuiltAsItMustBeIsRefused() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        for (List<String> change : List.of(
                List.of("<ds:SignatureValue>", "<ds:SignatureValue><ds:x/>"),
                List.of("<ds:KeyInfo>", "text<ds:KeyInfo>"),
                List.of("<ds:KeyInfo>", "<ds:KeyInfo><ds:PGPData/>"),
                List.of("<ds:KeyInfo>", "<ds:KeyInfo><x/>"),
                List.of("<ds:X509Data>", "<ds:X509Data><ds:X509Other/>"),
                List.of("</ds:KeyInfo>", "</ds:KeyInfo><ds:SignedInfo/>"),
                List.of("</ds:KeyInfo>", "</ds:KeyInfo><x/>"),
                List.of("</ds:Reference>", "</ds:Reference><x/>"),
                List.of("</ds:DigestValue>", "</ds:DigestValue><x/>"),
                List.of("</ds:DigestValue>", "</ds:DigestValue><ds:DigestValue>AAAA</ds:DigestValue>"),
                List.of("<ds:DigestValue>", "<ds:DigestValue>*"),
                List.of("</ds:Transforms>", "<x/></ds:Transforms>"),
                List.of("DigestMethod", "DigestWay"),
                List.of(" URI=\"\"", " URI=\"#\""),
                List.of(" URI=\"\"", " URI=\"urn:x\""),
                List.of(" URI=\"\"", " URI=\"#xpointer(/)\""),
                List.of(" URI=\"\"", " URI=\"#a%20b\""),
                List.of("SignatureMethod", "SignatureWay"),
                List.of("SignatureValue", "SignatureWorth"),
                List.of("SignedInfo", "UnsignedInfo"),
                List.of(" URI=\"\"", ""))) {
            assertRefuted(signed.replace(change.get(0), change.get(1)), "FORM FAILED");
        }
        assertRefuted(signed.replace("Filter=\"intersect\"", "Filter=\"all\""), "ALGORITHMS FAILED");
        assertRefuted(signed.replace("<ds:SignatureValue>", "<ds:SignatureValue>*"), "FORM FAILED");
        assertRefuted(signed.replace("<ds:X509Certificate>", "<ds:X509Certificate>*"), "KEY FAILED");
        assertRefuted(signed.replace("<ds:X509Certificate>MII", "<ds:X509Certificate>MIJ"), "KEY FAILED");
    }

    @Test
    void aManifestIsNotExamined() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        String manifest = "<ds:Object><ds:Manifest></ds:Manifest></ds:Object></ds:Signature>";
        CustomerSignatureReport report = verify(signed.replace("</ds:Signature>", manifest));
        assertThat(report.verdict()).isEqualTo(Verdict.UNDETERMINED);
        assertThat(report.check(Check.FORM).outcome()).isEqualTo(Outcome.NOT_DONE);
    }
}
