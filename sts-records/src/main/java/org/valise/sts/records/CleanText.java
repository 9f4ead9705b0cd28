// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A mail text without what mail software slips in unseen: invisible characters removed, special spaces turned into
 * spaces, characters decoded in a wrong charset restored. Keeps the original offset of each character and remembers what
 * was changed where.
 */
final class CleanText {

    private final MappedText text;
    private final Positions lines;
    private final Map<Deviation, Offsets> changes = new EnumMap<>(Deviation.class);

    CleanText(String original) {
        // Text that was decoded wrongly twice needs two rounds; mail software rarely has a third chance.
        text = cleaned(restored(restored(identity(original))));
        lines = new Positions(text);
        changes.values().forEach(Offsets::sort);
    }

    MappedText text() {
        return text;
    }

    Positions lines() {
        return lines;
    }

    /** What was changed between two offsets of the original text. */
    Set<Deviation> changesBetween(int from, int to) {
        Set<Deviation> found = EnumSet.noneOf(Deviation.class);
        changes.forEach((kind, offsets) -> {
            if (offsets.anyBetween(from, to)) {
                found.add(kind);
            }
        });
        return found;
    }

    private static MappedText identity(String original) {
        MappedText all = new MappedText(original.length());
        for (int i = 0; i < original.length(); i++) {
            all.append(original.charAt(i), i);
        }
        return all;
    }

    private MappedText restored(MappedText from) {
        MappedText to = new MappedText(from.length());
        for (int i = 0; i < from.length(); ) {
            WrongCharset.Repair repair = WrongCharset.at(from, i);
            if (repair == null) {
                to.append(from.charAt(i), from.originOf(i));
                i++;
            } else {
                to.append(repair.character(), from.originOf(i));
                note(Deviation.CHARSET, from.originOf(i));
                i += repair.length();
            }
        }
        return to;
    }

    private MappedText cleaned(MappedText from) {
        MappedText to = new MappedText(from.length());
        for (int i = 0; i < from.length(); i++) {
            char c = from.charAt(i);
            int origin = from.originOf(i);
            if (c == 0) {
                // UTF-16 read as octets: every second character is NUL.
                note(Deviation.CHARSET, origin);
            } else if (isInvisible(c)) {
                note(Deviation.INVISIBLE, origin);
            } else if (isSpecialSpace(c)) {
                to.append(' ', origin);
                note(Deviation.BLANKS, origin);
            } else {
                to.append(c, origin);
            }
        }
        return to;
    }

    private static boolean isInvisible(char c) {
        return c == 0xAD
                || c >= 0x200B && c <= 0x200F
                || c == 0x034F
                || c == 0x061C
                || c == 0x180E
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2060 && c <= 0x2064
                || c >= 0x2066 && c <= 0x206F
                || c >= 0xFE00 && c <= 0xFE0F
                || c == 0xFEFF;
    }

    private static boolean isSpecialSpace(char c) {
        return c == 0xA0 || c == 0x1680 || c >= 0x2000 && c <= 0x200A || c == 0x202F || c == 0x205F || c == 0x3000;
    }

    private void note(Deviation kind, int offset) {
        changes.computeIfAbsent(kind, k -> new Offsets()).add(offset);
    }

    /** Offsets of changes, sorted once all are known. */
    private static final class Offsets {

        private int[] values = new int[16];
        private int count;

        void add(int offset) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = offset;
        }

        void sort() {
            Arrays.sort(values, 0, count);
        }

        boolean anyBetween(int from, int to) {
            int found = Arrays.binarySearch(values, 0, count, from);
            int first = found >= 0 ? found : -found - 1;
            return first < count && values[first] < to;
        }
    }
}
