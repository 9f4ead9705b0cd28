// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.valise.sepamail.missive.MissiveLimits;

/** The table of limits in docs/security-model.md is that of the code. */
class LimitsTableTest {

    private static String octets(long count) {
        return count % (1 << 20) == 0 ? (count >> 20) + " MiB" : (count >> 10) + " KiB";
    }

    private static Map<String, String> expected() {
        SmimeLimits limits = SmimeLimits.defaults();
        Map<String, String> rows = new TreeMap<>();
        rows.put("a mail", octets(limits.octets()));
        rows.put("the headers of one entity", octets(limits.headerOctets()));
        rows.put("a line", octets(limits.lineOctets()));
        rows.put("parts of all multiparts", String.valueOf(limits.parts()));
        rows.put("entities and layers within each other", String.valueOf(limits.depth()));
        rows.put(
                "layers of signature and encryption",
                "those of the profile; " + EnvelopeOpener.MOST_LAYERS + " if lenient");
        rows.put("signers of a mail", "1");
        rows.put("certificates that come along", String.valueOf(SentCertificates.MOST));
        rows.put("readings of one mail", String.valueOf(Choices.MOST));
        rows.put("a token or answer of a time-stamp authority", octets(TimestampVerifier.MOST_OCTETS));
        rows.put("the missive itself", octets(MissiveLimits.defaults().octets()) + ", and its other limits");
        return rows;
    }

    private static Map<String, String> documented() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "security-model.md"));
        Map<String, String> rows = new TreeMap<>();
        for (String line : lines.subList(lines.indexOf("## Limits"), lines.size())) {
            List<String> cells = new ArrayList<>(List.of(line.split("\\|", -1)));
            if (cells.size() > 3 && !cells.get(1).isBlank()) {
                rows.put(cells.get(1).strip(), cells.get(2).strip());
            }
        }
        rows.remove("limit");
        rows.remove("---");
        return rows;
    }

    @Test
    void isThatOfTheCode() throws IOException {
        assertThat(documented()).isEqualTo(expected());
    }
}
