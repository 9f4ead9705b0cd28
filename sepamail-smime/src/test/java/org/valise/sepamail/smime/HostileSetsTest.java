// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.valise.sepamail.smime.TestPki.Request;

/**
 * Statement 22: of a CMS structure all but the content is kept in memory, so that it is 1 MiB and no more, wherever it stands
 * and whatever lengths it claims.
 */
class HostileSetsTest {

    private static final int MOST = 1 << 20;
    /** All that is allocated, most of which is garbage at once: two octets may become an object. Without a limit it is 2 GiB. */
    private static final long MOST_MEMORY = 96L << 20;

    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));
    private static final byte[] SIGNED_DATA = Forge.sign(ENTITY, true, "SHA256withRSA", Bench.SIGNER);
    private static final byte[] SIGNED = Forge.cms("signed-data", SIGNED_DATA);
    private static final byte[] ENVELOPED = Forge.encrypt(SIGNED, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT);
    private static final byte[] AUTHENTICATED = Forge.encryptGcm(SIGNED, Bench.RECIPIENT);
    private static final ASN1ObjectIdentifier ODD = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7");
    private static final HexFormat HEX = HexFormat.of();

    /** Where there may be too much. */
    private enum Place {
        DIGEST_ALGORITHMS("signed-data", Check.STRUCTURE),
        CERTIFICATES("signed-data", Check.STRUCTURE),
        LISTS("signed-data", Check.STRUCTURE),
        SIGNERS("signed-data", Check.STRUCTURE),
        ORIGINATOR("enveloped-data", Check.STRUCTURE),
        RECIPIENTS("enveloped-data", Check.STRUCTURE),
        UNPROTECTED("enveloped-data", Check.DECRYPTION),
        RECIPIENTS_OF_GCM("authEnveloped-data", Check.STRUCTURE),
        UNAUTHENTICATED("authEnveloped-data", Check.DECRYPTION);

        private final String type;
        private final Check check;

        Place(String type, Check check) {
            this.type = type;
            this.check = check;
        }

        /** A genuine structure with so many octets more. */
        byte[] structure(int more) throws Exception {
            ASN1Encodable big = new DEROctetString(new byte[more]);
            return switch (type) {
                case "signed-data" -> new ContentInfo(CMSObjectIdentifiers.signedData, signed(big)).getEncoded("DER");
                case "enveloped-data" ->
                    new ContentInfo(CMSObjectIdentifiers.envelopedData, enveloped(big)).getEncoded("DER");
                default ->
                    new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, authenticated(big)).getEncoded("DER");
            };
        }

        private SignedData signed(ASN1Encodable big) throws Exception {
            SignedData data = signedData();
            return new SignedData(
                    this == DIGEST_ALGORITHMS
                            ? with(
                                    data.getDigestAlgorithms(),
                                    new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512, big))
                            : data.getDigestAlgorithms(),
                    data.getEncapContentInfo(),
                    this == CERTIFICATES ? with(data.getCertificates(), certificate(big)) : data.getCertificates(),
                    this == LISTS ? new DERSet(new DERSequence(big)) : null,
                    this == SIGNERS
                            ? new DERSet(withUnsigned(
                                    SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0)), big))
                            : data.getSignerInfos());
        }

        private static Certificate certificate(ASN1Encodable big) throws Exception {
            Request request = new Request(TestPki.rsa(3), "CN=Big").extension(ODD, false, big);
            return Certificate.getInstance(
                    Bench.AUTHORITY.issue(request).certificate.getEncoded());
        }

        private static SignerInfo withUnsigned(SignerInfo info, ASN1Encodable big) {
            return new SignerInfo(
                    info.getSID(),
                    info.getDigestAlgorithm(),
                    info.getAuthenticatedAttributes(),
                    info.getDigestEncryptionAlgorithm(),
                    info.getEncryptedDigest(),
                    attributes(big));
        }

        private EnvelopedData enveloped(ASN1Encodable big) {
            EnvelopedData data = RawEncrypted.enveloped(ENVELOPED);
            return new EnvelopedData(
                    this == ORIGINATOR ? new OriginatorInfo(new DERSet(new DERSequence(big)), null) : null,
                    this == RECIPIENTS ? with(data.getRecipientInfos(), other(data, big)) : data.getRecipientInfos(),
                    data.getEncryptedContentInfo(),
                    this == UNPROTECTED ? attributes(big) : null);
        }

        private AuthEnvelopedData authenticated(ASN1Encodable big) {
            AuthEnvelopedData data = RawEncrypted.authenticated(AUTHENTICATED);
            return new AuthEnvelopedData(
                    null,
                    this == RECIPIENTS_OF_GCM
                            ? with(data.getRecipientInfos(), other(RawEncrypted.enveloped(ENVELOPED), big))
                            : data.getRecipientInfos(),
                    data.getAuthEncryptedContentInfo(),
                    null,
                    data.getMac(),
                    this == UNAUTHENTICATED ? attributes(big) : null);
        }

        /** A recipient with a long key, which is not for us. */
        private static RecipientInfo other(EnvelopedData data, ASN1Encodable big) {
            KeyTransRecipientInfo ours = (KeyTransRecipientInfo)
                    RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(0))
                            .getInfo();
            return new RecipientInfo(new KeyTransRecipientInfo(
                    ours.getRecipientIdentifier(), new AlgorithmIdentifier(ODD), (DEROctetString) big));
        }

        private int content() {
            return switch (type) {
                case "signed-data" -> ENTITY.length;
                case "enveloped-data" -> RawEncrypted.ciphertext(ENVELOPED).length;
                default ->
                    RawEncrypted.authenticated(AUTHENTICATED)
                            .getAuthEncryptedContentInfo()
                            .getEncryptedContent()
                            .getOctets()
                            .length;
            };
        }

        /** A genuine mail of whose structure all but the content has a length. */
        byte[] mail(int beside) throws Exception {
            int usual = structure(MOST / 2).length - content() - MOST / 2;
            byte[] structure = structure(beside - usual);
            assertThat(structure.length - content()).isEqualTo(beside);
            return Forge.mail(TestPki.SENDER, Forge.cms(type, structure));
        }

        /** The beginning of a structure, up to where the set begins. */
        byte[] beginning() throws Exception {
            byte[] inner = HEX.parseHex("3080020100");
            return switch (this) {
                case DIGEST_ALGORITHMS -> start(CMSObjectIdentifiers.signedData, inner);
                case CERTIFICATES, LISTS, SIGNERS -> {
                    SignedData data = signedData();
                    yield start(
                            CMSObjectIdentifiers.signedData,
                            inner,
                            der(data.getDigestAlgorithms()),
                            der(data.getEncapContentInfo()));
                }
                case ORIGINATOR, RECIPIENTS -> start(CMSObjectIdentifiers.envelopedData, inner);
                case UNPROTECTED -> {
                    EnvelopedData data = RawEncrypted.enveloped(ENVELOPED);
                    yield start(
                            CMSObjectIdentifiers.envelopedData,
                            inner,
                            der(data.getRecipientInfos()),
                            der(data.getEncryptedContentInfo()));
                }
                case RECIPIENTS_OF_GCM -> start(CMSObjectIdentifiers.authEnvelopedData, inner);
                case UNAUTHENTICATED -> {
                    AuthEnvelopedData data = RawEncrypted.authenticated(AUTHENTICATED);
                    yield start(
                            CMSObjectIdentifiers.authEnvelopedData,
                            inner,
                            der(data.getRecipientInfos()),
                            der(data.getAuthEncryptedContentInfo()),
                            der(data.getMac()));
                }
            };
        }

        private static byte[] start(ASN1ObjectIdentifier type, byte[]... parts) throws IOException {
            return Forge.join(HEX.parseHex("3080"), der(type), HEX.parseHex("A080"), Forge.join(parts));
        }

        private static byte[] der(ASN1Encodable value) throws IOException {
            return value.toASN1Primitive().getEncoded("DER");
        }

        String tag() {
            return switch (this) {
                case CERTIFICATES, ORIGINATOR -> "A0";
                case LISTS, UNPROTECTED -> "A1";
                case UNAUTHENTICATED -> "A2";
                default -> "31";
            };
        }
    }

    private static SignedData signedData() {
        return SignedData.getInstance(ContentInfo.getInstance(SIGNED_DATA).getContent());
    }

    private static ASN1Set with(ASN1Set set, ASN1Encodable more) {
        ASN1Encodable[] all = Arrays.copyOf(set.toArray(), set.size() + 1);
        all[set.size()] = more;
        return new DERSet(all);
    }

    private static ASN1Set attributes(ASN1Encodable big) {
        return new DERSet(new Attribute(ODD, new DERSet(big)));
    }

    private static void assertRejected(Verdict<?> verdict, Check check) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        Verdict.Rejected<?> rejected = (Verdict.Rejected<?>) verdict;
        assertThat(rejected.failed()).isEqualTo(check);
        if (check == Check.STRUCTURE) {
            assertThat(rejected.reason()).contains("more beside its content than is looked at");
        }
    }

    @ParameterizedTest
    @EnumSource
    void s22ALittleLessIsTakenAndALittleMoreIsNot(Place place) throws Exception {
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.lenient());
        byte[] within = place.mail(MOST - 64);
        byte[] beyond = place.mail(MOST + 64);
        assertThat(opener.open(within)).isInstanceOf(Verdict.Accepted.class);
        assertThat(opener.open(() -> new ByteArrayInputStream(within))).isInstanceOf(Verdict.Accepted.class);
        assertRejected(opener.open(beyond), place.check);
        assertRejected(opener.open(() -> new ByteArrayInputStream(beyond)), place.check);
    }

    /** Four times what is looked at. */
    private static byte[] endless(byte[] beginning, byte[] unit) {
        byte[] octets = Arrays.copyOf(beginning, 4 * MOST);
        for (int i = beginning.length; i < octets.length; i++) {
            octets[i] = unit[(i - beginning.length) % unit.length];
        }
        return octets;
    }

    /** How the octets of a set go on: many small elements, one that claims 2 GiB, pieces of one, sets within each other. */
    private static List<byte[][]> sets(String tag) {
        List<String[]> all = List.of(
                new String[] {"80", "3000"},
                new String[] {"847FFFFF00", "0500"},
                new String[] {"80" + "04847FFFFF00", "00"},
                new String[] {"847FFFFF00" + "30847FFFFE00" + "02847FFFFD00", "01"},
                new String[] {"80" + "2480", "040141"},
                new String[] {"80" + "2480", "0482FFFF" + "41".repeat(0xFFFF)},
                new String[] {"80", "3080"},
                new String[] {"80", "30820100" + "00".repeat(256)});
        return all.stream()
                .map(each -> new byte[][] {HEX.parseHex(tag + each[0]), HEX.parseHex(each[1])})
                .toList();
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void s22ASetWithoutEndIsNotReadToItsEnd(Place place) throws Exception {
        assumeTrue(Memory.isMeasured(), "This JVM does not measure what a thread allocates.");
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.lenient());
        for (byte[][] set : sets(place.tag())) {
            byte[] structure = endless(Forge.join(place.beginning(), set[0]), set[1]);
            byte[] mail = Forge.mail(TestPki.SENDER, Forge.cms(place.type, structure));
            long allocated = Memory.allocated(() -> {
                Verdict<OpenedStream> verdict = opener.open(() -> new ByteArrayInputStream(mail));
                assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
                assertThat(((Verdict.Rejected<?>) verdict).failed()).isEqualTo(place.check);
            });
            assertThat(allocated).as("octets allocated").isLessThan(MOST_MEMORY);
        }
    }
}
