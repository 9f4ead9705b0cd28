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
        Bounded document = new Bounded(most);
        document.write(DECLARATION);
        document.write(openingTag(scanner, name));
        long contentStart = scanner.end();
        int level = scanner.depth();
        scanner.window().startCopy(contentStart, document);
        while (scanner.next() != XmlScanner.Event.END || scanner.depth() != level) {
            // Copied on the way.
        }
        scanner.window().endCopy(Math.max(contentStart, scanner.start()));
        document.write(utf8("</" + name + ">"));
        return document.isFull() ? null : document.toByteArray();
    }

    private static byte[] openingTag(XmlScanner scanner, String name) {
        TagReader tag = scanner.tag();
        Window window = scanner.window();
        int end = window.index(scanner.end()) - 1;
        end -= window.octets[end - 1] == '/' ? 1 : 0;
        byte[] attributes = Arrays.copyOfRange(window.octets, tag.nameEnd(), end);
        OctetWriter out = new OctetWriter();
        out.raw(OctetWriter.ascii("<")).raw(utf8(name)).raw(attributes);
        Map<String, String> inherited = tag.namespaces().all();
        inherited
                .keySet()
                .removeAll(tag.namespaces().from(scanner.namespacesBefore()).keySet());
        inherited.forEach(
                (prefix, namespace) -> out.raw(utf8(prefix.isEmpty() ? " xmlns=\"" : " xmlns:" + prefix + "=\""))
                        .attribute(namespace)
                        .raw(OctetWriter.ascii("\"")));
        return out.raw(OctetWriter.ascii(">")).finish().array();
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
