// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import javax.xml.validation.Schema;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.statistics.Statistics;

/** Our schema of the envelope and the schemas of the scheme say the same, where the latter are at hand. */
@AddLifecycleHook(SchemaFixtures.NeedsOfficialSchemas.class)
class EnvelopeSchemaProperties {

    private static final Map<String, Schema> OURS =
            SchemaFixtures.VERSIONS.stream().collect(Collectors.toMap(SchemaVersion::namespace, EnvelopeSchema::of));

    private static Optional<String> ours(String namespace, String xml) {
        return SchemaFixtures.fault(SchemaCompiler.validator(OURS.get(namespace)), xml);
    }

    private static Optional<String> official(String namespace, String xml) {
        return SchemaFixtures.fault(
                SchemaFixtures.official().validator(namespace).orElseThrow(), xml);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void bothTakeWhatIsValid(@ForAll Random random) {
        EnvelopeTree tree = EnvelopeTree.valid(random);
        for (String namespace : OURS.keySet()) {
            String xml = tree.print(namespace);
            assertThat(ours(namespace, xml)).as(xml).isEqualTo(official(namespace, xml));
        }
    }

    /** So many tries, whatever the default is: of the 15 % that are valid, less than 5 % are then no chance. */
    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void bothRefuseTheSame(@ForAll Random random, @ForAll @IntRange(min = 1, max = 3) int bends) {
        EnvelopeTree tree = EnvelopeTree.valid(random);
        for (int i = 0; i < bends; i++) {
            tree.bend(random);
        }
        for (String namespace : OURS.keySet()) {
            String xml = tree.print(namespace);
            Optional<String> official = official(namespace, xml);
            assertThat(ours(namespace, xml)).as(xml).isEqualTo(official);
            Statistics.collect(official.isEmpty() ? "valid" : "invalid");
        }
        Statistics.coverage(coverage -> {
            coverage.check("valid").percentage(p -> p > 5);
            coverage.check("invalid").percentage(p -> p > 30);
        });
    }
}
