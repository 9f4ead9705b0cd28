// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One element that is read by the scanner and copied on the way: only what is well-formed gets through to its end. */
final class ElementFilling implements MessageBody.Filling {

    private static final int LONGEST_MARKUP = 1 << 20;
    private static final MissiveLimits LIMITS =
            new MissiveLimits(Long.MAX_VALUE, 10_000, Integer.MAX_VALUE, LONGEST_MARKUP, 1);

    private final InputStream in;
    private final XmlScanner scanner;
    private final String namespace;
    private final String name;

    private ElementFilling(InputStream in, XmlScanner scanner) {
        this.in = in;
        this.scanner = scanner;
        this.namespace = scanner.tag().namespace();
        this.name = scanner.tag().localName();
    }

    /** Reads up to the opening tag of the element. */
    static ElementFilling open(OctetSource source) throws IOException {
        InputStream in = source.open();
        boolean open = false;
        try {
            XmlScanner scanner = new XmlScanner(in, LIMITS);
            while (scanner.next() != XmlScanner.Event.START) {
                // The root element is what counts.
            }
            ElementFilling filling = new ElementFilling(in, scanner);
            open = true;
            return filling;
        } finally {
            if (!open) {
                in.close();
            }
        }
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    @Override
    public void copyTo(OutputStream out) throws IOException {
        Window window = scanner.window();
        window.startCopy(scanner.start(), out);
        XmlScanner.Event event = scanner.next();
        while (event != XmlScanner.Event.END_OF_DOCUMENT) {
            if (event == XmlScanner.Event.END && scanner.depth() == 1) {
                window.endCopy(scanner.end());
            }
            event = scanner.next();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
