// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static org.valise.sts.email.testing.RequestReader.ignoreIf;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.valise.sts.email.testing.Reception.Reason;
import org.valise.sts.email.testing.RequestReader.Silence;
import org.valise.sts.records.RecordScan;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;

/** The content of a request: text/plain, and for a key load file exactly one VKLOADREQ (clauses 4 and 5.1.4.2). */
record RequestBody(@Nullable StsRecord record) {

    private static final String TEXT = "text/plain";
    private static final String TYPE_PREFIX = "VKLOADREQ";

    static RequestBody read(MimeMessage message, Service service) throws Silence, MessagingException, IOException {
        if (service == Service.UPDATE && message.isMimeType("multipart/mixed")) {
            checkUpdate(message);
            return new RequestBody(null);
        }
        checkPlain(message);
        return new RequestBody(service == Service.GET_KLF ? loadRequest(text(message)) : null);
    }

    private static void checkPlain(MimeMessage message) throws Silence, MessagingException {
        ignoreIf(message.isMimeType("multipart/mixed"), Reason.UNEXPECTED_ATTACHMENT);
        ignoreIf(!message.isMimeType(TEXT), Reason.NOT_PLAIN_TEXT);
        ignoreIf(isAttachment(message), Reason.UNEXPECTED_ATTACHMENT);
    }

    private static boolean isAttachment(Part part) throws MessagingException {
        return Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
    }

    /** The reserved service is the only one that expects a file (clause 8.2: attachment and text/plain). */
    private static void checkUpdate(MimeMessage message) throws Silence, MessagingException {
        MimeMultipart parts = new MimeMultipart(message.getDataHandler().getDataSource());
        ignoreIf(parts.getCount() > 2, Reason.UNEXPECTED_ATTACHMENT);
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            ignoreIf(!part.isMimeType(TEXT), Reason.NOT_PLAIN_TEXT);
            ignoreIf(i > 0 && !isAttachment(part), Reason.UNEXPECTED_ATTACHMENT);
        }
    }

    private static String text(MimeMessage message) throws MessagingException, IOException {
        String name = new ContentType(message.getContentType()).getParameter("charset");
        return new String(message.getInputStream().readAllBytes(), charset(name));
    }

    private static Charset charset(@Nullable String name) {
        try {
            return name == null ? StandardCharsets.US_ASCII : Charset.forName(MimeUtility.javaCharset(name));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.ISO_8859_1; // records are ASCII, which nearly every charset contains
        }
    }

    private static StsRecord loadRequest(String text) throws Silence {
        RecordScan scan = StsRecords.strict().scan(text);
        List<RecordScan.Found> found = scan.found();
        ignoreIf(scan.findings().size() != 1 || found.size() != 1, Reason.NO_LOAD_REQUEST);
        StsRecord record = found.get(0).record();
        boolean block = text.lines().anyMatch(("--STS:" + record.type() + " BEGINS--")::equals);
        boolean one = found.get(0).count() == 1 && block && record.type().startsWith(TYPE_PREFIX);
        ignoreIf(!one, Reason.NO_LOAD_REQUEST);
        return record;
    }
}
