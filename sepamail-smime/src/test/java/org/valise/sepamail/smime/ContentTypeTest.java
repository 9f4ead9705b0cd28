// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2045 5.1, RFC 822 3.4.3: types and parameters as other software writes them. */
class ContentTypeTest {

    private static ContentType parse(String value) throws MimeFailure {
        return ContentType.parse(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/signed; boundary=b; micalg=sha-256",
                " Multipart / SIGNED ; Boundary = b ; MicAlg = sha-256 ",
                "\tmultipart/signed;\tboundary\t=\tb;\tmicalg\t=\tsha-256\t",
                "multipart/signed;boundary=\"b\";micalg=\"sha-256\"",
                "multipart/signed; boundary=\"b\" behind; micalg=\"sha-256\" behind",
                "(a)multipart(b)/(c)signed(d);(e)boundary(f)=(g)b(h);(i)micalg=sha-256(j)",
                "multipart/signed (a (b) c); boundary=b (\\)); micalg=sha-256 (never ended",
                "multipart/signed; boundary=b; micalg=sha-256; micalg=sha-1"
            })
    void isReadHoweverItIsWritten(String value) throws MimeFailure {
        assertThat(parse(value))
                .isEqualTo(new ContentType("multipart/signed", Map.of("boundary", "b", "micalg", "sha-256")));
        assertThat(parse(value).isMultipart()).isTrue();
        assertThat(parse(value).parameter("charset")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\'',
            value = {
                "a/b; x=\"c;d=e\"#c;d=e",
                "a/b; x=\"c\\\"d\"#c\"d",
                "a/b; x=\"c\\\\\"; y=z#c\\",
                "a/b; x=\"c(d)e\"#c(d)e",
                "a/b; x=\"c\\\"(d)\" (e)#c\"(d)",
                "a/b; x=\"(\" (\"); y=z#(",
                "a/b (\\(); x=c (\\\\)#c",
                "a/b; x=\"never ended#never ended",
                "a/b; x=\"ends in a backslash\\#ends in a backslash\\",
                "a/b; x=c)d#c)d",
                "a/b; x=c) (d)#c)",
                "a/b; x=#''",
                "a/b; x=\"\"#''",
                "a/b; x#''"
            })
    void aValueMayHoldWhatSeparates(String value, String x) throws MimeFailure {
        assertThat(parse(value).type()).isEqualTo("a/b");
        assertThat(parse(value).parameter("x")).isEqualTo(x);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "; boundary=b", "(a/b)", "text;/plain"})
    void whatIsNoneHasNoType(String value) throws MimeFailure {
        assertThat(parse(value)).isEqualTo(new ContentType("", Map.of()));
    }

    @Test
    void twoBoundariesAreNone() {
        assertThatThrownBy(() -> parse("multipart/mixed; boundary=a; Boundary=a"))
                .isInstanceOf(MimeFailure.class);
    }
}
