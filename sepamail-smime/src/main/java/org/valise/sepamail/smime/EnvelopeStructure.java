// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.InputStream;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an envelope is made of as far as it can be seen without keys: entities, signatures and who claims to have made them,
 * encryptions and for whom (RFC 2045, RFC 5652). Nothing is verified, so nothing of it is proved. For looking at mails that
 * were refused; who opens mails takes {@link MissiveOpener}. Immutable and thread-safe.
 *
 * <pre>{@code
 * EnvelopeStructure structure = EnvelopeStructure.of(mail, SmimeLimits.defaults());
 * if (structure.mail().content() instanceof EnvelopeStructure.EncryptedData data) {
 *     show(data.cipher(), data.recipients());
 * }
 * }</pre>
 *
 * <p>Whatever the octets are, there is a structure; what is broken in it says so.
 *
 * @since 0.1.0
 */
public final class EnvelopeStructure {

    private final Entity mail;
    private final List<String> problems;

    private EnvelopeStructure(Entity mail, List<String> problems) {
        this.mail = mail;
        this.problems = problems;
    }

    /**
     * The structure of a mail, or of an entity.
     *
     * @param mail with its headers
     * @param limits how much is looked at
     * @return the structure
     */
    public static EnvelopeStructure of(byte[] mail, SmimeLimits limits) {
        StructureWalk walk = new StructureWalk(mail, limits);
        Entity entity = walk.mail();
        return new EnvelopeStructure(entity, walk.problems());
    }

    /**
     * The mail itself.
     *
     * @return the outermost entity
     */
    public Entity mail() {
        return mail;
    }

    /**
     * What is broken, from outside to inside.
     *
     * @return words for people; none if nothing is
     */
    public List<String> problems() {
        return problems;
    }

    /** Returns the outermost type; nothing of persons. */
    @Override
    public String toString() {
        return "EnvelopeStructure[" + mail.type() + ", " + problems.size() + " problems]";
    }

    /** What an entity holds. */
    public sealed interface Content permits Data, Parts, SignedData, EncryptedData, OtherData, Broken {}

    /**
     * An entity. Immutable and thread-safe.
     *
     * @param type for example {@code text/plain}, in lower case; empty if it cannot be told
     * @param encoding the transfer encoding in lower case
     * @param content what it holds
     * @since 0.1.0
     */
    public record Entity(String type, String encoding, Content content) {}

    /**
     * Content that holds nothing more. Immutable and thread-safe.
     *
     * @param octets how long it is as it stands in the mail
     * @since 0.1.0
     */
    public record Data(long octets) implements Content {}

    /**
     * A multipart, or a mail within the mail. Immutable and thread-safe.
     *
     * @param entities those that could be read
     * @since 0.1.0
     */
    public record Parts(List<Entity> entities) implements Content {

        /**
         * Parts.
         *
         * @param entities those that could be read
         */
        public Parts {
            entities = List.copyOf(entities);
        }
    }

    /**
     * CMS signed data. Immutable and thread-safe.
     *
     * @param digests algorithms that it lists
     * @param signers as they are stated; any number
     * @param certificates that came along; nobody vouches for them
     * @param within the content that is signed; none if it stands elsewhere
     * @since 0.1.0
     */
    public record SignedData(
            List<String> digests, List<Signer> signers, List<X509Certificate> certificates, List<Entity> within)
            implements Content {

        /**
         * Signed data.
         *
         * @param digests algorithms that it lists
         * @param signers as they are stated
         * @param certificates that came along
         * @param within one entity or none
         */
        public SignedData {
            digests = List.copyOf(digests);
            signers = List.copyOf(signers);
            certificates = List.copyOf(certificates);
            within = List.copyOf(within);
        }
    }

    /**
     * CMS enveloped or authenticated-enveloped data. Immutable and thread-safe.
     *
     * @param authenticated whether it is the latter
     * @param cipher of the content: a {@link ContentCipher} by its name, or an object identifier
     * @param recipients as they are stated
     * @param octets how long the encrypted content is
     * @since 0.1.0
     */
    public record EncryptedData(boolean authenticated, String cipher, List<KeyHolder> recipients, long octets)
            implements Content {

        /**
         * Encrypted data.
         *
         * @param authenticated whether it is authenticated-enveloped data
         * @param cipher of the content
         * @param recipients as they are stated
         * @param octets how long the encrypted content is
         */
        public EncryptedData {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * A CMS structure of another kind. Immutable and thread-safe.
     *
     * @param contentType its object identifier
     * @since 0.1.0
     */
    public record OtherData(String contentType) implements Content {}

    /**
     * Something that is not what it says it is. Immutable and thread-safe.
     *
     * @param problem words for people
     * @since 0.1.0
     */
    public record Broken(String problem) implements Content {}

    /**
     * Whose key it is. Immutable and thread-safe.
     *
     * @param issuer of the certificate; empty if the key is named otherwise
     * @param serial of the certificate in hexadecimal digits; empty if the key is named otherwise
     * @param keyId the identifier of the key in hexadecimal digits; empty if the key is named otherwise
     * @since 0.1.0
     */
    public record KeyName(String issuer, String serial, String keyId) {

        static KeyName of(String issuer, BigInteger serial) {
            return new KeyName(issuer, hex(serial), "");
        }

        private static String hex(BigInteger number) {
            String digits = number.toString(16);
            return number.signum() < 0 || digits.length() % 2 == 0 ? digits : "0" + digits;
        }
    }

    /**
     * A signer, as he is stated. Immutable and thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Signer {

        private final KeyName key;
        private final String digest;
        private final String signature;
        private final List<String> attributes;
        private final Optional<Instant> signingTime;

        Signer(KeyName key, String digest, String signature, List<String> attributes, Optional<Instant> signingTime) {
            this.key = key;
            this.digest = digest;
            this.signature = signature;
            this.attributes = List.copyOf(attributes);
            this.signingTime = signingTime;
        }

        /**
         * Whose key it is.
         *
         * @return its name
         */
        public KeyName key() {
            return key;
        }

        /**
         * The algorithm of the digest.
         *
         * @return its name, or an object identifier
         */
        public String digest() {
            return digest;
        }

        /**
         * The algorithm of the signature.
         *
         * @return a {@link SignatureScheme} by its name, or what the structure says
         */
        public String signature() {
            return signature;
        }

        /**
         * The signed attributes.
         *
         * @return their object identifiers
         */
        public List<String> attributes() {
            return attributes;
        }

        /**
         * When he says that he signed.
         *
         * @return empty if he does not
         */
        public Optional<Instant> signingTime() {
            return signingTime;
        }

        /** Returns the algorithm; nothing of persons. */
        @Override
        public String toString() {
            return "Signer[" + signature + "]";
        }
    }

    /**
     * Somebody for whom the content's key is encrypted. Immutable and thread-safe.
     *
     * @param kind key-transport, key-agreement, key-encryption-key, password or other
     * @param key whose key it is
     * @param algorithm by which the content's key is encrypted: a {@link KeyTransport} by its name, or what the structure says
     * @since 0.1.0
     */
    public record KeyHolder(String kind, KeyName key, String algorithm) {}

    /** Counts what a stream holds and forgets it. */
    static long count(InputStream in) throws java.io.IOException {
        return in.transferTo(java.io.OutputStream.nullOutputStream());
    }
}
