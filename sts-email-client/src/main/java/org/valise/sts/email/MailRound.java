// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One round on an open connection: reads what came, looks at the clock. For one use. */
final class MailRound implements MailboxSession.Handler {

    private final PendingRequests store;
    private final RequestTracker tracker;
    private final ReplyReader reader;
    private final KmcListener listener;
    private final BooleanSupplier closed;
    private final List<Change> changes = new ArrayList<>();

    MailRound(
            PendingRequests store,
            RequestTracker tracker,
            ReplyReader reader,
            KmcListener listener,
            BooleanSupplier closed) {
        this.store = store;
        this.tracker = tracker;
        this.reader = reader;
        this.listener = listener;
        this.closed = closed;
    }

    /** Time-outs come last: an answer that is there already counts. Does no more than it must once all is closed. */
    List<Change> on(MailboxSession opened) throws IOException {
        if (goesOn()) {
            opened.read(store, reader.limits().messageOctets(), this);
        }
        if (goesOn()) {
            for (Change change : tracker.checkTime()) {
                tell(change);
            }
        }
        return changes;
    }

    @Override
    public boolean handle(byte[] mail) throws IOException {
        Change change = tracker.receive(reader.read(mail, store));
        tell(change);
        return isUnderstood(change);
    }

    private void tell(Change change) {
        changes.add(change);
        listener.changed(change);
    }

    /** Only mails that belong to a request for sure are marked or moved. */
    private static boolean isUnderstood(Change change) {
        return change.request().isPresent()
                && change.reply()
                        .filter(reply -> reply instanceof Reply.Matched || reply instanceof Reply.Delivery)
                        .isPresent();
    }

    @Override
    public void notMarked(MailException fault) {
        listener.notMarked(fault);
    }

    @Override
    public boolean goesOn() {
        return !closed.getAsBoolean();
    }
}
