// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Keys with certificates of their own making: X.509 of version 3, written out in DER (RFC 5280). */
final class TestIdentity {

    static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final byte[] COMMON_NAME = {0x06, 3, 0x55, 4, 3};
    private static final byte[] KEY_USAGE = {0x06, 3, 0x55, 29, 15};
    private static final byte[] SHA256_WITH_RSA =
            bytes(0x30, 13, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 13, 1, 1, 11, 5, 0);
    private static final byte[] SHA256_WITH_ECDSA = bytes(0x30, 10, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2);

    private final KeyPair keys;
    private final String name;
    private final X509Certificate certificate;
    private final List<X509Certificate> chain;

    private TestIdentity(KeyPair keys, String name, X509Certificate certificate, List<X509Certificate> chain) {
        this.keys = keys;
        this.name = name;
        this.certificate = certificate;
        this.chain = chain;
    }

    static TestIdentity rsa(String name, int bits) {
        return selfSigned(name, generate("RSA", bits, ""), -1);
    }

    static TestIdentity ec(String name, String curve) {
        return selfSigned(name, generate("EC", 0, curve), -1);
    }

    /** With the bits of the extension keyUsage, the first being 0x80. */
    static TestIdentity ecWithUsage(String name, int usage) {
        return selfSigned(name, generate("EC", 0, "secp256r1"), usage);
    }

    /** Another certificate for the same key, issued by somebody else. */
    TestIdentity issuedBy(TestIdentity issuer) {
        X509Certificate issued = certify(name, keys.getPublic(), issuer.name, issuer.keys.getPrivate(), -1);
        return new TestIdentity(keys, name, issued, List.of(issued, issuer.certificate));
    }

    PrivateKey key() {
        return keys.getPrivate();
    }

    PublicKey publicKey() {
        return keys.getPublic();
    }

    X509Certificate certificate() {
        return certificate;
    }

    List<X509Certificate> chain() {
        return chain;
    }

    CustomerSigner signer() {
        return CustomerSignatures.signer(key(), chain);
    }

    private static KeyPair generate(String algorithm, int bits, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve.isEmpty()) {
                generator.initialize(bits);
            } else {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static TestIdentity selfSigned(String name, KeyPair keys, int usage) {
        X509Certificate certificate = certify(name, keys.getPublic(), name, keys.getPrivate(), usage);
        return new TestIdentity(keys, name, certificate, List.of(certificate));
    }

    private static X509Certificate certify(String name, PublicKey key, String issuer, PrivateKey signer, int usage) {
        byte[] algorithm = signer.getAlgorithm().startsWith("RSA") ? SHA256_WITH_RSA : SHA256_WITH_ECDSA;
        byte[] body = der(
                SEQUENCE,
                der(0xA0, der(2, bytes(2))),
                der(2, BigInteger.valueOf(1 + name.length()).toByteArray()),
                algorithm,
                distinguished(issuer),
                der(SEQUENCE, time(FROM), time(TO)),
                distinguished(name),
                key.getEncoded(),
                usage < 0 ? new byte[0] : extensions(usage));
        try {
            Signature signature =
                    Signature.getInstance(algorithm == SHA256_WITH_RSA ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(signer);
            signature.update(body);
            byte[] whole = der(SEQUENCE, body, algorithm, der(3, bytes(0), signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] extensions(int usage) {
        byte[] bits = der(3, bytes(0, usage));
        return der(0xA3, der(SEQUENCE, der(SEQUENCE, KEY_USAGE, der(1, bytes(0xFF)), der(4, bits))));
    }

    private static byte[] distinguished(String name) {
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(12, name.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return der(23, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            out.writeBytes(bytes(0x82, length >> 8, length & 0xFF));
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
