// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.List;
import java.util.Set;

/** Finds the one missive in the innermost entity. */
final class MissiveEntity {

    private static final Set<String> TYPES =
            Set.of("text/plain", "text/xml", "application/xml", "application/octet-stream");

    private MissiveEntity() {}

    static byte[] octets(MimeEntity entity, SmimeLimits limits) throws MimeFailure {
        return TransferEncoding.decode(find(entity, limits), limits);
    }

    private static MimeEntity find(MimeEntity entity, SmimeLimits limits) throws MimeFailure {
        ContentType type = entity.contentType();
        if (TYPES.contains(type.type())) {
            return entity;
        }
        if (!type.type().equals("multipart/mixed")) {
            throw new MimeFailure("The content is of a type that no missive has.", entity.start());
        }
        List<MimeEntity> candidates = entity.parts(limits).stream()
                .filter(part -> TYPES.contains(part.contentType().type()))
                .filter(MissiveEntity::isXml)
                .toList();
        if (candidates.size() != 1) {
            throw new MimeFailure("The content holds no missive, or more than one.", entity.start());
        }
        return candidates.get(0);
    }

    /** Whether it may be XML: an empty text beside a missive is none. */
    private static boolean isXml(MimeEntity part) {
        for (int i = part.bodyStart(); i < part.end(); i++) {
            byte c = part.octets()[i];
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return true;
            }
        }
        return false;
    }
}
