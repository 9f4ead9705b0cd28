// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority whose keys are forgotten when the program ends. Never a model for a real one. */
public final class Pki {

    private static final int BITS = 2048;

    private final X500Name name;
    private final Instant now;
    private final KeyPair root;
    private final X509Certificate authority;
    private long serial = 1;

    /**
     * A key, and its certificate.
     *
     * @param key the private one
     * @param certificate of it
     */
    public record Identity(PrivateKey key, X509Certificate certificate) {

        /**
         * Both as a PKCS #12 file.
         *
         * @param password of the file
         * @return its octets
         */
        public byte[] file(String password) {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("key", key, password.toCharArray(), new Certificate[] {certificate});
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                store.store(out, password.toCharArray());
                return out.toByteArray();
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("The platform cannot write PKCS #12", e);
            }
        }
    }

    /**
     * A new authority.
     *
     * @param name of it
     * @param now what it issues is valid from a day before, for a year
     */
    public Pki(String name, Instant now) {
        this.name = new X500Name("CN=" + name);
        this.now = now;
        this.root = keys();
        this.authority = authority();
    }

    private X509Certificate authority() {
        X509v3CertificateBuilder builder = builder(name, root);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return signed(builder);
    }

    /**
     * Its own certificate.
     *
     * @return signed by itself
     */
    public X509Certificate certificate() {
        return authority;
    }

    /**
     * Issues a certificate for signing mails.
     *
     * @param owner his name
     * @param address his mailbox
     * @return with a new key
     */
    public Identity signer(String owner, String address) {
        return issue(owner, address, KeyUsage.digitalSignature);
    }

    /**
     * Issues a certificate for receiving keys of mails.
     *
     * @param owner his name
     * @param address his mailbox
     * @return with a new key
     */
    public Identity receiver(String owner, String address) {
        return issue(owner, address, KeyUsage.keyEncipherment);
    }

    private Identity issue(String owner, String address, int usage) {
        KeyPair keys = keys();
        X509v3CertificateBuilder builder = builder(new X500Name("CN=" + owner), keys);
        try {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.rfc822Name, address)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Identity(keys.getPrivate(), signed(builder));
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair keys) {
        return new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(serial++),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(365))),
                subject,
                keys.getPublic());
    }

    private X509Certificate signed(X509v3CertificateBuilder builder) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(root.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
