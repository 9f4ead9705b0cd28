// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** The certificates of a mail keep nobody busy for long, and policies are judged right all the same (RFC 5280 6.1). */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PathBoundsTest {

    private static final TestPath ROOT = TestPath.root(0);

    private static Outcome check(TestPath signer, List<X509Certificate> cameAlong) {
        return TrustPolicy.of(List.of(ROOT.certificate)).check(signer.certificate, cameAlong, TestPki.NOW);
    }

    private static CertificatePolicies policies(int from, int until) {
        PolicyInformation[] all = new PolicyInformation[until - from];
        for (int i = from; i < until; i++) {
            all[i - from] = new PolicyInformation(policy(i));
        }
        return new CertificatePolicies(all);
    }

    private static ASN1ObjectIdentifier policy(int index) {
        return new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7." + index);
    }

    /** Each of some policies mapped onto each of some. */
    private static DERSequence mappings(int from, int until, int onto, int end) {
        ASN1EncodableVector all = new ASN1EncodableVector();
        for (int i = from; i < until; i++) {
            for (int j = onto; j < end; j++) {
                all.add(new DERSequence(new ASN1ObjectIdentifier[] {policy(i), policy(j)}));
            }
        }
        return new DERSequence(all);
    }

    private static TestPath.Request mid(TestPath issuer, int index) {
        return issuer.request(TestPki.rsa(1 + index % 2), "CN=Mid" + index).authority(-1);
    }

    private static TestPath.Request leaf(TestPath issuer) {
        return issuer.request(TestPki.rsa(3), "CN=Leaf").signer(TestPki.SENDER);
    }

    /** 6.1.3 (d) and 6.1.4 (b): six certificates whose policies are mapped onto each other make 12 to the sixth nodes. */
    @Test
    void policiesThatMultiply() {
        List<X509Certificate> path = new ArrayList<>();
        TestPath last = ROOT;
        for (int i = 0; i < 5; i++) {
            last = mid(last, i)
                    .with(Extension.certificatePolicies, false, policies(0, 12))
                    .with(Extension.policyMappings, true, mappings(0, 12, 0, 12))
                    .issue();
            path.add(last.certificate);
        }
        TestPath signer = leaf(last)
                .with(Extension.certificatePolicies, false, policies(0, 12))
                .issue();
        assertThat(check(signer, path)).isEqualTo(Outcome.BROKEN);
    }

    /** So many the platform compares with each other; few enough are none of its concern. */
    @Test
    void moreThanAnybodyNeeds() {
        for (int many : List.of(100, 101)) {
            Outcome expected = many == 100 ? Outcome.TRUSTED : Outcome.BROKEN;
            TestPath first = mid(ROOT, 0)
                    .with(Extension.certificatePolicies, false, policies(0, many))
                    .issue();
            TestPath second = mid(first, 1)
                    .with(Extension.certificatePolicies, false, policies(0, many))
                    .issue();
            assertThat(check(leaf(second).issue(), List.of(first.certificate, second.certificate)))
                    .isEqualTo(expected);
            TestPath one = shut(ROOT, 0, many);
            TestPath other = shut(one, 1, many);
            assertThat(check(leaf(other).issue(), List.of(one.certificate, other.certificate)))
                    .isEqualTo(expected);
        }
    }

    private static TestPath shut(TestPath issuer, int index, int many) {
        GeneralSubtree[] all = new GeneralSubtree[many];
        for (int i = 0; i < many; i++) {
            all[i] = new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, "shut" + i + ".example"));
        }
        return mid(issuer, index)
                .with(Extension.nameConstraints, true, new NameConstraints(null, all))
                .issue();
    }

    @Test
    void moreNamesThanAnybodyNeeds() {
        TestPath mid = shut(ROOT, 0, 1);
        for (int many : List.of(200, 201)) {
            GeneralName[] names = new GeneralName[many];
            Arrays.fill(names, new GeneralName(GeneralName.rfc822Name, TestPki.SENDER));
            TestPath signer = mid.request(TestPki.rsa(3), "CN=Leaf")
                    .with(Extension.subjectAlternativeName, false, new GeneralNames(names))
                    .issue();
            assertThat(check(signer, List.of(mid.certificate)))
                    .isEqualTo(many == 200 ? Outcome.TRUSTED : Outcome.BROKEN);
        }
    }

    /** 6.1.5: with a policy required, the path has to have one; and it may be one that another was mapped onto. */
    @Test
    void aPolicyThatIsRequired() {
        TestPath mapping = mid(ROOT, 0)
                .with(Extension.certificatePolicies, false, policies(0, 10))
                .with(Extension.policyMappings, true, mappings(0, 10, 10, 11))
                .with(Extension.policyConstraints, true, new PolicyConstraints(BigInteger.ZERO, null))
                .issue();
        List<X509Certificate> path = List.of(mapping.certificate);
        TestPath mapped = leaf(mapping)
                .with(Extension.certificatePolicies, false, policies(10, 11))
                .issue();
        TestPath unmapped = leaf(mapping)
                .with(Extension.certificatePolicies, false, policies(0, 1))
                .issue();
        assertThat(check(mapped, path)).isEqualTo(Outcome.TRUSTED);
        assertThat(check(unmapped, path)).isEqualTo(Outcome.BROKEN);
        assertThat(check(leaf(mapping).issue(), path)).isEqualTo(Outcome.BROKEN);
    }

    /** As many mappings as somebody may have, and one more. */
    @Test
    void moreMappingsThanAnybodyNeeds() {
        for (int many : List.of(50, 51)) {
            TestPath mapping = mid(ROOT, 0)
                    .with(Extension.certificatePolicies, false, policies(0, many))
                    .with(Extension.policyMappings, true, mappings(0, many, 60, 61))
                    .issue();
            assertThat(check(leaf(mapping).issue(), List.of(mapping.certificate)))
                    .isEqualTo(many == 50 ? Outcome.TRUSTED : Outcome.BROKEN);
        }
    }

    /** The signer and nine authorities below one that is trusted. */
    @Test
    void noPathIsLongerThanTen() {
        List<X509Certificate> path = new ArrayList<>();
        TestPath last = ROOT;
        for (int i = 0; i < 10; i++) {
            assertThat(check(leaf(last).issue(), path)).as(i + " between").isEqualTo(Outcome.TRUSTED);
            last = last.request(TestPki.ec(i % 3), "CN=Between" + i)
                    .authority(-1)
                    .issue();
            path.add(last.certificate);
        }
        assertThat(check(leaf(last).issue(), path)).isEqualTo(Outcome.UNKNOWN);
    }

    /** Six authorities that have all certified each other: hundreds of ways, none to an authority that is trusted. */
    @Test
    void authoritiesThatHaveCertifiedEachOther() {
        List<TestPath> ring = new ArrayList<>();
        List<X509Certificate> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ring.add(TestPath.selfIssued(TestPki.ec(0), "CN=Ring" + i)
                    .authority(-1)
                    .issue());
        }
        for (TestPath issuer : ring) {
            for (TestPath subject : ring) {
                all.add(issuer.request(subject.keys, subject.name).authority(-1).issue().certificate);
            }
        }
        assertThat(check(leaf(ring.get(0)).issue(), all)).isEqualTo(Outcome.UNKNOWN);
        all.add(ROOT.request(ring.get(5).keys, ring.get(5).name).authority(-1).issue().certificate);
        assertThat(check(leaf(ring.get(0)).issue(), all)).isEqualTo(Outcome.TRUSTED);
    }

    /** Authorities of one name: which of them has issued a certificate only the signature tells. */
    @Test
    void authoritiesOfOneName() {
        List<X509Certificate> all = new ArrayList<>();
        TestPath last = ROOT;
        for (int i = 0; i < 4; i++) {
            last = last.request(TestPki.ec(i), "CN=Same").authority(-1).issue();
            all.add(last.certificate);
            all.add(TestPath.selfIssued(TestPki.ec(4 + i), "CN=Same")
                    .authority(-1)
                    .issue()
                    .certificate);
        }
        assertThat(check(
                        last.request(TestPki.rsa(0), "CN=Leaf")
                                .signer(TestPki.SENDER)
                                .issue(),
                        all))
                .isEqualTo(Outcome.TRUSTED);
    }

    /** A signature of such a key takes as long to verify as to make. */
    @Test
    void aKeyWithALongExponent() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(
                new RSAKeyGenParameterSpec(2048, BigInteger.ONE.shiftLeft(100).add(BigInteger.valueOf(7))));
        KeyPair slow = generator.generateKeyPair();
        TestPath mid = ROOT.request(slow, "CN=Slow").authority(-1).issue();
        assertThat(check(leaf(mid).issue(), List.of(mid.certificate))).isEqualTo(Outcome.UNKNOWN);
    }
}
