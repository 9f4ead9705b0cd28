// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** A simulator of the e-mail gateway of STS600-9-2, for tests of vending software. */
@NullMarked
module org.valise.sts.email.testing {
    requires static org.jspecify;
    requires transitive org.valise.sts.records;
    requires jakarta.mail;

    exports org.valise.sts.email.testing;
}
