// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

/** A content that is read and found bad: exit code 1. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    Refusal(String words) {
        super(words);
    }
}
