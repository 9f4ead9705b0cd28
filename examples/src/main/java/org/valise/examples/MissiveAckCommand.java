// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementBuilder;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Problem;
import org.valise.sepamail.missive.RoutingWarning;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code missive ack}. */
@Command(
        name = "ack",
        description = "Makes the acknowledgement of a nominal missive; what ties the two together is taken from it.",
        footer = {
            "",
            "Public codes: 2.1.9 forwarded, 2.4.9 account verified; 5.1.1 sender unknown, 5.1.2 receiver unknown, 5.1.3"
                    + " outside the scheme; 4.2.1 mailbox deactivated, 4.2.2 full, 5.2.3 message too long; 4.3.1 disk full,"
                    + " 4.3.2 server inaccessible, 4.3.3 sending time wrong; 5.4.1 identifier invalid. 4.x may be 5.x. Class"
                    + " 2 makes an ACK, 4 and 5 a NAK.",
            "A nominal missive that breaks rules beyond the schema can only be refused: class 4 or 5. Exit code 1 for what"
                    + " is never acknowledged."
        })
final class MissiveAckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @ArgGroup(multiplicity = "1")
    private Level level = new Level();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = KeyCommand.InstantConverter.class,
            description = "The time of its sending; default now.")
    private @Nullable Instant at;

    @Option(names = "--description", paramLabel = "TEXT", description = "Words for people, at most 140 characters.")
    private @Nullable String description;

    @Option(
            names = "--warning",
            paramLabel = "CODE",
            description = "Adds a warning to an ACK: ${COMPLETION-CANDIDATES}; may be repeated.")
    private List<RoutingWarning.Code> warnings = new ArrayList<>();

    @Option(
            names = "--bic",
            paramLabel = "BIC",
            converter = BicConverter.class,
            description =
                    "The bank that acknowledges, where the missive names its receiver by card or national number.")
    private @Nullable Bic bic;

    @Mixin
    private MissiveOutput output = new MissiveOutput();

    @Mixin
    private MissiveInput input = new MissiveInput();

    MissiveAckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What is said: a code, or only that the missive is there. */
    static final class Level {

        @Option(
                names = "--code",
                required = true,
                paramLabel = "CODE",
                converter = CodeConverter.class,
                description = "Such as 2.1.9, or a class alone: 2, 4 or 5.")
        private @Nullable AcknowledgementCode code;

        @Option(names = "--first-level", required = true, description = "ACK without a code.")
        private boolean first;

        @Nullable
        AcknowledgementCode code() {
            return first ? null : code;
        }
    }

    /** A code as people write it. */
    static final class CodeConverter implements ITypeConverter<AcknowledgementCode> {
        @Override
        public AcknowledgementCode convert(String value) {
            return AcknowledgementCode.parse(value)
                    .orElseThrow(() -> new CommandLine.TypeConversionException(
                            "'" + value + "' is no code such as 2.1.9 of class 2, 4 or 5, nor one of these alone"));
        }
    }

    /** A BIC of 8 or 11 characters. */
    static final class BicConverter implements ITypeConverter<Bic> {
        @Override
        public Bic convert(String value) {
            return Bic.parse(value)
                    .toOptional()
                    .orElseThrow(() -> new CommandLine.TypeConversionException(
                            "'" + value + "' is no BIC such as TESTBLEU or TESTBLEUXXX"));
        }
    }

    @Override
    public Integer call() throws IOException {
        try {
            AcknowledgementCode code = level.code();
            NominalMissive nominal = input.nominal(terminal, code != null && !code.isSuccess());
            AcknowledgementMissive ack = acknowledge(nominal, code);
            output.print(terminal, ack);
            warn(ack);
            return Commands.GOOD;
        } catch (Refusal | IllegalStateException refusal) {
            terminal.say(String.valueOf(refusal.getMessage()));
            return Commands.BAD;
        } catch (IllegalArgumentException usage) {
            terminal.say("missive ack: " + usage.getMessage());
            return Commands.USAGE_OR_IO;
        }
    }

    private AcknowledgementMissive acknowledge(NominalMissive nominal, @Nullable AcknowledgementCode code) {
        Party receiver = nominal.receiver();
        if (bic == null && receiver.bic().isEmpty() && receiver.accountText().isEmpty()) {
            throw new IllegalArgumentException(
                    "The missive names its receiver in a way that an acknowledgement cannot repeat: give --bic");
        }
        AcknowledgementBuilder builder = code == null ? nominal.acknowledgeReceipt() : nominal.acknowledge(code);
        builder.sentAt(at == null ? Clock.tickMillis(ZoneOffset.UTC).instant() : at);
        if (description != null) {
            builder.description(description);
        }
        if (bic != null) {
            builder.by(bic);
        }
        warnings.forEach(warning -> builder.warning(RoutingWarning.of(warning)));
        return builder.build();
    }

    private void warn(AcknowledgementMissive ack) {
        ack.code()
                .filter(code -> code.subject().isPresent() && code.meaning().isEmpty())
                .ifPresent(code ->
                        terminal.say(code + " is not in the public list of codes; it was written all the same"));
        input.missives().withVersion(ack.version()).read(ack.octets()).problems().stream()
                .filter(problem -> problem.isError() || problem.code() == Problem.Code.REFUSED_IDENTIFIER)
                .forEach(problem -> terminal.say("the acknowledgement repeats what is wrong: " + problem));
    }
}
