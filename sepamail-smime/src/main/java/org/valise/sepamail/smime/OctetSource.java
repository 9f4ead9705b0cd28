// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;

/**
 * Octets that can be read more than once, such as those of a file: a mail or missive that is too long for memory is gone
 * through a first time to check it, and once more to give it out.
 *
 * <pre>{@code
 * OctetSource mail = () -> Files.newInputStream(path);
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OctetSource {

    /**
     * Begins to read from the first octet.
     *
     * @return a stream of its own, which is closed when it is no longer wanted; it need not be buffered
     * @throws IOException if it cannot be read
     */
    InputStream open() throws IOException;
}
