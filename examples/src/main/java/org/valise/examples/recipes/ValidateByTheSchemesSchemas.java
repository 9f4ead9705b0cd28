// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.OfficialSchemas;
import org.valise.sepamail.missive.Problem;

/** Checks a missive by our rules and by the schemas that the scheme gives its members, offline. */
final class ValidateByTheSchemesSchemas {

    private ValidateByTheSchemesSchemas() {}

    /** Arguments: the folder of the schemas, and the document. */
    public static void main(String... args) throws IOException {
        // Compiled once; reading is for all threads.
        Missives missives = Missives.strict().withOfficialSchemas(OfficialSchemas.fromFolder(Path.of(args[0])));
        MissiveReading reading = missives.read(Files.readAllBytes(Path.of(args[1])));
        reading.problems().forEach(System.out::println); // code, line and column, clause
        System.out.println(reading.problems().stream().noneMatch(Problem::isError) ? "valid" : "not valid");
    }
}
