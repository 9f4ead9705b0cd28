// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** The tags of a document, made once for a prefix. */
final class Tags {

    /** The prefix that is customary. */
    private static final String CUSTOMARY = "sem";

    private static final Tags SEM = new Tags(CUSTOMARY);

    /** An element's opening tag without attributes, and its closing tag. */
    static final class Tag {

        final byte[] open;
        final byte[] close;

        private Tag(String name) {
            open = OctetWriter.ascii("<" + name + ">");
            close = OctetWriter.ascii("</" + name + ">");
        }
    }

    final String prefix;
    final Tag structure;
    final Tag id;
    final Tag type;
    final Tag order;
    final Tag priority;
    final Tag header;
    final Tag sender;
    final Tag sentAt;
    final Tag senderChecksum;
    final Tag receiver;
    final Tag bic;
    final Tag iban;
    final Tag pan;
    final Tag bban;
    final Tag code2d;
    final Tag message;
    final Tag messageHeader;
    final Tag messageId;
    final Tag messageType;
    final Tag messageBody;
    final Tag expiry;
    final Tag testRequest;
    final Tag testReport;
    final Tag testId;
    final Tag text;
    final Tag data;
    final byte[] bodyClose;

    /** Tags that always follow each other. */
    final byte[] structureToId;

    final byte[] idToType;
    final byte[] typeToOrder;
    final byte[] headerToSender;
    final byte[] senderToTime;
    final byte[] receiverToEnd;
    final byte[] messageToId;
    final byte[] idToMessageType;
    final byte[] headerToBody;
    final byte[] bodyToEnd;
    final byte[] end;

    private Tags(String prefix) {
        this.prefix = prefix;
        structure = tag("sepamail_missive_001");
        id = tag("MsvId");
        type = tag("MsvTyp");
        order = tag("MsvOrd");
        priority = tag("MsvPri");
        header = tag("MsvHdr");
        sender = tag("Snd");
        sentAt = tag("SndDtTm");
        senderChecksum = tag("SndChk");
        receiver = tag("Rcv");
        bic = tag("BIC");
        iban = tag("IBAN");
        pan = tag("PAN");
        bban = tag("BBAN");
        code2d = tag("RIS2D");
        message = tag("sepamail_message_001");
        messageHeader = tag("MsgHdr");
        messageId = tag("MsgId");
        messageType = tag("MsgTyp");
        messageBody = tag("MsgBdy");
        expiry = tag("MsgExpiry");
        testRequest = tag("SimpleTestRequest");
        testReport = tag("SimpleTestReport");
        testId = tag("TestId");
        text = tag("Text");
        data = tag("Data");
        bodyClose = tag("MsvBdy").close;
        structureToId = join(structure.open, id.open);
        idToType = join(id.close, type.open);
        typeToOrder = join(type.close, order.open);
        headerToSender = join(header.open, sender.open);
        senderToTime = join(sender.close, sentAt.open);
        receiverToEnd = join(receiver.close, header.close);
        messageToId = join(message.open, messageHeader.open, messageId.open);
        idToMessageType = join(messageId.close, messageType.open);
        headerToBody = join(messageHeader.close, messageBody.open);
        bodyToEnd = join(messageBody.close, message.close);
        end = join(structure.close, tag("Missive").close);
    }

    private static byte[] join(byte[]... tags) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] tag : tags) {
            joined.writeBytes(tag);
        }
        return joined.toByteArray();
    }

    /** The tags for a document that carries a fragment with such prefixes around it. */
    static Tags beside(Map<String, String> inherited, SchemaVersion version) {
        String candidate = CUSTOMARY;
        for (int i = 1; !inherited.getOrDefault(candidate, version.namespace()).equals(version.namespace()); i++) {
            candidate = CUSTOMARY + i;
        }
        return candidate.equals(CUSTOMARY) ? SEM : new Tags(candidate);
    }

    static Tags customary() {
        return SEM;
    }

    /** A tag that is not needed often. */
    Tag tag(String name) {
        return new Tag(prefix + ":" + name);
    }
}
