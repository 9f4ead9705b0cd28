// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * One well-formed element whose octets are carried into a document as they are.
 *
 * @param octets where it lies
 * @param from the index of its first octet
 * @param to the index behind its last octet
 * @param namespace its namespace
 * @param name its local name
 * @param inherited the prefixes that are declared around it where it comes from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record XmlFragment(byte[] octets, int from, int to, String namespace, String name, Map<String, String> inherited)
        implements MessageBody {

    /** The root element of a document. */
    static XmlFragment of(byte[] document) {
        byte[] octets = document.clone();
        try {
            XmlScanner scanner = new XmlScanner(octets, Payloads.NO_LIMITS);
            while (scanner.next() != XmlScanner.Event.START) {
                // The root element is what counts.
            }
            int from = (int) scanner.start();
            String namespace = scanner.tag().namespace();
            String name = scanner.tag().localName();
            int to = 0;
            for (XmlScanner.Event event = scanner.next();
                    event != XmlScanner.Event.END_OF_DOCUMENT;
                    event = scanner.next()) {
                to = event == XmlScanner.Event.END ? (int) scanner.end() : to;
            }
            return new XmlFragment(octets, from, to, namespace, name, Map.of());
        } catch (ScanFailure failure) {
            throw new IllegalArgumentException("The element cannot be taken: " + failure.problem(), failure);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not throw it
        }
    }

    /** The message of a missive, with the prefixes it may use. */
    static XmlFragment of(Message message) {
        Message.Range element = message.element();
        return new XmlFragment(
                message.document(),
                element.from(),
                element.to(),
                message.version().namespace(),
                Grammar.MESSAGE.name,
                Payloads.prefixesAround(message, element.from()));
    }

    DocumentOctets.Blob blob() {
        return new OctetsBlob(octets, from, to);
    }
}
