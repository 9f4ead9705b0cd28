// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Objects;

/**
 * One edition of the scheme's schemas: the namespace by which a document says so, and the number of the norm. Immutable
 * and thread-safe.
 *
 * <p>The namespace alone selects the version; hints like {@code xsi:schemaLocation} are written and never followed.
 *
 * <pre>{@code
 * Missives later = Missives.strict().withVersion(SchemaVersion.of("http://xsd.sepamail.eu/1606/", "1606"));
 * }</pre>
 *
 * @param namespace the namespace of all elements of the envelope
 * @param norm the value of the attribute {@code version} that is written, four digits first
 * @since 0.1.0
 */
public record SchemaVersion(String namespace, String norm) {

    /** The schemas of norm 1206 as published in 2012 and 2013. */
    public static final SchemaVersion NORM_1206 = new SchemaVersion("http://xsd.sepamail.eu/1206/", "1206");

    /** The schemas of 2012 under their development namespace; their documents say version 1206 too. */
    public static final SchemaVersion BLEEDING_EDGE =
            new SchemaVersion("http://www.sepamail.eu/xsd/bleedingEdge", "1206");

    private static final String EDGE = "http://www.sepamail.eu/xsd/bleedingEdge";
    private static final int SHORTEST_NORM = 4;
    private static final int LONGEST_NORM = 14;

    /**
     * Refuses what no schema would allow.
     *
     * @param namespace an absolute URI without blanks, quotes and angle brackets
     * @param norm four digits, the first not 0, then up to ten letters, digits or, but for bleedingEdge, underscores
     */
    public SchemaVersion {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(norm, "norm");
        if (!isNamespace(namespace)) {
            throw new IllegalArgumentException("The namespace is an absolute URI in ASCII");
        }
        if (!isNorm(namespace, norm)) {
            throw new IllegalArgumentException("A norm is four digits, the first not 0, then letters or digits");
        }
    }

    /**
     * A version that this library does not know yet. Its envelope is taken to be the one of norm 1206.
     *
     * @param namespace the namespace of its elements
     * @param norm the number of the norm, for example {@code 1606}
     * @return the version, to be given to {@code Missives.withVersion}
     * @throws IllegalArgumentException if the namespace is no URI, or the norm has another form
     */
    public static SchemaVersion of(String namespace, String norm) {
        return new SchemaVersion(namespace, norm);
    }

    private static boolean isNorm(String namespace, String norm) {
        return norm.length() >= SHORTEST_NORM
                && norm.length() <= LONGEST_NORM
                && norm.matches(namespace.equals(EDGE) ? "[1-9][0-9]{3}[A-Za-z0-9]*" : "[1-9][0-9]{3}\\w*");
    }

    /** This edition with the norm that a document states, unless that is none. */
    SchemaVersion stating(String stated) {
        return isNorm(namespace, stated) ? new SchemaVersion(namespace, stated) : this;
    }

    /** Whether a text can be the namespace of a version. */
    static boolean isNamespace(String text) {
        return text.matches("[a-z][a-z0-9+.-]*:[\\x21\\x23-\\x25\\x28-\\x3B\\x3D\\x3F-\\x7E]+");
    }

    /** Whether the attribute {@code version} may have an underscore behind its four digits. */
    boolean allowsUnderscore() {
        return !namespace.equals(EDGE);
    }
}
