// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.PrivateKey;
import java.security.Security;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The handle of a key whose device is away: it cannot sign. */
final class AwayKey implements PrivateKey {

    private static final long serialVersionUID = 1;

    /** The sender of the bench, without his key. */
    static SigningIdentity identity() {
        return SigningIdentity.of(new AwayKey(), List.of(Bench.SIGNER.certificate), Security.getProvider("SunRsaSign"));
    }

    @Override
    public String getAlgorithm() {
        return "RSA";
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
