// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import picocli.CommandLine.Command;

/** {@code missive decide}. */
@Command(
        name = "missive",
        description = "Works with SEPAmail missives.",
        subcommands = {MissiveDecideCommand.class})
final class MissiveCommands {

    private MissiveCommands() {}
}
