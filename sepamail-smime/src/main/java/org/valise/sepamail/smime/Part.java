// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/** A piece of a mail whose length is known before it is written, and which can be written more than once. */
interface Part {

    long length();

    void writeTo(OutputStream out) throws IOException;

    /** Writes it with the help of another thread, where that is of use. */
    default void writeTo(OutputStream out, Executor executor) throws IOException {
        writeTo(out);
    }

    /** Octets that are at hand. */
    static Part of(byte[] octets) {
        return new Part() {
            @Override
            public long length() {
                return octets.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(octets);
            }
        };
    }

    /** Text in ASCII. */
    static Part of(String text) {
        return of(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Parts one behind the other. */
    static Part of(Part... parts) {
        return new Part() {
            @Override
            public long length() {
                long length = 0;
                for (Part part : parts) {
                    length += part.length();
                }
                return length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                for (Part part : parts) {
                    part.writeTo(out);
                }
            }

            @Override
            public void writeTo(OutputStream out, Executor executor) throws IOException {
                for (Part part : parts) {
                    part.writeTo(out, executor);
                }
            }
        };
    }

    /** A part in base64. */
    static Part base64(Part content) {
        return new Part() {
            @Override
            public long length() {
                return Base64Lines.length(content.length());
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                Base64Lines lines = new Base64Lines(out);
                content.writeTo(lines);
                lines.finish();
            }

            @Override
            public void writeTo(OutputStream out, Executor executor) throws IOException {
                Base64Lines lines = new Base64Lines(out);
                content.writeTo(lines, executor);
                lines.finish();
            }
        };
    }

    /** A part with what stands around it. */
    static Part framed(Frame frame, Part content) {
        return of(of(frame.prefix()), content, of(frame.suffix()));
    }
}
