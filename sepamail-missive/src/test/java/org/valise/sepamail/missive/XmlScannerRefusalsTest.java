// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is not well-formed, by section of XML 1.0 (fifth edition) and Namespaces in XML 1.0 (third edition), and where. In
 * each example the place that must be named stands between braces, which are no part of the document.
 */
class XmlScannerRefusalsTest {

    private static void refuses(Problem.Code code, String marked) throws IOException {
        int from = marked.indexOf('{');
        int to = marked.indexOf('}') - 1;
        String document = marked.replace("{", "").replace("}", "");
        String before = document.substring(0, from);
        String[] lines = before.split("\r\n|\r|\n", -1);
        String last = lines[lines.length - 1];
        Span place = new Span(
                lines.length,
                last.codePointCount(0, last.length()) + 1L,
                octets(before),
                octets(document.substring(from, to)));

        Scan array = Scan.of(document);
        assertThat(array.problem()).describedAs(document).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.span()).contains(place);
        });
        assertThat(Scan.ofStream(document.getBytes(StandardCharsets.UTF_8))).isEqualTo(array);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** 2.1, 2.8: one root element and, outside it, white space, comments and instructions only. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \n{}",
                "<!-- x -->{}",
                "\ufeff{}",
                "{x}<a/>",
                "<a/>{x}",
                "<a/>\n{<}b/>",
                "<a></a>{<}a>",
                "<a/>{&}amp;",
                "<a/>{<}![CDATA[]]>",
                "{<}![CDATA[]]><a/>",
                "<a/>{</}a>",
                "{</}a>",
                "<a>{}",
                "<a><b></b>x{}",
                "<?xml version='1.0'?>{}",
                "{<}",
                "{<}!",
                "<a/>{<}"
            })
    void refusesDocumentsThatAreNotOneElement(String document) throws IOException {
        refuses(Problem.Code.NOT_WELL_FORMED, document);
    }

    /** 2.8: the XML declaration. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " <?{xml} version='1.0'?><a/>",
                "<?{xml}?><a/>",
                "<?{XML} version='1.0'?><a/>",
                "<a/><?{xml} version='1.0'?>",
                "<a><?{xMl}?></a>",
                "{<?xml }?><a/>",
                "{<?xml encoding='UTF-8'}?><a/>",
                "{<?xml version='1.0'encoding='UTF-8'}?><a/>",
                "{<?xml version='1.0' standalone='maybe'}?><a/>",
                "{<?xml version='1.0' standalone='yes' encoding='UTF-8'}?><a/>",
                "{<?xml version='1.0' x='y'}?><a/>",
                "{<?xml version=1.0}?><a/>",
                "{<?xml version='1.0\"}?><a/>",
                "{<?xml version='2.0'}?><a/>",
                "{<?xml version='1.'}?><a/>",
                "{<?}xml version='1.0'><a/>",
                "{<?xml version='1.0' ?}?><a/>"
            })
    void refusesDeclarationsThatAreNone(String document) throws IOException {
        refuses(Problem.Code.NOT_WELL_FORMED, document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{<!DOCTYPE} a><a/>",
                "<?xml version='1.0'?>\n{<!DOCTYPE} a [<!ENTITY b 'c'>]><a>&b;</a>",
                "<a>{<!DOCTYPE} b></a>",
                "<a/>{<!DOCTYPE}"
            })
    void refusesDocumentTypes(String document) throws IOException {
        refuses(Problem.Code.DOCTYPE_REFUSED, document);
    }

    /** 2.2: characters that XML does not allow, wherever they stand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>{\u0000}</a>", "<a>x\n\u00e9{\u0001}</a>", "<a>{\u000b}</a>", "<a>{\u001f}</a>", "<a>{\ufffe}</a>",
                "<a>{\uffff}</a>", "<a b='{\u0000}'/>", "<a b='{\ufffe}'/>", "<!--{\b}--><a/>", "<?p {\u000c}?><a/>",
                "<a><![CDATA[x{\u0002}]]></a>", "<a{\uffff}/>"
            })
    void refusesCharactersThatAreNoneOfXml(String document) throws IOException {
        refuses(Problem.Code.BAD_CHARACTER, document);
    }

    /** 2.4, 4.1, 4.6: text and references. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>{]]>}</a>",
                "<a>\ud83d\ude00\r\n]{]]>}</a>",
                "<a>{&nbsp;}</a>",
                "<a b='{&nbsp;}'/>",
                "<a>{&AMP;}</a>",
                "<a>{&;}</a>",
                "<a>{&} b;</a>",
                "<a>{&}amp</a>",
                "<a b='{&}lt'/>",
                "<a b='x\r\n{&}'/>",
                "<a>{&}\u00e9;</a>",
                "<a>{&}",
                "<a>{&}#",
                "<a>{&}&amp;</a>",
                "<a>{&abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz;}</a>"
            })
    void refusesBadText(String document) throws IOException {
        refuses(Problem.Code.NOT_WELL_FORMED, document);
    }

    /** 4.1: character references. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "#0",
                "#x0",
                "#1",
                "#xB",
                "#31",
                "#xD800",
                "#xDFFF",
                "#55296",
                "#xFFFE",
                "#65535",
                "#x110000",
                "#1114112",
                "#4294967361",
                "#18446744073709551681",
                "#x100000041",
                "#x10000000000000041",
                "#99999999999999999999999999",
                "#",
                "#x",
                "#X41",
                "#4a",
                "#xg",
                "#-65",
                "#x-41",
                "##65",
                "#65#",
                "#x1.0"
            })
    void refusesReferencesToNoCharacter(String reference) throws IOException {
        refuses(Problem.Code.NOT_WELL_FORMED, "<a>\n{&" + reference + ";}</a>");
        refuses(Problem.Code.NOT_WELL_FORMED, "<a b='{&" + reference + ";}'/>");
    }

    /** 2.5, 2.6, 2.7. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!--a{--}b--><a/>",
                "<!--a{-}--><a/>",
                "<!--{-}--><a/>",
                "{<!--} <a/>",
                "{<!--}>",
                "{<!--}->",
                "{<}!- a --><a/>",
                "<a>{<!--}</a>",
                "<?{}?><a/>",
                "<?{} p?><a/>",
                "<?{}1?><a/>",
                "<?p{:}q?><a/>",
                "<?{}:p?><a/>",
                "<?p{!}?><a/>",
                "{<?}p><a/>",
                "{<?}>",
                "<a>{<?}",
                "<a><![CDATA[x]]{}",
                "<a><![CDATA[{}",
                "<a>{<}![CDATA</a>",
                "<a>{<}![cdata[x]]></a>",
                "<a>{<}!ELEMENT b ANY></a>",
                "{<}!doctype a><a/>"
            })
    void refusesBadCommentsInstructionsAndSections(String document) throws IOException {
        refuses(Problem.Code.NOT_WELL_FORMED, document);
    }

    /** 3.1: tags. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{</}>",
                "<{} a/>",
                "<{}1/>",
                "<{}-a/>",
                "<{}\u00b7a/>",
                "<{}>",
                "<a{,}/>",
                "<a {/} b=''>",
                "<a {b}/>",
                "<a {b} c=''/>",
                "<a b={}c/>",
                "<a b={}/>",
                "<a b='1'{c}='2'/>",
                "<a b='1' {b}='2'/>",
                "<a b='{<}'/>",
                "<a {}='x'/>",
                "<a {}\"x\"/>",
                "<a{<}b/>",
                "<a/>{>}",
                "{<}a",
                "{<}a ",
                "{<}a b",
                "{<}a b=",
                "{<}a b='",
                "{<}a b='&lt",
                "{<}a b='x'",
                "{<}a/",
                "{<}a b='>'",
                "<a>{</b}></a>",
                "<a>\n{</aa}></a>",
                "<aa>{</a}></aa>",
                "<a><b>{</a}></b>",
                "<a></{}>",
                "<a></{} a>",
                "<a></a {}b>",
                "<a></a{}/>",
                "<a></a {}b=''>",
                "<a>{<}/a",
                "<a>{<}/",
                "<a>{<}/a  ",
                "<a>{<}/b",
                "<a>{<}\u00e9",
                "<a>{<}b\u00e9",
                "<\u00e9>{</e}></\u00e9>",
                "<a>{<}"
            })
    void refusesBadTags(String document) throws IOException {
        refuses(Problem.Code.NOT_WELL_FORMED, document);
    }

    /** Namespaces in XML 1.0, sections 3 to 7. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<{p}:a/>",
                "<a {p}:b=''/>",
                "<a><b xmlns:p='u'/><{p}:c/></a>",
                "<{xmlns}:a/>",
                "<a {xmlns:p}=''/>",
                "<a {xmlns:xmlns}='u'/>",
                "<a {xmlns:xmlns}='http://www.w3.org/2000/xmlns/'/>",
                "<a {xmlns:p}='http://www.w3.org/2000/xmlns/'/>",
                "<a {xmlns}='http://www.w3.org/2000/xmlns/'/>",
                "<a {xmlns:xml}='u'/>",
                "<a {xmlns:xml}=''/>",
                "<a {xmlns:p}='http://www.w3.org/XML/1998/namespace'/>",
                "<a {xmlns}='http://www.w3.org/XML/1998/namespace'/>",
                "<a {xmlns:p}='&#x68;ttp://www.w3.org/XML/1998/namespace'/>",
                "<a xmlns:p='u' {xmlns:p}='v'/>",
                "<a xmlns='u' {xmlns}='u'/>",
                "<a xmlns:p='u' xmlns:q='u' p:b='' {q:b}=''/>",
                "<p:a xmlns:p='u'><b xmlns:q='&#117;' q:c='' {p:c}=''/></p:a>",
                "<a b='1' c='2' d='3' e='4' f='5' g='6' h='7' i='8' j='9' k='10' l='11' m='12' {c}='13'/>",
                "<a xmlns:p='u' xmlns:q='u' c='2' d='3' e='4' f='5' g='6' h='7' i='8' j='9' k='10' l='11' p:m='12' m='' {q:m}='13'/>",
                "<{}:a/>",
                "<{}a:/>",
                "<{}a:b:c xmlns:a='u'/>",
                "<{}a::b/>",
                "<a {}:b=''/>",
                "<a {}b:=''/>",
                "<a xmlns:b='u' {}b:c:d=''/>",
                "<a {}xmlns:='u'/>",
                "<a {}xmlns:1='u'/>",
                "<{}a:1 xmlns:a='u'/>",
                "<a>{</p:a}></a>",
                "<p:a xmlns:p='u'>{</q:a}></p:a>"
            })
    void refusesBreachesOfTheRulesOfNamespaces(String document) throws IOException {
        refuses(Problem.Code.NOT_WELL_FORMED, document);
    }
}
