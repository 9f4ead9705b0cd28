// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1OctetStringParser;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1SetParser;
import org.bouncycastle.asn1.ASN1StreamParser;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.cms.AuthEnvelopedDataParser;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.bouncycastle.asn1.cms.EncryptedContentInfoParser;
import org.bouncycastle.asn1.cms.EnvelopedDataParser;
import org.bouncycastle.asn1.cms.SignedDataParser;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A CMS structure that is pulled (RFC 5652): what stands in front of its content, the content as a stream, what stands behind
 * it. BouncyCastle throws unchecked exceptions on hostile octets; whoever calls is ready for them. For one thread.
 */
final class CmsInput {

    /** Ends of structures of indefinite length; zeros, and the end of a line, that mail software may leave behind. */
    private static final int MORE = 32;

    private final Metered in;
    private final ContentInfoParser info;

    private CmsInput(Metered in, ContentInfoParser info) {
        this.in = in;
        this.info = info;
    }

    static CmsInput read(InputStream in) throws IOException {
        Metered metered = new Metered(in);
        ASN1Encodable first = new ASN1StreamParser(metered, Integer.MAX_VALUE).readObject();
        if (first instanceof ASN1SequenceParser sequence) {
            return new CmsInput(metered, new ContentInfoParser(sequence));
        }
        throw CmsFailure.malformed();
    }

    boolean isSigned() {
        return CMSObjectIdentifiers.signedData.equals(info.getContentType());
    }

    boolean isEncrypted() {
        return CMSObjectIdentifiers.envelopedData.equals(info.getContentType()) || isAuthenticated();
    }

    private boolean isAuthenticated() {
        return CMSObjectIdentifiers.authEnvelopedData.equals(info.getContentType());
    }

    void requireKnown() throws CmsFailure {
        if (!isSigned() && !isEncrypted()) {
            throw unknown();
        }
    }

    Signed signed() throws IOException {
        if (!isSigned()) {
            throw unknown();
        }
        return new Signed(SignedDataParser.getInstance(info.getContent(BERTags.SEQUENCE)));
    }

    Encrypted encrypted() throws IOException {
        if (!isEncrypted()) {
            throw unknown();
        }
        ASN1SequenceParser data = (ASN1SequenceParser) info.getContent(BERTags.SEQUENCE);
        return isAuthenticated()
                ? new Encrypted(new AuthEnvelopedDataParser(data))
                : new Encrypted(new EnvelopedDataParser(data));
    }

    private static CmsFailure unknown() {
        return new CmsFailure(
                CmsFailure.Reason.UNKNOWN_CONTENT, "The CMS structure is neither signed nor encrypted data.");
    }

    /** Nothing stands behind the structure. */
    private void requireEnd() throws IOException {
        int octet = in.read();
        for (int more = 0; (octet == 0 || octet == '\r' || octet == '\n') && more < MORE; more++) {
            octet = in.read();
        }
        if (octet >= 0) {
            throw new CmsFailure(CmsFailure.Reason.MALFORMED, "Something stands behind the CMS structure.");
        }
        in.requireDone();
    }

    private static @Nullable ASN1Set set(@Nullable ASN1SetParser parser) {
        return parser == null ? null : ASN1Set.getInstance(parser.toASN1Primitive());
    }

    private @Nullable InputStream stream(@Nullable ASN1Encodable octets) {
        return octets == null ? null : in.content(((ASN1OctetStringParser) octets).getOctetStream());
    }

    /** Signed data. */
    final class Signed {

        private final SignedDataParser data;
        private final ASN1Set digestAlgorithms;
        private final ContentInfoParser encapsulated;
        private final @Nullable InputStream content;

        Signed(SignedDataParser data) throws IOException {
            this.data = data;
            this.digestAlgorithms =
                    ASN1Set.getInstance(data.getDigestAlgorithms().toASN1Primitive());
            this.encapsulated = data.getEncapContentInfo();
            this.content = stream(encapsulated.getContent(BERTags.OCTET_STRING));
        }

        /** The content, if it is within. */
        @Nullable
        InputStream content() {
            return content;
        }

        /** What stands behind the content, once that was read. */
        SignedContent finish() throws IOException {
            ASN1Set certificates = set(data.getCertificates());
            set(data.getCrls());
            ASN1Set signers = set(data.getSignerInfos());
            if (signers == null) {
                throw CmsFailure.malformed();
            }
            SignedContent signed =
                    SignedContent.of(digestAlgorithms, encapsulated.getContentType(), certificates, signers);
            requireEnd();
            return signed;
        }
    }

    /** Enveloped or authenticated-enveloped data. */
    final class Encrypted {

        private final @Nullable AuthEnvelopedDataParser authenticated;
        private final @Nullable EnvelopedDataParser enveloped;
        private final ASN1Set recipients;
        private final AlgorithmIdentifier algorithm;
        private final @Nullable InputStream content;

        Encrypted(EnvelopedDataParser data) throws IOException {
            data.getOriginatorInfo();
            this.enveloped = data;
            this.authenticated = null;
            this.recipients = ASN1Set.getInstance(data.getRecipientInfos().toASN1Primitive());
            EncryptedContentInfoParser encrypted = data.getEncryptedContentInfo();
            this.algorithm = encrypted.getContentEncryptionAlgorithm();
            this.content = stream(encrypted.getEncryptedContent(BERTags.OCTET_STRING));
        }

        Encrypted(AuthEnvelopedDataParser data) throws IOException {
            data.getOriginatorInfo();
            this.authenticated = data;
            this.enveloped = null;
            this.recipients = ASN1Set.getInstance(data.getRecipientInfos().toASN1Primitive());
            EncryptedContentInfoParser encrypted = data.getAuthEncryptedContentInfo();
            this.algorithm = encrypted.getContentEncryptionAlgorithm();
            this.content = stream(encrypted.getEncryptedContent(BERTags.OCTET_STRING));
        }

        ASN1Set recipients() {
            return recipients;
        }

        AlgorithmIdentifier algorithm() {
            return algorithm;
        }

        /** How it is encrypted; null if by an algorithm that is not known, or not in the structure that belongs to it. */
        @Nullable
        ContentCipher cipher() {
            for (ContentCipher cipher : ContentCipher.values()) {
                if (cipher.isStatedBy(algorithm.getAlgorithm())) {
                    return cipher.isAuthenticated() == (authenticated != null) ? cipher : null;
                }
            }
            return null;
        }

        InputStream content() throws CmsFailure {
            if (content == null) {
                throw new CmsFailure(CmsFailure.Reason.MALFORMED, "There is no encrypted content.");
            }
            return content;
        }

        /** What stands behind the content, once that was read. */
        Trailer finish() throws IOException {
            if (enveloped != null) {
                set(enveloped.getUnprotectedAttrs());
            }
            Trailer trailer = authenticated == null ? new Trailer(new byte[0], new byte[0]) : trailer(authenticated);
            requireEnd();
            return trailer;
        }

        private Trailer trailer(AuthEnvelopedDataParser data) throws IOException {
            ASN1Set attributes = set(data.getAuthAttrs());
            ASN1OctetString tag = data.getMac();
            set(data.getUnauthAttrs());
            return new Trailer(attributes == null ? new byte[0] : SignedFrame.encoded(attributes), tag.getOctets());
        }
    }

    /**
     * What stands behind an encrypted content.
     *
     * @param attributes that are authenticated with it, in DER; none for CBC
     * @param tag none for CBC
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Trailer(byte[] attributes, byte[] tag) {}
}
