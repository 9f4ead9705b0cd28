// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Genuine mails as other software makes them: every one is accepted, and what comes out is what was signed, octet by octet. */
class ForeignFormsTest {

    private static final String TEXT = "Content-Type: text/plain\r\n\r\n";
    private static final String B = "=_boundary";

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Entities by what is particular about them. */
    private static Map<String, String> entities() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("text", TEXT + "text\r\n");
        all.put("no headers", "\r\ntext\r\n");
        all.put("an empty body", TEXT);
        all.put("a body of line ends", TEXT + "\r\n\r\n\r\n");
        all.put("no line end at the end", TEXT + "text");
        all.put("blanks at the ends of lines", TEXT + "text  \r\nmore\t \r\n \r\n");
        all.put("8-bit headers", "Subject: \u00e9t\u00e9\r\nContent-Type: text/plain\r\n\r\ntext\r\n");
        all.put(
                "8-bit body",
                "Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00c3\u00a9\u00ff\r\n");
        all.put("a bare CR", TEXT + "one\rtwo\r\r\nthree\r\n");
        all.put("a bare CR at the end", TEXT + "one\r");
        all.put("a bare LF among others", TEXT + "one\ntwo\r\nthree\r\n");
        all.put("NUL", TEXT + "one\u0000two\r\n");
        all.put("a long line", TEXT + "x".repeat(5_000) + "\r\n");
        all.put("a very long line", TEXT + "x".repeat(65_000) + "\r\ny\r\n");
        all.put("many short lines", TEXT + "\r\nx".repeat(30_000) + "\r\n");
        all.put("dots", TEXT + ".\r\n..\r\n");
        all.put("From at the beginning of a line", TEXT + "From x\r\n>From y\r\n");
        all.put("the line of a signature", TEXT + "text\r\n-- \r\nBank\r\n");
        all.put("dashes", TEXT + "--\r\n---\r\n" + "-".repeat(3_000) + "\r\n");
        all.put("a longer boundary", TEXT + "--" + B + "x\r\n--" + B + "-\r\n--" + B + "--x\r\n");
        all.put("a boundary with words behind it", TEXT + "--" + B + " x\r\n");
        all.put("a shorter boundary", TEXT + "--=_bound\r\n--\r\n");
        all.put("a boundary within a line", TEXT + "x--" + B + "\r\n --" + B + "--\r\n");
        all.put("a boundary behind a bare CR", TEXT + "x\r--" + B + "\r\n");
        all.put("a boundary of another case", TEXT + "--=_BOUNDARY\r\n");
        all.put("base64", "Content-Transfer-Encoding: base64\r\n\r\nAAEC\r\n");
        all.put("base64 in short lines", "Content-Transfer-Encoding: base64\r\n\r\nAA\r\nEC\r\n\r\n");
        all.put("base64 in one line", "Content-Transfer-Encoding: base64\r\n\r\n" + "AAEC".repeat(2_000) + "\r\n");
        all.put("base64 with blanks", "Content-Transfer-Encoding: BASE64\r\n\r\nAAEC  \r\n \tAAEC\r\n\r\n");
        all.put("quoted-printable", "Content-Transfer-Encoding: quoted-printable\r\n\r\na=3Db=\r\nc=e9 =20\r\n");
        all.put("quoted-printable with blanks", "Content-Transfer-Encoding: Quoted-Printable\r\n\r\na= \t\r\nb=\r\n");
        all.put(
                "binary",
                "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n" + allOctets());
        all.put("odd case", "CONTENT-type: TEXT/Plain; CHARSET=utf-8\r\ncontent-TRANSFER-encoding: 7BIT\r\n\r\nx\r\n");
        all.put("blanks in front of colons", "Content-Type : text/plain\r\nX-Empty:\r\n\r\nx\r\n");
        all.put(
                "folded headers",
                "Content-Type: text/plain;\r\n\tcharset=\"utf-8\";\r\n  format=flowed\r\n\r\nx \r\ny\r\n");
        all.put(
                "comments",
                "Content-Type: text/plain (a text); charset=utf-8 (of \"it\")\r\nMIME-Version: 1.0 (x)\r\n\r\nx\r\n");
        all.put(
                "comments in front",
                "Content-Type: (c) text/plain\r\nContent-Transfer-Encoding: (c) 8bit\r\n\r\nx\r\n");
        all.put("headers twice", "X-A: 1\r\nX-A: 2\r\nContent-Type: text/plain\r\nX-A: 3\r\n\r\nx\r\n");
        all.put("html", "Content-Type: text/html\r\n\r\n<p>x</p>\r\n");
        all.put("a multipart", multipart("mixed", "i", "", "", TEXT + "x", TEXT + "y"));
        all.put(
                "a multipart in a multipart",
                multipart(
                        "mixed",
                        "o",
                        "",
                        "",
                        multipart("alternative", "i", "", "", TEXT + "x", TEXT + "y"),
                        TEXT + "z"));
        all.put("ten multiparts in each other", nested(10));
        all.put("preamble and epilogue", multipart("mixed", "i", "before\r\n\r\n", "after\r\n\r\n", TEXT + "x"));
        all.put(
                "no line end behind the end",
                multipart("mixed", "i", "", "", TEXT + "x").stripTrailing());
        all.put(
                "blanks behind boundaries",
                multipart("mixed", "i", "", "", TEXT + "x").replace("--i\r", "--i \t\r"));
        all.put("a quoted boundary", multipart("mixed", "a b'()+_,-./:=?c", "", "", TEXT + "x"));
        all.put(
                "boundaries of which one begins the other",
                multipart("mixed", "b", "", "", multipart("mixed", "bb", "", "", TEXT + "x"), TEXT + "y"));
        all.put("a multipart without end", "Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nx\r\n");
        all.put(
                "a report",
                multipart("report", "i", "", "", TEXT + "x", "Content-Type: message/delivery-status\r\n\r\nA: b\r\n"));
        return all;
    }

    private static String allOctets() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 512; i++) {
            all.append((char) (i % 256));
        }
        return all.toString();
    }

    private static String multipart(String kind, String boundary, String before, String after, String... parts) {
        StringBuilder text =
                new StringBuilder("Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\r\n\r\n");
        text.append(before);
        for (String part : parts) {
            text.append("--").append(boundary).append("\r\n").append(part).append("\r\n");
        }
        return text + "--" + boundary + "--\r\n" + after;
    }

    private static String nested(int depth) {
        String text = TEXT + "x\r\n";
        for (int i = 0; i < depth; i++) {
            text = multipart("mixed", "b" + i, "", "", text);
        }
        return text;
    }

    private static Stream<String> names() {
        return entities().keySet().stream();
    }

    private static ContentOpener opener(OpeningPolicy policy) {
        return ContentOpener.of(
                        List.of(Bench.EC_RECIPIENT.decryptionKey(), Bench.RECIPIENT.decryptionKey()),
                        TrustPolicy.of(List.of(Bench.AUTHORITY.certificate)),
                        Bench.CLOCK)
                .with(policy);
    }

    private static void assertContent(Verdict<OpenedContent> verdict, byte[] entity, Profile profile) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        OpenedContent content = ((Verdict.Accepted<OpenedContent>) verdict).opened();
        assertThat(content.entity()).isEqualTo(entity);
        assertThat(content.envelope().profile()).contains(profile);
    }

    private static void assertRefused(Verdict<OpenedContent> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedContent>) verdict).failed()).isEqualTo(Check.STRUCTURE);
    }

    private static byte[] encrypted(byte[] entity) {
        return Forge.cms("enveloped-data", Forge.encrypt(entity, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
    }

    private static byte[] mail(byte[] entity) {
        return Forge.mail(TestPki.SENDER, entity);
    }

    private static byte[] signature(byte[] content) {
        return Forge.sign(content, false, "SHA256withECDSA", Bench.EC_SIGNER);
    }

    private static byte[] opaque(byte[] content) {
        return Forge.cms("signed-data", Forge.sign(content, true, "SHA256withECDSA", Bench.EC_SIGNER));
    }

    private static byte[] twoParts(byte[] entity, byte[] signature) {
        return latin(new String(Forge.multipartSigned(entity, signature), StandardCharsets.ISO_8859_1)
                .replaceFirst("multipart/signed; protocol=[^;]*; micalg=[^;]*;", "multipart/mixed;"));
    }

    @Test
    void thereAreEnough() {
        assertThat(entities()).hasSizeGreaterThanOrEqualTo(36);
    }

    @ParameterizedTest
    @MethodSource("names")
    void anyEntityInAnyProfile(String name) {
        byte[] entity = latin(entities().get(name));
        byte[] p1 = mail(encrypted(opaque(entity)));
        byte[] p2 = mail(encrypted(Forge.multipartSigned(entity, signature(entity))));
        byte[] p3 = mail(twoParts(encrypted(entity), signature(entity)));
        byte[] encrypted = encrypted(entity);
        byte[] p4 = mail(Forge.multipartSigned(encrypted, signature(encrypted)));
        OpeningPolicy strict = OpeningPolicy.strict();
        OpeningPolicy lenient = OpeningPolicy.lenient();
        assertContent(opener(strict).open(p1), entity, Profile.OPAQUE_THEN_ENCRYPT);
        assertContent(opener(strict).open(p2), entity, Profile.CLEAR_THEN_ENCRYPT);
        assertRefused(opener(strict).open(p3));
        assertContent(opener(strict.with(Profile.SEED_TWO_PART)).open(p3), entity, Profile.SEED_TWO_PART);
        assertRefused(opener(strict).open(p4));
        assertContent(opener(lenient).open(p4), entity, Profile.ENCRYPT_THEN_SIGN);
        for (byte[] p5 : List.of(mail(opaque(entity)), mail(Forge.multipartSigned(entity, signature(entity))))) {
            assertRefused(opener(strict).open(p5));
            assertContent(opener(lenient).open(p5), entity, Profile.SIGNED_ONLY);
            assertContent(opener(strict.requiring(Protection.SIGNATURE)).open(p5), entity, Profile.SIGNED_ONLY);
        }
    }

    /** The other readings of the norm: a signature of the missive itself, with LF or CRLF. */
    @ParameterizedTest
    @ValueSource(strings = {"7bit", "base64", "quoted-printable"})
    void aSignatureOfTheMissiveItself(String encoding) {
        String missive = "<a>\n<b/>\n</a>\n";
        String body = switch (encoding) {
            case "base64" -> Forge.lines(latin(missive));
            case "7bit" -> missive;
            default -> missive.replace("\n", "=0A=\r\n");
        };
        byte[] entity = latin("Content-Type: text/plain\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body);
        OpeningPolicy policy = OpeningPolicy.strict().with(Profile.SEED_TWO_PART);
        for (String signed : List.of(missive, missive.replace("\n", "\r\n"))) {
            Verdict<OpenedContent> verdict =
                    opener(policy).open(mail(twoParts(encrypted(entity), signature(latin(signed)))));
            assertContent(verdict, entity, Profile.SEED_TWO_PART);
            assertThat(verdict.envelope().coverage())
                    .contains(signed.equals(missive) ? SignatureCoverage.MISSIVE : SignatureCoverage.MISSIVE_CRLF);
        }
        assertThat(opener(policy).open(mail(twoParts(encrypted(entity), signature(latin(missive.strip()))))))
                .isInstanceOf(Verdict.Rejected.class);
    }

    /** Headers of the multipart and of the signature as others write them. */
    private static Stream<String[]> edits() {
        return Stream.of(
                new String[] {"boundary=\"=_boundary\"", "boundary==_boundary"},
                new String[] {"multipart/signed; ", "MULTIPART/Signed;\r\n\t"},
                new String[] {"micalg=sha-256; ", "MICALG=\"SHA256\" ;\r\n "},
                new String[] {"protocol=\"application/pkcs7-signature\"", "Protocol=application/pkcs7-signature"},
                new String[] {"boundary=\"=_boundary\"", "boundary=\"=_boundary\"; charset=utf-8;"},
                new String[] {"multipart/signed;", "multipart/signed (clear); (and)"},
                new String[] {"multipart/signed;", "(clear) multipart (a) / (b) signed;"},
                new String[] {"\"; micalg", "\" (this; is) ; micalg"},
                new String[] {"name=smime.p7s", "name=\"smime.p7s\"\r\nContent-Disposition: attachment; filename=x"},
                new String[] {"; name=smime.p7s", ""},
                new String[] {"Encoding: base64\r\n\r\nMI", "Encoding: Base64 \r\n\r\nMI"},
                new String[] {"Encoding: base64\r\n\r\nMI", "Encoding: base64 (x)\r\n\r\nMI"},
                new String[] {"preamble", "--=_boundar\r\n--=_boundaryy\r\n"},
                new String[] {"\r\n--=_boundary--", "\r\n\r\n\r\n--=_boundary--"},
                new String[] {"--=_boundary--\r\nepilogue\r\n", "--=_boundary--"},
                new String[] {"--=_boundary--\r\n", "--=_boundary-- \t \r\n"},
                new String[] {"--=_boundary\r\nContent-Type: application", "--=_boundary\t\r\nContent-Type: application"
                },
                new String[] {"Content-Type: application/pkcs7-signature", "content-type:application/PKCS7-Signature"},
                new String[] {"\r\n", "\n"});
    }

    @ParameterizedTest
    @MethodSource("edits")
    void anyHeadersOfTheMultipart(String from, String to) {
        byte[] entity = latin(TEXT + "text\r\n");
        String right = new String(Forge.multipartSigned(entity, signature(entity)), StandardCharsets.ISO_8859_1);
        assertThat(right).contains(from);
        byte[] clear = latin(right.replace(from, to));
        byte[] content = to.equals("\n") ? latin(TEXT.replace("\r", "") + "text\n") : entity;
        assertContent(opener(OpeningPolicy.strict()).open(mail(encrypted(clear))), content, Profile.CLEAR_THEN_ENCRYPT);
        assertContent(opener(OpeningPolicy.lenient()).open(mail(clear)), content, Profile.SIGNED_ONLY);
    }

    private static Stream<String> cmsHeaders() {
        return Stream.of(
                "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64",
                "Content-Type: application/x-pkcs7-mime; smime-type=enveloped-data\r\ncontent-transfer-encoding:BASE64",
                "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64",
                "Content-Type: APPLICATION/PKCS7-MIME (x); name=\"x\"\r\nContent-Transfer-Encoding: base64 (y)",
                "Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\nContent-Type:\r\n application/pkcs7-mime");
    }

    @ParameterizedTest
    @MethodSource("cmsHeaders")
    void anyHeadersOfStructures(String headers) {
        byte[] entity = latin(TEXT + "text\r\n");
        byte[] signed = Forge.sign(entity, true, "SHA256withECDSA", Bench.EC_SIGNER);
        for (int width : new int[] {8, 64, 76, 1_000, 60_000}) {
            byte[] inner = latin(headers + "\r\n\r\n" + wrapped(signed, width));
            byte[] structure = Forge.encrypt(inner, CMSAlgorithm.AES128_CBC, Bench.RECIPIENT);
            byte[] mail = mail(latin(headers + "\r\n\r\n" + wrapped(structure, width)));
            assertContent(opener(OpeningPolicy.strict()).open(mail), entity, Profile.OPAQUE_THEN_ENCRYPT);
            byte[] stored = latin(new String(mail, StandardCharsets.ISO_8859_1).replace("\r\n", "\n"));
            assertContent(opener(OpeningPolicy.strict()).open(stored), entity, Profile.OPAQUE_THEN_ENCRYPT);
        }
    }

    private static String wrapped(byte[] octets, int width) {
        return java.util.Base64.getMimeEncoder(width, new byte[] {'\r', '\n'}).encodeToString(octets) + "\r\n";
    }

    @Test
    void structuresThatAreNotInBase64() {
        byte[] entity = latin(TEXT + "text\r\n");
        byte[] head = latin("Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        byte[] inner = Forge.join(head, Forge.sign(entity, true, "SHA256withECDSA", Bench.EC_SIGNER));
        byte[] mail = mail(Forge.join(head, Forge.encrypt(inner, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT)));
        assertContent(opener(OpeningPolicy.strict()).open(mail), entity, Profile.OPAQUE_THEN_ENCRYPT);
    }

    private static Map<String, RawSigned> signatures(byte[] entity) {
        TestPki between = Bench.AUTHORITY.issue(new TestPki.Request(TestPki.rsa(3), "CN=Between").authority());
        TestPki deep = between.signer(TestPki.rsa(1), TestPki.SENDER);
        AlgorithmIdentifier combined =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
        Map<String, RawSigned> all = new LinkedHashMap<>();
        all.put("by key identifier", new RawSigned(entity, Bench.SIGNER).byKeyIdentifier());
        all.put("in pieces of 1", new RawSigned(entity, Bench.SIGNER).inPieces(1));
        all.put("in pieces of 1000", new RawSigned(entity, Bench.SIGNER).inPieces(1_000));
        all.put("the combined algorithm", new RawSigned(entity, Bench.SIGNER).signature(combined));
        all.put(
                "a digest without parameters",
                new RawSigned(entity, Bench.SIGNER).digest(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)));
        all.put(
                "an algorithm without parameters",
                new RawSigned(entity, Bench.SIGNER)
                        .signature(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption)));
        all.put(
                "no time",
                new RawSigned(entity, Bench.SIGNER)
                        .attributes(
                                RawSigned.type(org.bouncycastle.asn1.cms.CMSObjectIdentifiers.data),
                                RawSigned.digestOf(entity)));
        all.put(
                "more certificates",
                new RawSigned(entity, Bench.SIGNER)
                        .certificates(List.of(
                                Bench.RECIPIENT.certificate, Bench.AUTHORITY.certificate, Bench.SIGNER.certificate)));
        all.put("a path", new RawSigned(entity, deep).certificates(List.of(deep.certificate, between.certificate)));
        all.put(
                "a path from above",
                new RawSigned(entity, deep)
                        .certificates(List.of(
                                Bench.AUTHORITY.certificate,
                                between.certificate,
                                Bench.EC_SIGNER.certificate,
                                deep.certificate)));
        return all;
    }

    @Test
    void anyFormOfSignature() {
        byte[] entity = latin(TEXT + "text\r\n".repeat(500));
        signatures(entity).forEach((name, raw) -> {
            byte[] clear = Forge.multipartSigned(entity, raw.octets());
            byte[] opaque = Forge.cms("signed-data", raw.within().octets());
            Verdict<OpenedContent> p2 = opener(OpeningPolicy.strict()).open(mail(encrypted(clear)));
            assertThat(p2).as(name).isInstanceOf(Verdict.Accepted.class);
            assertContent(p2, entity, Profile.CLEAR_THEN_ENCRYPT);
            Verdict<OpenedContent> p1 = opener(OpeningPolicy.strict()).open(mail(encrypted(opaque)));
            assertThat(p1).as(name).isInstanceOf(Verdict.Accepted.class);
            assertContent(p1, entity, Profile.OPAQUE_THEN_ENCRYPT);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 1_000, 100_000})
    void anEncryptedTextInPieces(int piece) {
        byte[] entity = latin(TEXT + "text\r\n".repeat(500));
        byte[] structure = Forge.encrypt(opaque(entity), CMSAlgorithm.AES256_CBC, Bench.RECIPIENT);
        byte[] mail = mail(Forge.cms("enveloped-data", RawEncrypted.inPieces(structure, piece)));
        assertContent(opener(OpeningPolicy.strict()).open(mail), entity, Profile.OPAQUE_THEN_ENCRYPT);
    }

    @Test
    void aRecipientThatIsNamedByItsKey() throws Exception {
        byte[] entity = latin(TEXT + "text\r\n");
        byte[] identifier = new org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils()
                .createSubjectKeyIdentifier(Bench.RECIPIENT.certificate.getPublicKey())
                .getKeyIdentifier();
        var generator = new org.bouncycastle.cms.CMSEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(new org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator(
                identifier, Bench.RECIPIENT.certificate.getPublicKey()));
        byte[] structure = generator
                .generate(
                        new org.bouncycastle.cms.CMSProcessableByteArray(opaque(entity)),
                        new org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder(CMSAlgorithm.AES192_CBC)
                                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                                .build())
                .getEncoded();
        assertContent(
                opener(OpeningPolicy.strict()).open(mail(Forge.cms("enveloped-data", structure))),
                entity,
                Profile.OPAQUE_THEN_ENCRYPT);
    }

    /** The same names on several keys of ours: the one that fits is found, wherever it stands. */
    @Test
    void severalKeysOfOurs() {
        byte[] entity = latin(TEXT + "text\r\n");
        List<TestPki> ours = new ArrayList<>();
        for (int i = 3; i < 6; i++) {
            ours.add(Bench.AUTHORITY.recipient(TestPki.rsa(i), TestPki.RECEIVER));
        }
        ContentOpener opener = ContentOpener.of(
                ours.stream().map(TestPki::decryptionKey).toList(),
                TrustPolicy.of(List.of(Bench.AUTHORITY.certificate)),
                Bench.CLOCK);
        for (TestPki recipient : ours) {
            byte[] structure = Forge.encrypt(opaque(entity), CMSAlgorithm.AES256_CBC, recipient);
            Verdict<OpenedContent> verdict = opener.open(mail(Forge.cms("enveloped-data", structure)));
            assertContent(verdict, entity, Profile.OPAQUE_THEN_ENCRYPT);
            assertThat(verdict.envelope().recipient()).contains(recipient.certificate);
        }
    }

    /** Delimiters at every offset around the ends of buffers, with streams that give as much as they like. */
    @ParameterizedTest
    @ValueSource(ints = {4 * 1024, 32 * 1024})
    void delimitersAtTheEndsOfBuffers(int size) throws Exception {
        Random random = new Random(size);
        for (int length = size - 400; length < size + 60; length += size > 8_000 ? 3 : 1) {
            for (String end : List.of("", "\r\n", "\r", "\r\n-", "--" + B.substring(0, 9), "\n\r\n--" + B + "x")) {
                String first = "x".repeat(length) + end;
                String second = "second\r\n--" + B + "y";
                byte[] octets =
                        latin("--" + B + "\r\n" + first + "\r\n--" + B + " \t\r\n" + second + "\r\n--" + B + "--");
                Multipart parts = new Multipart(new LookAhead(new Dribble(octets, random), size), B);
                assertThat(read(parts)).isEqualTo(first);
                assertThat(read(parts)).isEqualTo(second);
                assertThat(parts.next()).isNull();
            }
        }
    }

    private static String read(Multipart parts) throws Exception {
        InputStream part = parts.next();
        assertThat(part).isNotNull();
        return new String(java.util.Objects.requireNonNull(part).readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** The whole way, with bodies that end everywhere around the ends of buffers. */
    @Test
    void bodiesThatEndAtTheEndsOfBuffers() {
        for (int size : new int[] {4 * 1024, 32 * 1024}) {
            for (int length = size - 420; length < size + 40; length += 13) {
                byte[] entity = latin(TEXT + "y".repeat(length));
                byte[] clear = Forge.multipartSigned(entity, signature(entity));
                assertContent(opener(OpeningPolicy.lenient()).open(mail(clear)), entity, Profile.SIGNED_ONLY);
                assertContent(
                        opener(OpeningPolicy.strict()).open(mail(encrypted(clear))),
                        entity,
                        Profile.CLEAR_THEN_ENCRYPT);
            }
        }
    }

    /** Gives anything between one octet and all that was asked for. */
    private static final class Dribble extends ByteArrayInputStream {

        private final Random random;

        Dribble(byte[] octets, Random random) {
            super(octets);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] octets, int from, int count) {
            return super.read(octets, from, Math.min(count, 1 + random.nextInt(5_000)));
        }
    }
}
