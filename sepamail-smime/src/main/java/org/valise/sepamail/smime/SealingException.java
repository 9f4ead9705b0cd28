// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * A missive could not be sealed: the key, its device or a provider refused. Nothing that was written is a sealed missive.
 *
 * <pre>{@code
 * try {
 *     outgoing.add(sealer.seal(missive, to, recipient));
 * } catch (SealingException e) {
 *     keepForLater(missive, e); // for example until the device of the key is back
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SealingException extends Exception {

    private static final long serialVersionUID = 1;

    SealingException(String message, Throwable cause) {
        super(message, cause);
    }
}
