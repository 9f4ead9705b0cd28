// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** RFC 5652 5: how a token is signed, and whether its certificate is revoked. */
class TimestampSignatureTest {

    private static final byte[] MAIL = Forge.ascii("From: a\r\n\r\nx\r\n");
    private static final Attribute NAMED = TestStamp.named(TestTsa.GOOD);

    private static TestStamp stamp() {
        return TestTsa.GOOD.stamp().of(MAIL);
    }

    private static void assertMalformed(byte[] token, String reason) {
        assertThat(TestTsa.verifier().verify(MAIL, token))
                .isEqualTo(new TimestampVerdict.Rejected(TimestampCheck.TOKEN_FORM, reason));
    }

    /** Octets as characters, so that some can be found and replaced. */
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theSignedAttributesAreInTheOrderOfDer() throws Exception {
        byte[] token = stamp().token();
        SignedData data = SignedData.getInstance(ContentInfo.getInstance(token).getContent());
        ASN1Set attributes =
                SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0)).getAuthenticatedAttributes();
        StringBuilder order = new StringBuilder();
        StringBuilder reverse = new StringBuilder();
        for (ASN1Encodable attribute : attributes) {
            String encoded = text(attribute.toASN1Primitive().getEncoded("DER"));
            order.append(encoded);
            reverse.insert(0, encoded);
        }
        byte[] reordered = octets(text(token).replace(order, reverse));
        assertThat(reordered).isNotEqualTo(token);
        assertMalformed(reordered, "The signed attributes are not in the order of DER.");
        byte[] response = TestStamp.response(0, reordered);
        TimestampRequest request = TimestampRequest.over(MAIL, new SecureRandom());
        assertThat(TestTsa.verifier().verify(request, response))
                .isEqualTo(new TimestampVerdict.Rejected(
                        TimestampCheck.TOKEN_FORM, "The signed attributes are not in the order of DER."));
    }

    @Test
    void theDigestAlgorithmIsListed() {
        String token = text(stamp().token());
        String sha256 = text(new byte[] {0x60, (byte) 0x86, 0x48, 1, 0x65, 3, 4, 2, 1});
        int first = token.indexOf(sha256);
        int last = first + sha256.length() - 1;
        String other = token.substring(0, last) + '\u0003' + token.substring(last + 1);
        assertMalformed(octets(other), "The digest algorithm of the signer is not listed.");
    }

    @Test
    void theSignedContentTypeIsThatOfATimeStamp() {
        Attribute data = TestStamp.attribute(CMSAttributes.contentType, CMSObjectIdentifiers.data);
        assertMalformed(stamp().attributes(NAMED, data).token(), "The signed content type is not that of the content.");
    }

    @Test
    void theSignedAlgorithmsAreThoseThatAreStated() {
        CMSAlgorithmProtection other = new CMSAlgorithmProtection(
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512),
                CMSAlgorithmProtection.SIGNATURE,
                new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
        assertMalformed(
                stamp().attributes(NAMED, TestStamp.attribute(CMSAttributes.cmsAlgorithmProtect, other))
                        .token(),
                "The algorithms are not those that were signed.");
    }

    @Test
    void noSignedAttributeIsThereTwice() {
        Attribute twin = TestStamp.named(new TestTsa.Request(TestPki.ec(2)).by(TestTsa.ROOT));
        assertMalformed(stamp().attributes(NAMED, twin).token(), "A signed attribute is there twice.");
    }

    private static TimestampVerdict withList(Instant nextUpdate, TestTsa revoked) throws Exception {
        JcaX509v2CRLBuilder builder =
                new JcaX509v2CRLBuilder(TestTsa.ROOT.certificate, Date.from(TestPki.NOW.minus(Duration.ofDays(2))));
        builder.setNextUpdate(Date.from(nextUpdate));
        builder.addCRLEntry(
                revoked.certificate().getSerialNumber(),
                Date.from(TestPki.NOW.minus(Duration.ofDays(3))),
                CRLReason.keyCompromise);
        X509CRL list = new JcaX509CRLConverter()
                .getCRL(builder.build(
                        new JcaContentSignerBuilder("SHA256withRSA").build(TestTsa.ROOT.keys.getPrivate())));
        TrustPolicy trust = TrustPolicy.of(List.of(TestTsa.ROOT.certificate)).withRevocationLists(List.of(list));
        return TimestampVerifier.of(trust, Bench.CLOCK).verify(MAIL, stamp().token());
    }

    @Test
    void aCertificateThatIsRevokedIsRefused() throws Exception {
        Instant tomorrow = TestPki.NOW.plus(Duration.ofDays(1));
        TestTsa other = new TestTsa.Request(TestPki.ec(2)).by(TestTsa.ROOT);
        assertThat(withList(tomorrow, other)).isInstanceOf(TimestampVerdict.Accepted.class);
        assertThat(withList(tomorrow, TestTsa.GOOD))
                .isEqualTo(new TimestampVerdict.Rejected(
                        TimestampCheck.REVOCATION, "A certificate of the path is revoked."));
    }

    @Test
    void withAListThatIsOutOfDateItIsNotAccepted() throws Exception {
        TestTsa other = new TestTsa.Request(TestPki.ec(2)).by(TestTsa.ROOT);
        assertThat(withList(TestPki.NOW.minus(Duration.ofDays(1)), other))
                .isNotInstanceOf(TimestampVerdict.Accepted.class);
    }
}
