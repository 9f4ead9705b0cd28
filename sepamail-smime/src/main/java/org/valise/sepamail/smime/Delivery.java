// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.time.Instant;
import org.valise.sepamail.missive.ExchangeKey;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.NominalMissive;

/**
 * A message on its way to the application. Immutable and thread-safe.
 *
 * <pre>{@code
 * Application application = delivery -> {
 *     byte[] message = delivery.missive().message().octets();
 *     if (!delivery.isPerhapsRepeated() || !inbox.has(delivery.key())) {
 *         inbox.put(delivery.key(), delivery.ecosystem(), message, delivery.stampedCopy(), delivery.opened().signer());
 *     }
 * };
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Delivery {

    private final ExchangeKey key;
    private final OpenedMissive opened;
    private final NominalMissive missive;
    private final MissiveAddress to;
    private final Instant receivedAt;
    private final boolean perhapsRepeated;

    Delivery(
            ExchangeKey key,
            OpenedMissive opened,
            NominalMissive missive,
            MissiveAddress to,
            Instant receivedAt,
            boolean perhapsRepeated) {
        this.key = key;
        this.opened = opened;
        this.missive = missive;
        this.to = to;
        this.receivedAt = receivedAt;
        this.perhapsRepeated = perhapsRepeated;
    }

    /**
     * By what the message is known, whatever its order and however often it comes.
     *
     * @return the sender's BIC and the MsvId
     */
    public ExchangeKey key() {
        return key;
    }

    /**
     * The missive, octet by octet as it was signed.
     *
     * @return the missive
     */
    public NominalMissive missive() {
        return missive;
    }

    /**
     * The proof of it.
     *
     * @return how the mail was built, and who signed
     */
    public OpenedMissive opened() {
        return opened;
    }

    /**
     * The address that it came to.
     *
     * @return one of this participant's
     */
    public MissiveAddress to() {
        return to;
    }

    /**
     * The application that it is for.
     *
     * @return the ecosystem
     */
    public String ecosystem() {
        return to.ecosystem();
    }

    /**
     * When it was received.
     *
     * @return the time by the clock of this participant
     */
    public Instant receivedAt() {
        return receivedAt;
    }

    /**
     * The participant's own copy: the missive with the time of reception in it, RcvDtTm. Nothing else differs from what was
     * signed.
     *
     * @return a new array
     */
    public byte[] stampedCopy() {
        return HeaderSplice.receivedAt(missive.octets(), receivedAt);
    }

    /**
     * Whether the message came before and it is not known that it was handed on: the application looks for the key then.
     *
     * @return false if it certainly is the first time
     */
    public boolean isPerhapsRepeated() {
        return perhapsRepeated;
    }

    /** Returns the kind of missive and the ecosystem; no content. */
    @Override
    public String toString() {
        return "Delivery[" + ecosystem() + ", " + missive + (perhapsRepeated ? ", perhaps repeated]" : "]");
    }
}
