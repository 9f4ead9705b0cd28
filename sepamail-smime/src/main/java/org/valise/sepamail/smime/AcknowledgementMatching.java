// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.AcknowledgementOutcome;
import org.valise.sepamail.missive.AcknowledgementSeen;
import org.valise.sepamail.missive.Exchange;
import org.valise.sepamail.missive.ExchangeKey;
import org.valise.sepamail.missive.ExchangeLog;
import org.valise.sepamail.missive.MessageChecksum;
import org.valise.sepamail.smime.AcknowledgementHistory.Finding;

/** Finds the missive that an acknowledgement is for, and notes it there. */
final class AcknowledgementMatching {

    private final ExchangeLog log;

    AcknowledgementMatching(ExchangeLog log) {
        this.log = log;
    }

    AcknowledgementHistory note(ExchangeKey key, AcknowledgementMissive missive) throws IOException {
        Optional<Exchange> exchange = log.find(key);
        if (exchange.isEmpty()) {
            return byChecksum(key, missive);
        }
        Exchange sent = exchange.get();
        if (contradicts(sent, missive)) {
            return new AcknowledgementHistory(Finding.OTHER_CONTENT, earlier(sent, missive));
        }
        AcknowledgementOutcome outcome = log.acknowledged(key, missive.order(), seen(missive));
        return new AcknowledgementHistory(finding(outcome, Finding.COUNTED), earlier(sent, missive));
    }

    private static Finding finding(AcknowledgementOutcome outcome, Finding counted) {
        return switch (outcome) {
            case COUNTED -> counted;
            case ORPHAN -> Finding.ORPHAN;
            case ORDER_NEVER_SENT -> Finding.ORDER_NEVER_SENT;
        };
    }

    /** Some software gives its acknowledgements identifiers of their own. */
    private AcknowledgementHistory byChecksum(ExchangeKey key, AcknowledgementMissive missive) throws IOException {
        Optional<String> stated = missive.checksum().map(MessageChecksum::text);
        List<Exchange> fitting = log.unsettled().stream()
                .filter(one -> one.key().counterparty().equals(key.counterparty()))
                .filter(one -> stated.filter(one.acqChk()::equals).isPresent())
                .toList();
        if (fitting.size() != 1) {
            return new AcknowledgementHistory(Finding.ORPHAN, List.of());
        }
        Exchange sent = fitting.get(0);
        AcknowledgementOutcome outcome = log.acknowledged(sent.key(), sent.lastOrder(), seen(missive));
        return new AcknowledgementHistory(finding(outcome, Finding.COUNTED_BY_CHECKSUM), earlier(sent, missive));
    }

    /** A checksum that is missing, or of another algorithm, contradicts nothing. */
    private static boolean contradicts(Exchange sent, AcknowledgementMissive missive) {
        Optional<MessageChecksum> kept = MessageChecksum.parse(sent.acqChk());
        Optional<MessageChecksum> stated = missive.checksum();
        return kept.isPresent()
                && stated.isPresent()
                && stated.get().algorithm().equals(kept.get().algorithm())
                && !stated.equals(kept);
    }

    private static List<AcknowledgementSeen> earlier(Exchange sent, AcknowledgementMissive missive) {
        AcknowledgementSeen itself = seen(missive);
        return sent.acknowledgements().stream()
                .filter(one -> !one.equals(itself))
                .toList();
    }

    /** Noted by the time at which it was sent: that is the same whenever its mail is read, and of several the latest counts. */
    private static AcknowledgementSeen seen(AcknowledgementMissive missive) {
        return new AcknowledgementSeen(
                missive.sentAt().instant(),
                missive.isPositive() ? AcknowledgementSeen.Status.ACK : AcknowledgementSeen.Status.NAK,
                missive.codeClass());
    }
}
