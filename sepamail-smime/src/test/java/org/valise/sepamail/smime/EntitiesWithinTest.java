// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entities that stand within others: how what is encrypted or signed may be wrapped, and what is told of faults in it. */
class EntitiesWithinTest {

    private static final byte[] ENTITY =
            Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));
    private static final byte[] ENCRYPTED =
            Forge.cms("enveloped-data", Forge.encrypt(signed(ENTITY), CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
    private static final byte[] VERSION = Forge.ascii("Content-Type: application/pkcs7-keys\r\n\r\nVersion: 1\r\n");

    private static byte[] signed(byte[] content) {
        return Forge.cms("signed-data", Forge.sign(content, true, "SHA256withRSA", Bench.SIGNER));
    }

    private static Verdict<OpenedMissive> open(byte[] entity) {
        return Bench.opener().open(Forge.mail(TestPki.SENDER, entity));
    }

    private static Check failed(byte[] entity) {
        Verdict<OpenedMissive> verdict = open(entity);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        return ((Verdict.Rejected<OpenedMissive>) verdict).failed();
    }

    private static byte[] multipart(String type, byte[]... parts) {
        byte[] all = Forge.ascii("Content-Type: multipart/" + type + "; boundary=b\r\n\r\n");
        for (byte[] part : parts) {
            all = Forge.join(all, Forge.ascii("\r\n--b\r\n"), part);
        }
        return Forge.join(all, Forge.ascii("\r\n--b--\r\n"));
    }

    /** RFC 1847 2.2: the second part is what is encrypted, the first says how; some leave the first away. */
    @Test
    void anEncryptedMultipartHasOneOrTwoParts() {
        assertThat(open(multipart("encrypted", VERSION, ENCRYPTED))).isInstanceOf(Verdict.Accepted.class);
        assertThat(open(multipart("encrypted", ENCRYPTED))).isInstanceOf(Verdict.Accepted.class);
        assertThat(failed(multipart("encrypted"))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(multipart("encrypted", VERSION))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(multipart("encrypted", VERSION, VERSION))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(multipart("encrypted", VERSION, VERSION, ENCRYPTED))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(multipart("encrypted", ENCRYPTED, VERSION))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(multipart("encrypted", VERSION, ENCRYPTED, VERSION))).isEqualTo(Check.STRUCTURE);
    }

    private static byte[] encryptedCbc(byte[] content) {
        return Forge.cms("enveloped-data", Forge.encrypt(content, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
    }

    private static byte[] encryptedGcm(byte[] content) {
        return Forge.cms("authEnveloped-data", Forge.encryptGcm(content, Bench.RECIPIENT));
    }

    private static byte[] whole(byte[] entity) {
        return Forge.join(Forge.ascii("Content-Type: message/rfc822\r\n\r\n"), Forge.mail(TestPki.SENDER, entity));
    }

    /** RFC 8551 3.1: whoever signs a whole mail signs its headers with it. */
    @Test
    void aWholeMailMayBeSigned() {
        assertThat(open(encryptedCbc(signed(whole(ENTITY))))).isInstanceOf(Verdict.Accepted.class);
        assertThat(failed(whole(ENCRYPTED))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(encryptedGcm(whole(signed(ENTITY))))).isEqualTo(Check.STRUCTURE);
    }

    /** Long, so that the fault is met long before the end is. */
    private static byte[] faulty(String header) {
        return Forge.ascii(header + "\r\n\r\n" + "Nothing to see here, but much of it.\r\n".repeat(10_000));
    }

    /** The signature is right all the same: what is signed is read to its end whatever is wrong with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: multipart/mixed",
                "Content-Type: message/rfc822",
                "Content-Transfer-Encoding: unheard-of"
            })
    void aFaultInWhatIsSignedIsToldAndNotOneOfTheSignature(String header) {
        byte[] entity = faulty(header);
        byte[] beside = Forge.multipartSigned(entity, Forge.sign(entity, false, "SHA256withRSA", Bench.SIGNER));
        for (byte[] layer : new byte[][] {signed(entity), beside}) {
            Verdict<OpenedMissive> verdict = open(encryptedGcm(layer));
            assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
            assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed())
                    .isIn(Check.CONTENT, Check.STRUCTURE, Check.MISSIVE);
            assertThat(verdict.checks()).contains(new CheckResult(Check.SIGNATURE, CheckResult.Outcome.PASSED, ""));
        }
    }

    /** What came with a tag that is right may say what is wrong with it: only who encrypted it knows it. */
    @Test
    void aFaultInWhatIsEncryptedWithATagIsTold() {
        byte[] entity = faulty("Content-Type: text/plain");
        assertThat(failed(encryptedGcm(entity))).isEqualTo(Check.STRUCTURE);
        assertThat(failed(encryptedCbc(entity))).isEqualTo(Check.DECRYPTION);
    }

    /** The limit is on the parts of all multiparts; parts of types that no missive has are passed over, and count. */
    @Test
    void partsThatArePassedOverCount() {
        byte[] picture = Forge.ascii("Content-Type: image/png\r\n\r\nx");
        byte[][] parts = new byte[SmimeLimits.defaults().parts()][];
        Arrays.fill(parts, picture);
        parts[17] = ENTITY;
        assertThat(open(encryptedCbc(signed(multipart("mixed", parts))))).isInstanceOf(Verdict.Accepted.class);
        byte[][] more = Arrays.copyOf(parts, parts.length + 1);
        more[parts.length] = picture;
        assertThat(failed(encryptedCbc(signed(multipart("mixed", more))))).isEqualTo(Check.STRUCTURE);
    }
}
