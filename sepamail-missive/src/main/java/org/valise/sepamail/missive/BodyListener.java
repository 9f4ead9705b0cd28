// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;

/** Hears what is in a missive while it is read. */
interface BodyListener {

    BodyListener NONE = new BodyListener() {};

    /** The value of an element of the envelope was read. */
    default void valueRead(Node node) {}

    /** The message element begins at a place. */
    default void messageStarts(long start) throws IOException {}

    /** The message element ended in front of a place. */
    default void messageEnded(long end) throws IOException {}

    /** The opening tag of the body element is the present event. */
    default void bodyStarts(XmlScanner scanner) throws IOException {}

    /** An event within the body element, its closing tag included. */
    default void bodyEvent(XmlScanner.Event event, XmlScanner scanner) throws IOException {}
}
