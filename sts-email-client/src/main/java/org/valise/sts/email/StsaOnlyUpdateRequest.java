// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * Sends an update file to the KMC (STS600-9-2 clause 5.1.1). <strong>Reserved for the STS Association</strong>: the gateway
 * offers it to nobody else, and what the file holds is not public. It is here because the specification names it; vending
 * software has no use for it. Immutable and thread-safe.
 *
 * <pre>{@code
 * StsaOnlyUpdateRequest request = requestFactory.stsaOnlyUpdate("update.txt", octets);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class StsaOnlyUpdateRequest extends KmcRequest {
    StsaOnlyUpdateRequest(RequestMail mail) {
        super(mail);
    }
}
