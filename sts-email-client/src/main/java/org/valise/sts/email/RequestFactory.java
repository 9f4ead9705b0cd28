// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.CrcState;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.StsRecord;

/**
 * Makes requests that the gateway accepts (STS600-9-2 clauses 4, 5 and 8.2). Every request gets a new token and a
 * Message-ID of its own. There is no default for the gateway's address: it is the operator's to configure (clause 6).
 * Immutable and thread-safe; the {@code with} methods return new objects.
 *
 * <pre>{@code
 * RequestFactory requests = RequestFactory.from("vendor@vending.example").to(gateway.text());
 * KmcRequest request = requests.getKeyLoadFile(vkloadreq);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RequestFactory {

    private static final Pattern CODE = Pattern.compile("\\{KMS:[A-Za-z0-9]{1,40}\\}");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}\\.txt");

    /** So that every store takes the request, whose mail is a third longer, and in the journal again by a third. */
    private static final int LARGEST_FILE = 500 * 1024;

    private static final String LOAD_REQUEST = "VKLOADREQ";

    private final MailAddress from;
    private final MailAddress gateway;
    private final @Nullable MailAddress replyTo;
    private final String keyLoadFileCode;
    private final @Nullable String loadRequestType;
    private final Clock clock;
    private final SecureRandom random;
    private final @Nullable Token token;

    private RequestFactory(
            MailAddress from,
            MailAddress gateway,
            @Nullable MailAddress replyTo,
            String keyLoadFileCode,
            @Nullable String loadRequestType,
            Clock clock,
            SecureRandom random,
            @Nullable Token token) {
        this.from = from;
        this.gateway = gateway;
        this.replyTo = replyTo;
        this.keyLoadFileCode = keyLoadFileCode;
        this.loadRequestType = loadRequestType;
        this.clock = clock;
        this.random = random;
        this.token = token;
    }

    /**
     * Names the sender.
     *
     * @param address a real mailbox of the vending software's operator
     * @return the next step
     * @throws IllegalArgumentException if it is not a {@linkplain MailAddress plain address}
     */
    public static Sender from(String address) {
        return new Sender(MailAddress.of(address));
    }

    /** Knows the sender; wants the gateway. */
    public static final class Sender {

        private final MailAddress from;

        private Sender(MailAddress from) {
            this.from = from;
        }

        /**
         * Names the gateway.
         *
         * @param address the only recipient; for the live gateway see clause 6 of the specification
         * @return the factory, with the system's clock and a random generator of its own
         * @throws IllegalArgumentException if it is not a {@linkplain MailAddress plain address}, or the sender's own
         */
        public RequestFactory to(String address) {
            MailAddress gateway = MailAddress.of(address);
            if (gateway.equals(from)) {
                throw new IllegalArgumentException("The gateway's address is not the sender's own");
            }
            return new RequestFactory(
                    from,
                    gateway,
                    null,
                    Service.GET_KEY_LOAD_FILE.code(),
                    null,
                    Clock.systemUTC(),
                    new SecureRandom(),
                    null);
        }
    }

    /**
     * Lets the gateway answer to another mailbox than the sender's.
     *
     * @param address the mailbox for replies
     * @return a new factory
     * @throws IllegalArgumentException if it is not a {@linkplain MailAddress plain address}, or the gateway's own
     */
    public RequestFactory withReplyTo(String address) {
        MailAddress replies = MailAddress.of(address);
        if (replies.equals(gateway)) {
            throw new IllegalArgumentException("The gateway would answer itself (STS600-9-2 clause 8.3.1)");
        }
        return new RequestFactory(from, gateway, replies, keyLoadFileCode, loadRequestType, clock, random, token);
    }

    /**
     * Uses another spelling of the key load file service's code: the specification has two (clauses 5.1.1 and 5.1.4.2).
     * Change it only if the gateway stays silent on the usual one.
     *
     * @param code a service code with its braces
     * @return a new factory
     * @throws IllegalArgumentException if it is not of the form of a service code
     */
    public RequestFactory withKeyLoadFileCode(String code) {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("A service code is {KMS: letters and digits }");
        }
        return new RequestFactory(from, gateway, replyTo, code, loadRequestType, clock, random, token);
    }

    /**
     * Takes load requests of another record type than those whose name starts with {@code VKLOADREQ}.
     *
     * @param type the record type
     * @return a new factory
     */
    public RequestFactory withLoadRequestType(String type) {
        Objects.requireNonNull(type, "type");
        return new RequestFactory(from, gateway, replyTo, keyLoadFileCode, type, clock, random, token);
    }

    /**
     * Takes the date of requests from another clock.
     *
     * @param newClock the clock
     * @return a new factory
     */
    public RequestFactory withClock(Clock newClock) {
        Objects.requireNonNull(newClock, "newClock");
        return new RequestFactory(from, gateway, replyTo, keyLoadFileCode, loadRequestType, newClock, random, token);
    }

    /**
     * Takes tokens from another random generator.
     *
     * @param newRandom the generator; forged replies are possible if it can be guessed
     * @return a new factory
     */
    public RequestFactory withRandom(SecureRandom newRandom) {
        Objects.requireNonNull(newRandom, "newRandom");
        return new RequestFactory(from, gateway, replyTo, keyLoadFileCode, loadRequestType, clock, newRandom, token);
    }

    /**
     * Gives the next request a token that was made elsewhere. One request only: a token names one.
     *
     * @param next the token
     * @return a new factory, whose requests all have this token
     */
    public RequestFactory withToken(Token next) {
        Objects.requireNonNull(next, "next");
        return new RequestFactory(from, gateway, replyTo, keyLoadFileCode, loadRequestType, clock, random, next);
    }

    /**
     * Asks for instructions (clause 5.1.2).
     *
     * @return a new request
     */
    public HelpRequest help() {
        return new HelpRequest(RequestMail.plain(this, Service.HELP, Service.HELP.code(), ""));
    }

    /**
     * Asks for the public key of the KMC (clause 5.1.3).
     *
     * @return a new request
     */
    public PublicKeyRequest getPublicKey() {
        return new PublicKeyRequest(RequestMail.plain(this, Service.GET_PUBLIC_KEY, Service.GET_PUBLIC_KEY.code(), ""));
    }

    /**
     * Asks for a key load file (clause 5.1.4).
     *
     * @param vkloadreq a fresh load request of the security module, its CRC present and right
     * @return a new request
     * @throws IllegalArgumentException if the record is of another type, has no right CRC, or is so long that the mail
     *     reaches 10 KiB
     */
    public KeyLoadFileRequest getKeyLoadFile(StsRecord vkloadreq) {
        boolean fits = loadRequestType == null
                ? vkloadreq.type().startsWith(LOAD_REQUEST)
                : vkloadreq.type().equals(loadRequestType);
        if (!fits) {
            throw new IllegalArgumentException("The body holds a record of type "
                    + (loadRequestType == null ? LOAD_REQUEST + "..." : loadRequestType) + ", not " + vkloadreq.type()
                    + " (STS600-9-2 clause 5.1.4.2)");
        }
        if (vkloadreq.crcState() != CrcState.VALID) {
            throw new IllegalArgumentException("The CRC of the record is " + vkloadreq.crcState()
                    + ": the gateway would not take it. Let the security module make it again");
        }
        RequestMail mail =
                RequestMail.plain(this, Service.GET_KEY_LOAD_FILE, keyLoadFileCode, RecordInEmail.write(vkloadreq));
        return new KeyLoadFileRequest(mail, vkloadreq);
    }

    /**
     * Sends an update file to the KMC (clause 5.1.1). <strong>Reserved for the STS Association.</strong>
     *
     * @param fileName a name of ASCII letters, digits, dots, hyphens and underscores that ends in {@code .txt}
     * @param octets the text file, at most 500 KiB
     * @return a new request
     * @throws IllegalArgumentException if the name has another form or the file is larger
     */
    public StsaOnlyUpdateRequest stsaOnlyUpdate(String fileName, byte[] octets) {
        if (!FILE_NAME.matcher(fileName).matches()) {
            throw new IllegalArgumentException("The file name is ASCII letters, digits, '.', '-', '_' and ends in .txt"
                    + " (STS600-9-2 clause 4)");
        }
        if (octets.length > LARGEST_FILE) {
            throw new IllegalArgumentException("The file has " + octets.length + " octets; 500 KiB is the most");
        }
        return new StsaOnlyUpdateRequest(RequestMail.withFile(this, Service.STSA_ONLY_UPDATE, fileName, octets));
    }

    MailAddress from() {
        return from;
    }

    MailAddress gateway() {
        return gateway;
    }

    Optional<MailAddress> replyTo() {
        return Optional.ofNullable(replyTo);
    }

    Clock clock() {
        return clock;
    }

    Token nextToken() {
        return token == null ? Token.random(random) : token;
    }

    SecureRandom random() {
        return random;
    }
}
