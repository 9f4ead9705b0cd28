// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code batch}: many commands in one JVM. */
@Command(
        name = "batch",
        description = "Runs the commands that standard input names, one JSON object a line:"
                + " {\"id\":..,\"args\":[..],\"env\":{}}. Writes {\"id\",\"exit\",\"out\",\"err\"} as each ends.")
final class BatchCommand implements Callable<Integer> {

    private static final ObjectReader READER = Json.MAPPER
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private static final int MOST_JOBS = 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Terminal terminal;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Option(names = "--jobs", paramLabel = "N", description = "How many run at once; default: the processors.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    BatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--jobs is 1 to " + MOST_JOBS);
        }
        int threads = jobs;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        // Lines are read no faster than they are worked off, so a batch of any length fits the memory.
        Semaphore room = new Semaphore(2 * threads);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(terminal.open("-"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String job = line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
                if (!job.isBlank()) {
                    room.acquireUninterruptibly();
                    pool.execute(() -> {
                        try {
                            print(run(job));
                        } finally {
                            room.release();
                        }
                    });
                }
            }
        } finally {
            room.acquireUninterruptibly(2 * threads);
            pool.shutdown();
        }
        return Commands.GOOD;
    }

    private void print(ObjectNode result) {
        synchronized (terminal) {
            terminal.out().println(Json.line(result));
            terminal.out().flush();
        }
    }

    private ObjectNode run(String line) {
        JsonNode id = Json.MAPPER.nullNode();
        try {
            JsonNode job = READER.readTree(line);
            id = job.path("id").isMissingNode() ? id : job.path("id");
            List<String> args = arguments(job);
            return run(id, args, environment(job));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String words = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            return result(id, Commands.USAGE_OR_IO, "", "valise: batch: the line is not a job: " + words + "\n");
        } catch (Throwable e) { // whatever it was, each job has its line
            return result(id, Commands.USAGE_OR_IO, "", "valise: batch: this should not happen: " + e + "\n");
        }
    }

    private static List<String> arguments(JsonNode job) {
        List<String> args = new ArrayList<>();
        for (JsonNode arg : job.path("args")) {
            args.add(arg.textValue());
        }
        if (!job.path("args").isArray() || args.contains(null)) {
            throw new IllegalArgumentException("it needs \"args\", an array of strings");
        }
        return args;
    }

    private Map<String, String> environment(JsonNode job) {
        JsonNode own = job.path("env");
        if (!own.isObject() && !own.isMissingNode() && !own.isNull()) {
            throw new IllegalArgumentException("\"env\" is an object of strings");
        }
        Map<String, String> env = new HashMap<>(terminal.env());
        own.properties().forEach(e -> env.put(e.getKey(), e.getValue().asText()));
        return env;
    }

    private static ObjectNode run(JsonNode id, List<String> args, Map<String, String> env) {
        if (args.equals(List.of("batch")) || args.size() > 1 && args.get(0).equals("batch") && !isHelp(args.get(1))) {
            return result(id, Commands.USAGE_OR_IO, "", "valise: batch: a batch runs no batch\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit;
        try (PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, false, StandardCharsets.UTF_8)) {
            Terminal own = new Terminal(new NoInput(), outStream, errStream, env, false);
            exit = Commands.run(own, args.toArray(String[]::new));
        }
        return result(id, exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static boolean isHelp(String arg) {
        return arg.equals("--help") || arg.equals("-h");
    }

    /** Standard input is the batch itself; a command of it that reads {@code -} is told so. */
    private static final class NoInput extends InputStream {
        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("standard input holds the batch; name a file instead of -");
        }
    }

    private static ObjectNode result(JsonNode id, int exit, String out, String err) {
        ObjectNode node = Json.object();
        node.set("id", id);
        node.put("exit", exit);
        ArrayNode lines = node.putArray("out");
        out.lines().forEach(line -> lines.add(jsonOrText(line)));
        node.put("err", err);
        return node;
    }

    private static JsonNode jsonOrText(String line) {
        try {
            JsonNode node = READER.readTree(line);
            return node == null || node.isMissingNode()
                    ? Json.MAPPER.getNodeFactory().textNode(line)
                    : node;
        } catch (JsonProcessingException notJson) {
            return Json.MAPPER.getNodeFactory().textNode(line);
        }
    }
}
