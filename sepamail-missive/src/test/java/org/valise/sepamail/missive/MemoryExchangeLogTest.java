// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

class MemoryExchangeLogTest extends ExchangeLogContract {

    @Override
    ExchangeLog open() {
        return new MemoryExchangeLog();
    }

    /** It keeps nothing for good. */
    @Override
    ExchangeLog reopen(ExchangeLog open) {
        return open;
    }
}
