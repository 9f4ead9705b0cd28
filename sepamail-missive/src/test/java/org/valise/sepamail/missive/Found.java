// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.math.BigInteger;
import java.util.List;

/** What the tests of identifiers look at, and check digits computed in another way than the library does. */
final class Found {

    private static final BigInteger MODULUS = BigInteger.valueOf(97);

    private Found() {}

    /** Code, offset and length of each problem. */
    static List<String> in(ParseResult<?> result) {
        return result.problems().stream().map(Found::brief).toList();
    }

    private static String brief(Problem problem) {
        Span place = problem.span().orElseThrow();
        return problem.code() + " " + place.offset() + "+" + place.length();
    }

    /** ISO 13616 by the book: the whole number, written out and divided. */
    static int remainder(String text) {
        StringBuilder digits = new StringBuilder();
        (text.substring(4) + text.substring(0, 4))
                .chars()
                .forEach(c -> digits.append(Character.digit(c, Character.MAX_RADIX)));
        return new BigInteger(digits.toString()).mod(MODULUS).intValueExact();
    }

    static String withCheckDigits(String country, String rest) {
        int digits = 98 - remainder(country + "00" + rest);
        return country + (digits < 10 ? "0" : "") + digits + rest;
    }
}
