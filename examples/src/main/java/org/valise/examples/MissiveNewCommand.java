// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.MissiveBuilder;
import org.valise.sepamail.missive.MissiveIds;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Priority;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code missive new}. */
@Command(
        name = "new",
        description = "Makes a nominal missive, order 1, around a message.",
        footer = {
            "",
            "Exit code 1 if the message is no message, does not fit the namespace, or makes a missive that breaks a rule."
        })
final class MissiveNewCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private MissiveMessage message = new MissiveMessage();

    @Mixin
    private MissiveParties parties = new MissiveParties();

    @Option(
            names = "--priority",
            paramLabel = "P",
            converter = PriorityConverter.class,
            description = "HIGHEST to LOWEST, or 1 to 5; default NORMAL.")
    private Priority priority = Priority.NORMAL;

    @Option(names = "--id", paramLabel = "ID", description = "The identifier of the missive; default random.")
    private @Nullable String id;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = KeyCommand.InstantConverter.class,
            description = "The time of sending; default now.")
    private @Nullable Instant at;

    @Mixin
    private MissiveOutput output = new MissiveOutput();

    MissiveNewCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A priority by its name or number. */
    static final class PriorityConverter implements ITypeConverter<Priority> {
        @Override
        public Priority convert(String value) {
            for (Priority one : Priority.values()) {
                if (value.toUpperCase(Locale.ROOT).equals(one.name()) || value.equals("" + one.number())) {
                    return one;
                }
            }
            throw new CommandLine.TypeConversionException(
                    "'" + value + "' is none of HIGHEST, HIGH, NORMAL, LOW and LOWEST, nor 1 to 5");
        }
    }

    @Override
    public Integer call() throws IOException {
        try {
            NominalMissive missive = build(begin());
            requireValid(missive);
            output.print(terminal, missive);
            return Commands.GOOD;
        } catch (Refusal refusal) {
            terminal.say(String.valueOf(refusal.getMessage()));
            return Commands.BAD;
        } catch (IllegalArgumentException usage) {
            terminal.say("missive new: " + usage.getMessage());
            return Commands.USAGE_OR_IO;
        }
    }

    private MissiveBuilder<NominalMissive> begin() throws IOException, Refusal {
        MissiveMessage.Source source = message.read(terminal);
        return NominalMissive.builder(source.version())
                .id(id == null ? MissiveIds.random(new SecureRandom()) : id)
                .from(parties.sender())
                .to(parties.receiver())
                .message(source.content())
                .sentAt(at == null ? Clock.tickMillis(ZoneOffset.UTC).instant() : at)
                .priority(priority);
    }

    private NominalMissive build(MissiveBuilder<NominalMissive> builder) throws Refusal {
        try {
            return builder.build();
        } catch (IllegalArgumentException notFit) {
            throw new Refusal(message.file() + ": it does not fit: " + notFit.getMessage());
        }
    }

    /** What is carried over may be deeper or longer than readers take. */
    private void requireValid(NominalMissive missive) throws Refusal {
        MissiveReading reading =
                Missives.strict().withVersion(missive.version()).read(missive.octets());
        MissiveInput.say(terminal, "the new missive", reading.problems());
        if (reading instanceof MissiveReading.Refused) {
            throw new Refusal(message.file() + ": it makes a missive that would be refused");
        }
    }
}
