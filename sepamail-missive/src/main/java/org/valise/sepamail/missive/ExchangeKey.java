// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Objects;

/**
 * By what an {@link ExchangeLog} knows a missive in all its orders: who is at the other end, and its MsvId. For a missive
 * that is sent, the counterparty is its receiver; for one that is received, its sender. Immutable and thread-safe.
 *
 * <pre>{@code
 * new ExchangeKey("TESTVERT", msvId).equals(new ExchangeKey("TESTVERTXXX", msvId));   // true
 * }</pre>
 *
 * @param counterparty the BIC of the participant at the other end, or its code in the scheme: 1 to 35 capitals and digits;
 *     one of eight characters is completed by {@code XXX}
 * @param msvId the missive's MsvId, 1 to 200 characters
 * @since 0.1.0
 */
public record ExchangeKey(String counterparty, String msvId) {

    private static final int BIC8 = 8;

    /**
     * Completes a BIC, and refuses what is none.
     *
     * @param counterparty the BIC of the participant at the other end
     * @param msvId the missive's MsvId
     * @throws IllegalArgumentException if one of them has another form
     */
    public ExchangeKey {
        Objects.requireNonNull(counterparty, "counterparty");
        if (!counterparty.matches("[A-Z0-9]{1,35}")) {
            throw new IllegalArgumentException("The counterparty is a BIC: capitals and digits");
        }
        counterparty = counterparty.length() == BIC8 ? counterparty + "XXX" : counterparty;
        if (msvId.isEmpty() || msvId.codePointCount(0, msvId.length()) > ValueType.LONGEST_IDENTIFIER) {
            throw new IllegalArgumentException("A MsvId has 1 to " + ValueType.LONGEST_IDENTIFIER + " characters");
        }
    }

    /** Returns the counterparty, and of the MsvId its length only. */
    @Override
    public String toString() {
        return "ExchangeKey[" + counterparty + ", MsvId of " + msvId.length() + " characters]";
    }
}
