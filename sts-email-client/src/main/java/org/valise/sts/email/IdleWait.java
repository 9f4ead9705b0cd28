// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * The IMAP command IDLE (RFC 2177) with an end. {@link IMAPFolder#idle} goes on over time-outs for ever and needs another
 * thread to stop it; this one ends at the first news or at the first time-out of a read. A server may tell of a mail in its
 * answer to any command and does not repeat it, so news that came before is remembered.
 */
final class IdleWait {

    /** More than a mailbox can have to say between one look and the next. */
    private static final int MOST_ANSWERS = 100_000;

    private volatile @Nullable IMAPProtocol waiting;
    private volatile boolean aborted;
    private volatile boolean news;

    /** Remembers from now on what the server tells. */
    void listen(IMAPFolder folder) throws MessagingException {
        folder.doCommand(protocol -> {
            protocol.addResponseHandler(this::hear);
            return true;
        });
    }

    private void hear(Response response) {
        if (response instanceof IMAPResponse told && told.keyEquals("EXISTS")) {
            news = true;
        }
    }

    /** The mailbox is about to be looked at: what was told before is no news any more. */
    void forget() {
        news = false;
    }

    void await(IMAPFolder folder) throws MessagingException {
        folder.doCommand(protocol -> {
            run(protocol);
            return true;
        });
    }

    private void run(IMAPProtocol protocol) throws ProtocolException {
        if (news) {
            return;
        }
        protocol.idleStart();
        waiting = protocol;
        try {
            boolean ending = aborted || news;
            if (ending) {
                protocol.idleAbort();
            }
            for (int answers = 0; answers < MOST_ANSWERS; answers++) {
                Response response = protocol.readIdleResponse();
                boolean timedOut = response.isBYE() && response.getException() instanceof SocketTimeoutException;
                if (timedOut && ending) {
                    throw new ConnectionException("The server does not answer any more");
                }
                if (!timedOut && !protocol.processIdleResponse(response)) {
                    return;
                }
                if (!ending) {
                    if (!aborted) {
                        protocol.idleAbort(); // news, or nothing for a while: either way look at the mailbox
                    }
                    ending = true;
                }
            }
            throw new ConnectionException("The server does not end to talk");
        } finally {
            waiting = null;
        }
    }

    void abort() {
        aborted = true;
        IMAPProtocol protocol = waiting;
        if (protocol != null) {
            protocol.idleAbort();
        }
    }
}
