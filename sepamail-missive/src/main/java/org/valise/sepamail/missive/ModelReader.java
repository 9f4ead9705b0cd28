// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Makes a missive of an envelope that was read, as far as there is one. */
final class ModelReader {

    private final Missives settings;
    private final SchemaVersion version;
    private final EnvelopeReader source;

    ModelReader(Missives settings, SchemaVersion version, EnvelopeReader source) {
        this.settings = settings;
        this.version = version;
        this.source = source;
    }

    /** The missive; null if one of the parts is missing that every missive has, or its own part. */
    @Nullable
    Missive read(byte[] document, Node root, Node structure) {
        String type = structure.value("MsvTyp");
        HeaderValues header = header(root, structure);
        if (type == null || header == null) {
            return null;
        }
        DocumentOctets octets = new DocumentOctets(document);
        Envelope envelope = envelope(octets, header, structure);
        Message message = message(octets, structure.child("MsvBdy"));
        if (MissiveType.isAcknowledgement(type)) {
            Acknowledgement content = acknowledgement(structure.child("MsvAcq"));
            return content == null ? null : new AcknowledgementMissive(envelope, content);
        }
        if (type.equals(MissiveType.SERVICE)) {
            ServiceMissive.Service service = service(structure.child("MsvSrv"));
            return service == null ? null : new ServiceMissive(envelope, service, message);
        }
        if (message == null) {
            return null;
        }
        return type.equals(MissiveType.SMAPI)
                ? new SmapiMissive(envelope, message)
                : new NominalMissive(envelope, message);
    }

    /** The same for a missive whose octets went by. */
    @Nullable
    StreamedMissive read(MessageTap tap, long octets, Node root, Node structure) {
        String type = structure.value("MsvTyp");
        HeaderValues header = header(root, structure);
        if (type == null || header == null) {
            return null;
        }
        MessageValues values = messageValues(structure.child("MsvBdy"));
        StreamedMessage message = values == null ? null : tap.message(values);
        return hasItsPart(type, structure, message)
                ? StreamedMissive.of(header, settings, octets, type, message)
                : null;
    }

    private static boolean hasItsPart(String type, Node structure, @Nullable StreamedMessage message) {
        if (MissiveType.isAcknowledgement(type)) {
            return acknowledgement(structure.child("MsvAcq")) != null;
        }
        return type.equals(MissiveType.SERVICE) ? service(structure.child("MsvSrv")) != null : message != null;
    }

    private Envelope envelope(DocumentOctets document, HeaderValues header, Node structure) {
        Node order = Objects.requireNonNull(structure.child("MsvOrd"));
        Node signature = structure.child(Grammar.SIGNATURE.name);
        return new Envelope(
                document,
                settings,
                header,
                (int) order.contentStart,
                (int) order.contentEnd,
                signature == null ? null : range(signature));
    }

    private @Nullable HeaderValues header(Node root, Node structure) {
        String norm = root.version;
        String id = structure.value("MsvId");
        Integer order = number(structure.value("MsvOrd"));
        Node header = structure.child("MsvHdr");
        MissiveTime sentAt = header == null ? null : time(header, "SndDtTm");
        if (norm == null || id == null || order == null || header == null || sentAt == null) {
            return null;
        }
        String priority = structure.value("MsvPri");
        return new HeaderValues(
                version,
                norm,
                id,
                order,
                priority == null ? null : Priority.valueOf(priority),
                party(header.child("Snd")),
                sentAt,
                header.value("SndChk"),
                party(header.child("Rcv")),
                time(header, "RcvDtTm"),
                structure.child(Grammar.SIGNATURE.name) != null);
    }

    private static Message.Range range(Node node) {
        return new Message.Range((int) node.start, (int) node.end);
    }

    private static @Nullable MissiveTime time(Node parent, String name) {
        Node node = parent.child(name);
        return node == null ? null : node.time;
    }

    /** A number that fits; null if there is none. */
    private static @Nullable Integer number(@Nullable String value) {
        OptionalInt number = value == null ? OptionalInt.empty() : ValueType.toInt(value);
        return number.isEmpty() ? null : (Integer) number.getAsInt();
    }

    private Party party(@Nullable Node node) {
        if (node == null) {
            return new Party(null, null, null, null, null);
        }
        String bic = node.value("BIC");
        return new Party(
                bic == null ? null : Bic.parse(bic).toOptional().orElse(null),
                node.value("IBAN"),
                node.value("PAN"),
                node.value("BBAN"),
                attachment(node.child("RIS2D")));
    }

    private static @Nullable Attachment attachment(@Nullable Node node) {
        Node data = node == null ? null : node.child("data");
        String type = node == null ? null : node.value("mime-type");
        if (node == null || data == null || type == null) {
            return null;
        }
        String text = Objects.requireNonNullElse(data.value, "");
        return new Attachment(type, node.value("name"), Attachment.decode(text));
    }

