// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.valise.sepamail.missive.Doc.ACK;
import static org.valise.sepamail.missive.Doc.NOMINAL;
import static org.valise.sepamail.missive.Doc.codes;
import static org.valise.sepamail.missive.Doc.lenient;
import static org.valise.sepamail.missive.Doc.strict;
import static org.valise.sepamail.missive.Doc.tag;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.Problem.Code;

/** A.1, I.6: the namespace names the edition; those to come can be registered. */
class NamespaceTest {

    private static final String LATER = "http://xsd.sepamail.eu/1606/";
    private static final SchemaVersion NORM_1606 = SchemaVersion.of(LATER, "1606");

    private static String later(String document) {
        return document.replace(Doc.NORM, LATER).replace("1206\"", "1606\"");
    }

    @Test
    void tellsTheEditionByTheNamespaceAndNotByTheHint() {
        String hint = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='";
        String document = Doc.attribute(Doc.edge(NOMINAL), "Missive", hint + Doc.NORM + " x.xsd'");
        assertThat(strict(document).problems()).isEmpty();
        assertThat(strict(document).toOptional().orElseThrow().version()).isEqualTo(SchemaVersion.BLEEDING_EDGE);
        assertThat(strict(NOMINAL).toOptional().orElseThrow().version()).isEqualTo(SchemaVersion.NORM_1206);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LATER,
                "http://www.sepamail.eu/xsd/current/",
                "http://xsd.sepamail.eu/1206",
                "http://www.sepamail.eu/xsd/bleedingEdge/",
                "HTTP://xsd.sepamail.eu/1206/",
                "http://xsd.sepamail.eu/1206/ ",
                "urn:x"
            })
    void refusesNamespacesThatAreNotRegistered(String namespace) {
        String document = NOMINAL.replace(Doc.NORM, namespace);
        MissiveReading reading = strict(document);
        assertThat(codes(reading)).containsExactly(Code.UNKNOWN_NAMESPACE);
        assertThat(reading.problems().get(0).span()).contains(tag(document, "Missive"));
        assertThat(reading.problems().get(0).toString()).contains("withVersion");
        assertThat(((MissiveReading.Refused) reading).suspect()).isEmpty();
    }

    /** Lenient reading takes a namespace of the scheme for an edition, and says so, unless none can be of that form. */
    @ParameterizedTest
    @CsvSource({
        "http://xsd.sepamail.eu/1606/, true",
        "http://xsd.sepamail.eu/1204/, true",
        "http://www.sepamail.eu/xsd/current/, true",
        "http://xsd.sepamail.eu/16 06/, false",
        "http://xsd.sepamail.eu/é/, false",
        "http://xsd.sepamail.eu/&quot;/, false",
        "http://xsd.sepamail.eu/&lt;/, false",
        "http://xsd.sepamail.eu.example/1606/, false",
        "urn:x, false"
    })
    void readsOtherNormsLeniently(String namespace, boolean taken) {
        String document = NOMINAL.replace(Doc.NORM, namespace);
        MissiveReading reading = lenient(document);
        assertThat(codes(reading)).containsExactly(taken ? Code.NAMESPACE_TAKEN_AS_KNOWN : Code.UNKNOWN_NAMESPACE);
        assertThat(reading.problems().get(0).span()).contains(tag(document, "Missive"));
        assertThat(reading.toOptional()
                        .map(missive -> missive.version().namespace())
                        .orElse(""))
                .isEqualTo(taken ? namespace : "");
    }

    @Test
    void readsNamespacesOfAnyLength() {
        for (String part : new String[] {"a.", "1", "/"}) {
            String name = "http://" + part.repeat(20_000) + "sepamail.eu/" + part.repeat(10_000);
            assertThat(codes(lenient(NOMINAL.replace(Doc.NORM, name)))).containsExactly(Code.UNKNOWN_NAMESPACE);
        }
    }

    @Test
    void readsTheStructureOfAnUnknownNormLikeThatOf1206() {
        assertThat(codes(lenient(later(NOMINAL)))).containsExactly(Code.NAMESPACE_TAKEN_AS_KNOWN);
        assertThat(codes(lenient(Doc.drop(later(NOMINAL), "MsvHdr"))))
                .contains(Code.NAMESPACE_TAKEN_AS_KNOWN, Code.MISSING_ELEMENT);
        AcknowledgementMissive ack =
                (AcknowledgementMissive) lenient(later(ACK)).toOptional().orElseThrow();
        assertThat(ack.code()).contains(AcknowledgementCode.FORWARDED);
        assertThat(ack.norm()).isEqualTo("1606");
    }

    @Test
    void readsWhatIsRegistered() {
        Missives reader = Missives.strict().withVersion(NORM_1606);
        for (String document : new String[] {NOMINAL, ACK, Doc.SERVICE, Doc.SMAPI}) {
            MissiveReading reading = reader.read(Doc.utf8(later(document)));
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.toOptional().orElseThrow().version()).isEqualTo(NORM_1606);
            assertThat(reader.read(Doc.utf8(document)).problems()).isEmpty();
            assertThat(reader.read(Doc.utf8(Doc.edge(document))).problems()).isEmpty();
        }
        assertThat(strict(later(NOMINAL)).toOptional()).isEmpty();
    }

    @Test
    void takesWhatIsKnownAlreadyAsItIs() {
        Missives reader = Missives.strict();
        assertThat(reader.withVersion(SchemaVersion.NORM_1206)).isSameAs(reader);
    }

    /** As a binding does. */
    @Test
    void theLastVersionOfANamespaceIsRead() {
        SchemaVersion other = SchemaVersion.of(LATER, "1607");
        Missives reader = Missives.strict().withVersion(NORM_1606).withVersion(other);
        assertThat(reader.read(Doc.utf8(later(NOMINAL)))
                        .toOptional()
                        .orElseThrow()
                        .version())
                .isEqualTo(other);
    }

    @Test
    void writesAndAnswersInALaterNamespace() {
        NominalMissive built = AnyMissive.simple(NORM_1606).build();
        String text = new String(built.octets(), StandardCharsets.UTF_8);
        assertThat(text)
                .contains("=\"" + LATER + "\"")
                .contains("version=\"1606\"")
                .doesNotContain("1206");
        Missives reader = Missives.strict().withVersion(NORM_1606);
        assertThat(reader.read(built.octets()).problems()).isEmpty();
        AcknowledgementMissive ack = built.acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(AnyMissive.WHEN)
                .build();
        assertThat(ack.version()).isEqualTo(NORM_1606);
        assertThat(reader.read(ack.octets()).problems()).isEmpty();
        NominalMissive again = built.resend();
        assertThat(again.order()).isEqualTo(2);
        assertThat(again.version()).isEqualTo(NORM_1606);
    }

    /** The two editions that are known have the same envelope; each names itself. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesTheNamespaceAndTheHintOfTheEdition(boolean edge) {
        SchemaVersion version = edge ? SchemaVersion.BLEEDING_EDGE : SchemaVersion.NORM_1206;
        String text = new String(AnyMissive.simple(version).build().octets(), StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
                .contains("xsi:schemaLocation=\"" + version.namespace() + " ")
                .doesNotContain("\r", edge ? Doc.NORM : Doc.EDGE);
    }

    @Test
    void isWrittenAsAUri() {
        for (String wrong :
                new String[] {"", "no uri", "urn:a b", "urn:\"", "urn:<", "urn:&", "urn:\u00e9", "relative/"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> SchemaVersion.of(wrong, "1606"));
        }
        for (String wrong : new String[] {"", "606", "0606", "16 06", "1606-1", "160612345678901"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> SchemaVersion.of(LATER, wrong));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SchemaVersion.of(Doc.EDGE, "1206_1"));
        assertThat(SchemaVersion.of(Doc.NORM, "1206_1").norm()).isEqualTo("1206_1");
    }
}
