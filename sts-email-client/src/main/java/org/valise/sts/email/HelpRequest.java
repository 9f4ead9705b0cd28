// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/**
 * Asks for instructions for people (STS600-9-2 clause 5.1.2). The body is empty. Immutable and thread-safe.
 *
 * <pre>{@code
 * HelpRequest request = requestFactory.help();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class HelpRequest extends KmcRequest {
    HelpRequest(RequestMail mail) {
        super(mail);
    }
}
