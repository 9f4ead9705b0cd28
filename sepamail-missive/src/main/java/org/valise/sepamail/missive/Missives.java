// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/**
 * The entry point.
 *
 * @since 0.1.0
 */
public final class Missives {

    private Missives() {}
}
