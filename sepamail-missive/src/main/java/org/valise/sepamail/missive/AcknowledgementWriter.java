// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/** Writes the part of a document that acknowledges. */
final class AcknowledgementWriter {

    private AcknowledgementWriter() {}

    static void write(MissiveWriter writer, Acknowledgement content) {
        Tags tags = writer.tags();
        OctetWriter out = writer.out();
        Tags.Tag around = tags.tag("MsvAcq");
        out.raw(around.open);
        writer.element(tags.tag("AcqSta"), content.positive() ? "ACK" : "NAK");
        AcknowledgementCode code = content.code();
        if (code != null) {
            writer.element(tags.tag("AcqCla"), Integer.toString(code.cla()));
            code.subject().ifPresent(n -> writer.element(tags.tag("AcqSub"), Integer.toString(n)));
            code.detail().ifPresent(n -> writer.element(tags.tag("AcqDet"), Integer.toString(n)));
        }
        if (content.checksum() != null) {
            writer.element(tags.tag("AcqChk"), content.checksum());
        }
        if (content.description() != null) {
            writer.element(tags.tag("AcqDes"), content.description());
        }
        content.warnings().forEach(warning -> write(writer, warning));
        out.raw(around.close);
    }

    private static void write(MissiveWriter writer, RoutingWarning warning) {
        Tags.Tag around = writer.tags().tag("RtgWarn");
        writer.out().raw(around.open);
        writer.element(writer.tags().tag("Code"), warning.code().name());
        warning.description().ifPresent(words -> writer.element(writer.tags().tag("Descr"), words));
        writer.out().raw(around.close);
    }
}
