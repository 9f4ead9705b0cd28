// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.ValidatorHandler;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.w3c.dom.ls.LSResourceResolver;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXParseException;

/**
 * Compiles a set of schema files that refer to each other, out of one source and no other: whatever a file names is asked
 * of that source by a plain relative name, or refused. The JDK's own loader never gets to open anything.
 */
final class SchemaCompiler implements LSResourceResolver {

    /** Where the files of one set come from. */
    @FunctionalInterface
    interface Files {
        /** The content of a file, or empty if the set has none of this name. */
        Optional<byte[]> find(String name) throws IOException;
    }

    /** Base of all system identifiers: a scheme that no URL handler knows. */
    private static final String BASE = "schemas:/";

    private static final Pattern NAME = Pattern.compile("[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*");
    private static final Pattern RULE = Pattern.compile("(cvc|xml)-[A-Za-z0-9.-]+");

    private final String place;
    private final Files files;
    private final DOMImplementationLS inputs;
    private final Map<String, byte[]> read = new HashMap<>();

    private SchemaCompiler(String place, Files files) {
        this.place = place;
        this.files = files;
        try {
            this.inputs = (DOMImplementationLS) Objects.requireNonNull(DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .getFeature("LS", "3.0"));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Compiles the file {@code root} and all that it includes and imports.
     *
     * @param place what stands in front of the names of files in messages; may be empty
     * @throws InvalidSchemaException if one of the files is no schema
     * @throws IOException if one of the files cannot be read, or refers to a place outside the set
     */
    static Schema compile(String place, String root, Files files) throws IOException {
        SchemaCompiler compiler = new SchemaCompiler(place, files);
        try {
            byte[] octets = compiler.octets(root, "");
            return compiler.factory().newSchema(new StreamSource(new ByteArrayInputStream(octets), BASE + root));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (SAXParseException e) {
            throw new InvalidSchemaException(place + name(e.getSystemId(), root), e);
        } catch (SAXException e) {
            throw new InvalidSchemaException(place + root, String.valueOf(e.getMessage()));
        }
    }

    /** A new validator that reaches for nothing: no schema location in a document is followed. */
    static ValidatorHandler validator(Schema schema) {
        ValidatorHandler validator = schema.newValidatorHandler();
        try {
            validator.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        } catch (SAXException e) {
            throw new IllegalStateException(e);
        }
        return validator;
    }

    /** The rule of XML Schema that a validator found broken, for example {@code cvc-pattern-valid}; holds no content. */
    static String rule(SAXParseException fault) {
        Matcher rule = RULE.matcher(String.valueOf(fault.getMessage()));
        return rule.lookingAt() ? rule.group() : "not valid";
    }

    private SchemaFactory factory() throws SAXException {
        // The JDK's own, whatever else lies on the class path: these settings are known to hold for it.
        SchemaFactory factory = SchemaFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        refuseDoctypes(factory);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setResourceResolver(this);
        return factory;
    }

    /** JDK 25 takes the feature and does not heed it; JDK 17 does not know the property. */
    private static void refuseDoctypes(SchemaFactory factory) throws SAXException {
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        try {
            factory.setProperty("jdk.xml.dtd.support", "deny");
        } catch (SAXNotRecognizedException e) {
            // Then the feature holds; a test tries both on the JDK it runs on.
        }
    }

    @Override
    public @Nullable LSInput resolveResource(
            @Nullable String type,
            @Nullable String namespace,
            @Nullable String publicId,
            @Nullable String reference,
            @Nullable String base) {
        if (reference == null) {
            return null; // An import without a location: the namespace is one that is already loaded.
        }
        try {
            String from = base == null ? BASE : base;
            String name = resolve(from, reference);
            LSInput input = inputs.createLSInput();
            input.setSystemId(BASE + name);
            input.setByteStream(new ByteArrayInputStream(octets(name, from)));
            return input;
        } catch (IOException e) {
            // Unchecked, because an IOException would be taken for a warning and the reference left out.
            throw new UncheckedIOException(e);
        }
    }

    private byte[] octets(String name, String from) throws IOException {
        byte[] octets = read.get(name);
        if (octets == null) {
            String reason = from.isEmpty() ? null : "which " + name(from, from) + " refers to";
            octets = files.find(name).orElseThrow(() -> new NoSuchFileException(place + name, null, reason));
            read.put(name, octets);
        }
        return octets;
    }

    private String resolve(String base, String reference) throws IOException {
        String resolved;
        try {
            resolved = URI.create(base).resolve(reference).toString();
        } catch (IllegalArgumentException e) {
            resolved = "";
        }
        String name = name(resolved, "");
        if (!NAME.matcher(name).matches()) {
            throw new IOException(place + name(base, base) + " refers to what is no file of its set: " + reference);
        }
        return name;
    }

    private static String name(@Nullable String systemId, String otherwise) {
        return systemId != null && systemId.startsWith(BASE) ? systemId.substring(BASE.length()) : otherwise;
    }
}
