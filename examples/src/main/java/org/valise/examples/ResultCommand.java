// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sts.email.GatewayResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code result parse}. */
@Command(
        name = "result",
        description = "Reads the result header of the gateway's replies.",
        subcommands = {ResultCommand.Parse.class})
final class ResultCommand {

    private ResultCommand() {}

    static ObjectNode json(GatewayResult result) {
        ObjectNode node = Json.object();
        String kind = result.kind().name();
        node.put("kind", kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT));
        node.put("final", result.isFinal());
        node.put("code", orNull(result.code()));
        node.put("text", orNull(result.text()));
        node.set("parameters", Json.strings(result.parameters()));
        node.set(
                "flags",
                Json.strings(result.raw().flags().stream().map(Enum::name).toList()));
        node.set("elements", Json.strings(result.raw().elements()));
        node.put("raw", result.raw().value());
        return node;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** {@code result parse}. */
    @Command(
            name = "parse",
            description = "Reads one value of X-Gateway-Result. \\r, \\n and \\t stand for the characters themselves.",
            footer = {"", "Exit code 0 for Success, Error and Notice, 1 for anything else."})
    static final class Parse implements Callable<Integer> {

        private final Terminal terminal;

        @Parameters(paramLabel = "VALUE", description = "What stands behind the colon of the header.")
        private String value = "";

        Parse(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            GatewayResult result = GatewayResult.parse(unescaped(value));
            terminal.out().println(Json.line(json(result)));
            return result instanceof GatewayResult.Unrecognised ? Commands.BAD : Commands.GOOD;
        }

        /** Only these three: every other backslash is part of the value. */
        private static String unescaped(String text) {
            return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
        }
    }
}
