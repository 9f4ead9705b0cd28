// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import javax.xml.validation.Schema;

/**
 * Valise's own XML schema of the missive's envelope and of the file of missives, for any namespace. Message bodies,
 * customers' signatures and pictures of 2D codes are not looked into, message types are not enumerated; all the rest is as
 * strict as the schemas of the scheme, no stricter and no laxer.
 *
 * <pre>{@code
 * Schema schema = EnvelopeSchema.of(SchemaVersion.NORM_1206);   // keep it: it is immutable, and compiling takes a while
 * }</pre>
 *
 * <p>{@link Missives} applies it to all that it reads. It is public for those who have tools of their own for XML; such a
 * tool must itself refuse document type declarations. A missive that says by {@code xsi:type} which type of the scheme's
 * schemas an element of the envelope has is refused, since the types of this schema have names of their own.
 *
 * @since 0.1.0
 */
public final class EnvelopeSchema {

    private static final String BUNDLED = "missive-envelope.xsd";
    private static final String ENTRY = "envelope";

    private EnvelopeSchema() {}

    /**
     * Compiles the schema for the namespace of a version. Nothing but this library's own files is read.
     *
     * @param version the version; only {@link SchemaVersion#BLEEDING_EDGE} forbids underscores in the attribute
     *     {@code version}
     * @return a schema, immutable and safe for use by several threads
     * @throws IllegalArgumentException if the namespace is XML-Signature's own
     */
    public static Schema of(SchemaVersion version) {
        byte[] entry = entry(version).getBytes(StandardCharsets.US_ASCII);
        try {
            return SchemaCompiler.compile(
                    "", ENTRY, name -> name.equals(ENTRY) ? Optional.of(entry) : Optional.of(bundled(name)));
        } catch (InvalidSchemaException e) {
            throw new IllegalArgumentException("The namespace cannot be that of a missive: " + version.namespace(), e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A schema of the namespace that takes in the bundled one, which has none. */
    private static String entry(SchemaVersion version) {
        String namespace = '"' + version.namespace() + '"';
        return "<schema xmlns=\"http://www.w3.org/2001/XMLSchema\" xmlns:m=" + namespace + " targetNamespace="
                + namespace + ">" + (version.allowsUnderscore() ? include() : redefine()) + "</schema>";
    }

    private static String include() {
        return "<include schemaLocation=\"" + BUNDLED + "\"/>";
    }

    private static String redefine() {
        return "<redefine schemaLocation=\"" + BUNDLED + "\"><simpleType name=\"Version\">"
                + "<restriction base=\"m:Version\"><pattern value=\"[a-zA-Z0-9]*\"/></restriction></simpleType></redefine>";
    }

    private static byte[] bundled(String name) throws IOException {
        try (InputStream in = EnvelopeSchema.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
