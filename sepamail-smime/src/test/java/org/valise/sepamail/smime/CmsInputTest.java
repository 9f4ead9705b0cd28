// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5652: of what kind a structure is, and what may stand behind it. */
class CmsInputTest {

    private static final byte[] CONTENT = Forge.ascii("content");
    private static final byte[] SIGNED =
            new RawSigned(CONTENT, Bench.SIGNER).within().octets();
    private static final byte[] CBC = Forge.encrypt(CONTENT, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT);
    private static final byte[] GCM = Forge.encryptGcm(CONTENT, Bench.RECIPIENT);

    private static CmsInput input(byte[] octets) throws IOException {
        return CmsInput.read(new ByteArrayInputStream(octets));
    }

    /** Reads signed data to its end, as whoever opens a mail does. */
    private static void readSigned(String behind) throws IOException {
        CmsInput.Signed signed =
                input(Forge.join(SIGNED, behind.getBytes(ISO_8859_1))).signed();
        Objects.requireNonNull(signed.content()).transferTo(OutputStream.nullOutputStream());
        signed.finish();
    }

    private static void readEncrypted(byte[] structure, String behind) throws IOException {
        CmsInput.Encrypted encrypted =
                input(Forge.join(structure, behind.getBytes(ISO_8859_1))).encrypted();
        encrypted.content().transferTo(OutputStream.nullOutputStream());
        encrypted.finish();
    }

    @Test
    void eachKindIsTheOneThatItStates() throws IOException {
        assertThat(input(SIGNED).isSigned()).isTrue();
        assertThat(input(SIGNED).isEncrypted()).isFalse();
        for (byte[] encrypted : new byte[][] {CBC, GCM}) {
            assertThat(input(encrypted).isSigned()).isFalse();
            assertThat(input(encrypted).isEncrypted()).isTrue();
            input(encrypted).requireKnown();
            refused(CmsFailure.Reason.UNKNOWN_CONTENT, () -> input(encrypted).signed());
        }
        input(SIGNED).requireKnown();
        refused(CmsFailure.Reason.UNKNOWN_CONTENT, () -> input(SIGNED).encrypted());
    }

    @Test
    void anyOtherKindIsNone() throws IOException {
        byte[] data = new ContentInfo(CMSObjectIdentifiers.data, new DEROctetString(CONTENT)).getEncoded();
        CmsInput other = input(data);
        assertThat(other.isSigned()).isFalse();
        assertThat(other.isEncrypted()).isFalse();
        refused(CmsFailure.Reason.UNKNOWN_CONTENT, other::requireKnown);
        refused(CmsFailure.Reason.UNKNOWN_CONTENT, other::signed);
        refused(CmsFailure.Reason.UNKNOWN_CONTENT, other::encrypted);
    }

    /** Mail software leaves the end of a line, and padding, behind what was base64. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 32})
    void lineEndsAndZerosMayStandBehindIt(int count) {
        for (String filler : new String[] {"\0", "\r", "\n"}) {
            assertThatNoException().isThrownBy(() -> readSigned(filler.repeat(count)));
            assertThatNoException().isThrownBy(() -> readEncrypted(CBC, filler.repeat(count)));
            assertThatNoException().isThrownBy(() -> readEncrypted(GCM, filler.repeat(count)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", " ", "\u0001", "\r\nx", "\0x", "\r\n\0\0 "})
    void nothingElseStandsBehindIt(String behind) {
        refused(CmsFailure.Reason.MALFORMED, () -> readSigned(behind));
        refused(CmsFailure.Reason.MALFORMED, () -> readEncrypted(CBC, behind));
        refused(CmsFailure.Reason.MALFORMED, () -> readEncrypted(GCM, behind));
    }

    @Test
    void norAnotherStructure() {
        refused(CmsFailure.Reason.MALFORMED, () -> readSigned(new String(SIGNED, ISO_8859_1)));
        refused(CmsFailure.Reason.MALFORMED, () -> readSigned("\0".repeat(33)));
        refused(CmsFailure.Reason.MALFORMED, () -> readSigned("\n".repeat(100_000)));
    }

    private static void refused(CmsFailure.Reason reason, ThrowingCallable reading) {
        assertThatExceptionOfType(CmsFailure.class)
                .isThrownBy(reading)
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
    }
}
