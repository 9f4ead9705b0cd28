// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.util.List;
import java.util.Map;

/**
 * What examples in the javadoc name and leave to the reader, library by library and sorted. Whoever adds a name has looked
 * whether it is one of ours that is misspelled, or one whose type belongs into {@code javadoc-names}.
 */
final class ReadersNames {

    private static final Map<String, String> NAMES = Map.of(
            "sts-records", """
                    confirm() load() record report() show() use()
                    """,
            "sts-email-client", """
                    askModule() askModuleForNewVkloadreq() audit keep() log module operator orders take() timer
                    transport vault
                    """,
            "sts-email-testing", """
                    assertEquals() inbox isUnderstood() send()
                    """,
            "sepamail-missive", """
                    acknowledge() act() actAsFarAsUnsignedMayGo() carryOut() compare() handOn() handle() lead()
                    lookAgainAt() pay() refuse() register report() resend() route() send() settle() show() take()
                    use()
                    """,
            "sepamail-smime", """
                    alarm() askForCertificate() database delete() giveAgainLater() inbox investigate() keep()
                    keepForLater() keepForResending() log() mailId outgoing process() remind() report() sent
                    setAside() show() smtp spool store tellApplication()
                    """);

    private ReadersNames() {}

    static List<String> of(String library) {
        String names = NAMES.getOrDefault(library, "").strip();
        return names.isEmpty() ? List.of() : List.of(names.split("\\s+", -1));
    }
}
