// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Takes what is large out of a message body that is read from a stream.
 *
 * <pre>{@code
 * ContentSink sink = path -> path.endsWith("Contents", "data")
 *         ? Optional.of(Files.newOutputStream(quarantine))
 *         : Optional.empty();
 * }</pre>
 *
 * <p>What is written is not checked yet: the rest of the document may still be found bad. It must be kept apart until the
 * reading was accepted, and thrown away if it was refused or ended in an exception.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ContentSink {

    /**
     * Is asked at the opening tag of each element in the message body, the body element itself included, but for those
     * within an element whose content it takes.
     *
     * @param path which element
     * @return where the content of the element is to be written, decoded from base64, and which is closed at its closing
     *     tag, or when the reading ends before; empty to leave the element alone
     * @throws IOException if it cannot be opened; the reading ends with it
     */
    Optional<OutputStream> open(BodyPath path) throws IOException;

    /**
     * A sink that takes nothing: the missive is only checked.
     *
     * @return the sink
     */
    static ContentSink none() {
        return path -> Optional.empty();
    }
}
