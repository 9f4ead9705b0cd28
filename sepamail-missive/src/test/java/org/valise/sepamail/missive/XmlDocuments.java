// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Writes well-formed documents with namespaces by chance, of everything that XML 1.0 has outside document types, and
 * spoils them.
 */
final class XmlDocuments {

    /** Beyond ASCII, only characters that are in names the same by the fourth and the fifth edition of XML 1.0. */
    private static final List<String> NAMES = List.of(
            "a",
            "b",
            "Ab",
            "x-1",
            "_y.z",
            "xmlish",
            "XML2",
            "\u00e9t\u00e9",
            "\u4e2d\u6587",
            "a\u00b7b",
            "e\u0301",
            "\u03a9");

    private static final List<String> PREFIXES = List.of("p", "q", "sem", "\u00e9", "p1", "xm");
    private static final List<String> URIS =
            List.of("u", "urn:b", "http://x/\u00e9?a=1&amp;b=2", "&#x61;", " two  blanks ", "u");
    private static final List<String> SPACES = List.of(" ", " ", "\n", "\t", "\r", "\r\n", "  \n ", " \r\r\n");
    private static final List<String> TEXTS = List.of(
            "x",
            "abc",
            " ",
            "\n\t",
            "\r",
            "\r\n",
            "\r\r\n",
            "]",
            "]]",
            "] ]>",
            ">",
            "'",
            "\"",
            "\u00e9",
            "\u4e2d",
            "=",
            "--",
            "?>",
            "0123456789abcdef",
            "\u007f",
            "&amp;",
            "&lt;",
            "&gt;",
            "&quot;",
            "&apos;",
            "&#13;",
            "&#10;",
            "&#x9;",
            "&#65;",
            "&#x1F600;",
            "&#0065;",
            "]&#93;>",
            "]]&gt;");
    private static final List<String> RARE_TEXTS = List.of(
            "\u0085", "\u00a0", "\u2028", "\ufffd", "\ud83d\ude00", "\ud7ff\ue000", "\u20ac", "\u0080", "\udbff\udffd");
    private static final List<String> CDATA_TEXTS =
            List.of("x", "<", "&", "&amp;", "]", "]]", "] ]>", ">", "\r\n", "\r", "<a>", "<![CDATA[");
    private static final List<String> COMMENT_TEXTS =
            List.of("x", "- -", "-x", " ", "<a>", "&", "]]>", "\r\n", "?>", "-y");
    private static final List<String> DECLARATIONS = List.of(
            "",
            "",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<?xml version='1.0'?>",
            "<?xml  version = '1.0'\tencoding\n=\r\n\"utf-8\" ?>",
            "<?xml version=\"1.0\" standalone='yes'?>",
            "<?xml version=\"1.0\" encoding='Utf-8' standalone=\"no\" ?>");

    /** What a spoiler throws in: whatever begins or ends something. */
    private static final List<String> TOKENS = List.of(
            "<",
            ">",
            "&",
            ";",
            "#",
            "\"",
            "'",
            "=",
            "/",
            "!",
            "?",
            "-",
            "--",
            "[",
            "]",
            "]]>",
            ":",
            "x",
            "xmlns",
            "xml",
            "\0",
            "\u0001",
            "\ufffe",
            "<!--",
            "-->",
            "<?",
            "?>",
            "<![CDATA[",
            "<!DOCTYPE a>",
            "</a>",
            "<a>",
            "<a/>",
            " a=''",
            " p:a=''",
            " xmlns:p=''",
            " xmlns='u'",
            " xmlns:q='u'",
            " xmlns:xml='u'",
            " xmlns:xmlns='u'",
            "&#0;",
            "&#x110000;",
            "&#xD800;",
            "&nbsp;",
            "&#;",
            "&#x;",
            " ",
            "\r",
            "\n",
            "\t",
            "<?xml version='1.0'?>",
            "<?XML?>",
            "\u00e9",
            "\u00b7",
            "1",
            ".");

