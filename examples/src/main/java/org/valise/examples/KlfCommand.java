// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.FileEntry;
import org.valise.sts.records.RecordFile;
import org.valise.sts.records.RecordFileReader;
import org.valise.sts.records.RecordLimits;
import org.valise.sts.records.StsRecords;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code klf check}. */
@Command(
        name = "klf",
        description = "Works with key load files.",
        subcommands = {KlfCommand.Check.class})
final class KlfCommand {

    private KlfCommand() {}

    /** {@code klf check}. */
    @Command(
            name = "check",
            description = "Views a key load file line by line: type, length and CRC, never the content of a field.",
            footer = {
                "",
                "Exit code 0 if the file holds records and all are right. The layout of key load files is not public: the"
                        + " octets are what counts, the view is advisory."
            })
    static final class Check implements Callable<Integer> {

        private static final long MEBI = 1 << 20;
        private static final long PROGRESS_STEP = 64 * MEBI;

        private final Terminal terminal;

        @Option(names = "--max-bytes", paramLabel = "N", description = "Refuses longer files; default none.")
        private long maxBytes = Long.MAX_VALUE;

        @Option(names = "--max-entries", paramLabel = "N", description = "Refuses files of more lines; default none.")
        private long maxEntries = Long.MAX_VALUE;

        @Option(names = "--strict", description = "Takes records alone on their line and canonical blocks only.")
        private boolean strict;

        @Parameters(paramLabel = "FILE", description = "The key load file.")
        private String file = "";

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            // The file is streamed, so its length costs no memory; limits are for those who hold it.
            RecordLimits limits = limits();
            StsRecords records = (strict ? StsRecords.strict() : StsRecords.lenient()).withLimits(limits);
            try (RecordFileReader reader = records.readFile(terminal.open(file))) {
                long nextSaid = PROGRESS_STEP;
                while (reader.next()) {
                    if (terminal.showsProgress() && reader.offset() >= nextSaid) {
                        terminal.say(file + ": " + reader.offset() / MEBI + " MiB checked");
                        nextSaid += PROGRESS_STEP;
                    }
                    if (reader.kind() != FileEntry.Kind.BLANK) {
                        terminal.out().println(Json.line(line(reader.entry())));
                    }
                }
                RecordFile.Summary summary = reader.summary();
                terminal.out().println(Json.line(line(summary)));
                summary.problems().forEach(problem -> terminal.say(file + ": " + problem));
                return summary.state() == RecordFile.State.ALL_RECORDS_VALID ? Commands.GOOD : explain(summary);
            }
        }

        private RecordLimits limits() {
            if (maxBytes < 1 || maxEntries < 1) {
                throw new CommandLine.ParameterException(
                        Objects.requireNonNull(spec).commandLine(), "--max-bytes and --max-entries are 1 or more");
            }
            return RecordLimits.defaults().withFileOctets(maxBytes).withFileEntries(maxEntries);
        }

        private int explain(RecordFile.Summary summary) {
            if (summary.state() == RecordFile.State.SOME_INVALID) {
                terminal.say(file + ": " + summary.count(FileEntry.Kind.BAD_RECORD)
                        + " damaged record(s); ask for the file again");
            }
            return Commands.BAD;
        }

        private static ObjectNode line(FileEntry entry) {
            ObjectNode node = Json.object();
            node.put("line", entry.line());
            node.put("kind", kind(entry.kind()));
            node.put("type", entry.type().orElse(null));
            node.put("bytes", entry.length());
            if (entry.kind() == FileEntry.Kind.RECORD) {
                node.put("fields", entry.record().orElseThrow().fields().size());
                node.set("deviations", Json.deviations(entry.deviations()));
            }
            if (entry.kind() == FileEntry.Kind.BAD_RECORD) {
                node.set("problems", Json.problems(entry.problems()));
            }
            return node;
        }

        private static String kind(FileEntry.Kind kind) {
            return switch (kind) {
                case RECORD -> "record";
                case BAD_RECORD -> "bad-record";
                case OTHER -> "other";
                case BLANK -> "blank";
            };
        }

        private static ObjectNode line(RecordFile.Summary summary) {
            ObjectNode node = Json.object();
            node.put("kind", "summary");
            node.put("state", summary.state().name());
            node.put("records", summary.count(FileEntry.Kind.RECORD));
            node.put("badRecords", summary.count(FileEntry.Kind.BAD_RECORD));
            node.put("others", summary.count(FileEntry.Kind.OTHER));
            node.put("bytes", summary.octets());
            node.put("sha256", summary.sha256().orElse(null));
            node.set("problems", Json.problems(summary.problems()));
            return node;
        }
    }
}
