// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * Keys and certificates from files, by what the JDK has.
 *
 * @param key of a PKCS #12 file
 * @param chain its certificates, that of the key first
 */
record Keys(PrivateKey key, List<X509Certificate> chain) {

    Keys {
        chain = List.copyOf(chain);
    }

    static Keys of(String file, String passwordFile) throws IOException, GeneralSecurityException {
        char[] password = Files.readString(Path.of(passwordFile)).strip().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            store.load(in, password);
        }
        String alias = store.aliases().nextElement();
        Certificate[] chain = store.getCertificateChain(alias);
        return new Keys(
                (PrivateKey) store.getKey(alias, password),
                Arrays.stream(chain).map(X509Certificate.class::cast).toList());
    }

    static X509Certificate certificate(String file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