    private @Nullable Message message(DocumentOctets document, @Nullable Node body) {
        MessageValues values = messageValues(body);
        Node element = body == null ? null : body.child(Grammar.MESSAGE.name);
        if (values == null || element == null) {
            return null;
        }
        return new Message(document, version, values, range(element), new Message.Range((int) source.bodyStart(), (int)
                source.bodyEnd()));
    }

    private @Nullable MessageValues messageValues(@Nullable Node body) {
        Node header = body == null ? null : body.child(Grammar.MESSAGE.name, "MsgHdr");
        if (body == null || header == null) {
            return null;
        }
        String id = header.value("MsgId");
        String type = header.value("MsgTyp");
        String bodyName = source.bodyName();
        String bodyNamespace = source.bodyNamespace();
        if (id == null || type == null || bodyName == null || bodyNamespace == null) {
            return null;
        }
        return new MessageValues(
                id,
                MessageType.read(type).orElseGet(() -> MessageType.malformed(type)),
                body.version,
                redirections(header),
                references(header),
                time(header, "MsgExpiry"),
                bodyNamespace,
                bodyName);
    }

    private static List<Redirection> redirections(Node header) {
        List<Redirection> redirections = new ArrayList<>(0);
        for (Node node : header.children("MsgRedir")) {
            String internal = node.value("InternalReference");
            String uri = node.value("RedirectURI");
            if (internal != null) {
                redirections.add(Redirection.toReference(internal));
            } else if (uri != null) {
                redirections.add(new Redirection(Redirection.Kind.URI, uri));
            }
        }
        return List.copyOf(redirections);
    }

    private static List<MessageReference> references(Node header) {
        List<MessageReference> references = new ArrayList<>(0);
        for (Node node : header.children("MsgRef")) {
            String id = node.value("MsgId");
            String relation = node.value("Relation");
            if (id != null && relation != null) {
                references.add(MessageReference.read(id, relation));
            }
        }
        return List.copyOf(references);
    }

    private static @Nullable Acknowledgement acknowledgement(@Nullable Node node) {
        String status = node == null ? null : node.value("AcqSta");
        if (node == null || status == null) {
            return null;
        }
        return new Acknowledgement(
                status.equals("ACK"), code(node), node.value("AcqChk"), node.value("AcqDes"), warnings(node));
    }

    /** The code; null without a class, or with one that is no number from 0: only the status counts then. */
    private static @Nullable AcknowledgementCode code(Node node) {
        Integer cla = number(node.value("AcqCla"));
        if (cla == null || cla < 0) {
            return null;
        }
        Integer subject = number(node.value("AcqSub"));
        Integer detail = number(node.value("AcqDet"));
        return AcknowledgementCode.read(
                cla, Objects.requireNonNullElse(subject, -1), Objects.requireNonNullElse(detail, -1));
    }

    private static List<RoutingWarning> warnings(Node node) {
        List<RoutingWarning> warnings = new ArrayList<>(0);
        for (Node child : node.children("RtgWarn")) {
            String code = child.value("Code");
            if (code != null) {
                warnings.add(RoutingWarning.read(RoutingWarning.Code.valueOf(code), child.value("Descr")));
            }
        }
        return List.copyOf(warnings);
    }

    private static ServiceMissive.@Nullable Service service(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        Node command = node.child("SrvCmd");
        Node result = node.child("SrvRes");
        String verb = command == null ? null : command.value("CmdTyp");
        String type = result == null ? null : result.value("ResTyp");
        String info = node.value("SrvInfo");
        if (command != null && verb != null) {
            return command(command, verb, info);
        }
        return result == null || type == null
                ? null
                : new ServiceMissive.Result(
                        type.equals("+OK"), integer(result.value("ResNum")), integer(result.value("ResSize")), info);
    }

    private static ServiceMissive.Service command(Node node, String verb, @Nullable String info) {
        String selection = node.value("CmdSlc");
        Node filters = node.child("CmdFlt");
        List<String> xpaths = new ArrayList<>(0);
        if (filters != null) {
            filters.children("Fltr").forEach(filter -> xpaths.add(Objects.requireNonNullElse(filter.value, "")));
        }
        return new ServiceMissive.Command(
                ServiceMissive.Verb.valueOf(verb),
                integer(node.value("CmdNum")),
                selection == null ? null : ServiceMissive.Selection.valueOf(selection),
                filters == null ? null : xpaths,
                info);
    }

    private static @Nullable BigInteger integer(@Nullable String value) {
        return value == null ? null : new BigInteger(value);
    }
}
