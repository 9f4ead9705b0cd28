// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One result before it becomes a mail: the elements of X-Gateway-Result (clause 8.3.2), a text, maybe a file. */
final class Answer {

    static final String SUCCESS = "Success";
    private static final String CRLF = "\r\n";
    private static final int ELEMENTS_LENGTH = 900;

    final List<String> result;
    final String text;
    final byte @Nullable [] attachment;

    private Answer(List<String> result, String text, byte @Nullable [] attachment) {
        this.result = List.copyOf(result);
        this.text = text;
        this.attachment = attachment;
    }

    static Answer success(String text, byte @Nullable [] attachment) {
        return new Answer(List.of(SUCCESS, "The operation completed successfully"), text, attachment);
    }

    static Answer error(String code, String text) {
        return explained(result("Error", code, text));
    }

    /** A result without file whose body explains it (clause 5.1.4.3). */
    static Answer explained(List<String> result) {
        String body = result.get(0) + ": " + result.get(1) + CRLF + String.join(CRLF, result.subList(2, result.size()));
        return new Answer(result, body + CRLF, null);
    }

    /** The elements of a result, which tabs separate and no mail server breaks. */
    static List<String> result(String kind, String code, String text, String... parameters) {
        List<String> elements = new ArrayList<>(List.of(kind, code, text));
        elements.addAll(List.of(parameters));
        for (String element : elements) {
            if (!element.matches("[\\x20-\\x7e]*")) {
                throw new IllegalArgumentException("An element of a result is printable ASCII");
            }
        }
        if (String.join("\t", elements).length() > ELEMENTS_LENGTH) {
            throw new IllegalArgumentException("A result has at most " + ELEMENTS_LENGTH + " characters");
        }
        return List.copyOf(elements);
    }
}
