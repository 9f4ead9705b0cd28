// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Set;

/** The program that {@link SoftHsmTest} runs: seals and opens with keys that never leave a token. */
final class SoftHsmKeys {

    /** Signed while the mail is written. */
    private static final int LONG = 3_500_000;

    private SoftHsmKeys() {}

    public static void main(String[] arguments) throws Exception {
        Set<Provider> before = Set.of(Security.getProviders());
        Provider device = Security.getProvider("SunPKCS11").configure(arguments[0]);
        KeyStore token = KeyStore.getInstance("PKCS11", device);
        token.load(null, "1234".toCharArray()); // logs in
        KeyPair rsaSigner = generate(device, "RSA");
        KeyPair rsaReceiver = generate(device, "RSA");
        KeyPair ecSigner = generate(device, "EC");
        exchange(device, rsaSigner, rsaReceiver, SignatureScheme.RSA_SHA256);
        exchange(device, rsaSigner, rsaReceiver, SignatureScheme.RSA_PSS_SHA256);
        exchange(device, ecSigner, rsaReceiver, SignatureScheme.ECDSA_SHA256);
        exchange(device, ecSigner, generate(device, "EC"), SignatureScheme.ECDSA_SHA256);
        require(Set.of(Security.getProviders()).equals(before), "a provider was registered");
        System.out.println("token: nothing registered, no key came out");
    }

    private static KeyPair generate(Provider device, String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, device);
        if (algorithm.equals("RSA")) {
            generator.initialize(2048);
        } else {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    private static void exchange(Provider device, KeyPair signer, KeyPair receiver, SignatureScheme scheme)
            throws Exception {
        require(
                signer.getPrivate().getEncoded() == null
                        && receiver.getPrivate().getEncoded() == null,
                "a key came out");
        TestPki from = Bench.AUTHORITY.signer(signer, TestPki.SENDER);
        TestPki to = Bench.AUTHORITY.recipient(receiver, TestPki.RECEIVER);
        MissiveSealer sealer = MissiveSealer.of(
                        SigningIdentity.of(signer.getPrivate(), List.of(from.certificate), device),
                        Bench.FROM,
                        Bench.CLOCK)
                .with(scheme);
        MissiveOpener opener = MissiveOpener.of(
                List.of(DecryptionKey.of(receiver.getPrivate(), to.certificate, device)),
                TrustPolicy.of(List.of(Bench.AUTHORITY.certificate)),
                Bench.CLOCK);
        Verdict<OpenedMissive> verdict = opener.open(mail(sealer, to, LONG));
        require(verdict instanceof Verdict.Accepted, "a long one is not opened: " + verdict.checks());
        verdict = opener.open(mail(sealer, to, 1));
        System.out.println(
                "token: " + scheme + " by " + Recipient.of(to.certificate).transport() + " "
                        + (verdict instanceof Verdict.Accepted ? "opened" : "not opened: " + verdict.checks()));
    }

    private static byte[] mail(MissiveSealer sealer, TestPki to, int length) throws SealingException {
        return sealer.seal(Bench.missive("x".repeat(length)), Bench.TO, Recipient.of(to.certificate))
                .octets();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
