// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.valise.sepamail.missive.Forgery.EXCLUSIVE;
import static org.valise.sepamail.missive.Forgery.INCLUSIVE;
import static org.valise.sepamail.missive.Forgery.MESSAGE;
import static org.valise.sepamail.missive.SignatureSamples.PAYLOAD;
import static org.valise.sepamail.missive.SignatureSamples.assertRefuted;
import static org.valise.sepamail.missive.SignatureSamples.changed;
import static org.valise.sepamail.missive.SignatureSamples.document;
import static org.valise.sepamail.missive.SignatureSamples.findings;
import static org.valise.sepamail.missive.SignatureSamples.message;
import static org.valise.sepamail.missive.SignatureSamples.nominal;
import static org.valise.sepamail.missive.SignatureSamples.text;
import static org.valise.sepamail.missive.SignatureSamples.verify;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.spec.XPathType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sepamail.missive.CustomerSignatureReport.Coverage;
import org.valise.sepamail.missive.CustomerSignatureReport.Verdict;

/** Attacks on signatures in XML: what was signed is moved, copied or thrown away; algorithms are exchanged. */
class CustomerSignatureAttackTest {

    private static final TestIdentity RSA = TestIdentity.rsa("Customer", 2048);
    private static final TestIdentity EC = TestIdentity.ec("Customer", "secp256r1");

    private static final String GOOD = message(PAYLOAD);
    private static final String BAD = message(PAYLOAD.replace("pay 100", "pay 900"));
    private static final String ENVELOPED = SignatureTransforms.ENVELOPED;
    private static final String ID = "urn:x-test";

    private static Missive readAnyhow(byte[] document) {
        MissiveReading reading = Missives.strict().read(document);
        Optional<Missive> suspect =
                reading instanceof MissiveReading.Refused refused ? refused.suspect() : reading.toOptional();
        return suspect.orElse(null);
    }

    /** Whether the document could be read at all. */
    private static boolean assertNeverValid(byte[] document) {
        Missive missive = readAnyhow(document);
        if (missive != null) {
            assertThat(verify(missive).verdict()).isNotEqualTo(Verdict.VALID);
        }
        return missive != null;
    }

    // Changes.

    @Test
    void noOctetOfTheMessageCanBeChanged() throws Exception {
        NominalMissive signed = EC.signer().sign(nominal());
        int from = signed.message().offset();
        for (int i = from; i < from + signed.message().length(); i++) {
            byte[] octets = signed.octets();
            octets[i] ^= 1;
            assertNeverValid(octets);
        }
    }

    @Tag("slow")
    @Test
    void noOctetOfSignedInfoCanBeChanged() throws Exception {
        NominalMissive signed = EC.signer().sign(nominal());
        String text = text(signed);
        int to = text.indexOf("</ds:SignedInfo>");
        for (int i = text.indexOf("<ds:SignedInfo>"); i < to; i++) {
            byte[] octets = signed.octets();
            octets[i] ^= 1;
            assertNeverValid(octets);
        }
    }

    @Tag("slow")
    @Test
    void noOctetOfAMissiveCanBeChangedThatIsSignedAsAWhole() throws Exception {
        NominalMissive signed = EC.signer().coveringMissive().sign(nominal());
        String text = text(signed);
        String end = "</ds:Signature>";
        int signature = text.indexOf("<ds:Signature");
        int behind = text.indexOf(end) + end.length();
        int read = 0;
        for (int i = text.indexOf("<sem:Missive"); i < text.length(); i++) {
            byte[] octets = signed.octets();
            octets[i] ^= 1;
            // The signature does not cover itself, but SignedInfo, whose octets are another test's.
            if (i < signature || i >= behind) {
                read += assertNeverValid(octets) ? 1 : 0;
            }
        }
        assertThat(read).isGreaterThan(100);
    }

    // Wrapping: the signed message is put where nobody looks.

