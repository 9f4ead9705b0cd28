// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.ExchangeLog;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.Missives;

/**
 * Sends missives: the steps of MIS1202 "Sending a nominal missive" and "Sending an acknowledgement missive", each in its
 * place. A step that does not hold ends it, and says why; nothing is sent then, but perhaps by an outbox that failed itself.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * EmissionPipeline pipeline = EmissionPipeline.of(referentials, directory, sealer, Clock.systemUTC())
 *         .with(exchangeLog)
 *         .with((mail, to, priority) -> smtp.send(mail, to));
 *
 * EmissionOrder order = EmissionOrder.of(Party.of(ownQxban), Party.of(theirQxban), message).inEcosystem("direct.debit");
 * Emission emission = pipeline.emit(order);
 * emission.failed().ifPresent(step -> report(step));        // for example 13 ENCRYPTION: FAILED, ...
 * emission.missive().ifPresent(missive -> keepForResending(missive));
 * }</pre>
 *
 * <p>Without an outbox the sealed mail is handed back and step 15 is left to the caller. With an exchange log the sending is
 * recorded before the mail leaves, so that no order is sent twice. If the outbox fails then, or the process ends, that order
 * counts as sent, and the next one makes it good: {@code EmissionOrder.of(missive.resend())}, with {@link Emission#missive()}.
 * What has to be resent after a crash has to be kept before it: make the missive, keep it, and give it as
 * {@link EmissionOrder#of(org.valise.sepamail.missive.NominalMissive)}.
 *
 * @since 0.1.0
 */
public final class EmissionPipeline {

    private final Config config;

    /** What a pipeline works with. */
    record Config(
            Referentials referentials,
            CertificateDirectory directory,
            Function<MissiveAddress, Optional<MissiveSealer>> sealers,
            InstantSource clock,
            Missives reader,
            String network,
            SecureRandom random,
            @Nullable ExchangeLog log,
            @Nullable Outbox outbox) {

        Config with(Missives other) {
            return new Config(referentials, directory, sealers, clock, other, network, random, log, outbox);
        }

        Config with(String other) {
            return new Config(referentials, directory, sealers, clock, reader, other, random, log, outbox);
        }

        Config with(ExchangeLog other) {
            return new Config(referentials, directory, sealers, clock, reader, network, random, other, outbox);
        }

        Config with(Outbox other) {
            return new Config(referentials, directory, sealers, clock, reader, network, random, log, other);
        }
    }

    private EmissionPipeline(Config config) {
        this.config = config;
    }

    /**
     * A pipeline of a participant that sends from one address.
     *
     * @param referentials of the participant
     * @param directory of the receivers' certificates
     * @param sealer for the address; an order from another one fails at step 14
     * @param clock for the time of sending and the validity of certificates
     * @return the pipeline
     */
    public static EmissionPipeline of(
            Referentials referentials, CertificateDirectory directory, MissiveSealer sealer, InstantSource clock) {
        Objects.requireNonNull(sealer, "sealer");
        return of(referentials, directory, address -> Optional.of(sealer), clock);
    }

    /**
     * A pipeline of a participant with several BICs or ecosystems.
     *
     * @param referentials of the participant
     * @param directory of the receivers' certificates
     * @param sealers the one for an address of the participant's own, to be compared by {@link MissiveAddress#matches}
     * @param clock for the time of sending and the validity of certificates
     * @return the pipeline
     */
    public static EmissionPipeline of(
            Referentials referentials,
            CertificateDirectory directory,
            Function<MissiveAddress, Optional<MissiveSealer>> sealers,
            InstantSource clock) {
        return new EmissionPipeline(new Config(
                Objects.requireNonNull(referentials, "referentials"),
                Objects.requireNonNull(directory, "directory"),
                Objects.requireNonNull(sealers, "sealers"),
                Objects.requireNonNull(clock, "clock"),
                Missives.strict(),
                MissiveAddress.NETWORK,
                new SecureRandom(),
                null,
                null));
    }

    /**
     * The same with another reader, by which messages and missives are checked, for example with the scheme's schemas.
     *
     * @param reader of missives
     * @return a new pipeline
     */
    public EmissionPipeline with(Missives reader) {
        return new EmissionPipeline(config.with(Objects.requireNonNull(reader, "reader")));
    }

    /**
     * The same in another network.
     *
     * @param suffix of all addresses; {@link MissiveAddress#NETWORK} by default
     * @return a new pipeline
     */
    public EmissionPipeline inNetwork(String suffix) {
        return new EmissionPipeline(config.with(Objects.requireNonNull(suffix, "suffix")));
    }

    /**
     * The same with a log of what was sent.
     *
     * @param log asked before a nominal missive is sent
     * @return a new pipeline
     */
    public EmissionPipeline with(ExchangeLog log) {
        return new EmissionPipeline(config.with(Objects.requireNonNull(log, "log")));
    }

    /**
     * The same with somebody who sends.
     *
     * @param outbox takes the mails over
     * @return a new pipeline
     */
    public EmissionPipeline with(Outbox outbox) {
        return new EmissionPipeline(config.with(Objects.requireNonNull(outbox, "outbox")));
    }

    /**
     * Sends a nominal missive.
     *
     * @param order what to send
     * @return what became of it
     * @throws IOException if a referential, the directory or the log fails; nothing was sent then. What an outbox throws is
     *     in {@link Emission#failure()}.
     */
    public Emission emit(EmissionOrder order) throws IOException {
        return new EmissionRun(config).nominal(Objects.requireNonNull(order, "order"));
    }

    /**
     * Sends an acknowledgement. It is not recorded in the log, which is for what waits for an answer.
     *
     * @param acknowledgement of a nominal missive that came
     * @param from the address to which that one came
     * @param to the address from which it came
     * @return what became of it; the steps 4 to 6 are not for acknowledgements
     * @throws IOException if a referential or the directory fails; nothing was sent then. What an outbox throws is in
     *     {@link Emission#failure()}.
     */
    public Emission emit(AcknowledgementMissive acknowledgement, MissiveAddress from, MissiveAddress to)
            throws IOException {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        return new EmissionRun(config)
                .acknowledgement(Objects.requireNonNull(acknowledgement, "acknowledgement"), from, to);
    }

    Referentials referentials() {
        return config.referentials();
    }

    InstantSource clock() {
        return config.clock();
    }

    boolean isSending() {
        return config.outbox() != null;
    }

    /** Returns whose it is. */
    @Override
    public String toString() {
        return "EmissionPipeline[" + config.referentials() + "]";
    }
}
