// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;

/**
 * A mail that can be read more than once, such as a file: what is too long for memory is read a first time to check it, and
 * once more to give it out.
 *
 * <pre>{@code
 * MailSource mail = () -> Files.newInputStream(path);
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MailSource {

    /**
     * Begins to read the mail from its first octet.
     *
     * @return a stream of its own, which is closed when it is no longer wanted; it need not be buffered
     * @throws IOException if the mail cannot be read
     */
    InputStream open() throws IOException;
}
