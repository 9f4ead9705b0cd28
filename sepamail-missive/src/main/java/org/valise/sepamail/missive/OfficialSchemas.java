// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.validation.Schema;
import javax.xml.validation.ValidatorHandler;

/**
 * The schemas of the scheme, supplied by the caller, since they have no licence under which they could come with this
 * library. They check what {@link EnvelopeSchema} leaves open: the message bodies. Immutable and thread-safe; load once
 * and keep.
 *
 * <pre>{@code
 * OfficialSchemas schemas = OfficialSchemas.fromFolder(Path.of("/opt/sepamail/xsd"));   // with 1206/ and others in it
 * System.out.println(schemas.namespaces());
 * }</pre>
 *
 * <p>All schemas are compiled at once, in less than a second for a set. Nothing is fetched from the network, and no file
 * outside a set is opened, whatever its files refer to. The document type declaration of the file
 * {@code xmldsig-core-schema.xsd} is skipped; in any other file one is refused.
 *
 * @since 0.1.0
 */
public final class OfficialSchemas {

    private static final String MISSIVE = "sepamail_missive.xsd";
    private static final String MISSIVE_FILE = "sepamail_missive_file.xsd";
    private static final String SIGNATURE = "xmldsig-core-schema.xsd";

    private final Map<String, Schema> schemas;

    private OfficialSchemas(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    /**
     * Where the files of one set come from, for sets that do not lie in a folder.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    public interface Resolver {

        /**
         * Opens one file of the set. It is called while the set is loaded and never later; the stream is read to its end
         * and closed.
         *
         * @param name the name of the file as others of the set refer to it, for example {@code type_sepa.xsd}: letters,
         *     digits, {@code _}, {@code -} and {@code .}, none in front; with {@code /} between them if it lies deeper
         * @return the content, or empty if the set has no such file
         * @throws IOException if it cannot be read
         */
        Optional<InputStream> open(String name) throws IOException;
    }

    /**
     * Loads all sets in a folder: the set of the folder itself if it holds a file {@code sepamail_missive.xsd}, otherwise
     * one set for each folder in it that does.
     *
     * @param folder the folder
     * @return the schemas
     * @throws InvalidSchemaException if a file is no schema, or two sets have the same namespace
     * @throws IOException if there is no set, or a file that another one refers to is missing, cannot be read, or lies
     *     outside the folder of its set; the message names it
     */
    public static OfficialSchemas fromFolder(Path folder) throws IOException {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        for (Path set : sets(folder)) {
            Path real = set.toRealPath();
            load(set + "/", name -> inFolder(real, name), schemas);
        }
        return new OfficialSchemas(Collections.unmodifiableMap(schemas));
    }

    /**
     * Loads sets that do not lie in a folder.
     *
     * @param sets one resolver for each set
     * @return the schemas
     * @throws IllegalArgumentException if there is no set
     * @throws InvalidSchemaException if a file is no schema, or two sets have the same namespace
     * @throws IOException if a file is missing or cannot be read; the message names it
     */
    public static OfficialSchemas of(Resolver... sets) throws IOException {
        if (sets.length == 0) {
            throw new IllegalArgumentException("There is at least one set of schemas");
        }
        Map<String, Schema> schemas = new LinkedHashMap<>();
        for (Resolver set : sets) {
            load("", set, schemas);
        }
        return new OfficialSchemas(Collections.unmodifiableMap(schemas));
    }

    /**
     * The namespaces that there are schemas for.
     *
     * @return the target namespaces, in the order in which the sets were loaded; cannot be changed
     */
    public Set<String> namespaces() {
        return schemas.keySet();
    }

    /** A new validator for documents of a namespace; it takes missives, and files of missives if the set has a schema. */
    Optional<ValidatorHandler> validator(String namespace) {
        return Optional.ofNullable(schemas.get(namespace)).map(SchemaCompiler::validator);
    }

    private static List<Path> sets(Path folder) throws IOException {
        if (Files.exists(folder.resolve(MISSIVE))) {
            return List.of(folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        List<Path> sets = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.exists(entry.resolve(MISSIVE))) {
                    sets.add(entry);
                }
            }
        }
        if (sets.isEmpty()) {
            throw new NoSuchFileException(folder.resolve(MISSIVE).toString(), null, "nor is it in a folder there");
        }
        Collections.sort(sets);
        return sets;
    }

    private static Optional<InputStream> inFolder(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Path real = file.toRealPath();
        if (!real.startsWith(folder) || !Files.isRegularFile(real)) {
            throw new IOException(file + " is no file within its folder");
        }
        return Optional.of(Files.newInputStream(real));
    }

    private static void load(String place, Resolver resolver, Map<String, Schema> schemas) throws IOException {
        SchemaCompiler.Files files = name -> read(resolver, name);
        String root = files.find(MISSIVE_FILE).isPresent() ? MISSIVE_FILE : MISSIVE;
        Schema schema = SchemaCompiler.compile(place, root, files);
        String namespace = targetNamespace(place + root, files.find(root).orElseThrow());
        if (schemas.putIfAbsent(namespace, schema) != null) {
            throw new InvalidSchemaException(place + root, "a second set for the namespace " + namespace);
        }
    }

    private static Optional<byte[]> read(Resolver resolver, String name) throws IOException {
        Optional<InputStream> found = resolver.open(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = found.get()) {
            byte[] octets = in.readAllBytes();
            return Optional.of(name.endsWith(SIGNATURE) ? Doctype.blanked(octets) : octets);
        }
    }

    /** Only ever asked for what has been compiled: it is well-formed, and a schema. */
    private static String targetNamespace(String file, byte[] schema) throws InvalidSchemaException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(schema));
            reader.nextTag();
            String namespace = reader.getAttributeValue(null, "targetNamespace");
            if (namespace != null) {
                return namespace;
            }
            throw new InvalidSchemaException(file, "no target namespace");
        } catch (XMLStreamException e) {
            throw new InvalidSchemaException(file, String.valueOf(e.getMessage()));
        }
    }
}
