// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a content that is given out as it came, and that nothing here walks, to the limits all the same: whoever takes it will
 * walk it. What is no right MIME is his to judge. For one thread.
 */
final class ContentLimits {

    private final SmimeLimits limits;
    private int parts;

    private ContentLimits(SmimeLimits limits) {
        this.limits = limits;
    }

    /** Checks an entity that lies in memory. */
    static void require(byte[] octets, int count, SmimeLimits limits) throws MimeFailure {
        requireLines(octets, count, limits.lineOctets());
        new ContentLimits(limits).walk(new ByteArrayInputStream(octets, 0, count), 1);
    }

    /** Looks for a line end in each stretch that may be a line at most, from behind, where one is near. */
    private static void requireLines(byte[] octets, int count, int most) throws MimeFailure {
        int line = 0;
        while (count - line > most) {
            int end = line + most;
            while (end >= line && octets[end] != '\n') {
                end--;
            }
            if (end < line) {
                throw new MimeFailure("A line is longer than the limit.");
            }
            line = end + 1;
        }
    }

    private void walk(InputStream in, int depth) throws MimeFailure {
        if (depth > limits.depth()) {
            throw new MimeFailure("Entities are nested deeper than the limit.");
        }
        try {
            MimeEntity entity = MimeEntity.read(new LookAhead(in), limits);
            if (entity.contentType().type().equals("message/rfc822")) {
                within(entity.content(limits), depth);
            } else if (entity.contentType().isMultipart()) {
                parts(entity.parts(), depth);
            }
        } catch (Beyond beyond) {
            throw beyond.limit;
        } catch (IOException notMime) {
            return;
        }
    }

    /** A limit that was found below. */
    private static final class Beyond extends IOException {

        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // never written
        private final MimeFailure limit;

        Beyond(MimeFailure limit) {
            super(limit);
            this.limit = limit;
        }
    }

    private void within(InputStream in, int depth) throws Beyond {
        try {
            walk(in, depth + 1);
        } catch (MimeFailure limit) {
            throw new Beyond(limit);
        }
    }

    private void parts(Multipart multipart, int depth) throws IOException {
        for (@Nullable InputStream part = multipart.next(); part != null; part = multipart.next()) {
            if (++parts > limits.parts()) {
                throw new Beyond(new MimeFailure("The mail has more parts than the limit."));
            }
            within(part, depth);
        }
    }
}
