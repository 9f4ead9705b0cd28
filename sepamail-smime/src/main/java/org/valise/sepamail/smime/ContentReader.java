// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the content out of the innermost entity: the one missive in it, or all that it is. For one thread. */
final class ContentReader {

    private static final Set<String> TYPES =
            Set.of("text/plain", "text/xml", "application/xml", "application/octet-stream");

    /** What is looked for. */
    enum Payload {
        /** One missive, decoded. */
        MISSIVE,
        /** The innermost entity, headers included and as it came. */
        ENTITY,
        /** The entity within the outermost layer, headers included and as it came. */
        LAYER
    }

    /** Moves on to the next part of a multipart. */
    interface Parts {
        @Nullable
        InputStream next(Multipart multipart) throws IOException;
    }

    private final ContentTarget target;
    private final Payload payload;
    private final SmimeLimits limits;

    ContentReader(ContentTarget target, Payload payload, SmimeLimits limits) {
        this.target = target;
        this.payload = payload;
        this.limits = limits;
    }

    void read(MimeEntity entity, @Nullable PlainDigests digests, Parts parts) throws IOException {
        entity.requireSingleReading();
        if (payload != Payload.MISSIVE) {
            entity(entity, digests);
            // A structure of CMS is held to them when it is opened.
            if (!EnvelopePass.isCmsType(entity.contentType().type())) {
                target.requireWithin(limits);
            }
            return;
        }
        String type = entity.contentType().type();
        if (type.equals("multipart/mixed")) {
            onlyPart(entity.parts(), digests, parts);
        } else if (TYPES.contains(type)) {
            target.pull(entity.content(limits), digests);
        } else {
            throw new Refusal(Check.CONTENT, "The content is of a type that no missive has.");
        }
    }

    private void entity(MimeEntity entity, @Nullable PlainDigests digests) throws IOException {
        byte[] head = entity.head();
        target.write(head, 0, head.length);
        if (digests == null) {
            target.pull(entity.body(), null);
        } else {
            // Both the octets as they came and what they say are wanted: a copy serves the second.
            ContentTarget.Memory body = new ContentTarget.Memory(0);
            body.pull(entity.body(), null);
            byte[] octets = body.octets();
            target.write(octets, 0, octets.length);
            MimeEntity copy = entity.with(new LookAhead(new java.io.ByteArrayInputStream(octets)));
            new ContentTarget.Memory(0).pull(copy.content(limits), digests);
        }
    }

    /** The one part that may be a missive: an empty text beside it is none. */
    private void onlyPart(Multipart multipart, @Nullable PlainDigests digests, Parts parts) throws IOException {
        boolean found = false;
        for (InputStream part = parts.next(multipart); part != null; part = parts.next(multipart)) {
            MimeEntity entity = MimeEntity.read(new LookAhead(part), limits);
            if (TYPES.contains(entity.contentType().type()) && !isBlank(entity.body())) {
                if (found) {
                    throw new Refusal(Check.CONTENT, "The content holds more than one missive.");
                }
                found = true;
                target.pull(entity.content(limits), digests);
            }
        }
        if (!found) {
            throw new Refusal(Check.CONTENT, "The content holds no missive.");
        }
    }

    private static boolean isBlank(LookAhead body) throws IOException {
        int there = body.fill(body.capacity());
        for (int i = body.at(); i < body.at() + there; i++) {
            byte octet = body.buffer()[i];
            if (octet != ' ' && octet != '\t' && octet != '\r' && octet != '\n') {
                return false;
            }
        }
        return there < body.capacity();
    }
}
