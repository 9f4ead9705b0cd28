// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prefixes that are declared at the present place of a scan, and those of the elements around it. A few are looked
 * through; where there are many, a map finds them, or a document of many declarations and many elements takes minutes.
 */
final class Namespaces {

    static final String XML = "http://www.w3.org/XML/1998/namespace";
    static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private static final int FEW = 16;

    private byte[][] prefixes = new byte[8][];
    private String[] uris = new String[8];
    private int count;

    /** The index of the latest declaration of each prefix, from the time on when there were many. */
    private @Nullable Map<String, Integer> latest;
    /** The index of the declaration that each one hides, -1 for none; kept as long as the map is. */
    private int[] hidden = {};

    Namespaces() {
        declare("xml".getBytes(StandardCharsets.US_ASCII), XML);
    }

    /** How many declarations there are; to be given back to {@link #forget}. */
    int count() {
        return count;
    }

    /** Forgets all declarations but the first. */
    void forget(int first) {
        while (count > first) {
            count--;
            if (latest != null) {
                uncover(latest, count);
            }
        }
    }

    private void uncover(Map<String, Integer> map, int index) {
        if (hidden[index] < 0) {
            map.remove(name(index));
        } else {
            map.put(name(index), hidden[index]);
        }
    }

    void declare(byte[] prefix, String uri) {
        if (count == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, 2 * count);
            uris = Arrays.copyOf(uris, 2 * count);
        }
        prefixes[count] = prefix;
        uris[count++] = uri;
        if (latest != null) {
            hide(latest, count - 1);
        } else if (count > FEW) {
            latest = new HashMap<>();
            for (int i = 0; i < count; i++) {
                hide(latest, i);
            }
        }
    }

    private void hide(Map<String, Integer> map, int index) {
        if (hidden.length < prefixes.length) {
            hidden = Arrays.copyOf(hidden, prefixes.length);
        }
        Integer before = map.put(name(index), index);
        hidden[index] = before == null ? -1 : before;
    }

    private String name(int index) {
        return new String(prefixes[index], StandardCharsets.UTF_8);
    }

    /** The namespace of a prefix, an empty one for no prefix; null if it is not declared. */
    @Nullable
    String find(byte[] octets, int from, int to) {
        if (latest != null) {
            Integer index = latest.get(new String(octets, from, to - from, StandardCharsets.UTF_8));
            return index == null ? undeclared(to - from) : uris[index];
        }
        for (int i = count - 1; i >= 0; i--) {
            if (isSame(prefixes[i], octets, from, to)) {
                return uris[i];
            }
        }
        return undeclared(to - from);
    }

    private static boolean isSame(byte[] prefix, byte[] octets, int from, int to) {
        int i = prefix.length;
        if (i != to - from) {
            return false;
        }
        while (i > 0 && prefix[i - 1] == octets[from + i - 1]) {
            i--;
        }
        return i == 0;
    }

    private static @Nullable String undeclared(int length) {
        return length == 0 ? "" : null;
    }

    /** The prefixes declared from a count on, each with its namespace, the latest declaration of each. */
    Map<String, String> from(int first) {
        Map<String, String> declared = new LinkedHashMap<>();
        for (int i = first; i < count; i++) {
            declared.put(name(i), uris[i]);
        }
        return declared;
    }

    /** All prefixes that mean something here, {@code xml} left out. */
    Map<String, String> all() {
        Map<String, String> declared = from(1);
        declared.remove("xml");
        declared.values().removeIf(String::isEmpty);
        return declared;
    }
}
