// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.xml.validation.Schema;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.valise.sepamail.missive.xml.MissiveXml;
import org.xml.sax.SAXException;

/** Laws of the binding: it takes what the schema takes, and says the same when it is written again. */
class MissiveBindingProperties {

    private static final MissiveBinding BINDING = MissiveBinding.create();
    private static final SchemaVersion VERSION = SchemaVersion.NORM_1206;
    private static final Schema SCHEMA = EnvelopeSchema.of(VERSION);

    private static MissiveXml read(String xml) throws SAXException {
        return BINDING.read(VERSION.namespace(), handler -> SchemaFixtures.parse(xml, handler));
    }

    private static String written(MissiveXml missive) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BINDING.write(missive, VERSION, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Optional<String> fault(String xml) {
        return SchemaFixtures.fault(SchemaCompiler.validator(SCHEMA), xml);
    }

    /** Values of numbers and times may be spelt anew, and are not compared. */
    private static List<String> elements(String xml) throws SAXException {
        return Events.of(xml).stream().filter(e -> !e.startsWith("text ")).toList();
    }

    private static List<String> texts(String xml) throws SAXException {
        return Events.of(xml).stream()
                .filter(e -> e.startsWith("text ") && !e.matches("(?s)text [ +0-9-].*"))
                .toList();
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void readsWhatIsValidAndWritesTheSame(@ForAll Random random, @ForAll @IntRange(max = 3) int bends)
            throws Exception {
        EnvelopeTree tree = EnvelopeTree.missive(random);
        for (int i = 0; i < bends; i++) {
            tree.bend(random);
        }
        String xml = tree.print(VERSION.namespace());
        Optional<String> fault = fault(xml);
        Statistics.collect(fault.isEmpty() ? "valid" : "invalid");
        if (fault.isPresent()) {
            assertRefused(xml, fault.get());
            return;
        }
        String written = written(read(xml));
        assertThat(elements(written)).isEqualTo(elements(xml));
        assertThat(texts(written)).isEqualTo(texts(xml));
        assertThat(Events.of(written(read(written)))).isEqualTo(Events.of(written));
    }

    private static void assertRefused(String xml, String rule) {
        try {
            read(xml);
        } catch (SAXException e) {
            assertThat(e.getMessage()).isEqualTo(rule);
            return;
        }
        throw new AssertionError("read what breaks " + rule + ": " + xml);
    }
}
