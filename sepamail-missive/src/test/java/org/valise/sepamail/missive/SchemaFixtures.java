// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.validation.ValidatorHandler;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.junit.jupiter.api.Assumptions;
import org.xml.sax.ContentHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/** Feeds documents to handlers, and finds the schemas of the scheme and its samples where the machine has them. */
final class SchemaFixtures {

    static final List<SchemaVersion> VERSIONS = List.of(SchemaVersion.NORM_1206, SchemaVersion.BLEEDING_EDGE);

    private static final String SHARED = "VALISE_SHARED";

    private SchemaFixtures() {}

    /** Parses a document with the JDK, which in tests only stands in for our own scanner. */
    static void parse(String xml, ContentHandler handler) throws SAXException {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            reader.setContentHandler(handler);
            reader.parse(new InputSource(new StringReader(xml)));
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rule of XML Schema that a document breaks first, for example cvc-pattern-valid; empty if it is valid. */
    static Optional<String> fault(ValidatorHandler validator, String xml) {
        try {
            parse(xml, validator);
            return Optional.empty();
        } catch (SAXParseException e) {
            String message = String.valueOf(e.getMessage());
            return Optional.of(message.startsWith("cvc-") ? message.substring(0, message.indexOf(':')) : message);
        } catch (SAXException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The folder with the folders xsd and samples. */
    static Path shared() {
        String named = System.getProperty(SHARED, System.getenv().getOrDefault(SHARED, "../../shared"));
        return Path.of(named);
    }

    /** The folder of the two official sets; without it the test is skipped. */
    static Path officialFolder() {
        Path folder = shared().resolve("xsd");
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "no official schemas: " + folder + " is missing, " + SHARED + " names none");
        return folder;
    }

    /** A sample of the scheme; without it the test is skipped. */
    static String sample(String name) throws IOException {
        Path file = shared().resolve("samples").resolve(name);
        Assumptions.assumeTrue(
                Files.isRegularFile(file), "no official samples: " + file + " is missing, " + SHARED + " names none");
        return Files.readString(file);
    }

    /** The official schemas, loaded once for all tests; without them the test is skipped. */
    static OfficialSchemas official() {
        officialFolder();
        return Official.LOADED;
    }

    /** Skips a property, which cannot be skipped by an assumption. */
    static final class NeedsOfficialSchemas implements SkipExecutionHook {
        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            return Files.isDirectory(shared().resolve("xsd"))
                    ? SkipResult.doNotSkip()
                    : SkipResult.skip("no official schemas: " + shared() + " is missing, " + SHARED + " names none");
        }
    }

    private static final class Official {
        static final OfficialSchemas LOADED = load();

        private static OfficialSchemas load() {
            try {
                return OfficialSchemas.fromFolder(shared().resolve("xsd"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
