// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/command-line.md, by its sections. */
final class CommandLineDocument {

    private static final Pattern SECTION = Pattern.compile("(?ms)^## (.+?)$(.*?)(?=^## |\\z)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`--[^|]*) \\|");
    private static final Pattern OPTION = Pattern.compile("`(--[a-z0-9-]+)`");
    private static final Pattern KEY = Pattern.compile("`(\\w+)`");
    private static final Set<String> COMMON = Set.of("What all commands have in common", "Shapes");

    private final Map<String, String> sections = new LinkedHashMap<>();

    static CommandLineDocument read() {
        try {
            CommandLineDocument document = new CommandLineDocument();
            for (MatchResult each : SECTION.matcher(Files.readString(Path.of("../docs/command-line.md")))
                    .results()
                    .toList()) {
                document.sections.put(each.group(1), each.group(2));
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> commands() {
        return sections.keySet().stream().filter(name -> !COMMON.contains(name)).toList();
    }

    /** Those that have a row. */
    List<String> options(String command) {
        return ROW.matcher(section(command))
                .results()
                .filter(row -> !row.group(1).contains("` alone"))
                .flatMap(row -> OPTION.matcher(row.group(1)).results())
                .map(option -> option.group(1))
                .toList();
    }

    private String section(String command) {
        return sections.getOrDefault(command, "");
    }

    /** Fails if a command printed a key that its section does not name. */
    void requireKeys(List<String> args, JsonNode printed) {
        String command = commands().stream()
                .filter(name -> String.join(" ", args).startsWith(name))
                .findFirst()
                .orElse("");
        if (command.isEmpty() || command.equals("batch")) {
            return; // what a batch prints is what its commands print
        }
        String text = section(command) + section("Shapes") + (command.startsWith("kmc") ? section("kmc request") : "");
        Set<String> named = KEY.matcher(text).results().map(key -> key.group(1)).collect(Collectors.toSet());
        assertThat(keys(printed).filter(key -> !named.contains(key)))
                .as("keys of " + command)
                .isEmpty();
    }

    private static Stream<String> keys(JsonNode node) {
        Stream<String> own = node.properties().stream().map(Map.Entry::getKey);
        Stream<JsonNode> within = Stream.concat(
                node.properties().stream().map(Map.Entry::getValue),
                node.isArray() ? node.valueStream() : Stream.empty());
        return Stream.concat(own, within.flatMap(CommandLineDocument::keys));
    }
}