    /** Places in a document, for some tokens each. */
    private static final List<String> CONTEXTS = List.of(
            "%s<a/>",
            "<a/>%s",
            "<a>%s</a>",
            "<a b='%s'/>",
            "<a b=\"%s\" c='1'/>",
            "<a %s/>",
            "<%s/>",
            "<%s></a>",
            "<a></%s>",
            "<!--%s--><a/>",
            "<a><!--%s--></a>",
            "<?%s?><a/>",
            "<?p %s?><a/>",
            "<a><![CDATA[%s]]></a>",
            "<a>]%s></a>",
            "<?xml version='1.0'%s?><a/>",
            "<?xml%s?><a/>",
            "<a xmlns:p='%s'/>",
            "<a xmlns='%s'/>",
            "<a xmlns:%s='u'/>",
            "<p:a xmlns:p='u' xmlns:q='u' p:a='' %s/>",
            "<a>&%s;</a>",
            "<a>&#%s;</a>",
            "<a b='&#x%s;'/>",
            "<a>\r%s\n</a>",
            "<a b='\r%s\n'/>",
            "<a xmlns='u'><b xmlns=''%s/></a>",
            "<a><b/>%s</a>");

    private final Random random;
    private final boolean rare;
    private final StringBuilder out = new StringBuilder();

    private XmlDocuments(Random random, boolean rare) {
        this.random = random;
        this.rare = rare;
    }

    /** A well-formed document; with rare characters, those that never change the meaning of what is around them. */
    static byte[] wellFormed(Random random, boolean rare) {
        XmlDocuments writer = new XmlDocuments(random, rare);
        writer.document();
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A well-formed document, spoiled once as a rule, up to four times; sometimes it still is well-formed. */
    static byte[] spoiled(Random random) {
        byte[] document = wellFormed(random, false);
        for (int i = random.nextInt(2) * random.nextInt(4); i >= 0; i--) {
            document = spoil(document, random);
        }
        return document;
    }

    private static byte[] spoil(byte[] document, Random random) {
        int from = random.nextInt(document.length + 1);
        int to = Math.min(document.length, from + random.nextInt(4));
        byte[] token = pick(random, TOKENS).getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(8)) {
            case 0 -> replace(document, from, to, new byte[0]);
            case 1 -> replace(document, from, from, token);
            case 2 -> replace(document, from, to, token);
            case 3 ->
                replace(document, from, Math.min(document.length, from + 1), new byte[] {(byte) random.nextInt(256)});
            case 4 -> replace(document, from, from, slice(document, random));
            case 5 -> replace(document, from, document.length, new byte[0]);
            case 6 -> replace(document, from, document.length, slice(wellFormed(random, false), random));
            default -> replace(document, from, from, pick(random, TOKENS).getBytes(StandardCharsets.UTF_8));
        };
    }

    private static byte[] slice(byte[] document, Random random) {
        int from = random.nextInt(document.length + 1);
        int to = from + random.nextInt(document.length - from + 1);
        return Arrays.copyOfRange(document, from, to);
    }

