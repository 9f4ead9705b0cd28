// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reading of an envelope, from front to back and from outside to inside, in memory that does not depend on its length.
 * Nothing is judged here but what stops the reading: signatures are digested, and compared when all was read. Layers are told
 * by what they hold, not by the names of files. For one thread.
 */
final class EnvelopePass {

    private static final Set<String> CMS = Set.of("application/pkcs7-mime", "application/x-pkcs7-mime");
    private static final Set<String> SIGNATURE = Set.of("application/pkcs7-signature", "application/x-pkcs7-signature");

    private final EnvelopeAccess access;
    private final Choices choices;
    private final ContentReader content;
    private final SmimeLimits limits;
    private final List<Layer> layers = new ArrayList<>();
    private final List<MimeEntity> inner = new ArrayList<>();
    private int encrypted;
    private int parts;
    private boolean again;
    private boolean oldNames;
    private @Nullable PlainDigests offered;
    private @Nullable PlainDigests plain;

    EnvelopePass(EnvelopeAccess access, Choices choices, ContentTarget target) {
        this.access = access;
        this.choices = choices;
        this.limits = access.limits();
        this.content = new ContentReader(target, access.payload(), limits);
    }

    /** The layers from outside to inside. */
    List<Layer> layers() {
        return layers;
    }

    /** All entities within the outermost one. */
    List<MimeEntity> inner() {
        return inner;
    }

    /** Whether an attribute came up that has to be known before the reading. */
    boolean isAgain() {
        return again;
    }

    /** Whether types were named as they were before they had been registered. */
    boolean hasOldNames() {
        return oldNames;
    }

    /** Reads an entity whose headers were read. */
    void read(MimeEntity outer) throws IOException {
        walk(outer, 1);
    }

    private void walk(MimeEntity entity, int depth) throws IOException {
        if (depth > limits.depth()) {
            throw new MimeFailure("Entities are nested deeper than the limit.");
        }
        if (depth > 1) {
            inner.add(entity);
        }
        if (!layers.isEmpty() && access.payload() == ContentReader.Payload.LAYER) {
            innermost(entity);
            return;
        }
        String type = entity.contentType().type();
        if (isCms(type)) {
            cms(CmsInput.read(entity.content(limits)), depth);
            return;
        }
        switch (type) {
            case "multipart/signed" -> clear(entity, depth);
            case "multipart/encrypted" -> encryptedPart(entity.parts(), isExposed(), depth);
            case "multipart/mixed" -> mixed(entity, depth);
            case "message/rfc822" -> {
                requireSignedAround();
                whole(ahead(entity.content(limits)), depth);
            }
            default -> innermost(entity);
        }
    }

    /** RFC 8551 3.1: within a signature a whole mail may stand, whose headers are then signed. A signed mail within another is none. */
    private void requireSignedAround() throws Refusal {
        if (layers.isEmpty() || !(layers.get(layers.size() - 1) instanceof Layer.Signed)) {
            throw new Refusal(Check.STRUCTURE, "A mail within the mail is not signed by who sent this one.");
        }
    }

    /** Reads a mail and what stands behind the end of its last part. */
    private void whole(LookAhead ahead, int depth) throws IOException {
        walk(MimeEntity.read(ahead, limits), depth + 1);
        ahead.drain();
    }

    /** The same of what can be changed blindly. A signature within does not cover the headers of its own entity. */
    private void exposed(LookAhead ahead, int depth) throws IOException {
        MimeEntity entity = MimeEntity.read(ahead, limits);
        if (isLayer(entity.contentType().type())) {
            requireWords(new ByteArrayInputStream(entity.head()));
        }
        walk(entity, depth + 1);
        requireWords(ahead);
    }

    private static boolean isLayer(String type) {
        return isCmsType(type) || type.equals("multipart/signed") || type.equals("multipart/encrypted");
    }

    /** Whether what is read now can be changed blindly, and no signature is around it. */
    private boolean isExposed() {
        return !layers.isEmpty()
                && layers.get(layers.size() - 1) instanceof Layer.Encrypted layer
                && !layer.cipher().isAuthenticated();
    }

    /** Reads headers. */
    private MimeEntity entity(LookAhead ahead, boolean exposed) throws IOException {
        MimeEntity entity = MimeEntity.read(ahead, limits);
        if (exposed) {
            requireWords(new ByteArrayInputStream(entity.head()));
        }
        return entity;
    }

    /**
     * Where no signature covers them, headers, what stands in front of the parts, and what stands behind, may be words and
     * nothing else. If blocks that somebody put there were passed over, it would show of each whether a line ends in it, or
     * whether its padding is right, and so what is in it. A block of random octets is words once in eight million times.
     */
    private static void requireWords(InputStream in) throws IOException {
        boolean words = true;
        byte[] piece = new byte[1024];
        for (int there = in.read(piece); there > 0; there = in.read(piece)) {
            for (int i = 0; i < there; i++) {
                byte octet = piece[i];
                words &= octet >= ' ' && octet < 0x7F || octet == '\t' || octet == '\r' || octet == '\n';
            }
        }
        if (!words) {
            throw CmsFailure.decryption();
        }
    }

