// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.valise.sts.records.Deviation;
import org.valise.sts.records.Problem;

/** JSON lines in the words of docs/command-line.md. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String line(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ArrayNode strings(List<String> values) {
        ArrayNode array = MAPPER.createArrayNode();
        values.forEach(array::add);
        return array;
    }

    static ArrayNode deviations(List<Deviation> deviations) {
        return strings(
                deviations.stream().map(d -> d.name().toLowerCase(Locale.ROOT)).toList());
    }

    static ArrayNode problems(List<Problem> problems) {
        ArrayNode array = MAPPER.createArrayNode();
        problems.forEach(problem -> array.add(problem(problem)));
        return array;
    }

    static ArrayNode missiveProblems(List<org.valise.sepamail.missive.Problem> problems) {
        ArrayNode array = MAPPER.createArrayNode();
        problems.forEach(problem -> array.add(problem(problem)));
        return array;
    }

    private static ObjectNode problem(org.valise.sepamail.missive.Problem problem) {
        ObjectNode node = object();
        node.put("code", problem.code().name());
        node.put("severity", problem.code().severity().name());
        node.put("detail", problem.detail());
        node.put("advice", problem.code().advice());
        node.put("clause", problem.code().clause().toString());
        problem.span().ifPresent(place -> {
            node.put("line", place.line());
            node.put("column", place.column());
            node.put("offset", place.offset());
            node.put("length", place.length());
        });
        return node;
    }

    private static ObjectNode problem(Problem problem) {
        ObjectNode node = object();
        node.put("code", problem.code().name());
        node.put("detail", problem.detail());
        node.put("advice", problem.code().advice());
        node.put("clause", problem.clause().toString());
        problem.inText().ifPresent(place -> {
            node.put("line", place.line());
            node.put("column", place.column());
            node.put("offset", place.offset());
            node.put("length", place.length());
        });
        problem.inRecord().ifPresent(place -> node.put("recordOffset", place.offset()));
        return node;
    }
}
