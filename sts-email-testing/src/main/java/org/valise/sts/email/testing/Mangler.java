// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Does to a draft what a {@link Mangle} says. */
final class Mangler {

    private static final String CRLF = "\r\n";
    private static final int NARROW = 40;
    private static final String DISCLAIMER = "This mail was checked for viruses.\r\n";

    private Mangler() {}

    static void apply(Mangle mangle, ReplyDraft draft) {
        if (mangle.name().startsWith("RESULT")) {
            result(mangle, draft);
        } else if (mangle.name().startsWith("SUBJECT")) {
            draft.subject = subject(mangle, draft.subject);
        } else if (mangle.name().startsWith("BODY")) {
            body(mangle, draft.body);
        } else {
            rest(mangle, draft);
        }
    }

    private static void result(Mangle mangle, ReplyDraft draft) {
        if (mangle == Mangle.RESULT_DOUBLED) {
            draft.results = List.of(draft.results, draft.results).stream()
                    .flatMap(List::stream)
                    .toList();
        } else {
            draft.results =
                    draft.results.stream().map(value -> result(mangle, value)).toList();
        }
    }

    private static String result(Mangle mangle, String value) {
        return switch (mangle) {
            case RESULT_FOLDED_AT_TABS -> value.replace("\t", CRLF + "\t");
            case RESULT_FOLDED_IN_TEXT -> breakAtLastBlank(value, CRLF + " ");
            case RESULT_FOLDED_AFTER_TABS -> value.replace("\t", "\t" + CRLF + " ");
            case RESULT_FOLDED_AS_PRINTED -> value.replace("\t", CRLF + "    ");
            case RESULT_TABS_TO_BLANK -> value.replace('\t', ' ');
            case RESULT_TABS_TO_BLANKS -> value.replace("\t", " ".repeat(8));
            case RESULT_ENCODED -> Encodings.wordsQ(value);
            case RESULT_ENCODED_ELEMENTS ->
                Arrays.stream(value.split("\t", -1)).map(Encodings::wordsB).collect(Collectors.joining("\t"));
            default -> throw new AssertionError(mangle);
        };
    }

    private static String breakAtLastBlank(String value, String lineBreak) {
        int blank = value.lastIndexOf(' ');
        return blank < 0 ? value : value.substring(0, blank) + lineBreak + value.substring(blank + 1);
    }

    private static String subject(Mangle mangle, String subject) {
        return switch (mangle) {
            case SUBJECT_PREFIXED -> "[EXTERNAL] " + subject;
            case SUBJECT_REPLIED -> "Re: " + subject;
            case SUBJECT_FOLDED -> breakAtLastBlank(subject, CRLF + " ");
            case SUBJECT_FOLDED_BY_TAB -> breakAtLastBlank(subject, CRLF + "\t");
            case SUBJECT_ENCODED_B -> Encodings.wordsB(subject);
            case SUBJECT_ENCODED_Q -> Encodings.wordsQ(subject);
            default -> throw new AssertionError(mangle);
        };
    }

    private static void body(Mangle mangle, ReplyDraft.Content body) {
        switch (mangle) {
            case BODY_FOOTER -> body.text += CRLF + DISCLAIMER;
            case BODY_REWRAPPED -> body.text = eachLine(body.text, Mangler::cut);
            case BODY_ON_ONE_LINE ->
                body.text = String.join(" ", body.text.lines().toList()) + CRLF;
            case BODY_QUOTED -> body.text = eachLine(body.text, line -> "> " + line);
            case BODY_DASHES -> body.decode(body.text.replace("--", "\u2014"));
            case BODY_FLOWED -> flow(body);
            case BODY_HTML -> html(body);
            case BODY_QUOTED_PRINTABLE -> body.encoding = ReplyDraft.QUOTED_PRINTABLE;
            case BODY_BASE64 -> body.encoding = ReplyDraft.BASE64;
            default -> throw new AssertionError(mangle);
        }
    }

    private static void rest(Mangle mangle, ReplyDraft draft) {
        if (mangle == Mangle.FOOTER_PART) {
            draft.footer = new ReplyDraft.Content(DISCLAIMER);
        }
        ReplyDraft.Content file = draft.attachment;
        if (file == null) {
            return;
        }
        switch (mangle) {
            case ATTACHMENT_QUOTED_PRINTABLE -> file.encoding = ReplyDraft.QUOTED_PRINTABLE;
            case ATTACHMENT_BASE64 -> file.encoding = ReplyDraft.BASE64;
            case ATTACHMENT_INLINE -> file.disposition = "inline";
            default -> {}
        }
    }

    private static String eachLine(String text, UnaryOperator<String> change) {
        return text.lines().map(change).collect(Collectors.joining(CRLF, "", CRLF));
    }

    private static String cut(String line) {
        return line.replaceAll("(.{" + NARROW + "})(?=.)", "$1" + CRLF);
    }

    /** RFC 3676: a blank ends a line that goes on; a line that begins with one, with {@code >} or From gets one more. */
    private static void flow(ReplyDraft.Content body) {
        body.text = eachLine(body.text, line -> (line.matches("( |>|From ).*") ? " " : "") + line + " ");
        body.type += "; format=flowed";
    }

    private static void html(ReplyDraft.Content body) {
        String escaped = body.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        body.text = "<html><body>" + CRLF + eachLine(escaped, line -> "<p>" + line + "</p>") + "</body></html>" + CRLF;
        body.type = body.type.replace("text/plain", "text/html");
    }
}
