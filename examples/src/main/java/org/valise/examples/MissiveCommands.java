// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import picocli.CommandLine.Command;

/** {@code missive check|chk|new|ack|resend|decide}. */
@Command(
        name = "missive",
        description = "Checks, makes, acknowledges and resends SEPAmail missives.",
        subcommands = {
            MissiveCheckCommand.class,
            MissiveChkCommand.class,
            MissiveNewCommand.class,
            MissiveAckCommand.class,
            MissiveResendCommand.class,
            MissiveDecideCommand.class
        })
final class MissiveCommands {

    private MissiveCommands() {}
}
