// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A key and the certificate of another are told apart when they are given, not by the first mail. */
class OwnKeysTest {

    private static final KeyPair OTHER = TestPki.rsa(5);

    /** The handle of a key in a device that is away. */
    record Away(String kind) implements PrivateKey {

        @Override
        public String getAlgorithm() {
            return kind;
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }
    }

    private static Provider provider(String name) {
        return java.util.Objects.requireNonNull(Security.getProvider(name));
    }

    @Test
    void aSigningKeyOfAnotherCertificate() {
        List<X509Certificate> rsa = List.of(Bench.SIGNER.certificate);
        List<X509Certificate> ec = List.of(Bench.EC_SIGNER.certificate);
        assertThatIllegalArgumentException().isThrownBy(() -> SigningIdentity.of(OTHER.getPrivate(), rsa));
        assertThatIllegalArgumentException()
                .as("aliases that were mixed up")
                .isThrownBy(() -> SigningIdentity.of(OTHER.getPrivate(), rsa, provider("SunRsaSign")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningIdentity.of(TestPki.ec(1).getPrivate(), ec, provider("SunEC")));
        assertThat(SigningIdentity.of(Bench.SIGNER.keys.getPrivate(), rsa, provider("SunRsaSign")))
                .isNotNull();
        assertThat(SigningIdentity.of(Bench.EC_SIGNER.keys.getPrivate(), ec, provider("SunEC")))
                .isNotNull();
    }

    /** Its signatures are longer than those of the key that the certificate is of. */
    @Tag("slow")
    @Test
    void aLongerSigningKeyOfAnotherCertificate() {
        List<X509Certificate> rsa = List.of(Bench.SIGNER.certificate);
        PrivateKey longer = TestPki.generate("RSA", 3072, "").getPrivate();
        assertThatIllegalArgumentException().isThrownBy(() -> SigningIdentity.of(longer, rsa, provider("SunRsaSign")));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningIdentity.of(longer, rsa));
    }

    /** What no reader would accept is refused before the first mail. */
    @Test
    void aCertificateThatIsNotForSigningMails() {
        for (TestPki other : List.of(Bench.AUTHORITY, Bench.RECIPIENT)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningIdentity.of(other.keys.getPrivate(), List.of(other.certificate)))
                    .withMessageStartingWith("The certificate ");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningIdentity.of(Bench.SIGNER.keys.getPrivate(), List.of()));
    }

    /** A service may start before its device does. */
    @Test
    void aDeviceThatIsAwayShowsNothing() {
        SigningIdentity away =
                SigningIdentity.of(new Away("RSA"), List.of(Bench.SIGNER.certificate), provider("SunRsaSign"));
        MissiveSealer sealer = MissiveSealer.of(away, Bench.FROM, Bench.CLOCK);
        assertThatThrownBy(() -> sealer.seal(Bench.missive("x"), Bench.TO, Recipient.of(Bench.RECIPIENT.certificate)))
                .isInstanceOf(SealingException.class);
        assertThatIllegalArgumentException()
                .as("no device")
                .isThrownBy(() -> SigningIdentity.of(new Away("RSA"), List.of(Bench.SIGNER.certificate)));
    }

    @Test
    void aDecryptionKeyOfAnotherCertificate() {
        for (PrivateKey wrong : List.of(OTHER.getPrivate(), TestPki.ec(0).getPrivate(), new Away("EC"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> DecryptionKey.of(wrong, Bench.RECIPIENT.certificate));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DecryptionKey.of(wrong, Bench.RECIPIENT.certificate, provider("SunJCE")));
        }
        for (PrivateKey wrong : List.of(OTHER.getPrivate(), new Away("RSA"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DecryptionKey.of(wrong, Bench.EC_RECIPIENT.certificate));
        }
        assertThat(DecryptionKey.of(new Away("RSA"), Bench.RECIPIENT.certificate))
                .isNotNull();
        assertThat(DecryptionKey.of(new Away("EC"), Bench.EC_RECIPIENT.certificate))
                .isNotNull();
        assertThat(DecryptionKey.of(new Away("a handle"), Bench.RECIPIENT.certificate))
                .isNotNull();
    }

    /** A key of one kind does not carry keys in the way of the other. */
    @Test
    void aWayThatIsNotForTheKey() {
        Recipient rsa = Recipient.of(Bench.RECIPIENT.certificate);
        Recipient ec = Recipient.of(Bench.EC_RECIPIENT.certificate);
        assertThat(rsa.transport()).isEqualTo(KeyTransport.RSA_PKCS1);
        assertThat(ec.transport()).isEqualTo(KeyTransport.ECDH_SHA256);
        assertThat(rsa.with(KeyTransport.RSA_OAEP_SHA256).transport()).isEqualTo(KeyTransport.RSA_OAEP_SHA256);
        assertThatIllegalArgumentException().isThrownBy(() -> rsa.with(KeyTransport.ECDH_SHA256));
        assertThatIllegalArgumentException().isThrownBy(() -> ec.with(KeyTransport.RSA_OAEP_SHA256));
    }
}
