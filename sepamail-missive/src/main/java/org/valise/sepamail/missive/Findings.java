// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What is found while one identifier is read. Its words never quote the identifier. */
final class Findings {

    /** Which characters an identifier has where. */
    @FunctionalInterface
    interface Form {
        boolean allows(int index, char c);
    }

    private final String text;
    private final String name;
    private final Problem.Code refusal;
    private final List<Problem> problems = new ArrayList<>();

    /** Begins without any; the name is that of the kind with its article, the code that of a wrong form. */
    Findings(String text, String name, Problem.Code refusal) {
        this.text = text;
        this.name = name;
        this.refusal = refusal;
    }

    void add(Problem.Code code, String detail, int from, int to) {
        problems.add(Problem.of(code, detail).at(Span.inValue(from, to - from)));
    }

    void refuse(String detail, int from, int to) {
        add(refusal, detail, from, to);
    }

    /** Refuses the length: what is too much, or the end if something is missing. */
    void refuseLength(String detail, int most) {
        refuse(detail, Math.min(most, text.length()), text.length());
    }

    /** Warns of the first letter in lower case behind the check digits, where the schemas allow it. */
    void lowerCase() {
        int at = Letters.firstLower(text, Mod97.HEAD);
        if (at >= 0) {
            add(Problem.Code.LOWER_CASE, "A letter in lower case: " + name + " is written in capitals.", at, at + 1);
        }
    }

    /** Refuses the first of at most so many characters that the form does not allow; whether there was none. */
    boolean hasForm(int most, Form form) {
        for (int i = 0; i < Math.min(most, text.length()); i++) {
            if (!form.allows(i, text.charAt(i))) {
                refuse(why(i, form), i, i + 1);
                return false;
            }
        }
        return true;
    }

    private String why(int index, Form form) {
        char c = text.charAt(index);
        if (Letters.isBlank(c)) {
            return "A blank: " + name + " has none in a document.";
        }
        if (Letters.isLower(c) && form.allows(index, Letters.upper(c))) {
            return "A letter in lower case: " + name + " has capitals here.";
        }
        return "A character that " + name + " does not have here.";
    }

    <T> ParseResult<T> result(Supplier<T> value) {
        for (Problem problem : problems) {
            if (problem.isError()) {
                return new ParseResult.Malformed<>(problems);
            }
        }
        return new ParseResult.Parsed<>(value.get(), problems);
    }

    /** For values that a program states: the value, or an exception without a word of it. */
    static <T> T stated(ParseResult<T> result) {
        return result.toOptional()
                .orElseThrow(
                        () -> new IllegalArgumentException(new MissiveFormatException(result.problems()).getMessage()));
    }
}
