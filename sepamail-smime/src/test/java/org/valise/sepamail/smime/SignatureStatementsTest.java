// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.smime.TestPki.Request;

/** Statements A of what must be survived, those that {@link HostileSignatureTest} has not. */
class SignatureStatementsTest {

    private static final NominalMissive MISSIVE = Bench.missive("x");
    private static final byte[] ENTITY = Forge.entity(new String(MISSIVE.octets(), StandardCharsets.UTF_8));
    private static final MissiveOpener SIGNED_ONLY =
            Bench.opener().with(OpeningPolicy.strict().requiring(Protection.SIGNATURE));

    /** Every octet, and every bit of it, takes minutes. */
    private static final boolean ALL = Boolean.getBoolean("valise.all");

    private static byte[] signedOnly(byte[] entity, byte[] signature) {
        return Forge.mail(TestPki.SENDER, Forge.multipartSigned(entity, signature));
    }

    private static void assertAccepted(Verdict<OpenedMissive> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted<OpenedMissive>) verdict).opened().missive())
                .isEqualTo(MISSIVE);
    }

    private static void assertRejected(byte[] mail, Check check) {
        Verdict<OpenedMissive> verdict = Bench.opener().open(mail);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(check);
    }

    private static RawSigned raw() {
        return new RawSigned(ENTITY, Bench.SIGNER);
    }

    private static int indexOf(byte[] all, byte[] some) {
        for (int i = 0; i + some.length <= all.length; i++) {
            if (java.util.Arrays.equals(all, i, i + some.length, some, 0, some.length)) {
                return i;
            }
        }
        throw new IllegalStateException("not there");
    }

    /** The octets of a signature that are the certificate, what is signed, and the signature itself. */
    private static boolean[] protectedOctets(byte[] signature, TestPki signer) throws Exception {
        var data = org.bouncycastle.asn1.cms.SignedData.getInstance(
                org.bouncycastle.asn1.cms.ContentInfo.getInstance(signature).getContent());
        var info = org.bouncycastle.asn1.cms.SignerInfo.getInstance(
                data.getSignerInfos().getObjectAt(0));
        byte[] attributes = info.getAuthenticatedAttributes().getEncoded("DER");
        boolean[] is = new boolean[signature.length];
        // The tag of the attributes is another one here than where they are signed.
        byte[] behindTag = java.util.Arrays.copyOfRange(attributes, 1, attributes.length);
        for (byte[] piece : List.of(
                signer.certificate.getEncoded(),
                behindTag,
                info.getEncryptedDigest().getOctets())) {
            int from = indexOf(signature, piece);
            java.util.Arrays.fill(is, from, from + piece.length, true);
        }
        return is;
    }

    @Test
    void s3NoOctetOfTheContentIsAnother() {
        byte[] signature = Forge.sign(ENTITY, false, "SHA256withECDSA", Bench.EC_SIGNER);
        assertAccepted(SIGNED_ONLY.open(signedOnly(ENTITY, signature)));
        for (int i = 0; i < ENTITY.length; i += ALL ? 1 : 3) {
            for (int bit = ALL ? 0 : i % 8; bit < (ALL ? 8 : i % 8 + 1); bit++) {
                byte[] changed = ENTITY.clone();
                changed[i] ^= (byte) (1 << bit);
                assertThat(SIGNED_ONLY.open(signedOnly(changed, signature)))
                        .as("octet %s", i)
                        .isInstanceOf(Verdict.Rejected.class);
            }
        }
    }

    @Test
    void s3NoOctetOfTheSignatureIsAnother() throws Exception {
        byte[] signature = Forge.sign(ENTITY, false, "SHA256withECDSA", Bench.EC_SIGNER);
        boolean[] isProtected = protectedOctets(signature, Bench.EC_SIGNER);
        for (int i = 0; i < signature.length; i += ALL ? 1 : 2) {
            for (int bit = ALL ? 0 : i / 2 % 8; bit < (ALL ? 8 : i / 2 % 8 + 1); bit++) {
                byte[] changed = signature.clone();
                changed[i] ^= (byte) (1 << bit);
                Verdict<OpenedMissive> verdict = SIGNED_ONLY.open(signedOnly(ENTITY, changed));
                if (isProtected[i]) {
                    assertThat(verdict).as("octet %s, bit %s", i, bit).isNotInstanceOf(Verdict.Accepted.class);
                } else if (verdict instanceof Verdict.Accepted<OpenedMissive> accepted) {
                    assertThat(accepted.opened().missive()).isEqualTo(MISSIVE);
                }
            }
        }
    }

    /** An authority's signature that ends with a zero bit, which is half of them, holds however many bits are unused. */
    @Test
    void s3NoBitOfACertificatesSignatureIsUnused() throws Exception {
        TestPki signer;
        do {
            signer = Bench.AUTHORITY.signer(TestPki.ec(0), TestPki.SENDER);
        } while ((signer.certificate.getSignature()[255] & 1) != 0);
        byte[] signature = Forge.sign(ENTITY, false, "SHA256withECDSA", signer);
        assertAccepted(SIGNED_ONLY.open(signedOnly(ENTITY, signature)));
        signature[indexOf(signature, signer.certificate.getSignature()) - 1] = 1;
        Verdict<OpenedMissive> verdict = SIGNED_ONLY.open(signedOnly(ENTITY, signature));
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(Check.SIGNER_CERTIFICATE);
    }

    @Test
    void s4AContentOfItsOwnIsRefusedEvenWhereNothingIsEncrypted() {
        Verdict<OpenedMissive> verdict =
                SIGNED_ONLY.open(signedOnly(ENTITY, Forge.sign(ENTITY, true, "SHA256withRSA", Bench.SIGNER)));
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(Check.SIGNATURE_FORM);
    }

    /** What stands beside a signed part is not signed, whichever way round. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s5ASignedPartBesideOthers(boolean first) {
        byte[] signed = Forge.multipartSigned(ENTITY, Forge.sign(ENTITY, false, "SHA256withRSA", Bench.SIGNER));
        byte[] other = Forge.ascii("Content-Type: text/plain\r\n\r\nnobody's\r\n");
        byte[] delimiter = Forge.ascii("\r\n--outer\r\n");
        byte[] mixed = Forge.join(
                Forge.ascii("Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n"),
                first ? signed : other,
                delimiter,
                first ? other : signed,
                Forge.ascii("\r\n--outer--\r\n"));
        for (OpeningPolicy policy : List.of(OpeningPolicy.strict(), OpeningPolicy.lenient(), OpeningPolicy.legacy())) {
            assertThat(Bench.opener().with(policy).open(Forge.mail(TestPki.SENDER, mixed)))
                    .isInstanceOf(Verdict.Rejected.class);
            byte[] within = Forge.mail(
                    TestPki.SENDER,
                    Forge.cms("enveloped-data", Forge.encrypt(mixed, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT)));
            assertThat(Bench.opener().with(policy).open(within)).isInstanceOf(Verdict.Rejected.class);
        }
    }

    @Test
    void s10TheControlIsAccepted() {
        assertAccepted(Bench.opener().open(Forge.clear(ENTITY, raw().octets())));
        assertAccepted(Bench.opener().open(Forge.opaque(raw().within().octets())));
    }

    @Test
    void s10AttributesThatAreMissing() {
        var type = RawSigned.type(CMSObjectIdentifiers.data);
        var digest = RawSigned.digestOf(ENTITY);
        for (RawSigned each : List.of(
                raw().attributes(type, RawSigned.time()),
                raw().attributes(digest, RawSigned.time()),
                raw().attributes())) {
            assertRejected(Forge.clear(ENTITY, each.octets()), Check.SIGNATURE_FORM);
        }
    }

    @Test
    void s10AttributesThatAreThereTwice() {
        var type = RawSigned.type(CMSObjectIdentifiers.data);
        var digest = RawSigned.digestOf(ENTITY);
        var other = RawSigned.digestOf(new byte[0]);
        var two = RawSigned.attribute(
                org.bouncycastle.asn1.cms.CMSAttributes.messageDigest,
                new DEROctetString(RawSigned.sha256(ENTITY)),
                new DEROctetString(RawSigned.sha256(new byte[0])));
        for (RawSigned each : List.of(
                raw().attributes(type, digest, digest),
                raw().attributes(type, digest, other),
                raw().attributes(type, other, digest),
                raw().attributes(type, type, digest),
                raw().attributes(type, two))) {
            assertRejected(Forge.clear(ENTITY, each.octets()), Check.SIGNATURE_FORM);
        }
    }

    @Test
    void s10ATypeThatIsNotThatOfTheContent() {
        RawSigned each = raw().attributes(RawSigned.type(CMSObjectIdentifiers.signedData), RawSigned.digestOf(ENTITY));
        assertRejected(Forge.clear(ENTITY, each.octets()), Check.SIGNATURE_FORM);
    }

    @Test
    void s10ADigestThatIsNotListed() {
        assertRejected(
                Forge.clear(
                        ENTITY, raw().listing(NISTObjectIdentifiers.id_sha512).octets()),
                Check.SIGNATURE_FORM);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s10AttributesThatAreNotInTheOrderOfDer(boolean signedAsSent) {
        assertRejected(Forge.clear(ENTITY, raw().disordered(signedAsSent).octets()), Check.SIGNATURE_FORM);
    }

    /** What is signed without attributes may be the encoding of attributes: never taken for a content. */
    @Test
    void s10NoAttributesAtAll() {
        assertRejected(Forge.opaque(raw().within().attributes().octets()), Check.SIGNATURE_FORM);
    }

    @Test
    void s11WhatIsStatedBesideTheSignatureDecidesNothing() {
        String right = new String(Forge.multipartSigned(ENTITY, raw().octets()), StandardCharsets.ISO_8859_1);
        for (String each : List.of(
                right.replace(" micalg=sha-256;", ""),
                right.replace("micalg=sha-256", "micalg=md5"),
                right.replace("micalg=sha-256", "micalg=\"sha512, sha-1\""),
                right.replace(" protocol=\"application/pkcs7-signature\";", ""),
                right.replace("pkcs7", "x-pkcs7"),
                right.replace("preamble\r\n", ""),
                right.replace("epilogue\r\n", ""),
                right.replace("preamble", "This is an S/MIME signed message\r\n\r\n-- \r\n"),
                right.replace("\r\n", "\n"))) {
            assertAccepted(Bench.opener().open(encrypted(each)));
        }
    }

    private static byte[] encrypted(String entity) {
        return Forge.mail(
                TestPki.SENDER,
                Forge.cms(
                        "enveloped-data",
                        Forge.encrypt(
                                entity.getBytes(StandardCharsets.ISO_8859_1),
                                CMSAlgorithm.AES256_CBC,
                                Bench.RECIPIENT)));
    }

    @Test
    void s11DeviationsAreTold() {
        String right = new String(Forge.multipartSigned(ENTITY, raw().octets()), StandardCharsets.ISO_8859_1);
        assertThat(Bench.opener().open(encrypted(right)).deviations()).containsExactly("NO_X_PRIORITY");
        assertThat(Bench.opener()
                        .open(encrypted(right.replace("sha-256", "md5")))
                        .deviations())
                .contains("MICALG");
        assertThat(Bench.opener()
                        .open(encrypted(right.replace("pkcs7", "x-pkcs7")))
                        .deviations())
                .contains("OLD_TYPE_NAMES");
        assertThat(Bench.opener().open(encrypted(right.replace("\r\n", "\n"))).deviations())
                .contains("LF_STORAGE");
    }

    @Test
    void s11ASignerThatIsNamedByItsKey() {
        assertAccepted(
                Bench.opener().open(Forge.clear(ENTITY, raw().byKeyIdentifier().octets())));
        assertAccepted(Bench.opener()
                .open(Forge.opaque(raw().within().byKeyIdentifier().octets())));
    }

    /** CVE-2026-8763: a dot at the end took an address out of the reach of name constraints. */
    @ParameterizedTest
    @ValueSource(strings = {"test@testvert.sepamail.eu", "test@testvert.sepamail.eu.", "test@TESTVERT.sepamail.eu."})
    void s12AnAuthorityThatMayNotNameTheAddress(String address) throws Exception {
        TestPki between = Bench.AUTHORITY.issue(new Request(TestPki.rsa(3), "CN=Between")
                .authority()
                .extension(Extension.nameConstraints, true, new NameConstraints(null, new GeneralSubtree[] {
                    new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, "testvert.sepamail.eu"))
                })));
        TestPki signer = between.signer(TestPki.rsa(1), address);
        byte[] signature = new RawSigned(ENTITY, signer)
                .within()
                .certificates(List.of(signer.certificate, between.certificate))
                .octets();
        for (String from : List.of(TestPki.SENDER, address)) {
            byte[] mail = Forge.mail(
                    from,
                    Forge.cms(
                            "enveloped-data",
                            Forge.encrypt(
                                    Forge.cms("signed-data", signature), CMSAlgorithm.AES256_CBC, Bench.RECIPIENT)));
            assertThat(Bench.opener().open(mail)).isInstanceOf(Verdict.Rejected.class);
        }
    }

    @Test
    void s13AnExtensionThatIsCriticalAndNotKnown() throws Exception {
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1");
        for (boolean critical : List.of(true, false)) {
            TestPki signer = Bench.AUTHORITY.issue(new Request(TestPki.rsa(1), "CN=Signer")
                    .mail(TestPki.SENDER)
                    .usage(KeyUsage.digitalSignature)
                    .extension(unknown, critical, new DERUTF8String("x")));
            byte[] mail = Forge.opaque(new RawSigned(ENTITY, signer).within().octets());
            if (critical) {
                assertRejected(mail, Check.SIGNER_TRUST);
            } else {
                assertAccepted(Bench.opener().open(mail));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPAQUE_THEN_ENCRYPT", "CLEAR_THEN_ENCRYPT", "SEED_TWO_PART"})
    void s39WhatWasSealedIsTheSameEachTimeItIsWritten(Profile profile) throws Exception {
        SealedMissive sealed =
                Bench.sealer().with(profile).seal(MISSIVE, Bench.TO, Recipient.of(Bench.RECIPIENT.certificate));
        var first = new java.io.ByteArrayOutputStream();
        var second = new java.io.ByteArrayOutputStream();
        sealed.writeTo(first);
        sealed.writeTo(second);
        assertThat(second.toByteArray()).isEqualTo(first.toByteArray()).isEqualTo(sealed.octets());
    }

    /** Statement 40: whatever is logged of a verdict has no content, no line ends, no octets of the mail. */
    @Test
    void s40NothingThatIsLoggedHasContent() {
        byte[] entity = Forge.ascii("Content-Type: text/plain\r\nX-Evil: secret-header\r\n\r\n<secret-content/>\r\n");
        for (byte[] mail : List.of(
                Forge.opaque(Forge.sign(entity, true, "SHA256withRSA", Bench.SIGNER)),
                Forge.mail("secret-header\u0001 <secret-content>", entity),
                Forge.mail(TestPki.SENDER, Forge.ascii("Content-Type: secret-header/secret-content\r\n\r\nx")),
                Forge.clear(ENTITY, Forge.sign(entity, false, "SHA256withRSA", Bench.SIGNER)))) {
            Verdict<OpenedMissive> verdict = Bench.opener().open(mail);
            assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
            assertThat(verdict.toString()).doesNotContain("secret", "\r", "\n");
        }
        Verdict<OpenedMissive> accepted =
                Bench.opener().open(Forge.opaque(raw().within().octets()));
        assertThat(accepted.toString()).doesNotContain("ABCDEFGH", "20261122090000000", "SimpleTest", "\r", "\n");
        assertThat(Bench.opener().toString()
                        + Bench.sealer()
                        + Bench.SIGNER.identity()
                        + Bench.RECIPIENT.decryptionKey())
                .doesNotContain("\n")
                .doesNotContainPattern("[0-9]{20}");
    }

    /** What is received is what was signed, as {@code openssl -binary} has it: nothing is repaired. */
    @Test
    void s11WhatWasSignedWithBareLineFeedsIsTakenAsItIs() {
        byte[] entity = new String(ENTITY, java.nio.charset.StandardCharsets.US_ASCII)
                .replace("\r\n", "\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] mail = signedOnly(entity, Forge.sign(entity, false, "SHA256withRSA", Bench.SIGNER));
        Verdict<OpenedMissive> verdict = SIGNED_ONLY.open(mail);
        assertAccepted(verdict);
        assertThat(verdict.deviations()).doesNotContain("LF_STORAGE");
    }

    /** Base64 in lines of any length: also in those of which some are as long as one of 76 with its end. */
    @org.junit.jupiter.params.ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(ints = {4, 8, 24, 60, 64, 72, 76, 80, 128, 996})
    void s11LinesOfAnyLength(int width) throws Exception {
        byte[] octets = new byte[30_000];
        new java.util.Random(width).nextBytes(octets);
        byte[] lines = Forge.ascii(
                java.util.Base64.getMimeEncoder(width, Forge.ascii("\r\n")).encodeToString(octets) + "\r\n\r\n");
        assertThat(new Base64Input(new LookAhead(new java.io.ByteArrayInputStream(lines)), 998).readAllBytes())
                .isEqualTo(octets);
    }
}
