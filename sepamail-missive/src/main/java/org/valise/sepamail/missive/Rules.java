// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Layer 2: the rules of the norm that a schema does not enforce, as far as they concern the document alone. */
final class Rules {

    private final SchemaVersion version;
    private final ProblemList problems;
    private final Function<Node, Span> places;

    Rules(SchemaVersion version, ProblemList problems, Function<Node, Span> places) {
        this.version = version;
        this.problems = problems;
        this.places = places;
    }

    /** Checks an envelope; the message is that of a nominal missive, if it is one. */
    void check(
            Node structure,
            @Nullable String bodyNamespace,
            @Nullable String bodyName,
            @Nullable MessageHeader nominalMessage) {
        String type = structure.value("MsvTyp");
        identifier(structure.child("MsvId"));
        order(structure.child("MsvOrd"));
        if (type != null) {
            priority(structure, type);
            header(structure, type);
            parts(structure, type);
        }
        acknowledgement(structure.child("MsvAcq"));
        Node message = structure.child("MsvBdy", Grammar.MESSAGE.name);
        if (message != null) {
            message(message, bodyNamespace, bodyName, type);
        }
        checksum(structure.child("MsvHdr", "SndChk"), nominalMessage);
    }

    private void identifier(@Nullable Node node) {
        if (node == null || node.value == null) {
            return;
        }
        String name = node.particle.name;
        if (node.value.isEmpty()) {
            report(Problem.Code.EMPTY_IDENTIFIER, name + " is empty.", node);
        } else if (isPlaceholder(node.value, name)) {
            report(Problem.Code.PLACEHOLDER_IDENTIFIER, name + " is the name of its own element.", node);
        }
    }

    /** As in the samples of the scheme: {@code sem:MsvId} in the element of that name. */
    private static boolean isPlaceholder(String value, String name) {
        return value.endsWith(name)
                && (value.length() == name.length() || value.indexOf(':') == value.length() - name.length() - 1);
    }

    private void order(@Nullable Node node) {
        if (node == null || node.value == null) {
            return;
        }
        if (ValueType.toInt(node.value).orElse(0) < 1) {
            report(Problem.Code.BAD_ORDER, "MsvOrd is not 1 or more, or beyond any number of resendings.", node);
        }
    }

    private void priority(Node structure, String type) {
        boolean wanted = type.equals(MissiveType.NOMINAL) || MissiveType.isAcknowledgement(type);
        if (wanted && structure.child("MsvPri") == null) {
            report(Problem.Code.PRIORITY_NOT_STATED, "MsvPri is missing.", structure.child("MsvOrd"));
        }
    }

    private void header(Node structure, String type) {
        Node header = structure.child("MsvHdr");
        if (header == null) {
            return;
        }
        boolean acknowledgement = MissiveType.isAcknowledgement(type);
        boolean interbank = acknowledgement || type.equals(MissiveType.NOMINAL);
        boolean repeated = acknowledgement && "NAK".equals(status(structure));
        Node sender = header.child("Snd");
        Node receiver = header.child("Rcv");
        if (sender != null) {
            if (interbank && sender.firstChild == null) {
                report(Problem.Code.NO_SENDER, "Snd holds no identifier.", sender);
            }
            identifiers(sender, repeated);
        }
        if (receiver != null) {
            if (interbank) {
                receiver(receiver, acknowledgement);
            }
            identifiers(receiver, repeated);
        }
        time(header.child("SndDtTm"));
        Node received = header.child("RcvDtTm");
        time(received);
        if (received != null && interbank) {
            report(
                    Problem.Code.RECEPTION_TIME_PRESENT,
                    "RcvDtTm is written by the receiver into his own copy.",
                    received);
        }
    }

    private static @Nullable String status(Node structure) {
        Node status = structure.child("MsvAcq", "AcqSta");
        return status == null ? null : status.value;
    }

