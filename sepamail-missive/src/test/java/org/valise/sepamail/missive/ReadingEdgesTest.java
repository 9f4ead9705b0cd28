// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.w3c.dom.ProcessingInstruction;

/** What reading gives at its edges: parts of arrays, many names, suspects that lack something, trees of bodies. */
class ReadingEdgesTest {

    @Test
    void readsAPartOfAnArray() {
        byte[] document = Doc.utf8(Doc.NOMINAL);
        byte[] more = Doc.utf8("xyz" + Doc.NOMINAL + "z");
        Missives reader = Missives.strict();
        assertThat(reader.read(more, 3, document.length).toOptional())
                .isEqualTo(reader.read(document).toOptional())
                .isPresent();
        for (int[] range : new int[][] {{-1, 1}, {0, more.length + 1}, {more.length, 1}, {1, -1}}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> reader.read(more, range[0], range[1]));
        }
    }

    /** Names of elements and of attributes fill the tables of validators alike: 5,000 different ones and no more. */
    @ParameterizedTest
    @ValueSource(strings = {"<m:a%d/>", "<m:a a%d=''/>"})
    void takesSoManyNamesAndNoMore(String form) {
        // Those of the document itself: the qualified names of its elements, and of its attributes.
        int own = names(Doc.NOMINAL, form);
        assertThat(Doc.codes(Doc.strict(withNames(form, 5000 - own)))).doesNotContain(Code.TOO_MANY_NAMES);
        assertThat(Doc.codes(Doc.strict(withNames(form, 5001 - own)))).contains(Code.TOO_MANY_NAMES);
    }

    private static int names(String document, String form) {
        List<String> names = new ArrayList<>(List.of("xmlns:m", "version"));
        if (form.contains("<m:a ")) {
            names.add("m:a");
        }
        java.util.regex.Pattern.compile("<(m:\\w+)")
                .matcher(document)
                .results()
                .forEach(name -> names.add(name.group(1)));
        return (int) names.stream().distinct().count();
    }

    private static String withNames(String form, int count) {
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < count; i++) {
            elements.append(form.replace("%d", Integer.toString(i)));
        }
        // Attributes of one element after the other, so that there are few elements.
        String joined = elements.toString()
                .replaceAll("(0='')/><m:a", "$1|")
                .replace("/><m:a", "")
                .replace("|", "/><m:a");
        return Doc.after(Doc.NOMINAL, "TestId", form.contains("<m:a ") ? joined : elements.toString());
    }

    /** VersionNumber of the schemas: four to fourteen characters. */
    @Test
    void takesNormsOfFourToFourteenCharacters() {
        for (String norm : List.of("1206", "1206_abcdefghi")) {
            assertThat(SchemaVersion.of("urn:x", norm).norm()).isEqualTo(norm);
        }
        for (String norm : List.of("120", "1206_abcdefghij", "0206")) {
            assertThatIllegalArgumentException().isThrownBy(() -> SchemaVersion.of("urn:x", norm));
        }
    }

    /** That a document is not well-formed comes before what it might be. */
    @Test
    void readsADocumentOfAnUnknownNamespaceToItsEnd() {
        String unknown = "<Missive xmlns='urn:x' version='1206'><a></a>";
        assertThat(Doc.codes(Doc.strict(unknown + "</Missive>"))).containsExactly(Code.UNKNOWN_NAMESPACE);
        assertThat(Doc.codes(Doc.strict(unknown))).containsExactly(Code.NOT_WELL_FORMED);
        assertThat(Doc.codes(Doc.strict("<a>"))).containsExactly(Code.NOT_WELL_FORMED);
    }

    /** A suspect may lack its parties; they are there, with nothing in them. */
    @Test
    void suspectsAMissiveWithoutParties() {
        String document = Doc.drop(Doc.drop(Doc.NOMINAL, "Snd"), "Rcv");
        Missive suspect =
                ((MissiveReading.Refused) Doc.strict(document)).suspect().orElseThrow();
        assertThat(suspect.sender().isEmpty()).isTrue();
        assertThat(suspect.receiver().isEmpty()).isTrue();
        assertThat(suspect.id()).isEqualTo("MISSIVE-1");
    }

    /** A body as a tree has its texts, comments and instructions where they stand. */
    @Test
    void givesTheBodyAsATree() {
        String body = "a<!--b-->c<?d  e f?>g<?h?><m:TestId>T</m:TestId>i";
        Message message = Doc.read(NominalMissive.class, Doc.set(Doc.NOMINAL, "SimpleTestRequest", body))
                .message();
        NodeList children = message.bodyDocument().getDocumentElement().getChildNodes();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < children.getLength(); i++) {
            Node child = children.item(i);
            found.add(
                    child instanceof ProcessingInstruction instruction
                            ? instruction.getTarget() + '|' + instruction.getData()
                            : child.getNodeName() + '|' + child.getNodeValue());
        }
        assertThat(found)
                .containsExactly(
                        "#text|a", "#comment|b", "#text|c", "d|e f", "#text|g", "h|", "m:TestId|null", "#text|i");
    }

    /** As long as the longest IBAN, and as a QXBAN: the first two letters tell them apart. */
    @Test
    void tellsAQxbanFromAnIbanOfTheSameLength() {
        assertThat(Identifier.kindOf("FR76" + "1".repeat(30))).contains(Identifier.Kind.IBAN);
        assertThat(Identifier.kindOf("QX62TESTBLEUXXX2345678923456789234")).contains(Identifier.Kind.QXBAN);
        assertThat(Identifier.kindOf("QX12ZZZ" + "1".repeat(27))).contains(Identifier.Kind.QXBAN);
        assertThat(Identifier.kindOf("QX12ZZZ" + "1".repeat(26))).contains(Identifier.Kind.ICQX);
    }
}
