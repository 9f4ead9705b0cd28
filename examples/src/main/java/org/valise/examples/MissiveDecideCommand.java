// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementSeen;
import org.valise.sepamail.missive.AcknowledgementSeen.Status;
import org.valise.sepamail.missive.Decision;
import org.valise.sepamail.missive.Priority;
import org.valise.sepamail.missive.ResendPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code missive decide}. */
@Command(
        name = "decide",
        description = "Says whether a nominal missive may be sent again, by the limits of MIS1202.",
        footer = {
            "",
            "Instants as 2026-11-02T09:30:00Z, also with an offset such as +01:00. CLASS is 2, 4 or 5, a code that begins"
                    + " so (2.1.9), or for an acknowledgement without a code ACK, NAK or nothing (ACK).",
            "Exit code 0 for every decision, 2 for options that cannot be."
        })
final class MissiveDecideCommand implements Callable<Integer> {

    private static final Pattern CODE = Pattern.compile("([245])(\\.\\d{1,3}){0,2}");
    private static final int SUCCESS = 2;

    private final Terminal terminal;

    @Option(names = "--priority", required = true, paramLabel = "P", description = "HIGHEST to LOWEST, or 1 to 5.")
    private String priority = "";

    @Option(
            names = "--sent",
            required = true,
            paramLabel = "INSTANT[,INSTANT...]",
            description = "When it was sent: order 1, order 2 and so on.")
    private List<String> sent = new ArrayList<>();

    @Option(names = "--ack", paramLabel = "INSTANT=CLASS", description = "An acknowledgement that came.")
    private List<String> acks = new ArrayList<>();

    @Option(names = "--now", required = true, paramLabel = "INSTANT", description = "For which time to decide.")
    private String now = "";

    MissiveDecideCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            terminal.out().println(Json.line(json(decide())));
            return Commands.GOOD;
        } catch (IllegalArgumentException usage) {
            terminal.say("missive decide: " + usage.getMessage());
            return Commands.USAGE_OR_IO;
        }
    }

    private Decision decide() {
        // By hand, because picocli drops what is empty behind the last comma.
        List<Instant> sends = sent.stream()
                .flatMap(texts -> Arrays.stream(texts.split(",", -1)))
                .map(text -> instant("--sent", text.strip()))
                .toList();
        List<AcknowledgementSeen> seen =
                acks.stream().map(MissiveDecideCommand::acknowledgement).toList();
        return ResendPolicy.norm().decide(instant("--now", now), priority(priority), sends, seen);
    }

    private static Priority priority(String text) {
        for (Priority one : Priority.values()) {
            if (text.toUpperCase(Locale.ROOT).equals(one.name()) || text.equals(Integer.toString(one.number()))) {
                return one;
            }
        }
        throw new IllegalArgumentException(
                "--priority is HIGHEST, HIGH, NORMAL, LOW or LOWEST, or its number 1 to 5, not '" + text + "'");
    }

    private static Instant instant(String option, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    option + ": '" + text + "' is no instant; write it like 2026-11-02T09:30:00Z", e);
        }
    }

    private static AcknowledgementSeen acknowledgement(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "--ack is INSTANT=CLASS, such as 2026-11-02T09:31:00Z=2, not '" + text + "'");
        }
        Instant at = instant("--ack", text.substring(0, equals));
        String word = text.substring(equals + 1).toUpperCase(Locale.ROOT);
        if (word.isEmpty() || word.equals("ACK") || word.equals("NAK")) {
            return AcknowledgementSeen.withoutClass(at, word.equals("NAK") ? Status.NAK : Status.ACK);
        }
        if (!CODE.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "--ack: the class is 2, 4 or 5, a code such as 2.1.9, ACK or NAK, not '" + word + "'");
        }
        int codeClass = word.charAt(0) - '0';
        return AcknowledgementSeen.of(at, codeClass == SUCCESS ? Status.ACK : Status.NAK, codeClass);
    }

    private static ObjectNode json(Decision decision) {
        ObjectNode node = Json.object();
        Instant due = null;
        node.put("decision", decision.kind().name());
        if (decision instanceof Decision.TooEarly early) {
            put(node, early.order(), early.from(), early.to());
            due = early.acknowledgementDue();
        } else if (decision instanceof Decision.MayResend may) {
            put(node, may.order(), may.from(), may.to());
        } else if (decision instanceof Decision.WindowMissed missed) {
            put(node, null, missed.from(), missed.to());
        } else {
            put(node, null, null, null);
        }
        put(node, "mayEscalateFrom", decision.mayEscalateFrom().orElse(null));
        put(node, "acknowledgementDue", due);
        return settled(node, decision);
    }

    private static void put(ObjectNode node, @Nullable Integer order, @Nullable Instant from, @Nullable Instant to) {
        node.put("order", order);
        put(node, "from", from);
        put(node, "to", to);
    }

    private static void put(ObjectNode node, String key, @Nullable Instant at) {
        node.put(key, at == null ? null : at.toString());
    }

    /** Which acknowledgement decided. */
    private static ObjectNode settled(ObjectNode node, Decision decision) {
        if (decision instanceof Decision.Acknowledged acknowledged) {
            put(node, "at", acknowledged.at());
        } else if (decision instanceof Decision.Rejected rejected) {
            put(node, "at", rejected.at());
            node.put(
                    "class",
                    rejected.codeClass().isPresent() ? rejected.codeClass().getAsInt() : null);
        }
        return node;
    }
}
