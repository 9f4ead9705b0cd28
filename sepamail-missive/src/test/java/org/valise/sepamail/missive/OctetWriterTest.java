// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XML 1.0, 2.4, 2.11 and 3.3.3: what is written is read back as it was; RFC 3629: the octets of each character. */
class OctetWriterTest {

    private static String written(OctetWriter out) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            out.finish().writeTo(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    private static String text(String text) {
        return written(new OctetWriter().text(text));
    }

    private static String attribute(String value) {
        return written(new OctetWriter().attribute(value));
    }

    @Test
    void escapesWhatMarkupOrAParserWouldTake() {
        assertThat(text("a<b>c&d\re\"f'g\th\n")).isEqualTo("a&lt;b&gt;c&amp;d&#13;e\"f'g\th\n");
        assertThat(attribute("a<b>c&d\re\"f'g\th\n")).isEqualTo("a&lt;b&gt;c&amp;d&#13;e&quot;f'g&#9;h&#10;");
    }

    /** Each character of ASCII that XML allows, behind none, behind a plain and behind one that is escaped. */
    @Test
    void writesEachCharacterOfAscii() {
        for (char c = 0; c < 0x80; c++) {
            if (XmlChars.isAllowed(c)) {
                String text = switch (c) {
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    case '&' -> "&amp;";
                    case '\r' -> "&#13;";
                    default -> String.valueOf(c);
                };
                String value = switch (c) {
                    case '"' -> "&quot;";
                    case '\t' -> "&#9;";
                    case '\n' -> "&#10;";
                    default -> text;
                };
                assertThat(text(String.valueOf(c))).isEqualTo(text);
                assertThat(text("x" + c + "y")).isEqualTo("x" + text + "y");
                assertThat(text("<" + c + "y")).isEqualTo("&lt;" + text + "y");
                assertThat(attribute("<" + c + "y")).isEqualTo("&lt;" + value + "y");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0x20AC, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x1F4E8, 0x10FFFF})
    void writesCharactersInTheirOctets(int c) {
        String text = "a" + Character.toString(c) + "b" + Character.toString(c);
        assertThat(text(text)).isEqualTo(text);
        assertThat(attribute(text)).isEqualTo(text);
    }

    /** Far more than the buffer it begins with, in each form. */
    @Test
    void growsAsItMust() {
        String plain = "x".repeat(5000);
        assertThat(text(plain)).isEqualTo(plain);
        assertThat(text("&".repeat(1000))).isEqualTo("&amp;".repeat(1000));
        assertThat(text("\r".repeat(1000))).isEqualTo("&#13;".repeat(1000));
        assertThat(attribute("\"".repeat(2000))).isEqualTo("&quot;".repeat(2000));
        assertThat(text("\ud83d\udce8".repeat(1000))).isEqualTo("\ud83d\udce8".repeat(1000));
        OctetWriter times = new OctetWriter();
        MissiveTime time = MissiveTime.read("2026-11-22T08:42:00.123456789+13:30", ZoneOffset.UTC)
                .time();
        for (int i = 0; i < 100; i++) {
            times.number(Integer.MIN_VALUE).time(time);
        }
        assertThat(written(times)).isEqualTo("-21474836482026-11-22T08:42:00.123456789+13:30".repeat(100));
    }

    /** Whatever is copied at once or put in its place at the end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1530, 4095, 4096, 4097, 20_000})
    void putsBlobsWhereTheyBelong(int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) 'b');
        OctetWriter out = new OctetWriter(OctetWriter.ascii("<"));
        assertThat(out.blob(new OctetsBlob(octets, 0, length))).isSameAs(out);
        out.plain("-").blob(new OctetsBlob(octets, 0, length)).plain(">");
        assertThat(out.length()).isEqualTo(2 * length + 3);
        String blob = "b".repeat(length);
        assertThat(written(out)).isEqualTo("<" + blob + "-" + blob + ">");
    }
}
