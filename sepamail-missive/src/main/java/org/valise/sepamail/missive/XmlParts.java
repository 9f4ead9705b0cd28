// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * XML around large contents: pieces of text, and sources between them that are put in as base64. Nothing is read before it
 * is needed. Immutable, and thread-safe if its sources are.
 *
 * <pre>{@code
 * OctetSource body = XmlParts.of("<ActivationRequest xmlns=\"...\">...<Contents><mime-type>application/pdf</mime-type><data>")
 *         .base64(() -> Files.newInputStream(invoice))
 *         .xml("</data></Contents></ActivationRequest>");
 * MessageContent content = MessageContent.ofXml("M-1", type, body);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class XmlParts implements OctetSource {

    private final List<OctetSource> parts;

    private XmlParts(List<OctetSource> parts) {
        this.parts = parts;
    }

    /**
     * Begins with a piece of XML.
     *
     * @param xml markup and text, not escaped any further; whether the whole is well-formed is seen when it is written
     * @return the parts
     * @throws IllegalArgumentException if it has characters that XML does not allow
     */
    public static XmlParts of(String xml) {
        return new XmlParts(List.of()).xml(xml);
    }

    /**
     * These parts and a piece of XML behind them.
     *
     * @param xml markup and text, not escaped any further
     * @return new parts
     * @throws IllegalArgumentException if it has characters that XML does not allow
     */
    public XmlParts xml(String xml) {
        XmlText.requireAllowed(xml, "A piece of XML");
        byte[] octets = xml.getBytes(StandardCharsets.UTF_8);
        return with(() -> new ByteArrayInputStream(octets));
    }

    /**
     * These parts and a content behind them, in base64 without line breaks.
     *
     * @param content the octets
     * @return new parts
     */
    public XmlParts base64(OctetSource content) {
        Objects.requireNonNull(content, "content");
        return with(() -> new Base64Stream(content.open()));
    }

    private XmlParts with(OctetSource last) {
        List<OctetSource> more = new ArrayList<>(parts);
        more.add(last);
        return new XmlParts(List.copyOf(more));
    }

    @Override
    public InputStream open() throws IOException {
        return new Chain(parts.iterator());
    }

    /** One part after the other, each opened when the one before it is at its end. */
    private static final class Chain extends InputStream {

        private final Iterator<OctetSource> rest;
        private InputStream current = InputStream.nullInputStream();

        Chain(Iterator<OctetSource> rest) {
            this.rest = rest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int at, int length) throws IOException {
            int count = current.read(target, at, length);
            while (count < 0 && rest.hasNext()) {
                current.close();
                current = rest.next().open();
                count = current.read(target, at, length);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }
}
