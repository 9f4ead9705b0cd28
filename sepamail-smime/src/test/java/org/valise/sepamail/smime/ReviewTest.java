// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;
import org.valise.sepamail.missive.NominalMissive;

/** What whoever writes a mail, or an answer, must not be able to do. */
class ReviewTest {

    private static final NominalMissive MISSIVE = Bench.missive("x");
    private static final byte[] ENTITY = Forge.entity(new String(MISSIVE.octets(), StandardCharsets.UTF_8));

    private static byte[] encrypted(byte[] entity) {
        return Forge.cms("enveloped-data", Forge.encrypt(entity, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT));
    }

    private static void assertRejected(Verdict<OpenedMissive> verdict, Check check) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected<OpenedMissive>) verdict).failed()).isEqualTo(check);
    }

    /**
     * Statement 14: where nothing of what a signature may be over was digested, one over nothing vouches for nothing. It was
     * taken for one over whatever was encrypted twice.
     */
    @Test
    void aSignatureOfNothingVouchesForNothing() {
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.lenient());
        byte[] ofNothing = Forge.sign(new byte[0], false, "SHA256withRSA", Bench.SIGNER);
        byte[] aroundTwo = Forge.multipartSigned(encrypted(encrypted(ENTITY)), ofNothing);
        assertRejected(opener.open(Forge.mail(TestPki.SENDER, aroundTwo)), Check.DIGEST);
        byte[] between = encrypted(Forge.multipartSigned(encrypted(ENTITY), ofNothing));
        assertRejected(opener.open(Forge.mail(TestPki.SENDER, between)), Check.DIGEST);
        byte[] aroundOne = Forge.multipartSigned(encrypted(ENTITY), ofNothing);
        assertRejected(opener.open(Forge.mail(TestPki.SENDER, aroundOne)), Check.DIGEST);
    }
}
