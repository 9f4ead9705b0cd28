// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.ParseResult;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.Problem;
import org.valise.sts.records.PublicKeyRecord;
import org.valise.sts.records.RecordScan;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code record key}: what is proved about each public key in a text. */
@Command(
        name = "key",
        description = "Reports on the public-key records of a text: checks and trust.",
        footer = {
            "",
            "Trust: PINNED all checks hold and the identity is the pinned one; SELF_CONSISTENT the record proves itself"
                    + " but nobody has approved its identity; EXPIRED; MISMATCH the record contradicts itself or the pin.",
            "Exit code 0 for PINNED and SELF_CONSISTENT."
        })
final class KeyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--pin", paramLabel = "KMCID", description = "An approved identity; may be given several times.")
    private List<String> pins = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "The time to check at, such as 2021-01-01T00:00:00Z; default now.")
    private @Nullable Instant at;

    @Parameters(paramLabel = "FILE", description = "The text.")
    private String file = "";

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    KeyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** An ISO 8601 instant, or a date for its first moment in UTC. */
    static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return value.indexOf('T') < 0
                        ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(value).toInstant();
            } catch (DateTimeException e) {
                throw new CommandLine.TypeConversionException(
                        "'" + value + "' is not an instant such as 2021-01-01T00:00:00Z");
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        List<Pkid> approved = pins.stream().map(this::pin).toList();
        Clock clock = at == null ? Clock.systemUTC() : Clock.fixed(at, ZoneOffset.UTC);
        RecordScan scan = RecordCommands.scan(terminal, StsRecords.lenient(), file);
        int exit = Commands.GOOD;
        boolean anyKey = false;
        for (RecordScan.Finding finding : scan.findings()) {
            if (mayBeKey(finding)) {
                anyKey = true;
                exit = Math.max(exit, report(finding, clock, approved));
            }
        }
        return anyKey ? exit : noKey(scan);
    }

    private static boolean mayBeKey(RecordScan.Finding finding) {
        return finding instanceof RecordScan.Found found
                ? found.record().type().equals(PublicKeyRecord.TYPE)
                : ((RecordScan.Refused) finding)
                        .type()
                        .orElse(PublicKeyRecord.TYPE)
                        .equals(PublicKeyRecord.TYPE);
    }

    private static @Nullable StsRecord record(RecordScan.Finding finding) {
        return finding instanceof RecordScan.Found found
                ? found.record()
                : ((RecordScan.Refused) finding).suspect().orElse(null);
    }

    private int report(RecordScan.Finding finding, Clock clock, List<Pkid> approved) {
        StsRecord record = record(finding);
        List<Problem> refusals = finding instanceof RecordScan.Refused refused ? refused.problems() : List.of();
        List<Problem> problems = new ArrayList<>(refusals);
        ParseResult<PublicKeyRecord> view = record == null ? null : PublicKeyRecord.of(record);
        PublicKeyRecord key = view == null ? null : view.toOptional().orElse(null);
        KeyReport report = key == null ? null : key.verify(clock, approved);
        if (refusals.isEmpty() && view != null) {
            (report == null ? view.problems() : report.problems()).forEach(p -> problems.add(located(finding, p)));
        }
        ObjectNode node = node(key, report);
        node.set("problems", Json.problems(problems));
        node.put("line", finding.place().line());
        terminal.out().println(Json.line(node));
        explain(finding, report);
        RecordCommands.say(terminal, file, problems);
        boolean trusted = report != null
                && (report.trust() == KeyReport.Trust.PINNED || report.trust() == KeyReport.Trust.SELF_CONSISTENT);
        return trusted && refusals.isEmpty() ? Commands.GOOD : Commands.BAD;
    }

    private void explain(RecordScan.Finding finding, @Nullable KeyReport report) {
        if (report == null) {
            return;
        }
        terminal.say("public key of " + report.key().owner() + ", line "
                + finding.place().line());
        report.results()
                .forEach(r -> terminal.say(String.format(Locale.ROOT, "  %-15s %s", r.check(), words(r.outcome()))));
        terminal.say("  trust           " + report.trust());
    }

    private static String words(KeyReport.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Problem located(RecordScan.Finding finding, Problem problem) {
        return finding instanceof RecordScan.Found found ? found.locate(problem) : problem;
    }

    private static ObjectNode node(@Nullable PublicKeyRecord key, @Nullable KeyReport report) {
        ObjectNode node = Json.object();
        node.put("kmcId", key == null ? null : key.owner().text());
        node.put("curve", key == null ? null : "P-384");
        node.put("x", key == null ? null : key.xHex());
        node.put("y", key == null ? null : key.yHex());
        node.put(
                "validUntil",
                key == null ? null : key.validUntil().map(Instant::toString).orElse(null));
        node.put("fingerprint", report == null ? null : report.computedFingerprint());
        ArrayNode checks = node.putArray("checks");
        if (report != null) {
            report.results()
                    .forEach(r -> checks.addObject()
                            .put("name", r.check().name())
                            .put("outcome", r.outcome().name()));
        }
        // A record that cannot even be viewed as a key is no better than one that contradicts itself.
        node.put(
                "trust",
                report == null
                        ? KeyReport.Trust.MISMATCH.name()
                        : report.trust().name());
        return node;
    }

    private int noKey(RecordScan scan) {
        List<Problem> problems = new ArrayList<>(scan.problems());
        if (problems.isEmpty()) {
            String detail = "The text holds records, but none of type " + PublicKeyRecord.TYPE + ".";
            problems.add(Problem.of(Problem.Code.UNKNOWN_TYPE, detail)
                    .atText(scan.findings().get(0).place()));
        }
        ObjectNode node = node(null, null);
        node.set("problems", Json.problems(problems));
        terminal.out().println(Json.line(node));
        RecordCommands.say(terminal, file, problems);
        return Commands.BAD;
    }

    /** A pin with one digit wrong still is a pin: it matches nothing, which is what the report then says. */
    private Pkid pin(String value) {
        ParseResult<Pkid> result = Pkid.parse(value);
        if (result instanceof ParseResult.Malformed<Pkid> malformed) {
            terminal.say("--pin: " + malformed.problems().get(0));
            return malformed
                    .suspect()
                    .orElseThrow(() -> usage("--pin is not an identity such as"
                            + " KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850"));
        }
        return ((ParseResult.Parsed<Pkid>) result).value();
    }

    private CommandLine.ParameterException usage(String words) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), words);
    }
}
