// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.ExchangeLog;
import org.valise.sepamail.missive.MissiveAddress;

/**
 * Receives missives: the steps of MIS1202 "Receipt of a nominal missive" and "Receipt of an acknowledgement missive", each
 * in its place. Nominal missives are acknowledged, then handed on; acknowledgements are held against what was sent.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * Application application = delivery -> {
 *     if (!delivery.isPerhapsRepeated() || !inbox.has(delivery.key())) {
 *         inbox.put(delivery.key(), delivery.stampedCopy());
 *     }
 * };
 * ReceptionPipeline pipeline = ReceptionPipeline.of(emission, opener, exchangeLog, application);
 *
 * for (byte[] mail : spool) {
 *     Reception reception = pipeline.receive(mail);
 *     reception.failed().ifPresent(step -> report(step, reception.noAnswer()));
 *     if (reception.isDone()) {
 *         spool.delete(mail);
 *     }
 * }
 * }</pre>
 *
 * <h2>What holds when something crashes</h2>
 *
 * <p>The mail is the journal: keep it until {@link #receive} has returned with {@link Reception#isDone()}, and give it again
 * after a crash or an exception. Then, with a {@link org.valise.sepamail.missive.FileExchangeLog}:
 *
 * <ul>
 *   <li>Each mail is acknowledged at least once. If the crash came between the sending and its note, the acknowledgement is
 *       sent again; that is allowed and does no harm.
 *   <li>Each message is handed on at least once, and never again once that is noted, whatever orders come later and however
 *       often. If the crash came between the application's taking it and the note, it is offered again, with the same
 *       {@link Delivery#key()} and with {@link Delivery#isPerhapsRepeated()}: an application that keeps the key together with
 *       the message makes that exactly once. Nobody can without it.
 *   <li>What was accepted once stays accepted: receivers and times of sending are not judged again. The envelope is.
 *   <li>Threads may call one pipeline, or copies of one, at once: the orders of a missive go through one by one. Two
 *       pipelines made apart on one log are not protected from each other.
 * </ul>
 *
 * @since 0.1.0
 */
public final class ReceptionPipeline {

    private final Config config;
    private final KeyLocks locks;

    /** What a pipeline works with. */
    record Config(
            EmissionPipeline emission,
            Function<MissiveAddress, Optional<MailOpening>> openers,
            ExchangeLog log,
            Application application,
            AnswerPolicy policy,
            Set<String> networks,
            SmimeLimits limits,
            @Nullable CertificateDirectory signers) {

        Config with(AnswerPolicy other) {
            return new Config(emission, openers, log, application, other, networks, limits, signers);
        }

        Config with(Set<String> other) {
            return new Config(emission, openers, log, application, policy, other, limits, signers);
        }

        Config with(SmimeLimits other) {
            return new Config(emission, openers, log, application, policy, networks, other, signers);
        }

        Config with(CertificateDirectory other) {
            return new Config(emission, openers, log, application, policy, networks, limits, other);
        }
    }

    private ReceptionPipeline(Config config, KeyLocks locks) {
        this.config = config;
        this.locks = locks;
    }

    /**
     * A pipeline of a participant that has one opener for all its addresses.
     *
     * @param emission sends the acknowledgements, and has referentials and clock
     * @param opener with the keys of all own BICs
     * @param log of what is received and sent
     * @param application takes the messages
     * @return the pipeline
     * @throws IllegalArgumentException if the emission has no outbox
     */
    public static ReceptionPipeline of(
            EmissionPipeline emission, MissiveOpener opener, ExchangeLog log, Application application) {
        MailOpening opening = MailOpening.of(opener);
        return ofOpenings(emission, address -> Optional.of(opening), log, application);
    }

