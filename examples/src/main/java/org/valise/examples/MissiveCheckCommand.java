// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.OfficialSchemas;
import org.valise.sepamail.missive.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code missive check}. */
@Command(
        name = "check",
        description =
                "Checks a missive by the schema of its envelope and by the rules beyond it, and shows what it says.",
        footer = {
            "",
            "Warnings are listed and do not make a missive invalid. \"deviations\" names what --lenient would take.",
            "Exit code 0 if it is valid and, with --nominal, settles that missive."
        })
final class MissiveCheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--xsd",
            paramLabel = "DIR",
            description =
                    "The scheme's own schemas, checked in addition: a folder with a set of them, or with several.")
    private @Nullable Path xsd;

    @Option(
            names = "--nominal",
            paramLabel = "FILE",
            description = "The nominal missive that was sent: says whether FILE, an acknowledgement, settles it.")
    private @Nullable String nominal;

    @Mixin
    private MissiveInput input = new MissiveInput();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    MissiveCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        requireOneFromStandardInput();
        byte[] octets = input.octets(terminal);
        MissiveReading reading = missives().read(octets);
        boolean valid = reading instanceof MissiveReading.Accepted;
        ObjectNode answers = nominal == null ? null : answers(nominal, reading);
        ObjectNode node = json(reading, octets);
        if (nominal != null) {
            node.set("answers", answers);
        }
        terminal.out().println(Json.line(node));
        MissiveInput.say(terminal, input.file(), reading.problems());
        boolean settles = answers != null && answers.path("settles").asBoolean();
        return valid && (nominal == null || settles) ? Commands.GOOD : Commands.BAD;
    }

    private void requireOneFromStandardInput() {
        if ("-".equals(nominal) && input.file().equals("-")) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "Only one of FILE and --nominal can be standard input");
        }
    }

    private Missives missives() throws IOException {
        return xsd == null ? input.missives() : input.missives().withOfficialSchemas(OfficialSchemas.fromFolder(xsd));
    }

    private ObjectNode json(MissiveReading reading, byte[] octets) {
        ObjectNode node = Json.object();
        node.put("valid", reading instanceof MissiveReading.Accepted);
        node.set("layer1", Json.missiveProblems(reading.layer1()));
        node.set("layer2", Json.missiveProblems(reading.layer2()));
        MissiveJson.describe(node, MissiveJson.shown(reading));
        node.set("deviations", Json.strings(deviations(reading, octets)));
        node.put("octets", octets.length);
        node.put("sha256", MissiveOutput.sha256(octets));
        node.put("byteOrderMark", has(reading, Problem.Code.BYTE_ORDER_MARK));
        node.put("lineEnds", lineEnds(octets));
        return node;
    }

    private static boolean has(MissiveReading reading, Problem.Code code) {
        return reading.problems().stream().anyMatch(problem -> problem.code() == code);
    }

    /** What only lenient reading takes is a warning of the schema there; strict reading has none of these. */
    private List<String> deviations(MissiveReading reading, byte[] octets) {
        MissiveReading lenient = reading instanceof MissiveReading.Accepted
                ? reading
                : input.withLimits(Missives.lenient()).read(octets);
        return lenient.layer1().stream()
                .map(Problem::code)
                .filter(code -> code.layer() == Problem.Layer.SCHEMA && code.severity() == Problem.Severity.WARNING)
                .map(code -> code.name().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** Mail changes line ends; a checksum is taken as if all were LF. */
    private static @Nullable String lineEnds(byte[] octets) {
        Set<String> found = new TreeSet<>();
        for (int i = 0; i < octets.length; i++) {
            boolean cr = octets[i] == '\r';
            if (cr || octets[i] == '\n') {
                boolean pair = cr && i + 1 < octets.length && octets[i + 1] == '\n';
                found.add(pair ? "CRLF" : cr ? "CR" : "LF");
                i += pair ? 1 : 0;
            }
        }
        return found.isEmpty() ? null : found.size() == 1 ? found.iterator().next() : "MIXED";
    }

    /** How FILE and the nominal missive belong together; null if one of them is not what it should be. */
    private @Nullable ObjectNode answers(String sent, MissiveReading reading) throws IOException {
        Missive missive = MissiveJson.shown(reading).orElse(null);
        if (!(missive instanceof AcknowledgementMissive ack)) {
            terminal.say(input.file() + ": it is no acknowledgement");
            return null;
        }
        try {
            NominalMissive nominalMissive = input.nominal(terminal, sent, true);
            return MissiveJson.answers(ack.answers(nominalMissive), reading instanceof MissiveReading.Accepted);
        } catch (Refusal refusal) {
            terminal.say(String.valueOf(refusal.getMessage()));
            return null;
        }
    }
}
