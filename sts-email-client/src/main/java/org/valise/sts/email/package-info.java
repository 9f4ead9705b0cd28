// SPDX-License-Identifier: Apache-2.0
/**
 * Client of the STS key management centre's e-mail gateway (STS600-9-2).
 *
 * <p>{@link org.valise.sts.email.KmcClient} ties everything together: it sends requests, reads the mailbox and keeps
 * what is known of each request in a {@link org.valise.sts.email.PendingRequests} store. Underneath are parts that can
 * be used alone: {@link org.valise.sts.email.RequestFactory} writes requests, {@link org.valise.sts.email.GatewayResult}
 * reads the result header, {@link org.valise.sts.email.ReplyReader} reads one received mail, and
 * {@link org.valise.sts.email.RequestTracker} decides what a mail changes.
 *
 * <p>Values are immutable and safe for use by several threads. Nothing is logged; texts of exceptions and
 * {@code toString} hold no record, no key, no body and at most the first six characters of a token.
 */
@NullMarked
package org.valise.sts.email;

import org.jspecify.annotations.NullMarked;
