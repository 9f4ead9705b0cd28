// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.EnvelopeStructure.Broken;
import org.valise.sepamail.smime.EnvelopeStructure.Content;
import org.valise.sepamail.smime.EnvelopeStructure.Data;
import org.valise.sepamail.smime.EnvelopeStructure.Entity;
import org.valise.sepamail.smime.EnvelopeStructure.Parts;

/** Looks through the entities of a mail, and goes on behind what is broken. For one thread. */
final class StructureWalk {

    private static final Set<String> CMS = Set.of(
            "application/pkcs7-mime",
            "application/x-pkcs7-mime",
            "application/pkcs7-signature",
            "application/x-pkcs7-signature");

    private final byte[] mail;
    private final SmimeLimits limits;
    private final List<String> problems = new ArrayList<>();
    private int parts;

    StructureWalk(byte[] mail, SmimeLimits limits) {
        this.mail = mail;
        this.limits = limits;
    }

    Entity mail() {
        if (mail.length > limits.octets()) {
            return broken("The mail is longer than the limit.");
        }
        return read(new ByteArrayInputStream(mail), 1);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    void problem(String words) {
        problems.add(words);
    }

    /** How many octets anything in the mail can have. */
    int most() {
        return mail.length;
    }

    /** How many of a kind are shown. */
    int mostListed() {
        return limits.parts();
    }

    private Entity broken(String words) {
        problem(words);
        return new Entity("", "", new Broken(words));
    }

    /** The entity that a stream holds. */
    Entity read(InputStream in, int depth) {
        if (depth > limits.depth()) {
            return broken("Entities are nested deeper than the limit.");
        }
        MimeEntity entity;
        String type;
        try {
            entity = MimeEntity.read(new LookAhead(in), limits);
            type = entity.contentType().type();
        } catch (IOException | RuntimeException e) {
            return broken(words(e));
        }
        String encoding = entity.value("content-transfer-encoding");
        String named = encoding == null ? "7bit" : encoding.toLowerCase(Locale.ROOT);
        return new Entity(type, named, content(entity, type, depth));
    }

    // BouncyCastle throws exceptions of many kinds on hostile octets.
    private Content content(MimeEntity entity, String type, int depth) {
        try {
            if (CMS.contains(type)) {
                return new CmsSketch(this, depth).read(entity.content(limits));
            }
            if (entity.contentType().isMultipart()) {
                return parts(entity.parts(), depth);
            }
            if (type.equals("message/rfc822")) {
                return new Parts(List.of(read(entity.content(limits), depth + 1)));
            }
            return new Data(EnvelopeStructure.count(entity.body()));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            String words = words(e);
            problem(words);
            return new Broken(words);
        }
    }

    private Parts parts(Multipart multipart, int depth) {
        List<Entity> entities = new ArrayList<>();
        try {
            for (InputStream part = next(multipart); part != null; part = next(multipart)) {
                entities.add(read(part, depth + 1));
            }
        } catch (IOException | RuntimeException e) {
            problem(words(e));
        }
        return new Parts(entities);
    }

    private @Nullable InputStream next(Multipart multipart) throws IOException {
        InputStream part = multipart.next();
        if (part != null && ++parts > limits.parts()) {
            throw new MimeFailure("The mail has more parts than the limit.");
        }
        return part;
    }

    /** Only words of ours: those of others may hold what came from outside. */
    static String words(Throwable fault) {
        boolean ours = fault instanceof MimeFailure || fault instanceof CmsFailure;
        return String.valueOf((ours ? fault : CmsFailure.malformed()).getMessage());
    }
}
