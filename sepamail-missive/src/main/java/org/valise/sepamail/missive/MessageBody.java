// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** What stands in a message that is to be sent: a typed body, XML as it is, or one of them from a stream. */
sealed interface MessageBody permits MessageBody.Typed, MessageBody.Streamed, XmlFragment {

    /** A body of the test ecosystem. */
    record Typed(SimpleTest test) implements MessageBody {}

    /** What is not in memory; the document is written with a gap in its place. */
    sealed interface Streamed extends MessageBody permits StreamedXml, StreamedTest {

        /** Begins to read it, up to where its name is known. */
        Filling open() throws IOException;
    }

    /** A body of the test ecosystem whose data comes from a source; the gap is that of the data. */
    record StreamedTest(SimpleTest test, OctetSource data) implements Streamed {

        @Override
        public Filling open() throws IOException {
            return new DataFilling(new Base64Stream(data.open()));
        }
    }

    /** XML from a source. */
    record StreamedXml(OctetSource element) implements Streamed {

        @Override
        public Filling open() throws IOException {
            return ElementFilling.open(element);
        }
    }

    /** What comes into the gap of a document. */
    interface Filling extends Closeable {

        void copyTo(OutputStream out) throws IOException;
    }

    /** Base64, which cannot be anything but that. */
    record DataFilling(Base64Stream digits) implements Filling {

        @Override
        public void copyTo(OutputStream out) throws IOException {
            digits.transferTo(out);
        }

        @Override
        public void close() throws IOException {
            digits.close();
        }
    }
}