    /** That of an acknowledgement is the sender of the nominal, who may be a participant alone. */
    private void receiver(Node receiver, boolean acknowledgement) {
        boolean user = receiver.child("IBAN") != null
                || receiver.child("PAN") != null && !"".equals(receiver.value("PAN")) // which the schema allows
                || receiver.child("BBAN") != null
                || receiver.child("RIS2D") != null;
        boolean bic = receiver.child("BIC") != null;
        if (!user && !(acknowledgement && bic)) {
            report(Problem.Code.NO_RECEIVER_USER, "Rcv holds no identifier of a user.", receiver);
        }
        if (!bic && !acknowledgement && !meansQxban(receiver.value("IBAN"))) {
            report(
                    Problem.Code.NO_RECEIVER_PARTICIPANT,
                    "Rcv holds no identifier of a participant: neither BIC nor QXBAN.",
                    receiver);
        }
    }

    private static boolean meansQxban(@Nullable String account) {
        return account != null
                && account.startsWith(Qxban.COUNTRY)
                && Identifier.kindOf(account).equals(Optional.of(Identifier.Kind.QXBAN));
    }

    private void identifiers(Node party, boolean repeated) {
        Node account = party.child("IBAN");
        if (account == null || account.value == null) {
            return;
        }
        ParseResult<Identifier> result = Identifier.classify(account.value);
        if (repeated && result instanceof ParseResult.Malformed) {
            // It repeats what it refuses. Who refused it too would never learn why his missive was not taken.
            report(Problem.Code.REFUSED_IDENTIFIER, result.problems().get(0).detail(), account);
        } else if (!result.problems().isEmpty()) {
            Span place = place(account);
            result.problems().forEach(problem -> problems.add(problem.at(place)));
        }
        String bic = party.value("BIC");
        if (bic != null
                && result instanceof ParseResult.Parsed<Identifier> parsed
                && parsed.value() instanceof Qxban qxban) {
            Optional<Bic> embedded = qxban.bic();
            boolean same = embedded.isEmpty()
                    || Bic.parse(bic).toOptional().map(embedded.get()::matches).orElse(true);
            if (!same) {
                report(Problem.Code.BIC_CONFLICT, "The BIC is not the one within the QXBAN.", account);
            }
        }
    }

    void time(@Nullable Node node) {
        if (node == null || node.value == null) {
            return;
        }
        String name = node.particle.name;
        if (node.time == null) {
            report(Problem.Code.TIME_OUT_OF_RANGE, name + " is beyond all years that can be held.", node);
        } else if (!node.time.hasZone()) {
            report(Problem.Code.NO_TIME_ZONE, name + " has no time zone.", node);
        }
    }

    private void parts(Node structure, String type) {
        boolean acknowledgement = MissiveType.isAcknowledgement(type);
        boolean service = type.equals(MissiveType.SERVICE);
        part(structure, "MsvAcq", type, acknowledgement, acknowledgement);
        part(structure, "MsvSrv", type, service, service);
        part(structure, "MsvBdy", type, !acknowledgement && !service, !acknowledgement);
    }

    private void part(Node structure, String name, String type, boolean required, boolean allowed) {
        Node node = structure.child(name);
        if (node == null && required) {
            report(
                    Problem.Code.PART_MISSING,
                    "A missive of type " + type + " has " + name + ".",
                    structure.child("MsvTyp"));
        } else if (node != null && !allowed) {
            report(Problem.Code.PART_NOT_ALLOWED, "A missive of type " + type + " has no " + name + ".", node);
        }
    }

    private void acknowledgement(@Nullable Node node) {
        if (node == null) {
            return;
        }
        Node cla = node.child("AcqCla");
        Node subject = node.child("AcqSub");
        Node detail = node.child("AcqDet");
        if (subject != null && cla == null || detail != null && (subject == null || cla == null)) {
            report(
                    Problem.Code.INCOMPLETE_CODE,
                    "A part of the code is missing in front of another.",
                    subject == null ? detail : subject);
        }
        codePart(subject);
        codePart(detail);
        if (cla != null && cla.value != null) {
            codeClass(cla, cla.value, node.value("AcqSta"));
        }
        Node checksum = node.child("AcqChk");
        if (checksum != null
                && checksum.value != null
                && MessageChecksum.parse(checksum.value).isEmpty()) {
            report(
                    Problem.Code.UNRECOGNISED_CHECKSUM,
                    "AcqChk is not algorithm:digits of a known algorithm.",
                    checksum);
        }
    }

