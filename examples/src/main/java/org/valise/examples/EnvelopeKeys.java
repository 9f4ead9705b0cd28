// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Keys and certificates as the commands of envelopes are given them. */
final class EnvelopeKeys {

    private static final int LONGEST_CHAIN = 10;

    @Option(
            names = "--password-env",
            paramLabel = "VAR",
            description = "The environment variable with the password of the keys; default no password.")
    private @Nullable String passwordVariable;

    /**
     * A private key with its certificates.
     *
     * @param key of the first certificate
     * @param chain each certificate is followed by that of its issuer
     */
    record Pair(PrivateKey key, List<X509Certificate> chain) {

        X509Certificate certificate() {
            return chain.get(0);
        }
    }

    /** The keys of all files; a key and its certificate may be in two of them. */
    List<Pair> pairs(Terminal terminal, List<String> values) throws IOException, Unusable {
        char[] password = password(terminal);
        List<PrivateKey> keys = new ArrayList<>();
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        for (String file : files(values)) {
            KeyFile read = KeyFile.read(terminal, file, password);
            keys.addAll(read.keys);
            certificates.addAll(read.certificates);
        }
        if (keys.isEmpty() && !values.isEmpty()) {
            throw new Unusable(String.join(", ", values) + ": there is no private key");
        }
        List<Pair> pairs = new ArrayList<>();
        for (PrivateKey key : keys) {
            List<X509Certificate> own = certificates.stream()
                    .filter(certificate -> isOf(certificate.getPublicKey(), key))
                    .toList();
            own.forEach(certificate -> pairs.add(new Pair(key, chain(certificate, certificates))));
            if (own.isEmpty()) {
                throw new Unusable(String.join(", ", values)
                        + ": the certificate of a private key is missing; name its file with another --identity");
            }
        }
        return pairs;
    }

    private char[] password(Terminal terminal) throws Unusable {
        if (passwordVariable == null) {
            return new char[0];
        }
        String value = terminal.env().get(passwordVariable);
        if (value == null) {
            throw new Unusable("The environment variable " + passwordVariable + " is not set");
        }
        return value.toCharArray();
    }

    private static List<X509Certificate> chain(X509Certificate first, Set<X509Certificate> others) {
        List<X509Certificate> chain = new ArrayList<>(List.of(first));
        for (int i = 0; i < chain.size() && i < LONGEST_CHAIN; i++) {
            X509Certificate last = chain.get(i);
            others.stream()
                    .filter(other -> !chain.contains(other)
                            && other.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .findFirst()
                    .ifPresent(chain::add);
        }
        return chain;
    }

    private static boolean isOf(PublicKey certified, PrivateKey key) {
        if (certified instanceof RSAKey one && key instanceof RSAKey other) {
            return one.getModulus().equals(other.getModulus());
        }
        if (!certified.getAlgorithm().equals("EC") || !key.getAlgorithm().equals("EC")) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** Certificates of all files. */
    static List<X509Certificate> certificates(Terminal terminal, List<String> values) throws IOException, Unusable {
        List<X509Certificate> all = new ArrayList<>();
        for (String file : files(values)) {
            List<X509Certificate> some = KeyFile.readPublic(terminal, file).certificates;
            if (some.isEmpty()) {
                throw new Unusable(file + ": there is no certificate");
            }
            all.addAll(some);
        }
        return all;
    }

    /**
     * The certificate in a file that is to be encrypted for; those of authorities may stand beside it.
     *
     * @throws Unusable if there are several, because nobody could say for whom the mail is meant
     */
    static X509Certificate recipient(Terminal terminal, String file) throws IOException, Unusable {
        List<X509Certificate> all = certificates(terminal, List.of(file));
        List<X509Certificate> users = all.stream()
                .filter(each -> each.getBasicConstraints() < 0)
                .distinct()
                .toList();
        if (users.size() > 1) {
            throw new Unusable(file + ": there are " + users.size() + " certificates of users; name a file with one");
        }
        return users.isEmpty() ? all.get(0) : users.get(0);
    }

    /** Revocation lists of all files. */
    static List<X509CRL> lists(Terminal terminal, List<String> values) throws IOException, Unusable {
        List<X509CRL> all = new ArrayList<>();
        for (String file : files(values)) {
            List<X509CRL> some = KeyFile.readPublic(terminal, file).lists;
            if (some.isEmpty()) {
                throw new Unusable(file + ": there is no revocation list");
            }
            all.addAll(some);
        }
        return all;
    }

    /** Names between commas, unless there is a file whose name has some. */
    private static List<String> files(List<String> values) {
        List<String> files = new ArrayList<>();
        for (String value : values) {
            if (value.indexOf(',') < 0 || Files.exists(Path.of(value))) {
                files.add(value);
            } else {
                files.addAll(List.of(value.split(",", -1)));
            }
        }
        return files;
    }
}
