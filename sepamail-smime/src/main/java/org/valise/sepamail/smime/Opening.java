// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.smime.CheckResult.Outcome;

/** What became known of a mail while it was opened. For one thread. */
final class Opening {

    private final List<CheckResult> checks = new ArrayList<>();
    private final List<String> deviations = new ArrayList<>();

    @Nullable
    Mailbox from;

    @Nullable
    Mailbox to;

    @Nullable
    Profile profile;

    @Nullable
    X509Certificate signer;

    @Nullable
    SignatureScheme scheme;

    @Nullable
    ContentCipher cipher;

    @Nullable
    SignatureCoverage coverage;

    void passed(Check check) {
        checks.add(new CheckResult(check, Outcome.PASSED, ""));
    }

    void add(CheckResult result) {
        checks.add(result);
    }

    void deviation(String name) {
        deviations.add(name);
    }

    List<CheckResult> checks() {
        return List.copyOf(checks);
    }

    List<String> deviations() {
        return List.copyOf(deviations);
    }
}
