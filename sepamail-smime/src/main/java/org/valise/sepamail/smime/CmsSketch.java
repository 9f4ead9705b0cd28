// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1OctetStringParser;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1SetParser;
import org.bouncycastle.asn1.ASN1StreamParser;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AuthEnvelopedDataParser;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.bouncycastle.asn1.cms.EncryptedContentInfoParser;
import org.bouncycastle.asn1.cms.EnvelopedDataParser;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KEKRecipientInfo;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.PasswordRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.SignedDataParser;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.EnvelopeStructure.Content;
import org.valise.sepamail.smime.EnvelopeStructure.EncryptedData;
import org.valise.sepamail.smime.EnvelopeStructure.Entity;
import org.valise.sepamail.smime.EnvelopeStructure.KeyHolder;
import org.valise.sepamail.smime.EnvelopeStructure.KeyName;
import org.valise.sepamail.smime.EnvelopeStructure.OtherData;
import org.valise.sepamail.smime.EnvelopeStructure.SignedData;
import org.valise.sepamail.smime.EnvelopeStructure.Signer;

/**
 * What a CMS structure says of itself (RFC 5652), whoever made it: no rule of {@link CmsInput} is applied. What was read in
 * front of a fault stays. For one thread.
 */
final class CmsSketch {

    private static final KeyName UNKNOWN = new KeyName("", "", "");

    private final StructureWalk walk;
    private final int depth;

    CmsSketch(StructureWalk walk, int depth) {
        this.walk = walk;
        this.depth = depth;
    }

    Content read(InputStream in) throws IOException {
        if (!(new ASN1StreamParser(in, walk.most()).readObject() instanceof ASN1SequenceParser sequence)) {
            throw CmsFailure.malformed();
        }
        ContentInfoParser info = new ContentInfoParser(sequence);
        ASN1ObjectIdentifier type = info.getContentType();
        boolean authenticated = CMSObjectIdentifiers.authEnvelopedData.equals(type);
        if (CMSObjectIdentifiers.signedData.equals(type)) {
            return signed(SignedDataParser.getInstance(info.getContent(BERTags.SEQUENCE)));
        }
        if (authenticated || CMSObjectIdentifiers.envelopedData.equals(type)) {
            return encrypted((ASN1SequenceParser) info.getContent(BERTags.SEQUENCE), authenticated);
        }
        return new OtherData(type.getId());
    }

    private SignedData signed(SignedDataParser data) throws IOException {
        List<String> digests = new ArrayList<>();
        for (ASN1Encodable each : set(data.getDigestAlgorithms())) {
            digests.add(name(AlgorithmIdentifier.getInstance(each)));
        }
        List<Entity> within = new ArrayList<>();
        List<X509Certificate> certificates = new ArrayList<>();
        List<Signer> signers = new ArrayList<>();
        InputStream content = stream(data.getEncapContentInfo().getContent(BERTags.OCTET_STRING));
        tolerant(() -> {
            if (content != null) {
                within.add(walk.read(content, depth + 1));
                EnvelopeStructure.count(content);
            }
            for (ASN1Encodable each : set(data.getCertificates())) {
                tolerant(() -> certificates.add(certificate(each)));
            }
            set(data.getCrls());
            for (ASN1Encodable each : set(data.getSignerInfos())) {
                tolerant(() -> signers.add(signer(SignerInfo.getInstance(each))));
            }
        });
        return new SignedData(digests, signers, certificates, within);
    }

    private interface Step {
        void run() throws IOException, GeneralSecurityException;
    }

    // BouncyCastle throws exceptions of many kinds on hostile octets.
    private void tolerant(Step step) {
        try {
            step.run();
        } catch (IOException | GeneralSecurityException | RuntimeException | StackOverflowError e) {
            walk.problem(StructureWalk.words(e));
        }
    }

    private List<ASN1Encodable> set(@Nullable ASN1SetParser parser) throws IOException {
        return parser == null ? List.of() : first(ASN1Set.getInstance(parser.toASN1Primitive()));
    }

    /** Those that are shown: millions fit into a mail, and nobody looks at them. */
    private List<ASN1Encodable> first(Iterable<ASN1Encodable> all) {
        List<ASN1Encodable> some = new ArrayList<>();
        for (ASN1Encodable each : all) {
            if (some.size() == walk.mostListed()) {
                walk.problem("A CMS structure lists more than the limit, and the rest is left out.");
                break;
            }
            some.add(each);
        }
        return some;
    }

    private static @Nullable InputStream stream(@Nullable ASN1Encodable octets) {
        return octets == null ? null : ((ASN1OctetStringParser) octets).getOctetStream();
    }

