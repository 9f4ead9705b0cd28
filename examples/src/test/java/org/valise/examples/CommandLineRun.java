// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One command that ran, and what it left: exit code, results and words for people. */
record CommandLineRun(int exit, String out, String err, List<String> args) {

    private static final CommandLineDocument DOCUMENT = CommandLineDocument.read();

    static CommandLineRun of(String stdin, String... args) {
        return of(stdin, Map.of(), args);
    }

    static CommandLineRun of(String stdin, Map<String, String> env, String... args) {
        return of(stdin, env, false, args);
    }

    /** As on a terminal that somebody watches. */
    static CommandLineRun watched(Map<String, String> env, String... args) {
        return of("", env, true, args);
    }

    private static CommandLineRun of(String stdin, Map<String, String> env, boolean watched, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                env,
                watched);
        int exit = Commands.run(terminal, args);
        terminal.out().flush();
        terminal.err().flush();
        CommandLineRun run = new CommandLineRun(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), List.of(args));
        assertThat(run.out() + run.err()).doesNotContain("\tat ").doesNotContain("Exception");
        return run;
    }

    /** Each line, whose keys are promised. */
    List<JsonNode> json() {
        List<JsonNode> nodes = new ArrayList<>();
        out.lines().forEach(line -> {
            try {
                JsonNode node = Json.MAPPER.readTree(line);
                DOCUMENT.requireKeys(args, node);
                nodes.add(node);
            } catch (IOException e) {
                throw new AssertionError(line, e);
            }
        });
        return nodes;
    }

    /** The only line of the results. */
    JsonNode only() {
        assertThat(json()).as(err).hasSize(1);
        return json().get(0);
    }
}
