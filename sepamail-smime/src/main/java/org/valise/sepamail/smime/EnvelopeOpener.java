// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens the envelope of one mail: reads it as often as it takes, then judges it. What the content was written to may be looked
 * at only after {@link #open} returned. For one thread.
 */
final class EnvelopeOpener {

    static final int MOST_LAYERS = 4;
    private static final List<SignatureCoverage> COVERAGES =
            List.of(SignatureCoverage.ENTITY, SignatureCoverage.MISSIVE, SignatureCoverage.MISSIVE_CRLF);

    /** What is opened. */
    enum Form {
        /** A mail between banks: one sender, one receiver. */
        MISSIVE_MAIL,
        /** Any mail: one sender, and whoever it is for. */
        MAIL,
        /** An entity without. */
        ENTITY
    }

    private final EnvelopeAccess access;
    private final OpeningPolicy policy;
    private final Opening opening;
    private final SignerChecks signers;
    private final Form form;
    private final Choices choices = new Choices();

    EnvelopeOpener(EnvelopeAccess access, TrustPolicy trust, Instant time, Form form, Opening opening) {
        this.access = access;
        this.policy = access.policy();
        this.opening = opening;
        this.form = form;
        this.signers = new SignerChecks(trust, policy, time, opening);
    }

    /**
     * Opens it.
     *
     * @param targets where the content goes, a new one for each reading
     * @return the one of the last reading
     * @throws Refusal if a check does not hold
     * @throws IOException any other if the mail cannot be read
     */
    <T extends ContentTarget> T open(Supplier<T> targets) throws IOException {
        while (true) {
            T target = targets.get();
            EnvelopePass pass = new EnvelopePass(access, choices, target);
            Refusal fault = access.<@Nullable Refusal>read(mail -> read(mail, pass));
            if (!isToBeReadAgain(pass, fault)) {
                guarded(pass, fault);
                return target;
            }
        }
    }

    private void guarded(EnvelopePass pass, @Nullable Refusal fault) throws Refusal {
        try {
            judge(pass, fault);
        } catch (RuntimeException e) {
            throw Refusal.of(e); // BouncyCastle looks at what it has read as late as it can
        }
    }

    /** Reads it once more, as it was read when it was found good. */
    void reread(ContentTarget target) throws IOException {
        EnvelopePass pass = new EnvelopePass(access, choices, target);
        access.<@Nullable Void>read(mail -> {
            pass.read(mail);
            return null;
        });
    }

    private @Nullable Refusal read(MimeEntity mail, EnvelopePass pass) throws IOException {
        opening.passed(Check.MAIL_FORM);
        if (form != Form.ENTITY) {
            addresses(mail);
        }
        try {
            pass.read(mail);
            return null;
        } catch (IOException | RuntimeException e) {
            return Refusal.of(e);
        }
    }

    private void addresses(MimeEntity mail) throws Refusal {
        opening.from = Addresses.only(mail, "from");
        opening.to = Addresses.only(mail, "to");
        opening.priority = mail.value("x-priority");
        if (!policy.checksSender()) {
            opening.notAskedFor(Check.ADDRESSES, "");
            return;
        }
        if (opening.from == null) {
            throw new Refusal(Check.ADDRESSES, "There is not one From with one address.");
        }
        if (opening.to == null && form == Form.MISSIVE_MAIL) {
            throw new Refusal(Check.ADDRESSES, "There is not one To with one address.");
        }
        opening.passed(Check.ADDRESSES);
    }

    private boolean isToBeReadAgain(EnvelopePass pass, @Nullable Refusal fault) {
        if (pass.isAgain()) {
            return choices.again();
        }
        Refusal innermost = fault;
        for (Layer.Signed layer : signed(pass)) {
            innermost = layer.fault == null ? innermost : layer.fault;
        }
        if (innermost != null && innermost.check() == Check.DECRYPTION && choices.nextKey()) {
            return true;
        }
        return fault == null && wantsDigest(pass);
    }

    /** Whether a signature is over a digest that was not taken. */
    private boolean wantsDigest(EnvelopePass pass) {
        boolean wanted = false;
        for (Layer.Signed layer : signed(pass)) {
            SignatureScheme scheme = signers.stated(layer);
            wanted |= scheme != null
                    && layer.digests != null
                    && !layer.digests.has(scheme.digest())
                    && choices.want(scheme.digest());
        }
        return wanted;
    }

    private static List<Layer.Signed> signed(EnvelopePass pass) {
        return pass.layers().stream()
                .filter(Layer.Signed.class::isInstance)
                .map(Layer.Signed.class::cast)
                .toList();
    }

    private static List<Layer.Encrypted> encrypted(EnvelopePass pass) {
        return pass.layers().stream()
                .filter(Layer.Encrypted.class::isInstance)
                .map(Layer.Encrypted.class::cast)
                .toList();
    }

    private void judge(EnvelopePass pass, @Nullable Refusal fault) throws Refusal {
        for (Layer.Encrypted layer : encrypted(pass)) {
            opening.encryption = layer;
            opening.passed(Check.RECIPIENT);
        }
        if (fault != null) {
            throw fault;
        }
        if (pass.hasOldNames()) {
            opening.deviation("OLD_TYPE_NAMES");
        }
        requireOpened(pass.layers());
        if (opening.encryption != null) {
            opening.passed(Check.DECRYPTION);
        }
        shape(pass);
        opening.passed(Check.STRUCTURE);
        X509Certificate signer = null;
        for (Layer.Signed layer : signed(pass)) {
            signer = signer(layer, pass.layers(), signer);
        }
        if (form != Form.ENTITY) {
            sender();
            innerHeaders(pass.inner());
            receiver();
        }
    }

    /** Whom a part beside its signature is encrypted for, and how, everybody can see: no signature has to vouch for it. */
    private static void requireOpened(List<Layer> layers) throws Refusal {
        if (layers.size() == 1 && layers.get(0) instanceof Layer.Signed signed && signed.fault != null) {
            Check check = signed.fault.check();
            if (check == Check.RECIPIENT || check == Check.ALGORITHMS) {
                throw signed.fault;
            }
        }
    }

    /** Whether the layers are those of a profile that the policy accepts. */
    private void shape(EnvelopePass pass) throws Refusal {
        List<Layer> layers = pass.layers();
        boolean isSigned = !signed(pass).isEmpty();
        boolean isEncrypted = opening.encryption != null;
        Profile profile = isSigned ? profile(layers, isEncrypted) : null;
        opening.profile = profile;
        if (!isSigned && policy.requiresSignature()) {
            throw new Refusal(Check.STRUCTURE, "What is encrypted is not signed.");
        }
        if (!isEncrypted && policy.requiresEncryption()) {
            throw new Refusal(Check.STRUCTURE, "The mail is signed and not encrypted.");
        }
        if (profile != null && !policy.accepts(profile)) {
            throw new Refusal(Check.STRUCTURE, "The policy does not accept the profile " + profile + ".");
        }
        extraLayers(layers, isSigned && isEncrypted ? 2 : 1);
    }

    private void extraLayers(List<Layer> layers, int usual) throws Refusal {
        if (layers.size() > usual) {
            if (!policy.isLenient() || layers.size() > MOST_LAYERS) {
                throw new Refusal(Check.STRUCTURE, "There are more layers than the profile has.");
            }
            opening.deviation("EXTRA_LAYER");
        }
    }

    private Profile profile(List<Layer> layers, boolean isEncrypted) throws Refusal {
        if (!isEncrypted) {
            return Profile.SIGNED_ONLY;
        }
        if (aroundEncryption(layers) instanceof Layer.Signed around) {
            return covered(around, layers).coverage() == SignatureCoverage.ENCRYPTED_PART
                    ? Profile.ENCRYPT_THEN_SIGN
                    : Profile.SEED_TWO_PART;
        }
        return layers.stream().anyMatch(layer -> layer instanceof Layer.Signed signed && signed.opaque)
                ? Profile.OPAQUE_THEN_ENCRYPT
                : Profile.CLEAR_THEN_ENCRYPT;
    }

    /** The layer next to the outermost encryption; null if there is none. */
    private static @Nullable Layer aroundEncryption(List<Layer> layers) {
        int within = 0;
        while (!(layers.get(within) instanceof Layer.Encrypted)) {
            within++;
        }
        return within == 0 ? null : layers.get(within - 1);
    }

    /**
     * What a signature is over.
     *
     * @param digests of that
     */
    private record Covered(SignatureCoverage coverage, Digests digests) {}

    private Covered covered(Layer.Signed layer, List<Layer> layers) throws Refusal {
        int within = layers.indexOf(layer) + 1;
        boolean aroundEncryption = within < layers.size() && layers.get(within) instanceof Layer.Encrypted;
        Digests own = received(layer);
        if (aroundEncryption && layer.plain != null) {
            return besideEncryption(layer, layer.plain, own);
        }
        return new Covered(aroundEncryption ? SignatureCoverage.ENCRYPTED_PART : SignatureCoverage.ENTITY, own);
    }

    /** Of what was received, if that is what was signed; else of what it was before it was stored with other line ends. */
    private Digests received(Layer.Signed layer) throws Refusal {
        Digests own = Objects.requireNonNull(layer.digests);
        if (layer.canonical == null) {
            return own;
        }
        SignedContent signature = Objects.requireNonNull(layer.signature);
        SignatureScheme.Digest algorithm = signers.scheme(signature).digest();
        return own.has(algorithm) && SignerChecks.states(signature, own.of(algorithm)) ? own : layer.canonical;
    }

    /** The norm does not say what a signature beside an encrypted part is over: the first is taken that its digest fits. */
    private Covered besideEncryption(Layer.Signed layer, PlainDigests plain, Digests own) throws Refusal {
        SignedContent signature = Objects.requireNonNull(layer.signature);
        SignatureScheme.Digest algorithm = signers.scheme(signature).digest();
        for (SignatureCoverage candidate : COVERAGES) {
            Digests digests = plain.of(candidate);
            if (plain.has(candidate)
                    && digests.has(algorithm)
                    && SignerChecks.states(signature, digests.of(algorithm))) {
                return new Covered(candidate, digests);
            }
        }
        boolean literal = plain.has(SignatureCoverage.ENTITY)
                && policy.accepts(Profile.SEED_TWO_PART)
                && !SignerChecks.states(signature, own.of(algorithm));
        return literal
                ? new Covered(SignatureCoverage.ENTITY, plain.of(SignatureCoverage.ENTITY))
                : new Covered(SignatureCoverage.ENCRYPTED_PART, own);
    }

    /** Checks one signature, and then what is wrong within it. */
    private X509Certificate signer(Layer.Signed layer, List<Layer> layers, @Nullable X509Certificate outer)
            throws Refusal {
        SignedContent signature = Objects.requireNonNull(layer.signature);
        SignatureScheme scheme = signers.scheme(signature);
        Covered covered = covered(layer, layers);
        X509Certificate signer = signers.cryptography(signature, digest(layer, covered, scheme), scheme);
        signers.signer(signature, signer);
        if (outer != null && !outer.equals(signer)) {
            throw new Refusal(Check.SIGNATURE_FORM, "The inner and the outer signature are of different signers.");
        }
        opening.coverage = covered.coverage();
        tolerated(layer, covered.digests(), scheme);
        if (layer.fault != null) {
            throw layer.fault;
        }
        return signer;
    }

    /** Of what could not be decrypted as a whole there is none, even if all that came out of it is what was signed. */
    private static byte[] digest(Layer.Signed layer, Covered covered, SignatureScheme scheme) {
        boolean undecrypted = layer.fault != null && layer.fault.check() == Check.DECRYPTION;
        boolean isPlain = layer.plain != null && covered.coverage() != SignatureCoverage.ENCRYPTED_PART;
        return undecrypted && isPlain ? new byte[0] : covered.digests().of(scheme.digest());
    }

    private void tolerated(Layer.Signed layer, Digests signed, SignatureScheme scheme) {
        if (Objects.equals(signed, layer.canonical)) {
            opening.deviation("LF_STORAGE");
        }
        if (!layer.opaque && !scheme.digest().isNamed(layer.micalg)) {
            opening.deviation("MICALG");
        }
    }

    private void sender() throws Refusal {
        X509Certificate signer = opening.signer;
        if (!policy.checksSender() || signer == null) {
            opening.notAskedFor(Check.SIGNER_IS_SENDER, signer == null ? "Nobody signed." : "");
            return;
        }
        if (!CertificateNames.of(signer).contains(Objects.requireNonNull(opening.from))) {
            throw new Refusal(
                    Check.SIGNER_IS_SENDER, "The certificate of the signer does not name the address in From.");
        }
        opening.passed(Check.SIGNER_IS_SENDER);
    }

    /** Copies of addresses within the envelope (known of peers) are those outside. */
    private void innerHeaders(List<MimeEntity> entities) throws Refusal {
        boolean there = false;
        boolean compared = true;
        for (MimeEntity entity : entities) {
            for (String name : List.of("from", "to")) {
                if (!entity.fields(name).isEmpty()) {
                    there = true;
                    compared &= isCompared(entity, name, name.equals("from") ? opening.from : opening.to);
                }
            }
        }
        if (there && compared) {
            opening.passed(Check.INNER_HEADERS);
        } else if (there) {
            opening.notAskedFor(Check.INNER_HEADERS, "What stands outside is not one address.");
        }
    }

    private static boolean isCompared(MimeEntity entity, String name, @Nullable Mailbox outer) throws Refusal {
        if (outer != null && !outer.equals(Addresses.only(entity, name))) {
            throw new Refusal(Check.INNER_HEADERS, "An address within the envelope is not the one outside.");
        }
        return outer != null;
    }

    private void receiver() {
        Layer.Encrypted layer = opening.encryption;
        if (layer != null
                && opening.to != null
                && !CertificateNames.of(layer.certificate()).contains(opening.to)) {
            opening.deviation("RECIPIENT_IS_NOT_RECEIVER");
        }
    }
}
