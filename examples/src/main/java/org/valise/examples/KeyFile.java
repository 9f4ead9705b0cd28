// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * What a file of keys, certificates and revocation lists holds: PKCS#12, PEM with any number of them, or DER, one behind the
 * other. Private keys in PKCS#8, PKCS#1 or SEC 1, encrypted or not. For one thread.
 */
final class KeyFile {

    /** Longer than any key with its chain, and than the revocation lists of an authority. */
    private static final int MOST_MEBI = 64;

    private static final ASN1Integer PKCS12_VERSION = new ASN1Integer(3);
    private static final int RSA_KEY_ELEMENTS = 9;
    private static final int VALIDITY = 3;

    private final char[] password;
    private final PasswordLimits limits = new PasswordLimits();

    final List<PrivateKey> keys = new ArrayList<>();
    final List<X509Certificate> certificates = new ArrayList<>();
    final List<X509CRL> lists = new ArrayList<>();

    private KeyFile(char[] password) {
        this.password = password;
    }

    /**
     * Reads a file of keys.
     *
     * @param password empty if there is none
     * @throws Unusable if it is none of these, or the password is another
     */
    static KeyFile read(Terminal terminal, String file, char[] password) throws IOException, Unusable {
        return read(terminal, file, password, "it cannot be read; is the password right?");
    }

    /**
     * Reads a file of certificates or revocation lists, for which no password is given.
     *
     * @throws Unusable if it is none of these
     */
    static KeyFile readPublic(Terminal terminal, String file) throws IOException, Unusable {
        return read(terminal, file, new char[0], "it cannot be read");
    }

    private static KeyFile read(Terminal terminal, String file, char[] password, String damaged)
            throws IOException, Unusable {
        byte[] octets;
        try (InputStream in = terminal.open(file)) {
            octets = in.readNBytes((MOST_MEBI << 20) + 1);
        }
        if (octets.length > MOST_MEBI << 20) {
            throw new Unusable(file + ": it is longer than " + MOST_MEBI + " MiB");
        }
        KeyFile result = new KeyFile(password);
        try {
            if (new String(octets, StandardCharsets.ISO_8859_1).contains("-----BEGIN ")) {
                result.pem(octets);
            } else {
                result.der(octets);
            }
        } catch (Unusable fault) {
            throw new Unusable(file + ": " + fault.getMessage());
        } catch (IOException | GeneralSecurityException | PKCSException | OperatorCreationException e) {
            throw new Unusable(file + ": " + damaged);
        } catch (RuntimeException | StackOverflowError e) {
            // BouncyCastle throws exceptions of many kinds on hostile octets.
            throw new Unusable(file + ": it is no key, certificate or revocation list");
        }
        return result;
    }

    private void pem(byte[] octets)
            throws IOException, GeneralSecurityException, PKCSException, OperatorCreationException, Unusable {
        PEMParser parser =
                new PEMParser(new InputStreamReader(new ByteArrayInputStream(octets), StandardCharsets.ISO_8859_1));
        for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
            add(each);
        }
    }

    private void add(Object each)
            throws IOException, GeneralSecurityException, PKCSException, OperatorCreationException, Unusable {
        if (each instanceof X509CertificateHolder certificate) {
            certificate(certificate.getEncoded());
        } else if (each instanceof X509TrustedCertificateBlock trusted) {
            certificate(trusted.getCertificateHolder().getEncoded());
        } else if (each instanceof X509CRLHolder list) {
            list(list.getEncoded());
        } else if (each instanceof PrivateKeyInfo key) {
            key(key);
        } else if (each instanceof PEMKeyPair pair) {
            key(pair.getPrivateKeyInfo());
        } else if (each instanceof PEMEncryptedKeyPair encrypted) {
            key(encrypted
                    .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(password))
                    .getPrivateKeyInfo());
        } else if (each instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            key(encrypted);
        }
    }

    private void der(byte[] octets)
            throws IOException, GeneralSecurityException, PKCSException, OperatorCreationException, Unusable {
        ASN1InputStream in = new ASN1InputStream(octets);
        ASN1Primitive first = in.readObject();
        if (first instanceof ASN1Sequence pfx
                && pfx.size() > 1
                && pfx.getObjectAt(0).equals(PKCS12_VERSION)) {
            limits.require(Pfx.getInstance(pfx));
            pkcs12(octets);
            return;
        }
        for (ASN1Primitive each = first; each != null; each = in.readObject()) {
            der(ASN1Sequence.getInstance(each));
        }
        if (first == null) {
            throw new Unusable("it is empty");
        }
    }

    private void der(ASN1Sequence each)
            throws IOException, GeneralSecurityException, PKCSException, OperatorCreationException, Unusable {
        if (each.getObjectAt(0) instanceof ASN1Integer) {
            key(plain(each));
        } else if (each.getObjectAt(1) instanceof ASN1OctetString) {
            key(new PKCS8EncryptedPrivateKeyInfo(EncryptedPrivateKeyInfo.getInstance(each)));
        } else if (each.size() == 3 && each.getObjectAt(2) instanceof ASN1BitString && isCertificate(each)) {
            certificate(each.getEncoded());
        } else {
            list(each.getEncoded());
        }
    }

    /**
     * What is signed begins in a certificate with the version or, of version 1, the serial number, in a list with the version
     * or the algorithm. The fourth element, the validity, is a sequence; in a list with a version it is a time.
     */
    private static boolean isCertificate(ASN1Sequence signed) {
        ASN1Sequence body = ASN1Sequence.getInstance(signed.getObjectAt(0));
        return !(body.getObjectAt(0) instanceof ASN1Sequence) && body.getObjectAt(VALIDITY) instanceof ASN1Sequence;
    }

    private static PrivateKeyInfo plain(ASN1Sequence each) throws IOException {
        if (each.getObjectAt(1) instanceof ASN1OctetString) {
            ECPrivateKey key = ECPrivateKey.getInstance(each);
            AlgorithmIdentifier algorithm =
                    new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject());
            return new PrivateKeyInfo(algorithm, key);
        }
        return each.size() >= RSA_KEY_ELEMENTS
                ? new PrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption), RSAPrivateKey.getInstance(each))
                : PrivateKeyInfo.getInstance(each);
    }

    private void pkcs12(byte[] octets) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(octets), password);
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey key) {
                keys.add(key);
                for (var each : store.getCertificateChain(alias) == null
                        ? new java.security.cert.Certificate[0]
                        : store.getCertificateChain(alias)) {
                    certificates.add((X509Certificate) each);
                }
            } else if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                certificates.add(certificate);
            }
        }
    }

    private void key(PKCS8EncryptedPrivateKeyInfo encrypted)
            throws IOException, GeneralSecurityException, PKCSException, OperatorCreationException, Unusable {
        limits.require(encrypted.toASN1Structure().getEncryptionAlgorithm());
        key(encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                .setProvider(new BouncyCastleProvider())
                .build(password)));
    }

    private void key(PrivateKeyInfo info) throws IOException, GeneralSecurityException, Unusable {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        String name;
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            name = "RSA";
        } else if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            name = "RSASSA-PSS";
        } else if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            name = "EC";
        } else {
            throw new Unusable("its key is neither RSA nor EC");
        }
        keys.add(KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())));
    }

    private void certificate(byte[] encoded) throws GeneralSecurityException {
        certificates.add((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded)));
    }

    private void list(byte[] encoded) throws GeneralSecurityException {
        lists.add((X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(encoded)));
    }
}
