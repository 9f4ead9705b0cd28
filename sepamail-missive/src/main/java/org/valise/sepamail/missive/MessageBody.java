// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/** What stands in a message that is to be sent: a typed body, or XML as it is. */
sealed interface MessageBody permits MessageBody.Typed, XmlFragment {

    /** A body of the test ecosystem. */
    record Typed(SimpleTest test) implements MessageBody {}
}
