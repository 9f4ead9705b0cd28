// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.valise.sepamail.missive.EnvelopeSchema;
import org.valise.sepamail.missive.SchemaVersion;
import org.xml.sax.SAXException;

/**
 * The schemas that the peer checks by: those of the scheme, which its users have, if the environment names a folder with
 * them (VALISE_SHARED); else our own, which is smaller.
 */
final class MissiveSchemas {

    private static final String MISSIVE = "sepamail_missive.xsd";
    private static final String SIGNATURE = "xmldsig-core-schema.xsd";

    private MissiveSchemas() {}

    static boolean areTheSchemes() {
        return System.getenv("VALISE_SHARED") != null;
    }

    /** Made anew by each call. */
    static Schema make(SchemaVersion version) {
        String shared = System.getenv("VALISE_SHARED");
        if (shared == null) {
            return EnvelopeSchema.of(version);
        }
        Path folder = Path.of(shared, "xsd", version.norm());
        try {
            SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            return factory.newSchema(new Source[] {
                signature(folder), new StreamSource(folder.resolve(MISSIVE).toFile())
            });
        } catch (SAXException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without its document type, which lies on the web. */
    private static Source signature(Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(SIGNATURE))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String plain = text.replaceFirst("(?s)<!DOCTYPE.*?]>", "");
            return new StreamSource(
                    new StringReader(plain), folder.resolve(SIGNATURE).toUri().toString());
        }
    }
}
