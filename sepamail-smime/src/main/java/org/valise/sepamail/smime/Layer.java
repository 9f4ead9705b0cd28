// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A layer of an envelope that was read: nothing about it is judged yet. */
sealed interface Layer {

    /**
     * An encryption.
     *
     * @param cipher of the content
     * @param transport of its key
     * @param certificate which of ours it is for
     */
    record Encrypted(ContentCipher cipher, KeyTransport transport, X509Certificate certificate) implements Layer {}

    /** A signature. For one thread. */
    final class Signed implements Layer {

        /** Whether the content is within the signature; else it stands beside. */
        final boolean opaque;

        @Nullable
        SignedContent signature;

        /** Of the signed entity. */
        @Nullable
        Digests digests;

        /** Of what the encrypted entity beside the signature holds, where that may be what is signed. */
        @Nullable
        PlainDigests plain;

        /** The name of the digest that the multipart states. */
        String micalg = "";

        /** Of the same with CRLF for its line ends, where all of them came as LF. */
        @Nullable
        Digests canonical;

        /** What is wrong within the content: told only once it is known that it is the signer's. */
        @Nullable
        Refusal fault;

        Signed(boolean opaque) {
            this.opaque = opaque;
        }
    }
}
