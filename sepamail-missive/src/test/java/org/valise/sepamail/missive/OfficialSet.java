// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.junit.jupiter.api.Assumptions;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The scheme's schemas and samples, which are no part of this project: they are looked for beside the repository, or where
 * VALISE_SHARED says. The schemas are applied here by the JDK alone, with nothing of the library in between.
 */
final class OfficialSet {

    private static final String SHARED = "VALISE_SHARED";
    private static final Path FOLDER =
            Path.of(System.getProperty(SHARED, System.getenv().getOrDefault(SHARED, "../../shared")));
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private static final String REASON = "needs the scheme's schemas and samples: " + FOLDER
            + " does not hold them, and " + SHARED + " names no other";

    private OfficialSet() {}

    static boolean isThere() {
        return Files.isDirectory(FOLDER.resolve("xsd")) && Files.isDirectory(FOLDER.resolve("samples"));
    }

    /** Skips the test, and says why, on a machine without them. */
    static void assume() {
        Assumptions.assumeTrue(isThere(), REASON);
    }

    static byte[] sample(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve("samples").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OfficialSchemas schemas() {
        return Loaded.SCHEMAS;
    }

    /** Skips a property, for which assumptions do not work. */
    static final class IfThere implements SkipExecutionHook {
        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            return isThere() ? SkipResult.doNotSkip() : SkipResult.skip(REASON);
        }
    }

    private static final class Loaded {
        static final OfficialSchemas SCHEMAS = load();

        private static OfficialSchemas load() {
            try {
                return OfficialSchemas.fromFolder(FOLDER.resolve("xsd"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What the JDK's validator says against the set of a namespace; empty if the document is valid. */
    static Optional<String> fault(String namespace, byte[] document) {
        return fault(COMPILED.computeIfAbsent(namespace, OfficialSet::compile), document);
    }

    static Optional<String> fault(Schema schema, byte[] document) {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            InputSource source = new InputSource(new ByteArrayInputStream(document));
            schema.newValidator().validate(new SAXSource(factory.newSAXParser().getXMLReader(), source));
            return Optional.empty();
        } catch (SAXException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Schema compile(String namespace) {
        Path set = FOLDER.resolve("xsd").resolve(namespace.equals(Doc.NORM) ? "1206" : "bleedingEdge");
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            factory.setResourceResolver((type, uri, publicId, systemId, base) -> {
                String name = systemId.substring(systemId.lastIndexOf('/') + 1);
                return name.equals("xmldsig-core-schema.xsd") ? new Text(set.resolve(name)) : null;
            });
            return factory.newSchema(
                    new StreamSource(set.resolve("sepamail_missive.xsd").toFile()));
        } catch (SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The schema of signatures without its document type declaration, which would be looked for on the network. */
    private static final class Text implements LSInput {

        private final Path file;

        Text(Path file) {
            this.file = file;
        }

        @Override
        public String getStringData() {
            try {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                int from = text.indexOf("<!DOCTYPE");
                return text.substring(0, from) + text.substring(text.indexOf("]>", from) + 2);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getSystemId() {
            return file.toUri().toString();
        }

        @Override
        public java.io.Reader getCharacterStream() {
            return null;
        }

        @Override
        public InputStream getByteStream() {
            return null;
        }

        @Override
        public String getPublicId() {
            return null;
        }

        @Override
        public String getBaseURI() {
            return null;
        }

        @Override
        public String getEncoding() {
            return null;
        }

        @Override
        public boolean getCertifiedText() {
            return false;
        }

        @Override
        public void setCharacterStream(java.io.Reader reader) {}

        @Override
        public void setByteStream(InputStream stream) {}

        @Override
        public void setStringData(String data) {}

        @Override
        public void setSystemId(String id) {}

        @Override
        public void setPublicId(String id) {}

        @Override
        public void setBaseURI(String uri) {}

        @Override
        public void setEncoding(String encoding) {}

        @Override
        public void setCertifiedText(boolean certified) {}
    }
}
