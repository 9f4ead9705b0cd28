// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;

/** The body of the test ecosystem by its schema: a TestId of 1 to 16 characters, perhaps Text, perhaps Data in base64. */
class SimpleTestReaderTest {

    private static ParseResult<SimpleTest> read(String content) {
        String document = Doc.set(Doc.NOMINAL, "SimpleTestRequest", content);
        return Doc.read(NominalMissive.class, document).message().simpleTest();
    }

    private static List<Code> codes(String content) {
        return read(content).problems().stream().map(Problem::code).toList();
    }

    @Test
    void readsWhatTheSchemaHas() throws MissiveFormatException {
        SimpleTest test = read(" <m:TestId>T</m:TestId> <m:Text>a<![CDATA[b]]></m:Text>\n<m:Data>QU\nI=</m:Data> ")
                .orElseThrow();
        assertThat(test).isEqualTo(SimpleTest.request("T").withText("ab").withData(new byte[] {'A', 'B'}));
        assertThat(read("<m:TestId>T</m:TestId><m:Data/>").orElseThrow())
                .isEqualTo(SimpleTest.request("T").withData(new byte[0]));
        String report =
                Doc.NOMINAL.replace("SimpleTestRequest", "SimpleTestReport").replace("simple.request", "simple.report");
        assertThat(Doc.read(NominalMissive.class, report).message().simpleTest().orElseThrow())
                .isEqualTo(SimpleTest.report("TEST-1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void takesIdentifiersThatFit(int length) {
        assertThat(codes("<m:TestId>" + "\ud83d\udce8".repeat(length) + "</m:TestId>"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', MISSING_ELEMENT",
        "<m:TestId/>, BAD_VALUE",
        "<m:TestId>12345678901234567</m:TestId>, BAD_VALUE",
        "<m:TestId>T</m:TestId>text, UNEXPECTED_TEXT",
        "<m:TestId>T<b/></m:TestId>, UNEXPECTED_ELEMENT",
        "<m:TestId>T</m:TestId><m:TestId>T</m:TestId>, UNEXPECTED_ELEMENT",
        "<m:TestId>T</m:TestId><m:Other/>, UNEXPECTED_ELEMENT",
        "<m:TestId>T</m:TestId><Text/>, UNEXPECTED_ELEMENT",
        "<m:TestId>T</m:TestId><m:Text/><m:Text/>, UNEXPECTED_ELEMENT",
        "<m:TestId>T</m:TestId><m:Data/><m:Text/>, UNEXPECTED_ELEMENT",
        "<m:TestId>T</m:TestId><m:Data/><m:Data/>, UNEXPECTED_ELEMENT",
        "<m:Text/><m:TestId>T</m:TestId>, UNEXPECTED_ELEMENT",
        "<m:TestId>T</m:TestId><m:Data>QUI</m:Data>, BAD_VALUE",
        "<m:TestId>T</m:TestId><m:Data>Q*==</m:Data>, BAD_VALUE"
    })
    void refusesAllElse(String content, Code code) {
        assertThat(codes(content)).containsExactly(code);
    }

    @Test
    void placesWhatItRefuses() {
        String document = Doc.after(Doc.NOMINAL, "TestId", "<m:Other>x</m:Other>");
        Problem problem = Doc.read(NominalMissive.class, document)
                .message()
                .simpleTest()
                .problems()
                .get(0);
        assertThat(problem.span()).contains(Doc.tag(document, "Other"));
    }

    @Test
    void readsNoOtherBody() {
        ParseResult<SimpleTest> result =
                Doc.read(SmapiMissive.class, Doc.SMAPI).message().simpleTest();
        assertThat(result.problems()).extracting(Problem::code).containsExactly(Code.BODY_MISMATCH);
    }
}
