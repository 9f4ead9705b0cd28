// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sts.email.KmcRequest;
import org.valise.sts.email.RequestFactory;
import org.valise.sts.email.Token;
import org.valise.sts.records.RecordScan;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code request make}. */
@Command(
        name = "request",
        description = "Makes requests to the e-mail gateway of the key management centre.",
        subcommands = {RequestCommand.Make.class})
final class RequestCommand {

    private RequestCommand() {}

    /** Which service is asked for, and with which record. */
    static final class What {

        @Option(
                names = "--service",
                required = true,
                paramLabel = "NAME",
                description = "help, get-public-key or get-klf.")
        private String service = "";

        @Option(
                names = "--record",
                paramLabel = "FILE",
                description = "The VKLOADREQ for get-klf: a bare record, a block, or a text that holds it.")
        private @Nullable String record;

        @Option(
                names = "--record-type",
                paramLabel = "TYPE",
                description = "The record's type, if it does not start with VKLOADREQ.")
        private @Nullable String recordType;

        @Option(
                names = "--klf-code",
                paramLabel = "CODE",
                description = "Another spelling of the key load file service, such as {KMS:GetKlIfStsEd2}.")
        private @Nullable String klfCode;

        @Option(names = "--reply-to", paramLabel = "ADDRESS", description = "Where replies shall go.")
        private @Nullable String replyTo;

        KmcRequest make(Terminal terminal, RequestFactory bare) throws IOException, Refusal {
            RequestFactory factory = replyTo == null ? bare : bare.withReplyTo(replyTo);
            boolean withRecord = service.equals("get-klf");
            if (withRecord != (record != null)) {
                throw new IllegalArgumentException(
                        withRecord ? "get-klf needs --record" : "--record belongs to get-klf only");
            }
            return switch (service) {
                case "help" -> factory.help();
                case "get-public-key" -> factory.getPublicKey();
                case "get-klf" -> keyLoadFile(terminal, factory, String.valueOf(record));
                default -> throw new IllegalArgumentException("--service is help, get-public-key or get-klf");
            };
        }

        private KmcRequest keyLoadFile(Terminal terminal, RequestFactory bare, String file)
                throws IOException, Refusal {
            RequestFactory factory = recordType == null ? bare : bare.withLoadRequestType(recordType);
            RequestFactory spelled = klfCode == null ? factory : factory.withKeyLoadFileCode(klfCode);
            StsRecord found = onlyRecord(terminal, file);
            try {
                return spelled.getKeyLoadFile(found);
            } catch (IllegalArgumentException notFit) {
                throw new Refusal(file + ": " + notFit.getMessage());
            }
        }

        private static StsRecord onlyRecord(Terminal terminal, String file) throws IOException, Refusal {
            RecordScan scan = RecordCommands.scan(terminal, StsRecords.lenient(), file);
            List<StsRecord> records = scan.records();
            if (!scan.refused().isEmpty()) {
                throw new Refusal(file + ": " + scan.problems().get(0));
            }
            if (records.size() != 1) {
                throw new Refusal(file + ": it holds " + records.size() + " records; one VKLOADREQ is wanted");
            }
            return records.get(0);
        }
    }

    /** {@code request make}. */
    @Command(
            name = "make",
            description = "Writes a request as a mail, to standard output or to --out.",
            footer = {
                "",
                "The token in the subject comes back in the reply's subject: give it to 'reply parse'. It is printed to"
                        + " standard error, or with --out as JSON."
            })
    static final class Make implements Callable<Integer> {

        private final Terminal terminal;

        @CommandLine.Mixin
        private What what = new What();

        @Option(names = "--from", required = true, paramLabel = "ADDRESS", description = "The sender, a real mailbox.")
        private String from = "";

        @Option(names = "--to", required = true, paramLabel = "ADDRESS", description = "The gateway.")
        private String to = "";

        @Option(names = "--token", paramLabel = "TOKEN", description = "26 characters A-Z, 2-7; default random.")
        private @Nullable String token;

        @Option(
                names = "--at",
                paramLabel = "INSTANT",
                converter = KeyCommand.InstantConverter.class,
                description = "The date of the mail; default now.")
        private @Nullable Instant at;

        @Option(names = "--out", paramLabel = "FILE", description = "Writes the mail there and prints one JSON line.")
        private @Nullable Path out;

        Make(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            try {
                RequestFactory factory = RequestFactory.from(from).to(to);
                factory = token == null ? factory : factory.withToken(Token.of(token));
                factory = at == null ? factory : factory.withClock(Clock.fixed(at, ZoneOffset.UTC));
                print(what.make(terminal, factory));
                return Commands.GOOD;
            } catch (Refusal refusal) {
                terminal.say(String.valueOf(refusal.getMessage()));
                return Commands.BAD;
            } catch (IllegalArgumentException usage) {
                terminal.say("request make: " + usage.getMessage());
                return Commands.USAGE_OR_IO;
            }
        }

        private void print(KmcRequest request) throws IOException {
            Optional<Path> target = Optional.ofNullable(out);
            if (target.isEmpty()) {
                terminal.print(request.octets());
                terminal.say("token " + request.token().text());
                return;
            }
            WholeFile.write(target.get(), request.octets());
            terminal.out()
                    .println(Json.line(Json.object()
                            .put("token", request.token().text())
                            .put("service", request.service().code())
                            .put("subject", request.subject())
                            .put("messageId", request.messageId())
                            .put("out", target.get().toString())
                            .put("bytes", request.octets().length)));
        }
    }
}
