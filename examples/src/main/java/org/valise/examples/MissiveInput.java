// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveLimits;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Problem;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** FILE and how it is read: what the commands that take a missive have in common. */
final class MissiveInput {

    @Option(
            names = "--lenient",
            description = "Takes also what old software of the network writes, and later namespaces of the scheme.")
    private boolean lenient;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            converter = OctetsConverter.class,
            description = "Refuses what is longer; default 10485760.")
    private int maxBytes = (int) MissiveLimits.defaults().octets();

    @Parameters(paramLabel = "FILE", description = "The missive.")
    private String file = "";

    /** A length that an array can have. */
    static final class OctetsConverter implements ITypeConverter<Integer> {

        private static final int MOST = 1 << 30;

        @Override
        public Integer convert(String value) {
            try {
                int number = Integer.parseInt(value);
                if (number > 0 && number <= MOST) {
                    return number;
                }
            } catch (NumberFormatException noNumber) {
                // Told below.
            }
            throw new CommandLine.TypeConversionException("'" + value + "' is not 1 to " + MOST);
        }
    }

    String file() {
        return file;
    }

    boolean isLenient() {
        return lenient;
    }

    Missives missives() {
        return withLimits(lenient ? Missives.lenient() : Missives.strict());
    }

    /** A reader that goes as far as this input. */
    Missives withLimits(Missives other) {
        return other.withLimits(MissiveLimits.defaults().withOctets(maxBytes));
    }

    byte[] octets(Terminal terminal) throws IOException {
        return octets(terminal, file, maxBytes);
    }

    /** All of a document, or one octet more than the most, so that it is refused as too long. */
    static byte[] octets(Terminal terminal, String file, int most) throws IOException {
        try (InputStream in = terminal.open(file)) {
            return in.readNBytes(most + 1);
        }
    }

    static void say(Terminal terminal, String file, List<Problem> problems) {
        problems.forEach(problem -> terminal.say(file + ": " + problem));
    }

    /**
     * The nominal missive in FILE.
     *
     * @param alsoBroken whether one will do that keeps to the schema and breaks rules beyond it
     */
    NominalMissive nominal(Terminal terminal, boolean alsoBroken) throws IOException, Refusal {
        return nominal(terminal, file, alsoBroken);
    }

    /** The same of another file. */
    NominalMissive nominal(Terminal terminal, String other, boolean alsoBroken) throws IOException, Refusal {
        MissiveReading reading = missives().read(octets(terminal, other, maxBytes));
        say(
                terminal,
                other,
                reading.problems().stream().filter(Problem::isError).toList());
        boolean keepsToSchema = reading.layer1().stream().noneMatch(Problem::isError);
        Missive missive = MissiveJson.shown(reading).orElse(null);
        if (reading instanceof MissiveReading.Refused && !(alsoBroken && keepsToSchema)) {
            boolean nominal = keepsToSchema && missive instanceof NominalMissive;
            throw new Refusal(other + ": refused"
                    + (nominal ? "; it may only be acknowledged, with a code of class 4 or 5" : ""));
        }
        if (missive instanceof NominalMissive nominal) {
            return nominal;
        }
        String type = missive == null ? "" : ", its type is " + MissiveJson.type(missive);
        throw new Refusal(other + ": it is no nominal missive" + type);
    }
}
