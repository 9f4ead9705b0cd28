// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/**
 * The missive of SEPAmail (SMIRK MIS1202): reading, checking, building and acknowledging it, and the rules of resending
 * and escalation. Signing and encrypting its envelope is another module.
 */
@NullMarked
@SuppressWarnings("module") // The implementation of JAXB is there at run time only.
module org.valise.sepamail.missive {
    requires static org.jspecify;
    requires transitive java.xml;
    requires transitive java.xml.crypto;
    requires transitive jakarta.xml.bind;

    uses jakarta.xml.bind.JAXBContextFactory;

    exports org.valise.sepamail.missive;
    exports org.valise.sepamail.missive.xml;

    opens org.valise.sepamail.missive.xml to
            jakarta.xml.bind,
            org.glassfish.jaxb.core,
            org.glassfish.jaxb.runtime;
}
