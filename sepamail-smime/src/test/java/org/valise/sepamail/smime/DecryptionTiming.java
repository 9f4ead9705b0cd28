// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.cms.CMSAlgorithm;
import org.junit.jupiter.api.Test;

/**
 * Statement 16: how long a refusal takes does not tell why. Needs a machine of its own, so
 * that it runs only when it is asked for: {@code -Dtest=DecryptionTiming}.
 */
class DecryptionTiming {

    private static final int RUNS = 1_000;

    @Test
    void s16EachKindOfFailureTakesAsLong() {
        byte[] entity = Forge.entity(new String(Bench.missive("x").octets(), StandardCharsets.UTF_8));
        byte[] signed = Forge.cms("signed-data", Forge.sign(entity, true, "SHA256withRSA", Bench.SIGNER));
        byte[] cbc = Forge.encrypt(signed, CMSAlgorithm.AES256_CBC, Bench.RECIPIENT);
        Map<String, byte[]> broken = new LinkedHashMap<>();
        broken.put("key", RawEncrypted.withKey(cbc, key -> RawEncrypted.flip(key, 100)));
        broken.put("padding", RawEncrypted.withText(cbc, text -> RawEncrypted.flip(text, text.length - 1)));
        broken.put("content", RawEncrypted.withText(cbc, text -> RawEncrypted.flip(text, 0)));
        Map<String, long[]> times = new LinkedHashMap<>();
        broken.keySet().forEach(name -> times.put(name, new long[RUNS]));
        // In turn, so that what the machine does besides is the same for all.
        for (int run = -RUNS; run < RUNS; run++) {
            for (Map.Entry<String, byte[]> each : broken.entrySet()) {
                byte[] mail = Forge.mail(TestPki.SENDER, Forge.cms("enveloped-data", each.getValue()));
                long start = System.nanoTime();
                assertThat(Bench.opener().open(mail)).isInstanceOf(Verdict.Rejected.class);
                times.get(each.getKey())[Math.max(run, 0)] = System.nanoTime() - start;
            }
        }
        long[] medians = times.values().stream()
                .mapToLong(DecryptionTiming::median)
                .sorted()
                .toArray();
        assertThat((double) medians[medians.length - 1] / medians[0])
                .as("medians %s", Arrays.toString(medians))
                .isLessThan(1.1);
    }

    private static long median(long[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