    /**
     * A pipeline of a participant with keys for each address. The function is asked for each mail: by it new keys, authorities
     * and revocation lists come into a pipeline that runs, {@code address -> Optional.of(current.get())} with an
     * {@link java.util.concurrent.atomic.AtomicReference}. A second pipeline made for them would not know of the first.
     *
     * @param emission sends the acknowledgements, and has referentials and clock
     * @param openers the one for an address of the participant's own, to be compared by {@link MissiveAddress#matches}, or by
     *     its BIC alone
     * @param log of what is received and sent
     * @param application takes the messages
     * @return the pipeline
     * @throws IllegalArgumentException if the emission has no outbox
     */
    public static ReceptionPipeline of(
            EmissionPipeline emission,
            Function<MissiveAddress, Optional<MissiveOpener>> openers,
            ExchangeLog log,
            Application application) {
        Objects.requireNonNull(openers, "openers");
        return ofOpenings(emission, address -> openers.apply(address).map(MailOpening::of), log, application);
    }

    static ReceptionPipeline ofOpenings(
            EmissionPipeline emission,
            Function<MissiveAddress, Optional<MailOpening>> openings,
            ExchangeLog log,
            Application application) {
        if (!emission.isSending()) {
            throw new IllegalArgumentException("Acknowledgements have to be sent: give the emission an outbox");
        }
        Config config = new Config(
                emission,
                openings,
                Objects.requireNonNull(log, "log"),
                Objects.requireNonNull(application, "application"),
                AnswerPolicy.standard(),
                Set.of(MissiveAddress.NETWORK, MissiveAddress.TEST_NETWORK),
                SmimeLimits.defaults(),
                null);
        return new ReceptionPipeline(config, new KeyLocks());
    }

    /**
     * The same with other answers.
     *
     * @param policy what is chosen
     * @return a new pipeline
     */
    public ReceptionPipeline with(AnswerPolicy policy) {
        return new ReceptionPipeline(config.with(Objects.requireNonNull(policy, "policy")), locks);
    }

    /**
     * The same in other networks. An address of one is never written to from another.
     *
     * @param suffixes of addresses; {@link MissiveAddress#NETWORK} and {@link MissiveAddress#TEST_NETWORK} by default
     * @return a new pipeline
     */
    public ReceptionPipeline inNetworks(Set<String> suffixes) {
        return new ReceptionPipeline(config.with(Set.copyOf(suffixes)), locks);
    }

    /**
     * The same with other limits, which should be those of the opener.
     *
     * @param limits how much is looked at
     * @return a new pipeline
     */
    public ReceptionPipeline with(SmimeLimits limits) {
        return new ReceptionPipeline(config.with(Objects.requireNonNull(limits, "limits")), locks);
    }

    /**
     * The same, taking only signatures by certificates that the directory has for the sender's participant and ecosystem and
     * that are valid now, in addition to what the opener checks.
     *
     * @param directory of the senders' certificates
     * @return a new pipeline
     */
    public ReceptionPipeline withSigners(CertificateDirectory directory) {
        return new ReceptionPipeline(config.with(Objects.requireNonNull(directory, "directory")), locks);
    }

    /**
     * Receives a mail. Whatever its octets are, the answer is a result.
     *
     * <p>If one of our own systems fails, the sender is told so where the norm has a code for it, and resends: N.3.2 for a
     * referential of users at step 14, N.3.1 for a log that does not take a missive which is new to it. Everything else is an
     * exception, and so is a failure that could not be told, or of a missive that was accepted before, or before step 9, when
     * it is not known who would be told.
     *
     * @param mail as it was received
     * @return what became of it
     * @throws IOException if a referential, a directory, the log, the outbox or the application fails and the sender was not
     *     told so: give the mail again, nothing of it is lost
     */
    public Reception receive(byte[] mail) throws IOException {
        return new ReceptionRun(config, locks, mail.clone()).run();
    }

    /** Returns whose it is, and the policy. */
    @Override
    public String toString() {
        return "ReceptionPipeline[" + config.emission().referentials() + ", " + config.policy() + "]";
    }
}
