// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.IncompleteMissiveException;
import org.valise.sepamail.missive.Message;
import org.valise.sepamail.missive.MissiveBuilder;
import org.valise.sepamail.missive.MissiveIds;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.MissiveStages;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Problem;

/** A nominal missive that is made, or completed, to be sent, and the checks of it (steps 5 to 10). For one thread. */
final class NominalDraft {

    private final EmissionPipeline.Config config;
    private final @Nullable NominalMissive source;
    private final byte[] octets;
    private final @Nullable StepFailure trouble;

    NominalDraft(EmissionOrder order, Party from, Party to, Instant now, EmissionPipeline.Config config)
            throws IOException {
        this.config = config;
        NominalMissive made = null;
        byte[] document = new byte[0];
        StepFailure why = null;
        try {
            made = order.ready().isPresent() ? order.ready().get() : build(order.parts(), from, to, now);
            document = made.octets();
            document = order.ready().isPresent() ? completed(made, document, from, to, now) : document;
        } catch (StepFailure failure) {
            why = failure;
        }
        this.source = made;
        this.octets = document;
        this.trouble = why;
    }

    private NominalMissive build(EmissionOrder.Parts parts, Party from, Party to, Instant now)
            throws StepFailure, IOException {
        var header = header(parts, from, to);
        try {
            return header.message(parts.message())
                    .sentAt(now)
                    .priority(parts.priority())
                    .build();
        } catch (IllegalArgumentException e) {
            boolean isXml = e.getCause() instanceof IncompleteMissiveException;
            throw new StepFailure(
                    isXml ? EmissionStep.MESSAGE_XML : EmissionStep.MESSAGE_VALIDITY, e.getMessage() + ".");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private MissiveStages.NeedsMessage<MissiveBuilder<NominalMissive>> header(
            EmissionOrder.Parts parts, Party from, Party to) throws StepFailure {
        String id = parts.id();
        try {
            return NominalMissive.builder(parts.version())
                    .id(id == null ? MissiveIds.random(config.random()) : id)
                    .from(from)
                    .to(to);
        } catch (IllegalArgumentException e) {
            throw new StepFailure(EmissionStep.MISSIVE, e.getMessage() + ".");
        }
    }

    /** The octets of a missive that was given, with what its sender did not know. A later order was complete once. */
    private static byte[] completed(NominalMissive ready, byte[] octets, Party from, Party to, Instant now)
            throws StepFailure {
        try {
            return ready.order() > 1 ? octets : completedFirst(ready, octets, from, to, now);
        } catch (IllegalStateException e) {
            throw new StepFailure(EmissionStep.MISSIVE, e.getMessage() + ".");
        }
    }

    private static byte[] completedFirst(NominalMissive ready, byte[] octets, Party from, Party to, Instant now) {
        byte[] document = octets;
        if (!from.equals(ready.sender())) {
            document = HeaderSplice.bic(document, "Snd", from.participant().orElseThrow());
        }
        if (!to.equals(ready.receiver())) {
            document = HeaderSplice.bic(document, "Rcv", to.participant().orElseThrow());
        }
        return HeaderSplice.sentAt(document, now);
    }

    /** The ecosystem that the message belongs to. */
    String family() throws StepFailure {
        return source().message().type().family();
    }

    private NominalMissive source() throws StepFailure {
        if (source == null) {
            throw Objects.requireNonNull(trouble);
        }
        return source;
    }

    /** Checks message and missive; the missive as it is to be sent. */
    NominalMissive check(String ecosystem, StepList steps) throws StepFailure {
        NominalMissive given = source();
        MissiveReading reading = config.reader().read(octets);
        List<Problem> errors = errors(reading);
        List<Problem> ofMessage =
                errors.stream().filter(problem -> isOfMessage(problem, given)).toList();
        checkMessage(ofMessage, given, ecosystem, steps);
        if (trouble != null) {
            throw trouble;
        }
        steps.passed(EmissionStep.MISSIVE);
        steps.passed(EmissionStep.SENDING_TIME, given.order() > 1 ? "That of the first order is kept." : "");
        checkMissive(errors, steps);
        if (reading instanceof MissiveReading.Accepted accepted
                && accepted.missive() instanceof NominalMissive nominal) {
            return nominal;
        }
        throw new StepFailure(EmissionStep.MISSIVE_VALIDITY, "It is no nominal missive.");
    }

    /** What was written into the header stands in front of the message. */
    private boolean isOfMessage(Problem problem, NominalMissive missive) {
        Message message = missive.message();
        long start = message.offset() + (long) octets.length - missive.length();
        return problem.span()
                .filter(span -> span.offset() >= start && span.offset() < start + message.length())
                .isPresent();
    }

    private static void checkMessage(List<Problem> errors, NominalMissive missive, String ecosystem, StepList steps)
            throws StepFailure {
        for (Problem error : errors) {
            if (error.code().layer() == Problem.Layer.XML) {
                throw new StepFailure(EmissionStep.MESSAGE_XML, error.code() + ".");
            }
        }
        steps.passed(EmissionStep.MESSAGE_XML);
        if (!missive.message().type().family().equals(ecosystem)) {
            throw new StepFailure(EmissionStep.MESSAGE_VALIDITY, "The message is of another ecosystem.");
        }
        if (!errors.isEmpty()) {
            throw new StepFailure(EmissionStep.MESSAGE_VALIDITY, errors.get(0).code() + ".");
        }
        steps.passed(EmissionStep.MESSAGE_VALIDITY);
    }

    static List<Problem> errors(MissiveReading reading) {
        return reading.problems().stream().filter(Problem::isError).toList();
    }

    static void checkMissive(List<Problem> errors, StepList steps) throws StepFailure {
        for (Problem error : errors) {
            if (error.code().layer() == Problem.Layer.XML) {
                throw new StepFailure(EmissionStep.MISSIVE_XML, error.code() + ".");
            }
        }
        steps.passed(EmissionStep.MISSIVE_XML);
        if (!errors.isEmpty()) {
            throw new StepFailure(EmissionStep.MISSIVE_VALIDITY, errors.get(0).code() + ".");
        }
        steps.passed(EmissionStep.MISSIVE_VALIDITY);
    }
}
