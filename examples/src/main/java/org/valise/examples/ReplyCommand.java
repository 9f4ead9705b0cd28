// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sts.email.Attachment;
import org.valise.sts.email.DeliveryReport;
import org.valise.sts.email.KnownRequests;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.MailLimits;
import org.valise.sts.email.ReceivedMail;
import org.valise.sts.email.Reply;
import org.valise.sts.email.ReplyReader;
import org.valise.sts.email.Token;
import org.valise.sts.records.Problem;
import org.valise.sts.records.RecordScan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reply parse}. */
@Command(
        name = "reply",
        description = "Reads mails that may be replies of the gateway.",
        subcommands = {ReplyCommand.Parse.class})
final class ReplyCommand {

    private ReplyCommand() {}

    static String classification(Reply reply) {
        if (reply instanceof Reply.Matched matched) {
            return matched.byToken() ? "MATCHED" : "MATCHED_BY_ID";
        }
        if (reply instanceof Reply.Suspect) {
            return "SUSPECT";
        }
        if (reply instanceof Reply.Unmatched) {
            return "UNMATCHED_FROM_GATEWAY";
        }
        return reply instanceof Reply.Delivery ? "DELIVERY_REPORT" : "NOT_OURS";
    }

    static ArrayNode attachments(ReceivedMail mail) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (Attachment attachment : mail.attachments()) {
            array.addObject()
                    .put("name", attachment.name())
                    .put("receivedName", attachment.receivedName())
                    .put("type", attachment.type())
                    .put("bytes", attachment.length())
                    .put("sha256", attachment.sha256())
                    .put("damaged", attachment.isDamaged());
        }
        return array;
    }

    private static ArrayNode records(RecordScan scan) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        boolean any = !scan.records().isEmpty();
        for (RecordScan.Finding finding : scan.findings()) {
            if (any || !isNothing(finding)) {
                array.add(RecordCommands.Scan.line(finding));
            }
        }
        return array;
    }

    /** That a text holds no record is a finding of its own, and none here. */
    private static boolean isNothing(RecordScan.Finding finding) {
        return finding instanceof RecordScan.Refused refused
                && refused.problems().stream().allMatch(problem -> problem.code() == Problem.Code.NO_RECORD);
    }

    private static @Nullable ObjectNode report(Reply reply) {
        if (!(reply instanceof Reply.Delivery delivery)) {
            return null;
        }
        DeliveryReport report = delivery.report();
        ObjectNode node = Json.object();
        node.put("action", lower(report.action()));
        node.put("formal", report.formal());
        ArrayNode recipients = node.putArray("recipients");
        for (DeliveryReport.Recipient recipient : report.recipients()) {
            recipients
                    .addObject()
                    .put("address", recipient.address())
                    .put("action", lower(recipient.action()))
                    .put("status", recipient.status())
                    .put("diagnostic", recipient.diagnostic());
        }
        return node;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** {@code reply parse}. */
    @Command(
            name = "parse",
            description = "Classifies one received mail and shows what it holds.",
            footer = {
                "",
                "Exit code 0 for MATCHED, MATCHED_BY_ID, UNMATCHED_FROM_GATEWAY and DELIVERY_REPORT; 1 for SUSPECT and"
                        + " NOT_OURS. Without --gateway the sender is not compared: then act on nothing."
            })
    static final class Parse implements Callable<Integer> {

        private final Terminal terminal;

        @Option(names = "--token", paramLabel = "TOKEN", description = "The token of a request; may be repeated.")
        private List<String> tokens = new ArrayList<>();

        @Option(
                names = "--message-id",
                paramLabel = "ID",
                description = "The Message-ID of a request, in the order of the tokens; may be repeated.")
        private List<String> messageIds = new ArrayList<>();

        @Option(names = "--gateway", paramLabel = "ADDRESS", description = "Whose replies count.")
        private @Nullable String gateway;

        @Parameters(paramLabel = "FILE", description = "The mail.")
        private String file = "";

        Parse(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            try {
                ReplyReader reader =
                        gateway == null ? ReplyReader.forAnySender() : ReplyReader.forGateway(MailAddress.of(gateway));
                Reply reply = reader.read(octets(), KnownRequests.of(known()));
                terminal.out().println(Json.line(json(reply)));
                return reply instanceof Reply.Suspect || reply instanceof Reply.NotOurs ? Commands.BAD : Commands.GOOD;
            } catch (IllegalArgumentException usage) {
                terminal.say("reply parse: " + usage.getMessage());
                return Commands.USAGE_OR_IO;
            }
        }

        private byte[] octets() throws IOException {
            try (InputStream in = terminal.open(file)) {
                return in.readNBytes(MailLimits.defaults().messageOctets() + 1);
            }
        }

        private List<KnownRequests.Known> known() {
            List<KnownRequests.Known> known = new ArrayList<>();
            SecureRandom unknown = new SecureRandom();
            for (int i = 0; i < Math.max(tokens.size(), messageIds.size()); i++) {
                Token token = i < tokens.size() ? Token.of(tokens.get(i)) : Token.random(unknown);
                Optional<String> id =
                        i < messageIds.size() ? Optional.of(bracketed(messageIds.get(i))) : Optional.empty();
                known.add(new KnownRequests.Known(token, id, Optional.empty()));
            }
            return known;
        }

        private static String bracketed(String id) {
            return id.startsWith("<") ? id : "<" + id + ">";
        }

        private ObjectNode json(Reply reply) {
            ReceivedMail mail = reply.mail();
            ObjectNode node = Json.object();
            node.put("classification", classification(reply));
            node.put("token", token(reply));
            node.put(
                    "messageId",
                    reply.about().flatMap(KnownRequests.Known::messageId).orElse(null));
            node.put("service", mail.serviceCode().orElse(null));
            node.put("subject", mail.subject());
            node.put("from", mail.from().map(MailAddress::text).orElse(null));
            node.set("result", ResultCommand.json(mail.result()));
            node.set("records", records(mail.records()));
            node.set("attachments", attachments(mail));
            node.set("deliveryReport", report(reply));
            node.put(
                    "reason",
                    reply instanceof Reply.NotOurs ours ? ours.reason().name() : null);
            node.put("limit", mail.exceededLimit().orElse(null));
            node.put("fingerprint", mail.displayedFingerprint().orElse(null));
            node.set(
                    "findings",
                    Json.strings(reply.findings().stream().map(Enum::name).toList()));
            node.put("text", mail.text());
            return node;
        }

        /** Of a request known by its Message-ID alone there is no token to show. */
        private @Nullable String token(Reply reply) {
            return reply.about()
                    .map(known -> known.token().text())
                    .filter(text -> tokens.stream().anyMatch(text::equalsIgnoreCase))
                    .or(() -> reply.mail().token().map(Token::text))
                    .orElse(null);
        }
    }
}
