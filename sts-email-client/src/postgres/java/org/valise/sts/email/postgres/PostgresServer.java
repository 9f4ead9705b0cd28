// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.postgres;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.valise.sts.email.JdbcPendingRequests;

/**
 * A throw-away PostgreSQL server for the tests of this JVM, if the machine has one; each test takes its own database. In a
 * folder of its own because the tests of two modules use it.
 */
public final class PostgresServer {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final long DEADLINE_SECONDS = 60;

    private static Optional<PostgresServer> server = Optional.empty();
    private static String missing = "";

    private final Path programs;
    private final Path folder;
    private final int port;

    private PostgresServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /**
     * A new database; skips the test if there is no server on this machine.
     *
     * @return where to connect to
     */
    public static DataSource newDatabase() {
        PostgresServer running = running();
        return running.database(running.create());
    }

    /**
     * The same by its address, for a program of its own.
     *
     * @return the address for JDBC; the user is {@code postgres}, without a password
     */
    public static String newDatabaseUrl() {
        PostgresServer running = running();
        return running.url(running.create());
    }

    private String create() {
        String name = "valise" + DATABASES.incrementAndGet();
        try (var connection = database("postgres").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return name;
    }

    private static synchronized PostgresServer running() {
        if (server.isEmpty() && missing.isEmpty()) {
            try {
                server = start();
                missing = server.isPresent() ? "" : "no initdb and postgres on this machine";
            } catch (IOException e) {
                missing = e.getMessage();
            }
        }
        Assumptions.assumeTrue(server.isPresent(), "PostgreSQL tests are skipped: " + missing);
        return server.orElseThrow();
    }

    private DataSource database(String name) {
        return JdbcPendingRequests.dataSource(url(name), "postgres", "");
    }

    private String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?connectTimeout=10";
    }

    private static Optional<PostgresServer> start() throws IOException {
        Optional<Path> programs = programs();
        if (programs.isEmpty()) {
            return Optional.empty();
        }
        PostgresServer started =
                new PostgresServer(programs.get(), Files.createTempDirectory("valise-postgres"), freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(started::stop));
        started.initialise();
        return Optional.of(started);
    }

    private void initialise() throws IOException {
        if (isRoot()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        String data = folder.resolve("data").toString();
        runAsServer("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        runAsServer(
                "pg_ctl",
                "-D",
                data,
                "-w",
                "-t",
                "30",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                options(),
                "start");
    }

    private String options() {
        return "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c fsync=off"
                + " -c max_connections=60 -c deadlock_timeout=200ms";
    }

    private void stop() {
        try {
            runAsServer("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "-w", "stop");
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        } catch (IOException e) {
            System.err.println("The PostgreSQL server of the tests could not be stopped: " + e.getMessage());
        }
    }

    /** PostgreSQL refuses to run as root. */
    private void runAsServer(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void run(List<String> command) throws IOException {
        // Into a file: the server keeps the output of pg_ctl open, so reading it to its end would not return.
        File output = Files.createTempFile("valise-postgres", ".out").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + ": " + Files.readString(output.toPath()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(output.toPath());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Debian keeps each version's programs in a folder of its own, the newest one is taken. */
    private static Optional<Path> programs() throws IOException {
        List<Path> folders = new ArrayList<>();
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.comparingInt(PostgresServer::version).reversed())
                        .forEach(version -> folders.add(version.resolve("bin")));
            }
        }
        Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(Path::of)
                .forEach(folders::add);
        return folders.stream()
                .filter(folder -> Stream.of("initdb", "postgres", "pg_ctl")
                        .allMatch(program -> Files.isExecutable(folder.resolve(program))))
                .findFirst();
    }

    private static int version(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches("\\d{1,4}") ? Integer.parseInt(name) : 0;
    }
}