    private static byte[] replace(byte[] document, int from, int to, byte[] other) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(document, 0, from);
        result.write(other, 0, other.length);
        result.write(document, to, document.length - to);
        return result.toByteArray();
    }

    /** Tokens in no order at all. */
    static byte[] soup(Random random) {
        StringBuilder soup = new StringBuilder(random.nextBoolean() ? "<a>" : "");
        for (int i = random.nextInt(40); i >= 0; i--) {
            soup.append(pick(random, random.nextBoolean() ? TOKENS : TEXTS));
        }
        return soup.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One to three tokens at some place of a small document. */
    static byte[] inContext(Random random) {
        StringBuilder tokens = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            tokens.append(pick(random, random.nextInt(4) == 0 ? TEXTS : TOKENS));
        }
        return pick(random, CONTEXTS).replace("%s", tokens).getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T pick(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> T pick(List<T> of) {
        return pick(random, of);
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private void document() {
        if (chance(8)) {
            out.append('\ufeff');
        }
        out.append(pick(DECLARATIONS));
        misc();
        element(new LinkedHashMap<>(), 0);
        misc();
    }

    private void misc() {
        for (int i = random.nextInt(3); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> comment();
                case 1 -> instruction();
                default -> out.append(pick(SPACES));
            }
        }
    }

    private void element(Map<String, String> around, int depth) {
        Map<String, String> scope = new LinkedHashMap<>(around);
        StringBuilder attributes = new StringBuilder();
        declarations(scope, attributes);
        String name = qualified(scope, true);
        attributes(scope, attributes);
        out.append('<').append(name).append(attributes).append(optionalSpace());
        if (chance(4)) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (int i = random.nextInt(5); i > 0; i--) {
            content(scope, depth);
        }
        out.append("</").append(name).append(optionalSpace()).append('>');
    }

    private void declarations(Map<String, String> scope, StringBuilder attributes) {
        Set<String> declared = new HashSet<>();
        for (int i = chance(2) ? 0 : random.nextInt(4); i > 0; i--) {
            String prefix = chance(3) ? "" : pick(PREFIXES);
            if (declared.add(prefix)) {
                String uri = prefix.isEmpty() && chance(3) ? "" : pick(URIS);
                scope.put(prefix, uri);
                attribute(attributes, prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri);
            }
        }
    }

    private void attributes(Map<String, String> scope, StringBuilder attributes) {
        Set<String> names = new HashSet<>();
        for (int i = chance(10) ? 20 : random.nextInt(4); i > 0; i--) {
            String name = qualified(scope, false);
            int colon = name.indexOf(':');
            String uri = colon < 0 ? "" : scope.getOrDefault(name.substring(0, colon), "xml");
            if (names.add(name.substring(colon + 1) + " " + uri)) {
                attribute(attributes, name, value());
            }
        }
        if (chance(10)) {
            attribute(attributes, "xml:lang", "fr");
        }
    }

    private void attribute(StringBuilder attributes, String name, String value) {
        attributes
                .append(pick(SPACES))
                .append(name)
                .append(optionalSpace())
                .append('=')
                .append(optionalSpace());
        String quote = value.contains("\"") || chance(2) ? "'" : "\"";
        attributes.append(quote).append(value.replace(quote, "&#39;")).append(quote);
    }

    private String value() {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            value.append(text());
        }
        return value.toString();
    }

    private String text() {
        return pick(rare && chance(4) ? RARE_TEXTS : TEXTS);
    }

    private String optionalSpace() {
        return chance(4) ? pick(SPACES) : "";
    }

    private String qualified(Map<String, String> scope, boolean element) {
        List<String> prefixes =
                scope.keySet().stream().filter(prefix -> !prefix.isEmpty()).toList();
        if (prefixes.isEmpty() || chance(element ? 2 : 3)) {
            return pick(NAMES);
        }
        return pick(prefixes) + ":" + pick(NAMES);
    }

    private void content(Map<String, String> scope, int depth) {
        switch (random.nextInt(8)) {
            case 0 -> comment();
            case 1 -> instruction();
            case 2 -> {
                out.append("<![CDATA[");
                pieces(CDATA_TEXTS, "]]>");
                out.append("]]>");
            }
            case 3, 4 -> {
                if (depth < 5) {
                    element(scope, depth + 1);
                }
            }
            default -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    text(text());
                }
            }
        }
    }

    /** Two pieces must not make a ]]> of a text. */
    private void text(String piece) {
        boolean closes = piece.startsWith(">") || piece.startsWith("]");
        out.append(closes && out.charAt(out.length() - 1) == ']' ? " " : "").append(piece);
    }

    private void comment() {
        out.append("<!--");
        pieces(COMMENT_TEXTS, "--");
        out.append(' ').append("-->");
    }

    private void instruction() {
        out.append("<?").append(pick(NAMES));
        if (chance(2)) {
            out.append(pick(SPACES));
            pieces(List.of("x", "?", " >", "<a>", "a='b'", "\r\n", "--", "&"), "?>");
        }
        out.append("?>");
    }

    /** What a section is filled with; nothing if that would end it. */
    private void pieces(List<String> of, String end) {
        int start = out.length();
        for (int i = random.nextInt(4); i > 0; i--) {
            out.append(pick(of)).append(rare && chance(4) ? pick(RARE_TEXTS) : "");
        }
        if (out.indexOf(end, start) >= 0) {
            out.setLength(start);
        }
    }
}
