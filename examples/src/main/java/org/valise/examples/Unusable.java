// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

/** A key, certificate or list that was given and cannot be used: exit code 2. */
final class Unusable extends Exception {

    private static final long serialVersionUID = 1L;

    Unusable(String words) {
        super(words);
    }
}
