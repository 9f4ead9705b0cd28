// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Makes the mails of the gateway (clause 8.3.1). Not thread-safe. */
final class ReplyComposer {

    static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final int ID_OCTETS = 12;

    private final String address;
    private final Clock clock;
    private final SecureRandom random;

    ReplyComposer(String address, Clock clock, SecureRandom random) {
        this.address = address;
        this.clock = clock;
        this.random = random;
    }

    OutgoingMail reply(GatewayRequest request, Answer answer, Step step) {
        String id = newId();
        ReplyDraft draft = new ReplyDraft(
                headers(request, step, id), boundary(id), "Auto: " + subject(request, step), answer.text);
        if (!step.lacks(Reaction.Part.RESULT_HEADER)) {
            draft.results = List.of(String.join("\t", answer.result));
        }
        byte[] file = answer.attachment;
        if (file != null && !step.lacks(Reaction.Part.ATTACHMENT)) {
            draft.attach(file);
        }
        step.mangles().forEach(mangle -> Mangler.apply(mangle, draft));
        return new OutgoingMail(draft.write(), address, request.replyTo());
    }

    /** The form of the notification is not public: the simulator sends one without result, token and In-Reply-To. */
    OutgoingMail blocked(GatewayRequest request) {
        String id = newId();
        String text = "You sent too many messages in a short time. Your messages are ignored for a while.\r\n";
        List<String> headers = headers(request.replyTo(), address, id);
        return new OutgoingMail(
                new ReplyDraft(headers, boundary(id), "Your messages are blocked", text).write(),
                address,
                request.replyTo());
    }

    private static String subject(GatewayRequest request, Step step) {
        return step.lacks(Reaction.Part.TOKEN) ? request.service() : request.subject();
    }

    private List<String> headers(GatewayRequest request, Step step, String id) {
        String from = step.from();
        List<String> headers = headers(request.replyTo(), from == null ? address : from, id);
        if (!step.lacks(Reaction.Part.IN_REPLY_TO)) {
            request.messageId().ifPresent(original -> {
                headers.add("In-Reply-To: " + original);
                headers.add("References: " + original);
            });
        }
        return headers;
    }

    private List<String> headers(List<String> to, String from, String id) {
        return new ArrayList<>(List.of(
                "From: " + from,
                "To: " + String.join(",\r\n ", to),
                "Date: " + DATE.format(clock.instant().atZone(ZoneOffset.UTC)),
                "Message-ID: <" + id + "@" + Addresses.domain(from) + ">",
                "Auto-Submitted: auto-replied",
                "Precedence: bulk",
                "X-Auto-Response-Suppress: All",
                "X-Loop: " + address));
    }

    private String newId() {
        byte[] octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    private static String boundary(String id) {
        return "=_" + id;
    }
}