    private boolean isCms(String type) {
        oldNames |= type.startsWith("application/x-pkcs7");
        return isCmsType(type);
    }

    static boolean isCmsType(String type) {
        return CMS.contains(type);
    }

    static boolean isSignatureType(String type) {
        return SIGNATURE.contains(type);
    }

    private LookAhead ahead(InputStream in) {
        return new LookAhead(in, access.piece());
    }

    private void innermost(MimeEntity entity) throws IOException {
        if (layers.isEmpty()) {
            throw new Refusal(Check.STRUCTURE, "The mail is neither signed nor encrypted.");
        }
        if (access.policy().requiresSignature() && layers.stream().noneMatch(Layer.Signed.class::isInstance)) {
            // Told apart from a fault of decryption only where it was encrypted with a tag: else anybody could ask for
            // paddings.
            throw new Refusal(Check.STRUCTURE, "What is encrypted is not signed.");
        }
        content.read(entity, plain, this::next);
    }

    private void cms(CmsInput structure, int depth) throws IOException {
        if (structure.isEncrypted()) {
            decrypt(structure.encrypted(), depth);
        } else {
            opaque(structure.signed(), depth);
        }
    }

    /** A signature with its content within. */
    private void opaque(CmsInput.Signed data, int depth) throws IOException {
        Layer.Signed layer = new Layer.Signed(true);
        layers.add(layer);
        InputStream within = data.content();
        if (within == null) {
            layer.signature = data.finish();
            throw new Refusal(Check.SIGNATURE_FORM, "The signature has no content.");
        }
        Digests digests = new Digests(choices.digests());
        layer.digests = digests;
        InputStream signed = digests.over(within);
        within(layer, signed, depth);
        layer.signature = data.finish();
    }

    /** Reads what is signed. What is wrong with it is kept, and the rest is digested all the same. */
    private void within(Layer.Signed layer, InputStream signed, int depth) throws IOException {
        LookAhead ahead = ahead(signed);
        try {
            walk(MimeEntity.read(ahead, limits), depth + 1);
        } catch (IOException | RuntimeException e) {
            layer.fault = Refusal.of(e);
        }
        ahead.drain();
    }

    /** A signature beside its content. */
    private void clear(MimeEntity entity, int depth) throws IOException {
        boolean exposed = isExposed();
        Layer.Signed layer = new Layer.Signed(false);
        layers.add(layer);
        layer.micalg = entity.contentType().parameter("micalg");
        beside(layer, entity.parts(), exposed, depth);
    }

    private void beside(Layer.Signed layer, Multipart multipart, boolean exposed, int depth) throws IOException {
        if (exposed) {
            requireWords(multipart.preamble());
        }
        InputStream first = require(next(multipart));
        PlainDigests candidates = new PlainDigests(choices.digests());
        offered = candidates;
        layer.plain = candidates;
        LineEndDigests signed = new LineEndDigests(first, choices.digests());
        within(layer, signed, depth);
        offered = null;
        layer.digests = signed.received();
        layer.canonical = signed.canonical();
        MimeEntity second = entity(ahead(require(next(multipart))), exposed);
        String type = second.contentType().type();
        oldNames |= type.startsWith("application/x-pkcs7");
        if (!isSignatureType(type)) {
            throw new MimeFailure("A signed multipart has two parts, the second a signature.");
        }
        layer.signature = detached(CmsInput.read(second.content(limits)).signed());
        if (next(multipart) != null) {
            throw new MimeFailure("A signed multipart has two parts and no more.");
        }
    }

