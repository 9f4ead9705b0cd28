// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.PublicKeyRecord;
import org.valise.sts.records.StsRecords;

/** The public key that the gateway hands out, and the fingerprint that it prints beside. */
record SimulatedKey(PublicKeyRecord record, String printedFingerprint) {

    private static final String SPECIFICATION = "PK.ECDH.1|KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850"
            + "|047D77A4819BEF702350D3912583AC169FAD4181648DA70E609447527315D931A8BD73A084204180CB7D0619C3850BF9B"
            + "A1E0C9E93200723588D427BB358570EAF2F8576447478F3953FCC50C874461C334D19D8AA8CFFDE23507B11A104027CE2"
            + "|20230601T000000Z|||D318";
    private static final Duration LIFETIME = Duration.ofDays(3 * 365);

    /** The example of clause 5.1.3.5, its delimiters restored. */
    static SimulatedKey ofSpecification() {
        return StsRecords.strict()
                .parse(SPECIFICATION)
                .toOptional()
                .flatMap(record -> PublicKeyRecord.of(record).toOptional())
                .map(record -> new SimulatedKey(record, "4B87415A0C8F625F"))
                .orElseThrow();
    }

    static SimulatedKey generate(Instant now, SecureRandom random) {
        Instant createdAt = now.truncatedTo(ChronoUnit.SECONDS);
        ECPublicKey key = publicKey(random);
        Pkid owner = Pkid.forKey(Pkid.KMC, "Simulator", "K0001", createdAt, key);
        return of(PublicKeyRecord.create(owner, key, createdAt.plus(LIFETIME)));
    }

    /**
     * How the live gateway makes the printed fingerprint is not known. This one differs from that in the identity, as
     * the published one does, so that software which compares the two is found out.
     */
    static SimulatedKey of(PublicKeyRecord record) {
        return new SimulatedKey(
                record, KeyLoadFiles.hexDigest(record.record().text()).substring(0, 16));
    }

    private static ECPublicKey publicKey(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"), random);
            return (ECPublicKey) generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform makes no key pairs on P-384", e);
        }
    }
}
