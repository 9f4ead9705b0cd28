// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/** RFC 4055 3.1: certificates under RSASSA-PSS, whose digest stands in parameters, and is SHA-1 where they say nothing. */
class PssCertificateTest {

    private static final TestPath ROOT = TestPath.root(0);

    /** What the algorithm identifier of a certificate states. The signature is made in just that way. */
    private enum Stated {
        SHA_256("SHA-256", "SHA-256", 32, true),
        SHA_384("SHA-384", "SHA-384", 48, true),
        SHA_512("SHA-512", "SHA-512", 64, true),
        /** Each parameter is the default, and written out. */
        SHA_1("SHA-1", "SHA-1", 20, false),
        /** Each parameter is the default, and left out, as DER has it. */
        NOTHING("SHA-1", "SHA-1", 20, false),
        /** There is not even an empty sequence. */
        NO_PARAMETERS("SHA-1", "SHA-1", 20, false),
        SHA_1_WITHIN_THE_MASK("SHA-256", "SHA-1", 20, false),
        SHA_1_BENEATH_THE_MASK("SHA-1", "SHA-256", 20, false),
        SHA_224("SHA-224", "SHA-224", 28, false);

        private final String digest;
        private final String mask;
        private final int salt;
        private final boolean accepted;

        Stated(String digest, String mask, int salt, boolean accepted) {
            this.digest = digest;
            this.mask = mask;
            this.salt = salt;
            this.accepted = accepted;
        }

        private static AlgorithmIdentifier digest(String name) {
            ASN1ObjectIdentifier oid = switch (name) {
                case "SHA-1" -> OIWObjectIdentifiers.idSHA1;
                case "SHA-224" -> NISTObjectIdentifiers.id_sha224;
                case "SHA-256" -> NISTObjectIdentifiers.id_sha256;
                case "SHA-384" -> NISTObjectIdentifiers.id_sha384;
                default -> NISTObjectIdentifiers.id_sha512;
            };
            return new AlgorithmIdentifier(oid, DERNull.INSTANCE);
        }

        AlgorithmIdentifier algorithm() {
            ASN1ObjectIdentifier pss = PKCSObjectIdentifiers.id_RSASSA_PSS;
            return this == NO_PARAMETERS ? new AlgorithmIdentifier(pss) : new AlgorithmIdentifier(pss, parameters());
        }

        /** By hand: what BouncyCastle makes leaves out what is a default. */
        private ASN1Encodable parameters() {
            ASN1EncodableVector fields = new ASN1EncodableVector();
            if (this != NOTHING) {
                fields.add(new DERTaggedObject(true, 0, digest(digest)));
                fields.add(new DERTaggedObject(
                        true, 1, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest(mask))));
                fields.add(new DERTaggedObject(true, 2, new ASN1Integer(salt)));
            }
            return new DERSequence(fields);
        }

        PSSParameterSpec spec() {
            return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mask), salt, 1);
        }

        ContentSigner by(KeyPair issuer) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            return new ContentSigner() {
                @Override
                public AlgorithmIdentifier getAlgorithmIdentifier() {
                    return algorithm();
                }

                @Override
                public OutputStream getOutputStream() {
                    return octets;
                }

                @Override
                public byte[] getSignature() {
                    try {
                        Signature signature = Signature.getInstance("RSASSA-PSS");
                        signature.setParameter(spec());
                        signature.initSign(issuer.getPrivate());
                        signature.update(octets.toByteArray());
                        return signature.sign();
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
        }
    }

    private static TestPath.Request mid() {
        return ROOT.request(TestPki.rsa(3), "CN=Mid").authority(-1);
    }

    private static TestPath.Request signer(TestPath issuer) {
        return issuer.request(TestPki.rsa(1), "CN=Signer").signer(TestPki.SENDER);
    }

    private static Verdict<OpenedMissive> open(OpeningPolicy policy, TestPath signer, TestPath... between)
            throws SealingException {
        X509Certificate[] chain = new X509Certificate[between.length + 1];
        chain[0] = signer.certificate;
        for (int i = 0; i < between.length; i++) {
            chain[i + 1] = between[i].certificate;
        }
        byte[] mail = MissiveSealer.of(
                        SigningIdentity.of(signer.keys.getPrivate(), List.of(chain)), Bench.FROM, Bench.CLOCK)
                .seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.RECIPIENT.certificate))
                .octets();
        TrustPolicy trust = TrustPolicy.of(List.of(ROOT.certificate));
        return MissiveOpener.of(List.of(Bench.RECIPIENT.decryptionKey()), trust, Bench.CLOCK)
                .with(policy)
                .open(mail);
    }

    private static void assertOpened(Stated stated, TestPath signer, TestPath... between) throws SealingException {
        for (OpeningPolicy policy : List.of(OpeningPolicy.strict(), OpeningPolicy.lenient())) {
            Verdict<OpenedMissive> verdict = open(policy, signer, between);
            if (stated.accepted) {
                assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
            } else {
                assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
                assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(Check.SIGNER_TRUST);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void s8TheCertificateOfTheSigner(Stated stated) throws Exception {
        TestPath mid = mid().issue();
        assertOpened(stated, signer(mid).signedBy(stated.by(mid.keys)).issue(), mid);
    }

    @ParameterizedTest
    @EnumSource
    void s8TheCertificateOfAnAuthorityBetween(Stated stated) throws Exception {
        TestPath mid = mid().signedBy(stated.by(ROOT.keys)).issue();
        assertOpened(stated, signer(mid).issue(), mid);
    }

    /** What refuses them is the digest and nothing else: who reads what is old reads them. */
    @ParameterizedTest
    @EnumSource(names = {"SHA_1", "NOTHING", "SHA_1_WITHIN_THE_MASK", "SHA_1_BENEATH_THE_MASK"})
    void legacyReadsThemOverSha1(Stated stated) throws Exception {
        TestPath mid = mid().signedBy(stated.by(ROOT.keys)).issue();
        TestPath signer = signer(mid).signedBy(stated.by(mid.keys)).issue();
        assertThat(open(OpeningPolicy.legacy(), signer, mid)).isInstanceOf(Verdict.Accepted.class);
    }

    /** As {@link TrustPolicy} says: what an authority that is trusted has put under its own is not looked at. */
    @ParameterizedTest
    @EnumSource
    void theOneThatIsTrustedMayHaveSignedItselfAnyhow(Stated stated) {
        TestPath root = TestPath.selfIssued(TestPki.rsa(4), "CN=Root")
                .authority(-1)
                .signedBy(stated.by(TestPki.rsa(4)))
                .issue();
        Outcome outcome = TrustPolicy.of(List.of(root.certificate))
                .check(signer(root).issue().certificate, List.of(), TestPki.NOW);
        assertThat(outcome).isEqualTo(Outcome.TRUSTED);
    }
}
