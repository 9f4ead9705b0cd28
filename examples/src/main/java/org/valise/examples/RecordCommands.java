// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.Problem;
import org.valise.sts.records.RecordInEmail;
import org.valise.sts.records.RecordScan;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code record scan|wrap|unwrap|key}. */
@Command(
        name = "record",
        description = "Finds, wraps, unwraps and verifies STS records.",
        subcommands = {
            RecordCommands.Scan.class,
            RecordCommands.Wrap.class,
            RecordCommands.Unwrap.class,
            KeyCommand.class
        })
final class RecordCommands {

    private RecordCommands() {}

    static RecordScan scan(Terminal terminal, StsRecords records, String file) throws IOException {
        return records.scan(terminal.text(file, records.limits().textChars()));
    }

    static void say(Terminal terminal, String file, List<Problem> problems) {
        problems.forEach(problem -> terminal.say(file + ": " + problem));
    }

    /** {@code record scan}. */
    @Command(name = "scan", description = "Finds records in any text: mail body, file of records, bare record.")
    static final class Scan implements Callable<Integer> {

        private final Terminal terminal;

        @Option(names = "--strict", description = "Takes the canonical form only.")
        private boolean strict;

        @Parameters(paramLabel = "FILE", description = "The text.")
        private String file = "";

        Scan(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            RecordScan scan = scan(terminal, strict ? StsRecords.strict() : StsRecords.lenient(), file);
            for (RecordScan.Finding finding : scan.findings()) {
                terminal.out().println(Json.line(line(finding)));
            }
            say(terminal, file, scan.problems());
            return scan.refused().isEmpty() ? Commands.GOOD : Commands.BAD;
        }

        static ObjectNode line(RecordScan.Finding finding) {
            if (finding instanceof RecordScan.Found found) {
                return line(found.record(), "valid", finding, Json.deviations(found.deviations()), List.of())
                        .put("count", found.count());
            }
            RecordScan.Refused refused = (RecordScan.Refused) finding;
            boolean crc = refused.problems().get(0).code() == Problem.Code.CRC_ERROR;
            ObjectNode node = line(
                    refused.suspect().orElse(null),
                    crc ? "crc-mismatch" : "malformed",
                    finding,
                    Json.deviations(List.of()),
                    refused.problems());
            refused.type().ifPresent(type -> node.put("type", type));
            return node;
        }

        private static ObjectNode line(
                @Nullable StsRecord record,
                String status,
                RecordScan.Finding finding,
                ArrayNode deviations,
                List<Problem> problems) {
            ObjectNode node = Json.object();
            node.put("type", record == null ? null : record.type());
            node.set("fields", Json.strings(record == null ? List.of() : record.fields()));
            node.put("crc", record == null ? null : crc(record));
            node.put("status", status);
            node.put("line", finding.place().line());
            node.set("deviations", deviations);
            node.set("problems", Json.problems(problems));
            return node;
        }

        private static @Nullable String crc(StsRecord record) {
            String crc = record.text().substring(record.text().lastIndexOf('|') + 1);
            return crc.isEmpty() ? null : crc;
        }
    }

    /** What {@code wrap} and {@code unwrap} share: a document, or nothing if anything was refused. */
    abstract static class Document implements Callable<Integer> {

        private final Terminal terminal;
        private final Function<StsRecord, String> form;

        @Option(names = "--out", paramLabel = "FILE", description = "Writes the document there instead.")
        private @Nullable Path out;

        @Parameters(paramLabel = "FILE", description = "The text.")
        private String file = "";

        Document(Terminal terminal, Function<StsRecord, String> form) {
            this.terminal = terminal;
            this.form = form;
        }

        @Override
        public Integer call() throws IOException {
            RecordScan scan = scan(terminal, StsRecords.lenient(), file);
            if (!scan.refused().isEmpty()) {
                say(terminal, file, scan.problems());
                return Commands.BAD;
            }
            StringBuilder text = new StringBuilder();
            try {
                scan.records().forEach(record -> text.append(form.apply(record)));
            } catch (IllegalArgumentException unwritable) {
                terminal.say(file + ": " + unwritable.getMessage());
                return Commands.BAD;
            }
            byte[] document = text.toString().getBytes(StandardCharsets.US_ASCII);
            if (out == null) {
                terminal.print(document);
            } else {
                WholeFile.write(out, document);
                terminal.out()
                        .println(Json.line(Json.object()
                                .put("out", out.toString())
                                .put("records", scan.records().size())
                                .put("bytes", document.length)));
            }
            return Commands.GOOD;
        }
    }

    /** {@code record wrap}. */
    @Command(name = "wrap", description = "Writes bare records as record-in-email: guards, 64 columns, CRLF.")
    static final class Wrap extends Document {
        Wrap(Terminal terminal) {
            super(terminal, RecordInEmail::write);
        }
    }

    /** {@code record unwrap}. */
    @Command(name = "unwrap", description = "Writes the records of a mail as bare records, one a line.")
    static final class Unwrap extends Document {
        Unwrap(Terminal terminal) {
            super(terminal, record -> record.text() + "\n");
        }
    }
}