    private static X509Certificate certificate(ASN1Encodable value) throws IOException, GeneralSecurityException {
        byte[] encoded = value.toASN1Primitive().getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private Signer signer(SignerInfo info) {
        AlgorithmIdentifier digest = info.getDigestAlgorithm();
        AlgorithmIdentifier signature = info.getDigestEncryptionAlgorithm();
        String scheme = name(signature);
        for (SignatureScheme known : SignatureScheme.values()) {
            scheme = known.isStatedBy(digest, signature) ? known.name() : scheme;
        }
        KeyName key = info.getSID().isTagged()
                ? byKeyId(ASN1OctetString.getInstance(info.getSID().getId()))
                : byIssuer(IssuerAndSerialNumber.getInstance(info.getSID().getId()));
        List<String> attributes = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        tolerant(() -> attributes(info.getAuthenticatedAttributes(), attributes, times));
        return new Signer(key, name(digest), scheme, attributes, times.stream().findFirst());
    }

    private void attributes(@Nullable ASN1Set set, List<String> types, List<Instant> times) {
        for (ASN1Encodable each : set == null ? List.<ASN1Encodable>of() : first(set)) {
            Attribute attribute = Attribute.getInstance(each);
            types.add(attribute.getAttrType().getId());
            if (attribute.getAttrType().equals(CMSAttributes.signingTime)) {
                times.add(Time.getInstance(attribute.getAttrValues().getObjectAt(0))
                        .getDate()
                        .toInstant());
            }
        }
    }

    private static KeyName byKeyId(ASN1OctetString id) {
        return new KeyName("", "", HexFormat.of().formatHex(id.getOctets()));
    }

    private static KeyName byIssuer(IssuerAndSerialNumber id) {
        return KeyName.of(id.getName().toString(), id.getSerialNumber().getValue());
    }

    private EncryptedData encrypted(ASN1SequenceParser sequence, boolean authenticated) throws IOException {
        return authenticated
                ? authenticated(new AuthEnvelopedDataParser(sequence))
                : enveloped(new EnvelopedDataParser(sequence));
    }

    private EncryptedData authenticated(AuthEnvelopedDataParser data) throws IOException {
        data.getOriginatorInfo();
        List<KeyHolder> holders = holders(data.getRecipientInfos());
        return encrypted(true, holders, data.getAuthEncryptedContentInfo());
    }

    private EncryptedData enveloped(EnvelopedDataParser data) throws IOException {
        data.getOriginatorInfo();
        List<KeyHolder> holders = holders(data.getRecipientInfos());
        return encrypted(false, holders, data.getEncryptedContentInfo());
    }

    private EncryptedData encrypted(boolean authenticated, List<KeyHolder> holders, EncryptedContentInfoParser info)
            throws IOException {
        AlgorithmIdentifier algorithm = info.getContentEncryptionAlgorithm();
        String cipher = name(algorithm);
        for (ContentCipher known : ContentCipher.values()) {
            cipher = known.isStatedBy(algorithm.getAlgorithm()) ? known.name() : cipher;
        }
        List<Long> octets = new ArrayList<>();
        tolerant(() -> {
            InputStream content = stream(info.getEncryptedContent(BERTags.OCTET_STRING));
            octets.add(content == null ? 0L : EnvelopeStructure.count(content));
        });
        return new EncryptedData(authenticated, cipher, holders, octets.isEmpty() ? 0 : octets.get(0));
    }

    private List<KeyHolder> holders(ASN1SetParser recipients) throws IOException {
        List<KeyHolder> holders = new ArrayList<>();
        for (ASN1Encodable each : set(recipients)) {
            tolerant(() -> holders(RecipientInfo.getInstance(each).getInfo(), holders));
        }
        return holders;
    }

    private void holders(ASN1Encodable info, List<KeyHolder> holders) {
        if (info instanceof KeyTransRecipientInfo transported) {
            ASN1Encodable id = transported.getRecipientIdentifier().getId();
            KeyName key = id instanceof ASN1OctetString octets
                    ? byKeyId(octets)
                    : byIssuer(IssuerAndSerialNumber.getInstance(id));
            AlgorithmIdentifier algorithm = transported.getKeyEncryptionAlgorithm();
            KeyTransport.Stated known = KeyTransport.statedBy(algorithm);
            holders.add(new KeyHolder(
                    "key-transport",
                    key,
                    known == null ? name(algorithm) : known.transport().name()));
        } else if (info instanceof KeyAgreeRecipientInfo agreed) {
            String algorithm = name(agreed.getKeyEncryptionAlgorithm());
            for (ASN1Encodable each : first(agreed.getRecipientEncryptedKeys())) {
                KeyAgreeRecipientIdentifier id =
                        RecipientEncryptedKey.getInstance(each).getIdentifier();
                IssuerAndSerialNumber named = id.getIssuerAndSerialNumber();
                KeyName key = named == null ? byKeyId(id.getRKeyID().getSubjectKeyIdentifier()) : byIssuer(named);
                holders.add(new KeyHolder("key-agreement", key, algorithm));
            }
        } else if (info instanceof KEKRecipientInfo shared) {
            KeyName key = byKeyId(shared.getKekid().getKeyIdentifier());
            holders.add(new KeyHolder("key-encryption-key", key, name(shared.getKeyEncryptionAlgorithm())));
        } else if (info instanceof PasswordRecipientInfo password) {
            holders.add(new KeyHolder("password", UNKNOWN, name(password.getKeyEncryptionAlgorithm())));
        } else {
            holders.add(new KeyHolder("other", UNKNOWN, ""));
        }
    }

    /** The name that is usual for an algorithm, or its object identifier. */
    private static String name(AlgorithmIdentifier algorithm) {
        return new DefaultAlgorithmNameFinder().getAlgorithmName(algorithm.getAlgorithm());
    }
}
