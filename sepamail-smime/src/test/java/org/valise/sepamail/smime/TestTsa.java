// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A time stamping authority for tests, with a certificate that can be wrong in each of its parts.
 *
 * @param keys of the authority
 * @param certificate of the key
 */
record TestTsa(KeyPair keys, X509Certificate certificate) {

    private static final AtomicLong SERIAL = new AtomicLong(5000);

    /** Who is trusted for time stamps; the banks' authority is another. */
    static final TestPki ROOT = TestPki.authority("Time", 3);

    static final TestTsa GOOD = new Request(TestPki.ec(2)).by(ROOT);

    static TimestampVerifier verifier() {
        return TimestampVerifier.of(TrustPolicy.of(List.of(ROOT.certificate)), Bench.CLOCK);
    }

    static byte[] digest(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    TestStamp stamp() {
        return new TestStamp(this);
    }

    /** A certificate to be, right unless something is said. */
    static final class Request {

        private final KeyPair owner;
        private KeyPurposeId[] purposes = {KeyPurposeId.id_kp_timeStamping};
        private boolean critical = true;
        private int usage = KeyUsage.digitalSignature;
        private boolean authority;
        private String host = "";
        private String signature = "SHA256withRSA";
        private Instant from = TestPki.NOW.minus(Duration.ofDays(30));
        private Instant until = TestPki.NOW.plus(Duration.ofDays(300));

        Request(KeyPair owner) {
            this.owner = owner;
        }

        Request purposes(boolean isCritical, KeyPurposeId... all) {
            critical = isCritical;
            purposes = all;
            return this;
        }

        Request usage(int bits) {
            usage = bits;
            return this;
        }

        Request authority() {
            authority = true;
            return this;
        }

        Request host(String name) {
            host = name;
            return this;
        }

        Request signedBy(String algorithm) {
            signature = algorithm;
            return this;
        }

        Request valid(Instant first, Instant last) {
            from = first;
            until = last;
            return this;
        }

        TestTsa by(TestPki issuer) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuer.certificate,
                        BigInteger.valueOf(SERIAL.incrementAndGet()),
                        Date.from(from),
                        Date.from(until),
                        new X500Name("CN=Clock"),
                        owner.getPublic());
                extend(builder);
                return new TestTsa(
                        owner,
                        new JcaX509CertificateConverter()
                                .getCertificate(builder.build(
                                        new JcaContentSignerBuilder(signature).build(issuer.keys.getPrivate()))));
            } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void extend(JcaX509v3CertificateBuilder builder) throws IOException {
            if (purposes.length > 0) {
                builder.addExtension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes));
            }
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            if (!host.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
            }
        }
    }
}
