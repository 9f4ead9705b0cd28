// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;

/** The table of commands, and what is common to them: exit codes, help, words for failures. */
@Command(
        name = "valise",
        description =
                "Works with STS records, key load files and the e-mail gateway of the key management centre, and with"
                        + " missives of SEPAmail.",
        versionProvider = Commands.Version.class,
        subcommands = {
            RecordCommands.class,
            KlfCommand.class,
            IdCommand.class,
            RequestCommand.class,
            ResultCommand.class,
            ReplyCommand.class,
            KmcCommands.class,
            MissiveCommands.class,
            EnvelopeCommands.class,
            DemoCommand.class,
            BatchCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "FILE may be - for standard input. Results are JSON lines on standard output.",
            "Exit code: 0 content good; 1 content bad or refused; 2 usage or I/O."
        })
final class Commands {

    static final int GOOD = 0;
    static final int BAD = 1;
    static final int USAGE_OR_IO = 2;

    private Commands() {}

    /** Runs one command on a terminal of its own; never throws. */
    static int run(Terminal terminal, String... args) {
        CommandLine line = line(terminal);
        addHelp(line);
        line.getCommandSpec()
                .addMixin("version", CommandLine.Model.CommandSpec.forAnnotatedObject(new VersionOption()));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setExpandAtFiles(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            terminal.say(words(failure));
            return USAGE_OR_IO;
        });
        line.setExecutionStrategy(Commands::execute);
        int exit = line.execute(args);
        terminal.out().flush();
        return exit;
    }

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new Commands(), new Factory(terminal));
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec().addMixin("help", CommandLine.Model.CommandSpec.forAnnotatedObject(new HelpOption()));
        line.getSubcommands().values().forEach(Commands::addHelp);
    }

    private static int execute(CommandLine.ParseResult parsed) {
        CommandLine last =
                parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
        boolean asksForHelp = last.isUsageHelpRequested() || last.isVersionHelpRequested();
        if (!asksForHelp && !(last.getCommand() instanceof Callable)) {
            throw new CommandLine.ParameterException(last, "Which command? Say --help to see them.");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static String words(Exception failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getMessage() + ": there is no such file";
        }
        if (failure instanceof NotDirectoryException missing) {
            return missing.getMessage() + ": there is no such folder";
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getMessage() + ": access denied";
        }
        if (failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof InvalidPathException) {
            return "reading or writing failed: " + failure.getMessage();
        }
        return "this should not happen, please report it: " + failure;
    }

    /** Gives each command the terminal it runs on. */
    private record Factory(Terminal terminal) implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            try {
                return type.getDeclaredConstructor(Terminal.class).newInstance(terminal);
            } catch (NoSuchMethodException noTerminalWanted) {
                return CommandLine.defaultFactory().create(type);
            }
        }
    }

    /** The option that every command has. */
    @Command
    static final class HelpOption {
        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this help.")
        boolean help;
    }

    /** The option of the program itself. */
    @Command
    static final class VersionOption {
        @CommandLine.Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Shows the version.")
        boolean version;
    }

    /** The version from the manifest of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Commands.class.getPackage().getImplementationVersion();
            return new String[] {"valise " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
