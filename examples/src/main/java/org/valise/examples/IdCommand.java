// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sts.records.ParseResult;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code id check}. */
@Command(
        name = "id",
        description = "Works with identifiers.",
        subcommands = {IdCommand.Check.class})
final class IdCommand {

    private IdCommand() {}

    /** {@code id check}. */
    @Command(
            name = "check",
            description =
                    "Checks an identifier and takes it apart: KMCID or SMID of STS; BIC, IBAN, QXBAN, ICQX or address of"
                            + " SEPAmail.")
    static final class Check implements Callable<Integer> {

        private final Terminal terminal;

        @Parameters(paramLabel = "VALUE", description = "The identifier, without blanks.")
        private String value = "";

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            String kind = kind(value);
            return kind == null ? MissiveIdentifiers.check(terminal, value) : checkKey(kind);
        }

        private int checkKey(String kind) {
            ParseResult<Pkid> result = Pkid.parse(value);
            List<Problem> problems = result.problems();
            ObjectNode node = Json.object();
            node.put("kind", kind);
            node.put("valid", problems.isEmpty());
            ObjectNode parts = node.putObject("parts");
            result.toOptional().or(() -> suspect(result)).ifPresent(id -> parts(parts, id));
            // Whose key it is can only be told with the record of the key: see record key.
            node.put("fingerprintCheck", "UNVERIFIED");
            node.set("problems", Json.problems(problems));
            node.putArray("warnings");
            terminal.out().println(Json.line(node));
            problems.forEach(problem -> terminal.say(problem.toString()));
            return problems.isEmpty() ? Commands.GOOD : Commands.BAD;
        }

        private static Optional<Pkid> suspect(ParseResult<Pkid> result) {
            return result instanceof ParseResult.Malformed<Pkid> malformed ? malformed.suspect() : Optional.empty();
        }

        private static @Nullable String kind(String value) {
            if (value.startsWith("KMCID.")) {
                return "KMCID";
            }
            return value.startsWith("SMID.") ? "SMID" : null;
        }

        private static void parts(ObjectNode parts, Pkid id) {
            parts.put("type", id.type());
            parts.put("vendor", id.vendor());
            parts.put("serial", id.serial());
            parts.put("createdAt", id.createdAt().toString());
            parts.put("fingerprint", id.fingerprint());
            parts.put("crc", id.text().substring(id.text().lastIndexOf(':') + 1));
        }
    }
}