    private void codePart(@Nullable Node node) {
        if (node != null && node.value != null && ValueType.toInt(node.value).orElse(-1) < 0) {
            report(Problem.Code.UNKNOWN_CODE_CLASS, "A part of the code is no number from 0.", node);
        }
    }

    private void codeClass(Node cla, String value, @Nullable String status) {
        boolean success = value.equals("2");
        boolean failure = value.equals("4") || value.equals("5");
        if (!success && !failure) {
            report(Problem.Code.UNKNOWN_CODE_CLASS, "The class of the code is none of 2, 4 and 5.", cla);
        } else if (status != null && success != status.equals("ACK")) {
            report(Problem.Code.STATUS_CODE_CONFLICT, "AcqSta and the class of the code contradict each other.", cla);
        }
    }

    private void message(
            Node message, @Nullable String bodyNamespace, @Nullable String bodyName, @Nullable String missiveType) {
        Node header = message.child("MsgHdr");
        if (header == null) {
            return;
        }
        identifier(header.child("MsgId"));
        time(header.child("MsgExpiry"));
        Node typeNode = header.child("MsgTyp");
        if (typeNode == null || typeNode.value == null) {
            return;
        }
        Optional<MessageType> type = MessageType.read(typeNode.value);
        if (type.isEmpty()) {
            report(Problem.Code.BAD_MESSAGE_TYPE, "MsgTyp is not of the form type@family.", typeNode);
            return;
        }
        smapi(type.get(), typeNode, missiveType);
        Node body = message.child("MsgBdy");
        if (body != null && bodyNamespace != null && bodyName != null) {
            body(type.get(), typeNode, body, bodyNamespace, bodyName);
        }
    }

    private void smapi(MessageType type, Node node, @Nullable String missiveType) {
        boolean nominal = MissiveType.NOMINAL.equals(missiveType);
        boolean smapi = MissiveType.SMAPI.equals(missiveType);
        if (nominal && type.isSmapi() || smapi && !type.isSmapi()) {
            report(
                    Problem.Code.SMAPI_MISMATCH,
                    "Messages of the API within a bank travel in SMAPI missives, and no others do.",
                    node);
        }
    }

    private void body(MessageType type, Node typeNode, Node body, String namespace, String name) {
        if (!namespace.equals(version.namespace())) {
            report(Problem.Code.FOREIGN_BODY, "The body element is in another namespace than the missive.", body);
            return;
        }
        Optional<String> expected = type.body(version);
        if (expected.isEmpty()) {
            report(
                    Problem.Code.UNKNOWN_MESSAGE_TYPE,
                    "The schemas of this version have no such message type.",
                    typeNode);
        }
        boolean mismatch = expected.isPresent()
                ? !expected.get().equals(name)
                : MessageType.ofBody(name, version).isPresent();
        if (mismatch) {
            report(Problem.Code.BODY_MISMATCH, "The body element belongs to another message type.", body);
        }
    }

    private void checksum(@Nullable Node node, @Nullable MessageHeader message) {
        if (node == null || node.value == null) {
            return;
        }
        Optional<MessageChecksum> checksum = MessageChecksum.parse(node.value);
        if (checksum.isEmpty()) {
            report(Problem.Code.UNRECOGNISED_CHECKSUM, "SndChk is not algorithm:digits of a known algorithm.", node);
        } else if (message != null && message.match(checksum.get()).isEmpty()) {
            report(
                    Problem.Code.SENDER_CHECKSUM_MISMATCH,
                    "SndChk is not the checksum of the message by the rule of AcqChk.",
                    node);
        }
    }

    private void report(Problem.Code code, String detail, @Nullable Node node) {
        Problem problem = Problem.of(code, detail);
        problems.add(node == null ? problem : problem.at(place(node)));
    }

    private Span place(Node node) {
        return places.apply(node);
    }
}