    @Test
    void theSignedMessageMovedIntoAnObjectIsNotTheMessage() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        String object = "<ds:Object>" + GOOD + "</ds:Object></ds:Signature>";
        assertRefuted(changed(signed).replace("</ds:Signature>", object), "REFERENCES FAILED");
    }

    @Test
    void aSignatureOverACopyInAnObjectDoesNotCoverTheMessage() throws Exception {
        String root = GOOD.replaceFirst(">", " xmlns:sem='" + SignatureSamples.NAMESPACE + "'>");
        String path = "/s:Missive/s:sepamail_missive_001/*[local-name()='Signature']/*[local-name()='Object']/*";
        for (boolean byPath : List.of(true, false)) {
            Forgery forgery = new Forgery(RSA).object(ID, root);
            String signed = (byPath
                            ? forgery.reference("", forgery.select(path), forgery.plain(EXCLUSIVE))
                            : forgery.reference("#" + ID, forgery.plain(EXCLUSIVE)))
                    .sign(document(BAD));
            assertRefuted(signed, "COVERAGE FAILED");
            assertThat(verify(signed).coverage()).isEqualTo(Coverage.NONE);
        }
    }

    @Test
    void aPathThatFindsTwoMessagesCoversNone() throws Exception {
        Forgery forgery = new Forgery(RSA);
        String signed = forgery.reference("", forgery.select("//s:sepamail_message_001"), forgery.plain(EXCLUSIVE))
                .sign(document(GOOD));
        assertThat(verify(signed).verdict()).isEqualTo(Verdict.VALID);
        String object = "<ds:Object>" + GOOD + "</ds:Object></ds:Signature>";
        assertRefuted(changed(signed).replace("</ds:Signature>", object), "REFERENCES FAILED");
        assertRefuted(signed.replace("</ds:Signature>", object), "REFERENCES FAILED");
    }

    @Test
    void theSignedMessageInACommentOrIn2dDataIsNotTheMessage() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        String bad = changed(signed);
        assertRefuted(bad.replace("<sem:MsvBdy", "<!-- " + GOOD + " --><sem:MsvBdy"), "REFERENCES FAILED");
        String image = "<sem:RIS2D><sem:mime-type>image/png</sem:mime-type><sem:data>" + GOOD
                + "</sem:data></sem:RIS2D></sem:Rcv>";
        assertRefuted(bad.replace("</sem:Rcv>", image), "REFERENCES FAILED");
    }

    @Test
    void aSignatureOver2dDataDoesNotCoverTheMessage() throws Exception {
        String image = "<sem:RIS2D><sem:mime-type>image/png</sem:mime-type><sem:data>" + GOOD
                + "</sem:data></sem:RIS2D></sem:Rcv>";
        Forgery forgery = new Forgery(RSA);
        String path = "/s:Missive/s:sepamail_missive_001/s:MsvHdr/s:Rcv/s:RIS2D/s:data/s:sepamail_message_001";
        String signed = forgery.reference("", forgery.select(path), forgery.plain(EXCLUSIVE))
                .sign(document(BAD).replace("</sem:Rcv>", image));
        assertRefuted(signed, "COVERAGE FAILED");
    }

    @Test
    void aSecondBodyOfAnyNamespaceIsRefusedByTheReaderAndNeverValid() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        String bad = changed(signed);
        for (String second :
                List.of("<x:MsvBdy xmlns:x='urn:x'>" + GOOD + "</x:MsvBdy>", "<sem:MsvBdy>" + GOOD + "</sem:MsvBdy>")) {
            for (String forged : List.of(
                    bad.replace("<sem:MsvBdy", second + "<sem:MsvBdy"),
                    bad.replace("</sem:MsvBdy>", "</sem:MsvBdy>" + second))) {
                byte[] octets = forged.getBytes(StandardCharsets.UTF_8);
                assertThat(Missives.strict().read(octets)).isInstanceOf(MissiveReading.Refused.class);
                assertNeverValid(octets);
            }
        }
    }

    @Test
    void aSecondSignatureIsRefused() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        String signature = Forgery.signatureOf(signed);
        String twice = signed.replace(signature, signature + signature);
        byte[] octets = twice.getBytes(StandardCharsets.UTF_8);
        assertThat(Missives.strict().read(octets)).isInstanceOf(MissiveReading.Refused.class);
        assertThat(findings(verify(readAnyhow(octets)))).containsExactly("FORM FAILED");
        String early = signed.replace(signature, "").replace("<sem:MsvBdy", signature + "<sem:MsvBdy");
        assertNeverValid(early.getBytes(StandardCharsets.UTF_8));
    }

    // References.

    @Test
    void anIdThatTwoElementsHaveIsRefused() throws Exception {
        String payload = PAYLOAD.replace("<sem:Text>", "<sem:Text Id='a'>");
        Forgery forgery = new Forgery(RSA);
        String signed = forgery.reference("#a", forgery.plain(EXCLUSIVE)).sign(document(message(payload)));
        assertRefuted(signed, "COVERAGE FAILED");
        String copied = signed.replace("</ds:Signature>", "<ds:Object><x Id='a'/></ds:Object></ds:Signature>");
        assertRefuted(copied, "FORM FAILED");
        for (String attribute : List.of("ID='a'", "id='a'", "xml:id='a'")) {
            assertRefuted(copied.replace("<x Id='a'/>", "<x " + attribute + "/>"), "FORM FAILED");
        }
        assertRefuted(signed.replace("Id=\"a\"", "Idx=\"a\""), "FORM FAILED");
    }

    @Test
    void aSignatureOfAnotherElementCoversNothing() throws Exception {
        for (String path : List.of(
                MESSAGE + "/s:MsgHdr",
                MESSAGE + "/s:MsgBdy",
                "/s:Missive/s:sepamail_missive_001/s:MsvHdr",
                "/s:Missive/s:sepamail_missive_001/s:MsvBdy/s:none",
                "/s:none")) {
            Forgery forgery = new Forgery(RSA);
            String signed = forgery.reference("", forgery.select(path), forgery.plain(EXCLUSIVE))
                    .sign(document(GOOD));
            assertRefuted(signed, "COVERAGE FAILED");
        }
    }

    @Test
    void transformsThatThrowContentAwayDoNotCoverIt() throws Exception {
        Forgery subtracting = new Forgery(RSA);
        String text = MESSAGE + "/s:MsgBdy/s:SimpleTestRequest/s:Text";
        assertRefuted(
                subtracting
                        .reference(
                                "",
                                subtracting.plain(ENVELOPED),
                                subtracting.filter(XPathType.Filter.SUBTRACT, text),
                                subtracting.plain(EXCLUSIVE))
                        .sign(document(GOOD)),
                "COVERAGE FAILED");
        Forgery filtering = new Forgery(RSA);
        assertRefuted(
                filtering
                        .reference(
                                "",
                                filtering.plain(ENVELOPED),
                                filtering.xpath("not(ancestor-or-self::s:Text)"),
                                filtering.plain(INCLUSIVE))
                        .sign(document(GOOD)),
                "COVERAGE FAILED");
    }

    @Test
    void aSignatureWithoutReferencesIsRefused() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        int from = signed.indexOf("<ds:Reference ");
        int to = signed.indexOf("</ds:SignedInfo>");
        assertRefuted(signed.substring(0, from) + signed.substring(to), "FORM FAILED");
    }

    @Test
    void aSecondReferenceMayBeThereButEachMustHold() throws Exception {
        Forgery forgery = new Forgery(RSA).object(ID, "<note>signed on paper, too</note>");
        String signed = forgery.reference("#" + ID, forgery.plain(EXCLUSIVE))
                .reference("", forgery.select(MESSAGE), forgery.plain(EXCLUSIVE))
                .sign(document(GOOD));
        assertThat(verify(signed).verdict()).isEqualTo(Verdict.VALID);
        assertThat(verify(signed).coverage()).isEqualTo(Coverage.MESSAGE);
        assertRefuted(signed.replace("on paper", "in blood"), "REFERENCES FAILED");
    }

    @Test
    void theSignatureOfAnotherMissiveIsNotThatOfThisOne() throws Exception {
        String one = text(RSA.signer().sign(nominal(document(GOOD))));
        String other = text(nominal(document(BAD)));
        String end = "</sem:sepamail_missive_001>";
        assertRefuted(other.replace(end, Forgery.signatureOf(one) + end), "REFERENCES FAILED");
    }

    @Test
    void theSameMessageInAnotherMissiveTakesASignatureOfTheMessageAlong() throws Exception {
        String end = "</sem:sepamail_missive_001>";
        String other = document(GOOD).replace("ID-1", "ID-2").replace("12345678901", "99999999999");
        String ofMessage = text(RSA.signer().sign(nominal()));
        assertThat(verify(other.replace(end, Forgery.signatureOf(ofMessage) + end))
                        .verdict())
                .isEqualTo(Verdict.VALID); // as CustomerSignatures says
        String ofMissive = text(RSA.signer().coveringMissive().sign(nominal()));
        assertRefuted(other.replace(end, Forgery.signatureOf(ofMissive) + end), "REFERENCES FAILED");
    }

    // What XML lets differ.

    @Test
    void otherPrefixesAreAnotherText() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        String signature = Forgery.signatureOf(signed);
        String renamed = signed.replace(signature, "%%").replace("sem:", "x:").replace(":sem=", ":x=");
        assertRefuted(renamed.replace("%%", signature), "REFERENCES FAILED");
    }

    @Test
    void anotherPrefixOfTheSignatureIsAnotherSignedInfo() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        assertRefuted(signed.replace("ds:", "sig:").replace(":ds=", ":sig="), "SIGNATURE_VALUE FAILED");
    }

    @Test
    void commentsAndCdataDoNotChangeWhatIsReadAndWhatWasSigned() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        for (String dress : List.of("p<!-- -->ay 100", "<![CDATA[pay]]> 100", "&#112;ay 1<!-- 9 -->00")) {
            NominalMissive dressed = nominal(signed.replace("pay 100", dress));
            assertThat(verify(dressed).verdict()).isEqualTo(Verdict.VALID);
            assertThat(dressed.message().simpleTest().orElseThrow().text().orElseThrow())
                    .isEqualTo("pay 100 to\n the \"bearer\"");
        }
        assertRefuted(signed.replace("pay 100", "pay <![CDATA[<!-- -->]]>100"), "REFERENCES FAILED");
        assertRefuted(signed.replace("pay 100", "pay <?x y?>100"), "REFERENCES FAILED");
    }

    @Test
    void commentsWithinTheSignatureAreRefused() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        for (String place :
                List.of("<ds:DigestValue>", "<ds:SignatureValue>", "<ds:X509Certificate>", "<ds:KeyInfo>")) {
            assertRefuted(signed.replace(place, place + "<!-- -->"), "FORM FAILED");
        }
        assertRefuted(signed.replace("/msg:Missive", "<!-- -->/msg:Missive"), "ALGORITHMS FAILED");
    }

    @Test
    void lineEndsMayBecomeCrlfOnTheWay() throws Exception {
        for (CustomerSigner signer :
                List.of(RSA.signer(), RSA.signer().withDigest("SHA-512").coveringMissive())) {
            String signed = text(signer.sign(nominal()));
            assertThat(verify(signed.replace("\n", "\r\n")).verdict()).isEqualTo(Verdict.VALID);
        }
    }

    @Test
    void otherWhiteSpaceMayNotCome() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        assertRefuted(signed.replace("<sem:MsgBdy>", "<sem:MsgBdy>\n"), "REFERENCES FAILED");
        assertRefuted(signed.replace("<ds:Reference", " <ds:Reference"), "SIGNATURE_VALUE FAILED");
    }

    @Test
    void entitiesOfADocumentTypeAreNotEvenRead() throws Exception {
        String signed = text(RSA.signer().sign(nominal()));
        String forged = signed.replaceFirst("\n", "\n<!DOCTYPE x [<!ENTITY e 'pay 100'>]>\n")
                .replace("pay 100", "&e;");
        assertThat(Missives.strict()
                        .read(forged.getBytes(StandardCharsets.UTF_8))
                        .problems())
                .extracting(Problem::code)
                .containsExactly(Problem.Code.DOCTYPE_REFUSED);
        assertNeverValid(signed.replace("pay 100", "&e;").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTypeCannotBeGivenAnotherMeaningFromOutside() throws Exception {
        String payload = PAYLOAD.replace("<sem:Text>", "<sem:Text xsi:type='p:amount'>");
        String plain = document(message(payload)).replace("<sem:Missive ", "<sem:Missive xmlns:p='urn:euro' ");
        String ours = text(RSA.signer().sign(nominal(plain)));
        assertThat(ours).contains("PrefixList=\"p\"");
        assertThat(verify(ours).verdict()).isEqualTo(Verdict.VALID);
        assertRefuted(ours.replace("urn:euro", "urn:cent"), "REFERENCES FAILED");

        Forgery careless = new Forgery(RSA);
        String theirs = careless.reference("", careless.select(MESSAGE), careless.plain(EXCLUSIVE))
                .sign(plain);
        assertRefuted(theirs.replace("urn:euro", "urn:cent"), "COVERAGE FAILED");
        assertRefuted(theirs, "COVERAGE FAILED");

        Forgery inclusive = new Forgery(RSA);
        String whole = inclusive
                .reference("", inclusive.select(MESSAGE), inclusive.plain(INCLUSIVE))
                .sign(plain);
        assertThat(verify(whole).verdict()).isEqualTo(Verdict.VALID);
        assertRefuted(whole.replace("urn:euro", "urn:cent"), "REFERENCES FAILED");
    }

    /** A type without a declaration of its prefix has no meaning yet, and must not be given one later. */
    @Test
    void aTypeWithoutMeaningCannotBeGivenOneFromOutside() throws Exception {
        for (List<String> type : List.of(List.of("T", "#default", " xmlns"), List.of("q:T", "q", " xmlns:q"))) {
            String payload = PAYLOAD.replace("<sem:Text>", "<sem:Text xsi:type='" + type.get(0) + "'>");
            String plain = document(message(payload));
            String given = "<sem:Missive" + type.get(2) + "='urn:euro' ";
            String ours = text(RSA.signer().sign(nominal(plain)));
            assertThat(ours).contains("PrefixList=\"" + type.get(1) + "\"");
            assertThat(verify(ours).verdict()).isEqualTo(Verdict.VALID);
            assertRefuted(ours.replace("<sem:Missive ", given), "REFERENCES FAILED");
            Forgery careless = new Forgery(RSA);
            String theirs = careless.reference("", careless.select(MESSAGE), careless.plain(EXCLUSIVE))
                    .sign(plain);
            assertRefuted(theirs, "COVERAGE FAILED");
            assertRefuted(theirs.replace("<sem:Missive ", given), "COVERAGE FAILED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // p is written for the outer element, with another meaning
                "<p:o xmlns:p='urn:a'><sem:x xmlns:p='urn:euro' xsi:type='p:t'></sem:x></p:o>",
                "<sem:x xmlns='urn:euro' xsi:type='t'></sem:x>",
                "<sem:x xmlns:p='urn:euro'><sem:y xsi:type=' p:t '></sem:y></sem:x>",
                "<sem:x xmlns:p='urn:euro' p:a=''><sem:y xsi:type='p:t'></sem:y></sem:x>",
                "<x xmlns='urn:euro' xsi:type='t'></x>"
            })
    void aTypeCannotBeGivenAnotherMeaningFromInside(String typed) throws Exception {
        String signed =
                text(EC.signer().sign(nominal(document(message(PAYLOAD.replace("<sem:Text>", "<sem:Text>" + typed))))));
        assertThat(verify(signed).verdict()).isEqualTo(Verdict.VALID);
        assertRefuted(signed.replace("urn:euro", "urn:cent"), "REFERENCES FAILED");
    }

    @Test
    void aPrefixThatNamesUseNeedsNoMention() throws Exception {
        String plain = document(message(PAYLOAD.replace("<sem:Text>", "<sem:Text xsi:type='sem:T'>")));
        assertThat(text(RSA.signer().sign(nominal(plain)))).doesNotContain("PrefixList");
        Forgery forgery = new Forgery(RSA);
        String signed = forgery.reference("", forgery.select(MESSAGE), forgery.plain(EXCLUSIVE))
                .sign(plain);
        assertThat(verify(signed).verdict()).isEqualTo(Verdict.VALID);
        // The name of an attribute uses its prefix as well (Exclusive XML Canonicalization, 1.1); that of another does
        // not.
        String own = "<sem:Text xmlns:p='urn:euro' xmlns:q='urn:q' q:b='' p:a='' xsi:type='p:T'>";
        String byAttribute = document(message(PAYLOAD.replace("<sem:Text>", own)));
        assertThat(text(RSA.signer().sign(nominal(byAttribute)))).doesNotContain("PrefixList");
        String byAnother = byAttribute.replace(" p:a=''", "");
        assertThat(text(RSA.signer().sign(nominal(byAnother)))).contains("PrefixList=\"p\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
                "http://www.w3.org/2006/12/xml-c14n11",
                "http://www.w3.org/2006/12/xml-c14n11#WithComments",
                "http://www.w3.org/2001/10/xml-exc-c14n#",
                "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"
            })
    void everyCanonicalFormIsFollowedOnEveryPath(String form) throws Exception {
        // A reference to a document leaves its comments out (XML Signature 4.4.3.3), so no form signs them.
        String commented = document(message(PAYLOAD.replace("pay", "p<!-- c -->ay"))) + "<!-- c -->";
        Forgery f = new Forgery(RSA);
        Transform noSignature = f.filter(XPathType.Filter.SUBTRACT, "//*[local-name()='Signature']");
        Transform message = f.xpath("ancestor-or-self::s:sepamail_message_001");
        assertCovers(Coverage.MESSAGE, form, commented, f.select(MESSAGE), f.plain(form));
        assertCovers(Coverage.MESSAGE, form, commented, message, f.plain(form));
        assertCovers(Coverage.MISSIVE, form, commented, f.plain(ENVELOPED), f.plain(form));
        assertCovers(Coverage.MISSIVE, form, commented, noSignature, f.plain(form));
        assertCovers(Coverage.MISSIVE, form, commented, f.plain(ENVELOPED));
    }

    private static void assertCovers(Coverage coverage, String form, String document, Transform... transforms)
            throws Exception {
        String signed = new Forgery(RSA)
                .canonicalization(form)
                .reference("", transforms)
                .sign(document);
        for (String variant : List.of(signed, signed.replace("<!-- c -->", "<!-- d -->"))) {
            assertThat(verify(variant).verdict()).isEqualTo(Verdict.VALID);
            assertThat(verify(variant).coverage()).isEqualTo(coverage);
        }
        assertRefuted(changed(signed.replace("p<!-- c -->ay", "pay")), "REFERENCES FAILED");
    }
}
