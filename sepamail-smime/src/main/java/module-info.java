// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/**
 * The envelope of SEPAmail missives (SMIRK MIS1202): signing and encrypting them, opening and verifying them.
 *
 * <p>Jakarta Mail is needed by {@link org.valise.sepamail.smime.SealedMessages} only.
 */
@NullMarked
module org.valise.sepamail.smime {
    requires static org.jspecify;
    requires static jakarta.mail;
    requires transitive org.valise.sepamail.missive;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;

    exports org.valise.sepamail.smime;
}
