// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/**
 * The missive of SEPAmail (SMIRK MIS1202): reading, checking, building and acknowledging it, and the rules of resending
 * and escalation. Signing and encrypting its envelope is another module.
 */
@NullMarked
module org.valise.sepamail.missive {
    requires static org.jspecify;
    requires transitive java.xml;
    requires transitive java.xml.crypto;
    requires transitive jakarta.xml.bind;

    exports org.valise.sepamail.missive;
}
