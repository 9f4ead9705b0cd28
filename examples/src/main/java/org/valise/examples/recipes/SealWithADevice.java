// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.time.Clock;
import java.util.List;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SealingException;
import org.valise.sepamail.smime.SigningIdentity;

/** Seals a missive with a signing key in a device (PKCS #11): the key stays there, and no provider is registered. */
final class SealWithADevice {

    private SealWithADevice() {}

    /**
     * Arguments: configuration of SunPKCS11 (name, library, slotListIndex), file with the PIN, alias of the key, its
     * certificate, receiver's certificate, FROM, TO, missive, file to write.
     */
    public static void main(String... args) throws Exception {
        Provider device = Security.getProvider("SunPKCS11").configure(args[0]);
        PrivateKey key = key(device, args[1], args[2]);
        SigningIdentity identity = SigningIdentity.of(key, List.of(Keys.certificate(args[3])), device);
        Files.write(Path.of(args[8]), seal(identity, args));
    }

    private static PrivateKey key(Provider device, String pin, String alias)
            throws IOException, GeneralSecurityException {
        KeyStore token = KeyStore.getInstance("PKCS11", device);
        token.load(null, Files.readString(Path.of(pin)).strip().toCharArray());
        if (token.getKey(alias, null) instanceof PrivateKey key) {
            return key; // a handle: the device signs
        }
        throw new GeneralSecurityException("The token has no key named " + alias);
    }

    private static byte[] seal(SigningIdentity identity, String... args)
            throws IOException, GeneralSecurityException, SealingException {
        MissiveSealer sealer = MissiveSealer.of(identity, Mailbox.of(args[5]), Clock.systemUTC());
        return sealer.seal(
                        Missives.strict()
                                .read(Files.readAllBytes(Path.of(args[7])))
                                .toOptional()
                                .orElseThrow(),
                        Mailbox.of(args[6]),
                        Recipient.of(Keys.certificate(args[4])))
                .octets();
    }
}
