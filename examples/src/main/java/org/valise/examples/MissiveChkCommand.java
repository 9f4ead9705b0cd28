// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code missive chk}. */
@Command(
        name = "chk",
        description =
                "Prints the AcqChk of a nominal missive: the checksum by which its acknowledgement names its message.",
        footer = {
            "",
            "A missive that keeps to the schema and breaks rules beyond it has a checksum too; what it breaks goes to"
                    + " standard error. Exit code 1, and no value, for anything else than a nominal missive."
        })
final class MissiveChkCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private MissiveInput input = new MissiveInput();

    MissiveChkCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try {
            terminal.out()
                    .println(input.nominal(terminal, true).message().checksum().text());
            return Commands.GOOD;
        } catch (Refusal refusal) {
            terminal.say(String.valueOf(refusal.getMessage()));
            return Commands.BAD;
        }
    }
}
