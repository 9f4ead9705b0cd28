// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

/** Why something kept cannot be understood, in words that repeat nothing of it. */
final class StoreWords {

    private StoreWords() {}

    /** Only our own messages are known to repeat nothing; others, such as those of enums, quote what they read. */
    static String of(RuntimeException e) {
        String message = e.getMessage();
        if (message == null || e.getClass() != IllegalArgumentException.class || message.startsWith("No enum")) {
            return "a value in it is not of this version";
        }
        return message;
    }
}
