// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;

/**
 * Keeps exchanges in memory: for tests, and for programs that may forget them when they end. A missive that was under way
 * then can be neither resent nor recognised when it comes again; {@link FileExchangeLog} keeps it. Thread-safe.
 *
 * <pre>{@code
 * ExchangeLog log = new MemoryExchangeLog();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MemoryExchangeLog extends RecordedExchanges {

    private boolean closed;

    /** Makes an empty log. */
    public MemoryExchangeLog() {
        super(new ExchangeState());
    }

    @Override
    void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The exchange log is closed");
        }
    }

    @Override
    void append(ExchangeEvent event) {}

    @Override
    void keepOnly(ExchangeState kept) {}

    @Override
    public void close() throws IOException {
        locked(() -> closed = true);
    }
}
