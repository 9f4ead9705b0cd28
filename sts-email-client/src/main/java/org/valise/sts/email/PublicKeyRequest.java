// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * Asks for the current public key of the KMC (STS600-9-2 clause 5.1.3), which security modules need to make a VKLOADREQ.
 * The body is empty. Immutable and thread-safe.
 *
 * <pre>{@code
 * PublicKeyRequest request = requestFactory.getPublicKey();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class PublicKeyRequest extends KmcRequest {
    PublicKeyRequest(RequestMail mail) {
        super(mail);
    }
}
