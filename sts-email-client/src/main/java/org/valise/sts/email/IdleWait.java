// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The IMAP command IDLE (RFC 2177) with an end. {@link IMAPFolder#idle} goes on over time-outs for ever and needs another
 * thread to stop it; this one ends at the first news or at the first time-out of a read.
 */
final class IdleWait {

    private volatile @Nullable IMAPProtocol waiting;
    private volatile boolean aborted;

    void await(IMAPFolder folder) throws MessagingException {
        folder.doCommand(protocol -> {
            run(protocol);
            return true;
        });
    }

    private void run(IMAPProtocol protocol) throws ProtocolException {
        protocol.idleStart();
        waiting = protocol;
        try {
            boolean ending = aborted;
            if (ending) {
                protocol.idleAbort();
            }
            while (true) {
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
