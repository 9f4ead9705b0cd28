// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;

/** The keys of the story as files, so that the reader can open the mails himself, and see what a forger used. */
final class KeyFiles {

    private final Story story;

    KeyFiles(Story story) {
        this.story = story;
    }

    /** The certificate of an authority; its key is forgotten. */
    void authority(String name, Pki authority) {
        story.write(place(name, "authority.pem"), pem(authority.certificate()));
    }

    /** What somebody signs with. */
    void signer(String name, Pki.Identity identity) {
        identity(place(name, "signs"), identity);
    }

    /** What others encrypt for. */
    void receiver(String name, Pki.Identity identity) {
        identity(place(name, "receives"), identity);
    }

    private void identity(String place, Pki.Identity identity) {
        story.write(place + ".p12", identity.file(PostOffice.PASSWORD));
        story.write(place + ".pem", pem(identity.certificate()));
    }

    private static String place(String name, String use) {
        String owner = name.toLowerCase(Locale.ROOT).replace(' ', '-');
        return "keys/" + (owner.isEmpty() ? use : owner + "-" + use);
    }

    private static byte[] pem(X509Certificate certificate) {
        try {
            String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return ("-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
