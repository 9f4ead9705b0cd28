// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;

/** Profile P4: whoever is trusted may sign an encrypted part that somebody else wrote and that he has put together anew. */
class PaddingBesideSignatureTest {

    /** Statement 16: the verdict must not tell whether the padding behind a block of somebody else's mail is right. */
    @Test
    void whatWasSignedByAnotherTellsNothingOfItsPadding() {
        byte[] entity = Forge.entity("<secret/>".repeat(20));
        byte[] genuine = Forge.encrypt(
                Forge.cms("signed-data", Forge.sign(entity, true, "SHA256withRSA", Bench.SIGNER)),
                CMSAlgorithm.AES256_CBC,
                Bench.RECIPIENT);
        byte[] text = RawEncrypted.ciphertext(genuine);
        byte[] target = Arrays.copyOfRange(text, 160, 176);
        // The first block is known, and becomes an empty line: an entity without headers, whose body may be anything.
        byte[] first = "Content-Type: ap".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] wanted = "\r\nxxxxxxxxxxxxxx".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        MissiveOpener opener = Bench.opener().with(OpeningPolicy.lenient());
        Set<String> all = new HashSet<>();
        for (int guess = 0; guess < 256; guess++) {
            byte[] before = new byte[16];
            before[15] = (byte) guess;
            byte[] changed = Forge.join(Arrays.copyOf(text, 16), before, target);
            byte[] structure = RawEncrypted.withAlgorithm(
                    RawEncrypted.withText(genuine, same -> changed), algorithm -> vector(algorithm, first, wanted));
            byte[] part = Forge.cms("enveloped-data", structure);
            byte[] signature = Forge.sign(part, false, "SHA256withRSA", Bench.SIGNER);
            Verdict<OpenedMissive> verdict =
                    opener.open(Forge.mail(TestPki.SENDER, Forge.multipartSigned(part, signature)));
            all.add(seen(verdict));
        }
        assertThat(all).hasSize(1);
    }

    private static String seen(Verdict<OpenedMissive> verdict) {
        Verdict.Rejected<OpenedMissive> rejected = (Verdict.Rejected<OpenedMissive>) verdict;
        return rejected.failed() + rejected.reason() + rejected.checks() + rejected.deviations();
    }

    private static AlgorithmIdentifier vector(AlgorithmIdentifier algorithm, byte[] known, byte[] wanted) {
        byte[] vector = ASN1OctetString.getInstance(algorithm.getParameters())
                .getOctets()
                .clone();
        for (int i = 0; i < vector.length; i++) {
            vector[i] ^= (byte) (known[i] ^ wanted[i]);
        }
        return new AlgorithmIdentifier(algorithm.getAlgorithm(), new DEROctetString(vector));
    }
}
