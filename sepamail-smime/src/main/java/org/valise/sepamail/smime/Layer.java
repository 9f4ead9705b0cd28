// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.jspecify.annotations.Nullable;

/** What an entity is: encrypted, signed, or content. It is told by what it holds, not by the name of a file. */
sealed interface Layer {

    /**
     * An encrypted entity.
     *
     * @param entity the entity itself
     */
    record Encrypted(MimeEntity entity, EncryptedContent content) implements Layer {}

    /** An entity within its signature. */
    record Opaque(SignedContent signature) implements Layer {}

    /**
     * An entity beside its signature.
     *
     * @param signed the entity that is signed
     */
    record Clear(MimeEntity signed, SignedContent signature) implements Layer {}

    /**
     * An encrypted entity beside a signature.
     *
     * @param part the encrypted entity
     */
    record TwoParts(MimeEntity part, EncryptedContent content, SignedContent signature) implements Layer {}

    /** An entity that is neither. */
    record Content(MimeEntity entity) implements Layer {}

    /** Looks at an entity. */
    static Layer of(MimeEntity entity, SmimeLimits limits) throws MimeFailure, CmsFailure {
        return new Finder(limits).find(entity);
    }

    /** Tells layers apart. */
    final class Finder {

        private static final Set<String> CMS = Set.of("application/pkcs7-mime", "application/x-pkcs7-mime");
        private static final Set<String> SIGNATURE =
                Set.of("application/pkcs7-signature", "application/x-pkcs7-signature");

        private final SmimeLimits limits;

        Finder(SmimeLimits limits) {
            this.limits = limits;
        }

        Layer find(MimeEntity entity) throws MimeFailure, CmsFailure {
            String type = entity.contentType().type();
            if (CMS.contains(type)) {
                return cms(entity);
            }
            return switch (type) {
                case "multipart/signed" -> signed(entity, entity.parts(limits));
                case "multipart/encrypted" -> encrypted(entity.parts(limits));
                case "multipart/mixed" -> mixed(entity);
                default -> new Layer.Content(entity);
            };
        }

        private ContentInfo info(MimeEntity entity) throws MimeFailure, CmsFailure {
            return CmsReader.read(TransferEncoding.decode(entity, limits));
        }

        private Layer cms(MimeEntity entity) throws MimeFailure, CmsFailure {
            ContentInfo info = info(entity);
            if (CMSObjectIdentifiers.signedData.equals(info.getContentType())) {
                return new Layer.Opaque(SignedContent.read(info));
            }
            if (EncryptedContent.is(info)) {
                return new Layer.Encrypted(entity, EncryptedContent.read(info));
            }
            throw new CmsFailure(
                    CmsFailure.Reason.UNKNOWN_CONTENT, "The CMS structure is neither signed nor encrypted.");
        }

        private Layer signed(MimeEntity entity, List<MimeEntity> parts) throws MimeFailure, CmsFailure {
            if (parts.size() != 2
                    || !SIGNATURE.contains(parts.get(1).contentType().type())) {
                throw new MimeFailure("A signed multipart has two parts, the second a signature.", entity.start());
            }
            return new Layer.Clear(parts.get(0), SignedContent.read(info(parts.get(1))));
        }

        private Layer encrypted(List<MimeEntity> parts) throws MimeFailure, CmsFailure {
            if (parts.isEmpty() || parts.size() > 2) {
                throw new MimeFailure("An encrypted multipart has one or two parts.", 0);
            }
            MimeEntity last = parts.get(parts.size() - 1);
            ContentInfo info = info(last);
            if (!EncryptedContent.is(info)) {
                throw new MimeFailure("An encrypted multipart ends with what is encrypted.", last.start());
            }
            return new Layer.Encrypted(last, EncryptedContent.read(info));
        }

        /** An encrypted part and a signature and nothing else, or content. What is encrypted beside others is not opened. */
        private Layer mixed(MimeEntity entity) throws MimeFailure, CmsFailure {
            List<MimeEntity> parts = entity.parts(limits);
            Layer twoParts = parts.size() == 2 ? twoParts(parts.get(0), parts.get(1)) : null;
            return twoParts == null ? new Layer.Content(entity) : twoParts;
        }

        private @Nullable Layer twoParts(MimeEntity first, MimeEntity second) throws MimeFailure, CmsFailure {
            if (!CMS.contains(first.contentType().type())
                    || !SIGNATURE.contains(second.contentType().type())) {
                return null;
            }
            ContentInfo info = info(first);
            return EncryptedContent.is(info)
                    ? new Layer.TwoParts(first, EncryptedContent.read(info), SignedContent.read(info(second)))
                    : null;
        }
    }
}
