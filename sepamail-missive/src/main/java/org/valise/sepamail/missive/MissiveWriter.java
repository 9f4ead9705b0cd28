// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the document of a missive straight into octets: compact, so that nobody has white space to change within the
 * message, and with LF as the only line end.
 */
final class MissiveWriter {

    private static final byte[] XML_DECLARATION = OctetWriter.ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<");
    private static final byte[] VERSION = OctetWriter.ascii(":Missive version=\"");
    private static final byte[] NAMESPACE = OctetWriter.ascii("\" xmlns:");
    private static final byte[] ASSIGN = OctetWriter.ascii("=\"");
    private static final byte[] LOCATION =
            OctetWriter.ascii("\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"");
    private static final byte[] SCHEMA = OctetWriter.ascii(" sepamail_missive.xsd\">");
    private static final byte[] OPEN = {'<'};
    private static final byte[] CLOSE = OctetWriter.ascii("\">");
    private static final byte[] BODY = OctetWriter.ascii(":MsvBdy version=\"");
    private static final byte[] DEFAULT_NAMESPACE = OctetWriter.ascii("\" xmlns");

    private static final Map<SchemaVersion, byte[]> USUAL = Map.of(
            SchemaVersion.NORM_1206, beginning(SchemaVersion.NORM_1206, Tags.customary()),
            SchemaVersion.BLEEDING_EDGE, beginning(SchemaVersion.BLEEDING_EDGE, Tags.customary()));

    private final OctetWriter out;
    private final Tags tags;
    private final SchemaVersion version;

    private int orderFrom;
    private int orderTo;
    private int messageFrom;
    private int messageTo;
    private int bodyFrom;
    private int bodyTo;
    private int gap;

    MissiveWriter(SchemaVersion version, Tags tags) {
        this.version = version;
        this.tags = tags;
        byte[] usual = tags == Tags.customary() ? USUAL.get(version) : null;
        out = new OctetWriter(usual == null ? beginning(version, tags) : usual);
    }

    OctetWriter out() {
        return out;
    }

    Tags tags() {
        return tags;
    }

    private static byte[] beginning(SchemaVersion version, Tags tags) {
        OctetWriter out = new OctetWriter();
        out.raw(XML_DECLARATION).text(tags.prefix).raw(VERSION).attribute(version.norm());
        out.raw(NAMESPACE).text(tags.prefix).raw(ASSIGN).attribute(version.namespace());
        out.raw(LOCATION).attribute(version.namespace()).raw(SCHEMA);
        return out.raw(tags.structureToId).finish().array();
    }

    void head(String id, String type, int order, @Nullable Priority priority) {
        out.text(id).raw(tags.idToType).plain(type).raw(tags.typeToOrder);
        orderFrom = out.length();
        out.number(order);
        orderTo = out.length();
        out.raw(tags.order.close);
        if (priority != null) {
            plain(tags.priority, priority.name());
        }
    }

    void header(Party sender, MissiveTime sentAt, @Nullable MessageChecksum checksum, Party receiver) {
        out.raw(tags.headerToSender);
        bicAndAccount(sender);
        out.raw(tags.senderToTime).time(sentAt).raw(tags.sentAt.close);
        if (checksum != null) {
            element(tags.senderChecksum, checksum.text());
        }
        out.raw(tags.receiver.open);
        bicAndAccount(receiver);
        receiver.pan().ifPresent(pan -> element(tags.pan, pan));
        receiver.bban().ifPresent(bban -> element(tags.bban, bban));
        receiver.code2d().ifPresent(this::code2d);
        out.raw(tags.receiverToEnd);
    }

    private void bicAndAccount(Party party) {
        Bic bic = party.bic().orElse(null);
        if (bic != null) {
            plain(tags.bic, bic.text());
        }
        String account = party.accountText().orElse(null);
        if (account != null && party.isChecked()) {
            plain(tags.iban, account);
        } else if (account != null) {
            element(tags.iban, account);
        }
    }

    private void code2d(Attachment image) {
        out.raw(tags.code2d.open);
        element(tags.tag("mime-type"), image.mimeType());
        image.name().ifPresent(name -> element(tags.tag("name"), name));
        element(tags.tag("data"), image.base64());
        out.raw(tags.code2d.close);
    }

    void message(MessageContent content) {
        Map<String, String> inherited =
                content.body() instanceof XmlFragment fragment ? fragment.inherited() : Map.of();
        out.raw(OPEN).text(tags.prefix).raw(BODY).attribute(version.norm());
        inherited.forEach(this::declare);
        out.raw(CLOSE);
        messageFrom = out.length();
        if (content.type() == null && content.body() instanceof XmlFragment whole) {
            out.blob(whole.blob());
        } else {
            messageElement(content);
        }
        messageTo = out.length();
        out.raw(tags.bodyClose);
    }

    private void declare(String prefix, String namespace) {
        if (prefix.isEmpty()) {
            out.raw(DEFAULT_NAMESPACE).raw(ASSIGN).attribute(namespace);
        } else if (!prefix.equals(tags.prefix)) {
            out.raw(NAMESPACE).text(prefix).raw(ASSIGN).attribute(namespace);
        }
    }

    private void messageElement(MessageContent content) {
        out.raw(tags.messageToId).text(Objects.requireNonNull(content.id()));
        out.raw(tags.idToMessageType);
        out.text(Objects.requireNonNull(content.type()).text()).raw(tags.messageType.close);
        content.redirections().forEach(this::redirection);
        content.references().forEach(this::reference);
        MissiveTime expiry = content.expiry();
        if (expiry != null) {
            out.raw(tags.expiry.open).time(expiry).raw(tags.expiry.close);
        }
        out.raw(tags.headerToBody);
        bodyFrom = out.length();
        body(content.body());
        bodyTo = out.length();
        out.raw(tags.bodyToEnd);
    }

    private void redirection(Redirection redirection) {
        boolean internal = redirection.kind() == Redirection.Kind.INTERNAL_REFERENCE;
        Tags.Tag around = tags.tag("MsgRedir");
        out.raw(around.open);
        element(tags.tag(internal ? "InternalReference" : "RedirectURI"), redirection.value());
        out.raw(around.close);
    }

    private void reference(MessageReference reference) {
        Tags.Tag around = tags.tag("MsgRef");
        out.raw(around.open);
        element(tags.messageId, reference.messageId());
        element(tags.tag("Relation"), reference.relation());
        out.raw(around.close);
    }

    private void body(MessageBody body) {
        if (body instanceof XmlFragment fragment) {
            out.blob(fragment.blob());
        } else if (body instanceof MessageBody.Typed typed) {
            byte[] data = typed.test().dataNotCopied();
            simpleTest(typed.test(), data == null ? null : () -> out.blob(new Base64Blob(data)));
        } else if (body instanceof MessageBody.StreamedTest streamed) {
            simpleTest(streamed.test(), this::leaveGap);
        } else {
            leaveGap();
        }
    }

    private void leaveGap() {
        gap = out.length();
    }

    private void simpleTest(SimpleTest test, @Nullable Runnable data) {
        Tags.Tag around = test.isRequest() ? tags.testRequest : tags.testReport;
        out.raw(around.open);
        element(tags.testId, test.testId());
        test.text().ifPresent(text -> element(tags.text, text));
        if (data != null) {
            out.raw(tags.data.open);
            data.run();
            out.raw(tags.data.close);
        }
        out.raw(around.close);
    }

    void element(Tags.Tag tag, String value) {
        out.raw(tag.open).text(value).raw(tag.close);
    }

    private void plain(Tags.Tag tag, String value) {
        out.raw(tag.open).plain(value).raw(tag.close);
    }

    /** Ends the document. */
    DocumentOctets end() {
        return out.raw(tags.end).finish();
    }

    /** Ends a document whose body is streamed. */
    GapWriter.Frame frame() {
        return new GapWriter.Frame(end().array(), gap, message());
    }

    int orderFrom() {
        return orderFrom;
    }

    int orderTo() {
        return orderTo;
    }

    Message.Range message() {
        return new Message.Range(messageFrom, messageTo);
    }

    Message.Range body() {
        return new Message.Range(bodyFrom, bodyTo);
    }
}
