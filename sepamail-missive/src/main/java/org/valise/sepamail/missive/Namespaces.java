// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prefixes that are declared at the present place of a scan, and those of the elements around it. */
final class Namespaces {

    static final String XML = "http://www.w3.org/XML/1998/namespace";
    static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private byte[][] prefixes = new byte[8][];
    private String[] uris = new String[8];
    private int count;

    Namespaces() {
        declare("xml".getBytes(StandardCharsets.US_ASCII), XML);
    }

    /** How many declarations there are; to be given back to {@link #forget}. */
    int count() {
        return count;
    }

    /** Forgets all declarations but the first. */
    void forget(int first) {
        count = first;
    }

    void declare(byte[] prefix, String uri) {
        if (count == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, 2 * count);
            uris = Arrays.copyOf(uris, 2 * count);
        }
        prefixes[count] = prefix;
        uris[count++] = uri;
    }

    /** The namespace of a prefix, an empty one for no prefix; null if it is not declared. */
    @Nullable
    String find(byte[] octets, int from, int to) {
        for (int i = count - 1; i >= 0; i--) {
            byte[] prefix = prefixes[i];
            if (prefix.length == to - from && Arrays.equals(prefix, 0, prefix.length, octets, from, to)) {
                return uris[i];
            }
        }
        return from == to ? "" : null;
    }

    /** The prefixes declared from a count on, each with its namespace, the latest declaration of each. */
    Map<String, String> from(int first) {
        Map<String, String> declared = new LinkedHashMap<>();
        for (int i = first; i < count; i++) {
            declared.put(new String(prefixes[i], StandardCharsets.UTF_8), uris[i]);
        }
        return declared;
    }

    /** All prefixes that mean something here, {@code xml} left out. */
    Map<String, String> all() {
        Map<String, String> declared = from(1);
        declared.values().removeIf(String::isEmpty);
        return declared;
    }
}
