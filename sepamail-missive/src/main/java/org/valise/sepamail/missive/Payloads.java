// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Looks into documents that were read already. */
final class Payloads {

    /** For documents that were held against the caller's limits before. */
    static final MissiveLimits NO_LIMITS =
            new MissiveLimits(Long.MAX_VALUE, 10_000, Integer.MAX_VALUE, (1 << 30) - 1, Integer.MAX_VALUE);

    private Payloads() {}

    /** A scan of a document whose present event is the opening tag at a place. */
    static XmlScanner at(byte[] document, int start) throws IOException {
        XmlScanner scanner = new XmlScanner(document, NO_LIMITS);
        while (scanner.next() != XmlScanner.Event.START || scanner.start() != start) {
            // What is looked for was found there before.
        }
        return scanner;
    }

    /** The prefixes that are declared around the element at a place, those that it declares itself left out. */
    static Map<String, String> prefixesAround(Message message, int start) {
        try {
            XmlScanner scanner = at(message.document(), start);
            Namespaces namespaces = scanner.tag().namespaces();
            namespaces.forget(scanner.namespacesBefore());
            return namespaces.all();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not throw it
        }
    }
}
