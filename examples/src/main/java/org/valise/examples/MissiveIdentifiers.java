// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.Iban;
import org.valise.sepamail.missive.Icqx;
import org.valise.sepamail.missive.Identifier;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.ParseResult;
import org.valise.sepamail.missive.Problem;
import org.valise.sepamail.missive.Qxban;

/** {@code id check} of an identifier of SEPAmail. */
final class MissiveIdentifiers {

    private MissiveIdentifiers() {}

    static int check(Terminal terminal, String value) {
        ParseResult<Identifier> result = Identifier.classify(value);
        boolean valid = result instanceof ParseResult.Parsed<Identifier>;
        ObjectNode node = Json.object();
        node.put("kind", Identifier.kindOf(value).map(Identifier.Kind::name).orElse(null));
        node.put("valid", valid);
        ObjectNode parts = node.putObject("parts");
        result.toOptional().ifPresent(identifier -> parts(parts, identifier));
        node.set("problems", problems(result, true));
        node.set("warnings", problems(result, false));
        terminal.out().println(Json.line(node));
        result.problems().forEach(problem -> terminal.say(problem.toString()));
        return valid ? Commands.GOOD : Commands.BAD;
    }

    private static ArrayNode problems(ParseResult<Identifier> result, boolean errors) {
        List<Problem> problems = result.problems().stream()
                .filter(problem -> problem.isError() == errors)
                .toList();
        return Json.missiveProblems(problems);
    }

    private static void parts(ObjectNode parts, Identifier identifier) {
        if (identifier instanceof Bic bic) {
            parts(parts, bic);
        } else if (identifier instanceof Iban iban) {
            parts.put("country", iban.country());
            parts.put("checkDigits", iban.checkDigits());
            parts.put("bban", iban.bban());
        } else if (identifier instanceof Qxban qxban) {
            parts.put("checkDigits", qxban.checkDigits());
            parts.put("bic", qxban.bic().map(Bic::text).orElse(null));
            parts.put("alias", qxban.alias());
        } else if (identifier instanceof Icqx icqx) {
            parts(parts, icqx);
        } else if (identifier instanceof MissiveAddress address) {
            parts(parts, address);
        }
    }

    private static void parts(ObjectNode parts, Bic bic) {
        parts.put("bic", bic.text());
        parts.put("bic8", bic.bic8());
        parts.put("bic11", bic.bic11());
        parts.put("branch", bic.branch());
    }

    private static void parts(ObjectNode parts, Icqx icqx) {
        parts.put("checkDigits", icqx.checkDigits());
        parts.put("businessCode", icqx.businessCode());
        parts.put("normalised", icqx.normalised());
        // Which rule is the scheme's is unknown, so neither makes an ICQX invalid.
        parts.set(
                "fittingCheckRules",
                Json.strings(icqx.fittingCheckRules().stream().map(Enum::name).toList()));
    }

    private static void parts(ObjectNode parts, MissiveAddress address) {
        parts.put("ecosystem", address.ecosystem());
        parts.put("node", address.node().label());
        if (address.node() instanceof MissiveAddress.Participant participant) {
            parts.put("bic", participant.bic().text());
        }
        parts.put("suffix", address.suffix());
    }
}
