// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A missive in a file of missives: the element Msv, which is Missive by another name. Only its two tags are changed when it
 * becomes a document or the reverse; all octets between them stay, so that AcqChk does.
 */
final class FileEntry {

    private static final byte[] DECLARATION = OctetWriter.ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private FileEntry() {}

    /**
     * Makes a document of the element whose opening tag is the present event, and goes to its closing tag.
     *
     * @return the document; null if it is longer than the limit
     */
    static byte @Nullable [] toDocument(XmlScanner scanner, long most) throws IOException {
        String name = renamed(scanner.tag(), Grammar.ROOT.name);
        Map<String, String> around = around(scanner);
        byte[] opening = openingTag(scanner, name);
        Bounded document = new Bounded(most);
        document.write(DECLARATION);
        document.write(opening);
        document.write('>');
        long contentStart = scanner.end();
        int level = scanner.depth();
        scanner.window().startCopy(contentStart, document);
        while (scanner.next() != XmlScanner.Event.END || scanner.depth() != level) {
            // Copied on the way.
        }
        scanner.window().endCopy(Math.max(contentStart, scanner.start()));
        document.write(utf8("</" + name + ">"));
        if (around.isEmpty() || document.isFull()) {
            return document.isFull() ? null : document.toByteArray();
        }
        byte[] octets = document.toByteArray();
        return inserted(declarations(around, octets), octets, DECLARATION.length + opening.length, most);
    }

    /** The namespaces that are declared around the element whose opening tag is the present event. */
    private static Map<String, String> around(XmlScanner scanner) {
        Namespaces namespaces = scanner.tag().namespaces();
        Map<String, String> around = namespaces.all();
        around.keySet().removeAll(namespaces.from(scanner.namespacesBefore()).keySet());
        return around;
    }

    /** The opening tag without its last character. */
    private static byte[] openingTag(XmlScanner scanner, String name) {
        TagReader tag = scanner.tag();
        Window window = scanner.window();
        int end = window.index(scanner.end()) - 1;
        end -= window.octets[end - 1] == '/' ? 1 : 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('<');
        out.writeBytes(utf8(name));
        out.write(window.octets, tag.nameEnd(), end - tag.nameEnd());
        return out.toByteArray();
    }

    /** Declares what is mentioned: any more would be part of what inclusive canonical forms have, and signatures cover. */
    private static byte[] declarations(Map<String, String> around, byte[] octets) {
        OctetWriter out = new OctetWriter();
        around.forEach((prefix, namespace) -> {
            if (prefix.isEmpty() || isMentioned(utf8(prefix), octets)) {
                out.raw(utf8(prefix.isEmpty() ? " xmlns=\"" : " xmlns:" + prefix + "=\""))
                        .attribute(namespace)
                        .raw(OctetWriter.ascii("\""));
            }
        });
        return out.finish().copy();
    }

    /** Whether a prefix stands anywhere as a word: values of attributes and texts may refer to it, too. */
    private static boolean isMentioned(byte[] prefix, byte[] octets) {
        for (int i = DECLARATION.length; i < octets.length - prefix.length; i++) {
            if (octets[i] == prefix[0]
                    && Arrays.equals(octets, i, i + prefix.length, prefix, 0, prefix.length)
                    && !isInName(octets[i - 1])
                    && !isInName(octets[i + prefix.length])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInName(byte octet) {
        return octet < 0 || XmlChars.isAsciiName(octet);
    }

    private static byte @Nullable [] inserted(byte[] more, byte[] octets, int place, long most) {
        if (octets.length + (long) more.length > most) {
            return null;
        }
        byte[] longer = Arrays.copyOf(octets, octets.length + more.length);
        System.arraycopy(more, 0, longer, place, more.length);
        System.arraycopy(octets, place, longer, place + more.length, octets.length - place);
        return longer;
    }

    /** Writes a document as an element of a file, without what stands outside its root element. */
    static void write(byte[] document, OutputStream out) throws IOException {
        XmlScanner scanner = new XmlScanner(document, Payloads.NO_LIMITS);
        while (scanner.next() != XmlScanner.Event.START) {
            // An XML declaration has no place within a file, and comments in front may go.
        }
        byte[] name = utf8(renamed(scanner.tag(), Grammar.FILE_ENTRY.name));
        int from = scanner.tag().nameEnd();
        while (scanner.next() != XmlScanner.Event.END || scanner.depth() != 1) {
            // Up to the closing tag of the root element.
        }
        out.write('<');
        out.write(name);
        out.write(document, from, (int) scanner.start() - from);
        out.write('<');
        out.write('/');
        out.write(name);
        out.write('>');
    }

    private static String renamed(TagReader tag, String localName) {
        String prefix = tag.prefix();
        return prefix.isEmpty() ? localName : prefix + ":" + localName;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes no more than it may. */
    private static final class Bounded extends OutputStream {

        private final long most;
        private ByteArrayOutputStream octets = new ByteArrayOutputStream(2048);
        private boolean full;

        Bounded(long most) {
            this.most = most;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int count) {
            full |= octets.size() + (long) count > most;
            if (full) {
                octets = new ByteArrayOutputStream(0);
            } else {
                octets.write(source, from, count);
            }
        }

        boolean isFull() {
            return full;
        }

        byte[] toByteArray() {
            return octets.toByteArray();
        }
    }
}
