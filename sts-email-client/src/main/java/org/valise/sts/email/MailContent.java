// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The text body and the attachments of a mail (STS600-9-2 clause 8.3.1), chosen from its parts. */
final class MailContent {

    private static final String PLAIN = "text/plain";
    private static final String HTML = "text/html";

    private final String text;
    private final List<Attachment> attachments;
    private final Optional<String> limit;

    private MailContent(String text, List<Attachment> attachments, Optional<String> limit) {
        this.text = text;
        this.attachments = List.copyOf(attachments);
        this.limit = limit;
    }

    static MailContent of(List<MimeEntity> leaves, MailLimits limits, Set<MailFinding> findings) {
        try {
            return new MailContent(
                    readText(leaves, limits, findings), readAttachments(leaves, limits, findings), Optional.empty());
        } catch (MailLimitException exceeded) {
            return new MailContent("", List.of(), Optional.of(String.valueOf(exceeded.getMessage())));
        }
    }

    private static String readText(List<MimeEntity> leaves, MailLimits limits, Set<MailFinding> findings)
            throws MailLimitException {
        String text = joined(leaves, false, limits, findings);
        return text.isBlank() ? joined(leaves, true, limits, findings) : text;
    }

    /** The text parts in their order. HTML counts where nothing says the same in plain text, or if that is empty. */
    private static String joined(List<MimeEntity> leaves, boolean allHtml, MailLimits limits, Set<MailFinding> findings)
            throws MailLimitException {
        StringBuilder text = new StringBuilder();
        for (MimeEntity leaf : leaves) {
            String part = textOf(leaf, allHtml, findings);
            text.append(text.isEmpty() || part.isEmpty() ? "" : "\r\n").append(part);
            if (text.length() > limits.textOctets()) {
                throw new MailLimitException("the text is longer than " + limits.textOctets());
            }
        }
        return text.toString();
    }

    private static String textOf(MimeEntity leaf, boolean allHtml, Set<MailFinding> findings) {
        if (leaf.isAttachment()) {
            return "";
        }
        if (isText(leaf, PLAIN)) {
            return leaf.text(findings);
        }
        if (!isText(leaf, HTML) || leaf.isSaidInPlainText() && !allHtml) {
            return "";
        }
        findings.add(MailFinding.HTML_ONLY);
        return HtmlText.of(leaf.text(findings));
    }

    /** A multipart that could not be taken apart is read as text: a record in it is found all the same. */
    private static boolean isText(MimeEntity leaf, String type) {
        return leaf.type().equals(type) || type.equals(PLAIN) && leaf.isMultipart();
    }

    private static List<Attachment> readAttachments(
            List<MimeEntity> leaves, MailLimits limits, Set<MailFinding> findings) throws MailLimitException {
        List<Attachment> attachments = new ArrayList<>();
        FileNames names = new FileNames();
        for (MimeEntity leaf : leaves) {
            boolean isBody = isText(leaf, PLAIN) || leaf.type().equals(HTML);
            if (leaf.isAttachment() || !isBody) {
                attachments.add(attachment(leaf, names, findings));
                if (attachments.get(attachments.size() - 1).length() > limits.attachmentOctets()) {
                    throw new MailLimitException(
                            "an attachment has more than " + limits.attachmentOctets() + " octets");
                }
            }
        }
        return attachments;
    }

    private static Attachment attachment(MimeEntity leaf, FileNames names, Set<MailFinding> findings) {
        Set<MailFinding> own = EnumSet.noneOf(MailFinding.class);
        byte[] octets = leaf.content(own);
        findings.addAll(own);
        if (leaf.type().startsWith("message/rfc822")) {
            findings.add(MailFinding.NESTED_MAIL);
        }
        String received = leaf.fileName().orElse("");
        String name = names.safe(received, leaf.type().equals(PLAIN) ? "klf.txt" : "attachment");
        boolean damaged = own.contains(MailFinding.ENCODING_BROKEN) || leaf.isCut();
        return new Attachment(name, received, leaf.type(), octets, damaged, leaf.isDeclaredAttachment());
    }

    String text() {
        return text;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    Optional<String> limit() {
        return limit;
    }
}