    private static SignedContent detached(CmsInput.Signed data) throws IOException {
        InputStream content = data.content();
        if (content != null) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
            data.finish();
            throw new Refusal(Check.SIGNATURE_FORM, "A signature beside a content has a content of its own.");
        }
        return data.finish();
    }

    private static InputStream require(@Nullable InputStream part) throws MimeFailure {
        if (part == null) {
            throw new MimeFailure("A signed multipart has two parts.");
        }
        return part;
    }

    /** The next part of a multipart, counted. */
    private @Nullable InputStream next(Multipart multipart) throws IOException {
        InputStream part = multipart.next();
        if (part != null && ++parts > limits.parts()) {
            throw new MimeFailure("The mail has more parts than the limit.");
        }
        return part;
    }

    /** RFC 1847: what is encrypted is the last part; what stands before says how. */
    private void encryptedPart(Multipart multipart, boolean exposed, int depth) throws IOException {
        if (exposed) {
            requireWords(multipart.preamble());
        }
        MimeEntity last = entity(ahead(require(next(multipart))), exposed);
        if (!isCms(last.contentType().type())) {
            if (exposed) {
                requireWords(last.body());
            }
            last = entity(ahead(require(next(multipart))), exposed);
        }
        if (!isCms(last.contentType().type())) {
            throw new MimeFailure("An encrypted multipart has one or two parts, the last one encrypted.");
        }
        decrypt(CmsInput.read(last.content(limits)).encrypted(), depth);
        if (next(multipart) != null) {
            throw new MimeFailure("An encrypted multipart ends with what is encrypted.");
        }
    }

    /** An encrypted part and a signature and nothing else, or content. What is encrypted beside others is not opened. */
    private void mixed(MimeEntity entity, int depth) throws IOException {
        if (!layers.isEmpty()) {
            innermost(entity);
            return;
        }
        if (!access.isTwoParts()) {
            throw new Refusal(Check.STRUCTURE, "The mail is neither signed nor encrypted as a whole.");
        }
        access.requireTwoParts();
        Layer.Signed layer = new Layer.Signed(false);
        layers.add(layer);
        beside(layer, entity.parts(), false, depth);
    }

    private void decrypt(CmsInput.Encrypted data, int depth) throws IOException {
        if (access.payload() == ContentReader.Payload.LAYER && access.policy().requiresSignature()) {
            throw new Refusal(Check.STRUCTURE, "The entity is encrypted: its signature cannot be verified yet.");
        }
        if (!layers.isEmpty()) {
            access.requireEncryptionWithin(layers);
        }
        ContentCipher cipher = access.require(data.cipher());
        Choices.Key key = choices.key(encrypted);
        if (key == null) {
            key = choices.add(access.keys().find(data, cipher));
        }
        encrypted++;
        if (!key.isFound()) {
            throw new Refusal(Check.RECIPIENT, "NOT_FOR_US: The mail is encrypted for none of the keys.");
        }
        ContentKeys.Found found = key.get();
        layers.add(new Layer.Encrypted(cipher, found.transport(), found.certificate()));
        decrypt(data, cipher, key, depth);
    }

    private void decrypt(CmsInput.Encrypted data, ContentCipher cipher, Choices.Key key, int depth) throws IOException {
        DecryptInput decrypted = decryption(data, cipher, key);
        PlainDigests candidates = layers.size() == 2 ? offered : null;
        plain = candidates;
        InputStream in = candidates == null ? decrypted : candidates.over(decrypted);
        LookAhead ahead = ahead(in);
        Exception fault = null;
        try {
            if (ahead.fill(1) == 0) {
                throw CmsFailure.decryption(); // no octets are no padded block either
            }
            if (cipher.isAuthenticated()) {
                whole(ahead, depth);
            } else {
                exposed(ahead, depth);
            }
        } catch (IOException | RuntimeException e) {
            fault = e;
        }
        try {
            finish(data, decrypted, cipher, key);
        } catch (IOException | RuntimeException e) {
            decrypted.drainQuietly();
            throw within(e);
        }
        if (fault != null) {
            throw cipher.isAuthenticated() || isOfNobody(fault) ? within(fault) : CmsFailure.decryption();
        }
    }

    /** Reads to the end, whatever was found before: only then it is known whether what was decrypted is what was encrypted. */
    private void finish(CmsInput.Encrypted data, DecryptInput decrypted, ContentCipher cipher, Choices.Key key)
            throws IOException {
        decrypted.drain();
        CmsInput.Trailer trailer = data.finish();
        if (key.learn(trailer.attributes())) {
            again = true;
            throw CmsFailure.decryption();
        }
        if (cipher.isAuthenticated() && trailer.tag().length != ContentCipher.TAG_OCTETS) {
            throw new CmsFailure(CmsFailure.Reason.ALGORITHM, "The tag is shorter than 128 bits.");
        }
        decrypted.finish(trailer.tag());
    }

    /**
     * Without a tag, what was decrypted may be pieces of a genuine mail put together anew, and whoever did so must not be told
     * how far it was read. No piece of one is a whole structure without a signer, or with two.
     */
    private static boolean isOfNobody(Exception fault) {
        return fault instanceof CmsFailure cms
                && (cms.reason() == CmsFailure.Reason.NO_SIGNER || cms.reason() == CmsFailure.Reason.SEVERAL_SIGNERS);
    }

    private DecryptInput decryption(CmsInput.Encrypted data, ContentCipher cipher, Choices.Key key) throws IOException {
        try {
            return cipher.decrypt(
                    data.content(),
                    key.get().octets(),
                    data.algorithm().getParameters(),
                    key.attributes(),
                    access.piece());
        } catch (GeneralSecurityException e) {
            throw CmsFailure.decryption();
        }
    }

    /** What was decrypted with a wrong key is no entity and no structure either, and must not look different. */
    private static IOException within(Exception fault) {
        Refusal refusal = Refusal.of(fault);
        boolean shapeless = refusal.check() == Check.STRUCTURE && !(fault instanceof Refusal);
        return shapeless ? CmsFailure.decryption() : refusal;
    }
}
