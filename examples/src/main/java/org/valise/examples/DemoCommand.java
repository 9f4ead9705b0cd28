// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.examples.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: both exchanges, from end to end. */
@Command(
        name = "demo",
        description = "Runs both exchanges against mail servers in this process, and says what to look at.",
        footer = {
            "",
            "With --out every mail, record, missive and key stays, and walkthrough.html shows them.",
            "The keys are PKCS #12 files; their password is throw-away. Exit code 0 if every check held."
        })
final class DemoCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--out", paramLabel = "DIR", description = "A folder for all that is made.")
    private @Nullable Path folder;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        return Demo.run(terminal.out(), folder) ? Commands.GOOD : Commands.BAD;
    }
}
