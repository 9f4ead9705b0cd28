// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;

/**
 * Octets that can be read as often as needed, without being in memory, such as those of a file: a content, or a whole mail.
 *
 * <pre>{@code
 * OctetSource invoice = () -> Files.newInputStream(path);
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OctetSource {

    /**
     * Begins to read, each time from the first octet; the octets are the same each time.
     *
     * @return a new stream, which the reader closes; it need not be buffered
     * @throws IOException if it cannot be opened
     */
    InputStream open() throws IOException;
}
