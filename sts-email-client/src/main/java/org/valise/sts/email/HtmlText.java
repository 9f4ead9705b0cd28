// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of an HTML mail, for replies that some server turned into HTML: line breaks where blocks and breaks are, tags
 * dropped, entities resolved. Nothing is fetched or run. The CRC of a record decides whether it survived.
 */
final class HtmlText {

    private static final Set<String> BREAKING = Set.of(
            "br",
            "p",
            "div",
            "tr",
            "li",
            "ul",
            "ol",
            "table",
            "pre",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "hr",
            "body",
            "section",
            "article",
            "header",
            "footer",
            "address",
            "dt",
            "dd",
            "center");
    private static final Set<String> HIDDEN = Set.of("script", "style", "title", "template", "noscript");
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("vert", "|"),
            Map.entry("verbar", "|"),
            Map.entry("colon", ":"),
            Map.entry("hyphen", "-"),
            Map.entry("ndash", "\u2013"),
            Map.entry("mdash", "\u2014"),
            Map.entry("shy", "\u00AD"),
            Map.entry("zwsp", "\u200B"));
    private static final Pattern ENTITY =
            Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));?");
    private static final int HEX = 16;

    private final String html;
    private final StringBuilder out;
    private int at;
    private int preformatted;

    private HtmlText(String html) {
        this.html = html;
        this.out = new StringBuilder(html.length());
    }

    static String of(String html) {
        return new HtmlText(html).text();
    }

    private String text() {
        while (at < html.length()) {
            if (html.charAt(at) == '<' && looksLikeTag()) {
                tag();
            } else {
                character();
            }
        }
        return entities(out.toString());
    }

    private boolean looksLikeTag() {
        char next = at + 1 < html.length() ? html.charAt(at + 1) : ' ';
        return Character.isLetter(next) || next == '/' || next == '!' || next == '?';
    }

    private void character() {
        char c = html.charAt(at++);
        boolean blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!blank || preformatted > 0) {
            out.append(c);
        } else if (out.length() > 0 && out.charAt(out.length() - 1) != ' ' && out.charAt(out.length() - 1) != '\n') {
            out.append(' ');
        }
    }

    private void tag() {
        if (html.startsWith("<!--", at)) {
            skipBehind("-->");
            return;
        }
        boolean closing = html.startsWith("</", at);
        int nameStart = at + (closing ? 2 : 1);
        int nameEnd = nameStart;
        while (nameEnd < html.length() && Character.isLetterOrDigit(html.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        at = nameEnd;
        skipToTagEnd();
        if (!closing && HIDDEN.contains(name)) {
            skipBehind("</" + name);
            skipToTagEnd();
        } else {
            lay(name, closing);
        }
    }

    private void lay(String name, boolean closing) {
        if (BREAKING.contains(name)) {
            lineBreak(name.equals("br"));
        } else if (name.equals("td") || name.equals("th")) {
            out.append(' ');
        }
        if (name.equals("pre")) {
            preformatted = Math.max(0, preformatted + (closing ? -1 : 1));
        }
    }

    private void lineBreak(boolean always) {
        while (out.length() > 0 && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        if (always || out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
    }

    private void skipToTagEnd() {
        char quote = 0;
        while (at < html.length()) {
            char c = html.charAt(at++);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return;
            }
        }
    }

    private void skipBehind(String end) {
        int from = at;
        while (from < html.length() && !html.regionMatches(true, from, end, 0, end.length())) {
            from++;
        }
        at = Math.min(html.length(), from + end.length());
    }

    private static String entities(String text) {
        Matcher matcher = ENTITY.matcher(text);
        StringBuilder resolved = new StringBuilder(text.length());
        int from = 0;
        while (matcher.find()) {
            resolved.append(text, from, matcher.start());
            from = matcher.end();
            String character = entity(matcher.group(1), matcher.group(2), matcher.group(3));
            resolved.append(character != null ? character : matcher.group());
        }
        return resolved.append(text, from, text.length()).toString();
    }

    /** What an entity stands for; null if that is not known, or no character. */
    private static @Nullable String entity(@Nullable String decimal, @Nullable String hex, @Nullable String name) {
        if (name != null) {
            return ENTITIES.get(name.toLowerCase(Locale.ROOT));
        }
        int codePoint = decimal != null ? Integer.parseInt(decimal) : Integer.parseInt(String.valueOf(hex), HEX);
        if (codePoint == 0xA0) {
            return " ";
        }
        return Character.isValidCodePoint(codePoint) && codePoint != 0 ? Character.toString(codePoint) : null;
    }
}
