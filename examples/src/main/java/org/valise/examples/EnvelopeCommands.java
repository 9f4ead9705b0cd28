// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import picocli.CommandLine.Command;

/** {@code envelope seal|open|inspect}. */
@Command(
        name = "envelope",
        description = "Seals SEPAmail missives into signed and encrypted mails, opens such mails, and looks into them.",
        subcommands = {EnvelopeSealCommand.class, EnvelopeOpenCommand.class, EnvelopeInspectCommand.class})
final class EnvelopeCommands {

    private EnvelopeCommands() {}
}
