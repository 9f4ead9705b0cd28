// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;

/** The octets of a missive, which can be written as often as needed and are the same each time. */
interface MissiveSource {

    long length();

    void writeTo(OutputStream out) throws IOException;
}
