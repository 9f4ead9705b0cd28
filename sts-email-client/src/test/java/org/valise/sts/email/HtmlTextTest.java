// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The text of an HTML mail, as somebody sees it who reads it")
class HtmlTextTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a<br>b, a|b",
                "a<BR/><br >b, a||b",
                "<p>a</p><p>b</p>, a|b|",
                "a <div>b</div>, a|b|",
                "<div></div><div>a</div>, a|",
                "<ul><li>a<li>b</ul>c, a|b|c",
                "<h1>a</h1>b, a|b",
            })
    void blocksAndBreaksBeginLines(String html, String lines) {
        assertThat(HtmlText.of(html)).isEqualTo(lines.replace('|', '\n'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<tr><td>a</td><td>b</td></tr>", "<tr><th>a</th><th>b</th></tr>", "<td>a<td>b", "a<th>b"})
    void cellsStandApart(String row) {
        assertThat(HtmlText.of(row)).containsPattern("a +b");
    }

    @Test
    void otherTagsLeaveNoGap() {
        assertThat(HtmlText.of("a<b>b</b><span class=x>c</span><tdx>d")).isEqualTo("abcd");
    }

    @Test
    void blanksCountOnceAndNotAtAllAtTheStartOfALine() {
        assertThat(HtmlText.of(" \r\n a \t\r\n b<br> \t c")).isEqualTo("a b\nc");
    }

    @Test
    void preformattedTextKeepsItsBlanksAndLines() {
        assertThat(HtmlText.of("<pre> a  b\n\tc</pre>d  e")).isEqualTo(" a  b\n\tc\nd e");
    }

    @Test
    void preformattedTextEndsWhereItsLastTagEnds() {
        assertThat(HtmlText.of("<pre>a<pre>b  c</pre>d  e</pre>f  g")).isEqualTo("a\nb  c\nd  e\nf g");
    }

    @Test
    void anEndOfPreformattedTextThatNeverBeganIsPassedOver() {
        assertThat(HtmlText.of("</pre></pre><pre>a  b</pre>")).isEqualTo("a  b\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a<!-- <b> - > -->b",
                "a<style>p > b { x: y }</style>b",
                "a<SCRIPT>if (x < y) { '<br>' }</Script >b",
                "a<title>c</title x='>'>b",
                "a<noscript>c</noscript>b",
            })
    void whatNobodySeesIsLeftOut(String html) {
        assertThat(HtmlText.of(html)).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a<!-- b", "a<script>b", "a<b", "a</b", "a<b c='d>", "a<style"})
    void whatDoesNotEndIsLeftOutToTheEnd(String html) {
        assertThat(HtmlText.of(html)).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a<i title=\"x > y\">b",
                "a<i title='x > y'>b",
                "a<i title=\"it's > that\">b",
                "a<i title='\">' >b",
                "a<?xml version=\"1.0\"?>b",
                "a<!DOCTYPE html>b",
            })
    void aTagEndsBehindItsAttributes(String html) {
        assertThat(HtmlText.of(html)).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1<2", "a < b", "a <", "<", "<=>", "<<"})
    void aSignThatBeginsNoTagStays(String html) {
        assertThat(HtmlText.of(html)).isEqualTo(html);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "&amp;lt;, &lt;",
                "&lt;b&gt;, <b>",
                "&#124;&#x7C;&#X7c;&vert;&VerBar;, |||||",
                "a&nbsp;b&#160;c&#xA0;d, a b c d",
                "&colon;&hyphen;&quot;&apos;, `:-\"'`",
                "&amp &#65, & A",
                "&#128273;, \uD83D\uDD11",
                "&#x10FFFF;, \uDBFF\uDFFF",
            })
    void entitiesAreWhatTheyStandFor(String html, String text) {
        assertThat(HtmlText.of(html)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&nosuch;", "&#0;", "&#x0;", "&#x110000;", "&#9999999;", "&", "&;", "&#;", "&#x;"})
    void whatIsNoEntityStays(String html) {
        assertThat(HtmlText.of(html)).isEqualTo(html);
    }
}
