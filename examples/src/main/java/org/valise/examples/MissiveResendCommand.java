// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.ResendPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code missive resend}. */
@Command(
        name = "resend",
        description = "Writes a nominal missive with its next order; no other octet changes.",
        footer = {
            "",
            "Whether it may be sent again now is for 'missive decide' to say. Exit code 1 for what is never sent again:"
                    + " anything but a nominal missive, or one that is refused."
        })
final class MissiveResendCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private MissiveOutput output = new MissiveOutput();

    @Mixin
    private MissiveInput input = new MissiveInput();

    MissiveResendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try {
            NominalMissive again = input.nominal(terminal, false).resend();
            output.print(terminal, again);
            warn(again);
            return Commands.GOOD;
        } catch (Refusal | IllegalStateException refusal) {
            terminal.say(String.valueOf(refusal.getMessage()));
            return Commands.BAD;
        }
    }

    private void warn(NominalMissive again) {
        int most = ResendPolicy.norm().rule(again.priority()).maxResends();
        if (again.order() > 1 + most) {
            terminal.say("order " + again.order() + " is beyond the " + most + " resendings that the norm allows for "
                    + again.priority() + "; banks may agree on more");
        }
        if (again.hasCustomerSignature()) {
            terminal.say("the customer's signature does not survive if it covers the order");
        }
    }
}
