// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.Locale;

/**
 * A header field of a mail, unfolded; its octets beyond ASCII are characters of Latin-1.
 *
 * @param name as it stands
 * @param value without the blanks around it
 */
record MimeField(String name, String value) {

    boolean isNamed(String other) {
        return name.toLowerCase(Locale.ROOT).equals(other);
    }
}
