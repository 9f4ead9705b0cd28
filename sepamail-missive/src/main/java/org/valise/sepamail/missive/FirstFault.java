// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.function.Supplier;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Stops at the first fault and remembers it, since not all that stands between here and the caller passes an exception on.
 * Says which rule is broken and in which element of the envelope, never by what.
 */
final class FirstFault implements ErrorHandler {

    private final Supplier<String> place;
    private String first = "";

    FirstFault(Supplier<String> place) {
        this.place = place;
    }

    /** Never returns. */
    void refuse(String rule) throws SAXException {
        error(new SAXParseException(rule, null));
    }

    /** Remembers a fault if it is the first. */
    void note(String rule) {
        if (first.isEmpty()) {
            first = " at " + place.get() + ": " + rule;
        }
    }

    @Override
    public void warning(SAXParseException fault) {
        // None is known for documents.
    }

    @Override
    public void error(SAXParseException fault) throws SAXException {
        String rule = SchemaCompiler.rule(fault);
        note(rule);
        throw new SAXParseException(
                rule, fault.getPublicId(), fault.getSystemId(), fault.getLineNumber(), fault.getColumnNumber());
    }

    @Override
    public void fatalError(SAXParseException fault) throws SAXException {
        error(fault);
    }

    boolean isNone() {
        return first.isEmpty();
    }

    /** The first fault in words, with a blank in front; nothing if there was none. */
    @Override
    public String toString() {
        return first;
    }
}
