// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMatch;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.Identifier;
import org.valise.sepamail.missive.Message;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.MissiveTime;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.ServiceMissive;
import org.valise.sepamail.missive.SmapiMissive;

/** What a missive says, under the keys of docs/command-line.md; null where it says nothing. */
final class MissiveJson {

    private MissiveJson() {}

    /** The missive that was read, or what a refused document would say. */
    static Optional<Missive> shown(MissiveReading reading) {
        return reading instanceof MissiveReading.Refused refused ? refused.suspect() : reading.toOptional();
    }

    /** The kind of a missive by the word that is written for it; Acknowledgement is another word for Acquittement. */
    static String type(Missive missive) {
        if (missive instanceof NominalMissive) {
            return "Nominal";
        }
        if (missive instanceof AcknowledgementMissive) {
            return "Acquittement";
        }
        return missive instanceof ServiceMissive ? "Service" : "SMAPI";
    }

    /** The AcqChk of a nominal missive, or the one that an acknowledgement states. */
    static @Nullable String checksum(Missive missive) {
        if (missive instanceof NominalMissive nominal) {
            return nominal.message().checksum().text();
        }
        return missive instanceof AcknowledgementMissive ack
                ? ack.checksumText().orElse(null)
                : null;
    }

    static void describe(ObjectNode node, Optional<Missive> missive) {
        node.put("namespace", text(missive, m -> m.version().namespace()));
        node.put("norm", text(missive, Missive::norm));
        node.put("type", text(missive, MissiveJson::type));
        node.put("id", text(missive, Missive::id));
        node.put("order", missive.map(Missive::order).orElse(null));
        node.put("priority", text(missive, m -> m.priority().name()));
        node.set("sender", missive.map(m -> party(m.sender())).orElse(null));
        node.set("receiver", missive.map(m -> receiver(m.receiver())).orElse(null));
        node.put("sentAt", text(missive, m -> m.sentAt().instant().toString()));
        node.put(
                "receivedAt",
                missive.flatMap(Missive::receivedAt).map(MissiveJson::instant).orElse(null));
        node.put("senderChecksum", missive.flatMap(Missive::senderChecksum).orElse(null));
        node.put("chk", missive.map(MissiveJson::checksum).orElse(null));
        node.set(
                "message",
                missive.flatMap(MissiveJson::message).map(MissiveJson::message).orElse(null));
        node.set("acknowledgement", missive.map(MissiveJson::acknowledgement).orElse(null));
        node.set("service", missive.map(MissiveJson::service).orElse(null));
        node.put("signature", missive.map(Missive::hasCustomerSignature).orElse(null));
    }

    private static @Nullable String text(Optional<Missive> missive, Function<Missive, String> part) {
        return missive.map(part).orElse(null);
    }

    private static String instant(MissiveTime time) {
        return time.instant().toString();
    }

    private static ObjectNode party(Party party) {
        return Json.object()
                .put("bic", party.bic().map(Bic::text).orElse(null))
                .put("iban", party.accountText().orElse(null))
                .put(
                        "kind",
                        party.accountText()
                                .flatMap(Identifier::kindOf)
                                .map(Enum::name)
                                .orElse(null))
                .put("participant", party.participant().map(Bic::text).orElse(null));
    }

    private static ObjectNode receiver(Party party) {
        ObjectNode node = party(party);
        node.put("pan", party.pan().orElse(null));
        node.put("bban", party.bban().orElse(null));
        node.put("code2d", party.code2d().map(code -> code.mimeType()).orElse(null));
        return node;
    }

    private static Optional<Message> message(Missive missive) {
        if (missive instanceof NominalMissive nominal) {
            return Optional.of(nominal.message());
        }
        if (missive instanceof SmapiMissive smapi) {
            return Optional.of(smapi.message());
        }
        return missive instanceof ServiceMissive service ? service.message() : Optional.empty();
    }

    private static ObjectNode message(Message message) {
        ObjectNode node = Json.object();
        node.put("id", message.id());
        node.put("type", message.type().text());
        node.put("family", message.type().family());
        node.put("norm", message.norm().orElse(null));
        node.put("body", message.bodyName());
        node.put("expiry", message.expiry().map(MissiveJson::instant).orElse(null));
        ArrayNode redirections = node.putArray("redirections");
        message.redirections()
                .forEach(r ->
                        redirections.addObject().put("kind", r.kind().name()).put("value", r.value()));
        ArrayNode references = node.putArray("references");
        message.references()
                .forEach(r ->
                        references.addObject().put("messageId", r.messageId()).put("relation", r.relation()));
        node.put("offset", message.offset());
        node.put("length", message.length());
        return node;
    }

    private static @Nullable ObjectNode acknowledgement(Missive missive) {
        if (!(missive instanceof AcknowledgementMissive ack)) {
            return null;
        }
        Optional<AcknowledgementCode> code = ack.code();
        ObjectNode node = Json.object();
        node.put("status", ack.isPositive() ? "ACK" : "NAK");
        node.put("code", code.map(AcknowledgementCode::text).orElse(null));
        node.put("class", number(ack.codeClass()));
        node.put("subject", code.map(c -> number(c.subject())).orElse(null));
        node.put("detail", code.map(c -> number(c.detail())).orElse(null));
        node.put(
                "meaning",
                code.flatMap(AcknowledgementCode::meaning).map(Enum::name).orElse(null));
        node.put("checksum", ack.checksumText().orElse(null));
        node.put("description", ack.description().orElse(null));
        ArrayNode warnings = node.putArray("warnings");
        ack.warnings()
                .forEach(warning -> warnings.addObject()
                        .put("code", warning.code().name())
                        .put("description", warning.description().orElse(null)));
        return node;
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static @Nullable ObjectNode service(Missive missive) {
        if (!(missive instanceof ServiceMissive service)) {
            return null;
        }
        ObjectNode node = Json.object();
        if (service.service() instanceof ServiceMissive.Command command) {
            node.put("kind", "command");
            node.put("command", command.verb().name());
            node.put("number", command.number().orElse(null));
            node.put("selection", command.selection().map(Enum::name).orElse(null));
            node.set("filters", Json.strings(command.filters()));
        } else if (service.service() instanceof ServiceMissive.Result result) {
            node.put("kind", "result");
            node.put("result", result.isOk() ? "+OK" : "-ERR");
            node.put("number", result.number().orElse(null));
            node.put("size", result.size().orElse(null));
        }
        return node.put("info", service.service().info().orElse(null));
    }

    static ObjectNode answers(AcknowledgementMatch match, boolean valid) {
        return Json.object()
                // What is refused is treated as not received.
                .put("settles", valid && match.settles())
                .put("correlation", match.correlation().name())
                .put("checksum", match.checksum().name())
                .put("form", match.form().map(Enum::name).orElse(null))
                .put("partiesFit", match.partiesFit())
                .put("orderFits", match.orderFits());
    }
}
