// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names under which attachments may be written: one path element, a small alphabet, each name once in a mail. */
final class FileNames {

    private static final int LONGEST = 100;
    private static final int LONGEST_LOOKED_AT = 300;
    /** Names of devices on Windows, with whatever extension. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private final Set<String> used = new HashSet<>();

    String safe(String received, String otherwise) {
        String last = received.substring(Math.max(received.lastIndexOf('/'), received.lastIndexOf('\\')) + 1);
        String end = last.substring(Math.max(0, last.length() - LONGEST_LOOKED_AT)); // the extension stands there
        String allowed = stripped(end.replaceAll("[^A-Za-z0-9._-]+", "_"));
        String name = allowed.length() > LONGEST ? shortened(allowed) : allowed;
        return once(name.isEmpty() ? otherwise : isDevice(name) ? "_" + name : name);
    }

    private static String stripped(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && "._-".indexOf(name.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "._".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        return name.substring(start, end);
    }

    private static String shortened(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot >= 0 && name.length() - dot <= 10 ? name.substring(dot) : "";
        return name.substring(0, LONGEST - extension.length()) + extension;
    }

    private static boolean isDevice(String name) {
        String first = name.toLowerCase(Locale.ROOT).replaceFirst("\\..*", "");
        return DEVICES.contains(first) || first.matches("(com|lpt)[0-9]");
    }

    private String once(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "";
        String candidate = name;
        for (int i = 2; !used.add(candidate.toLowerCase(Locale.ROOT)); i++) {
            candidate = stem + "-" + i + extension;
        }
        return candidate;
    }
}
