// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.Arrays;

/** Characters with the offset that each had in the text they were taken from. Grows by appending; not thread-safe. */
final class MappedText implements CharSequence {

    private char[] chars;
    private int[] origins;
    private int length;

    MappedText(int capacity) {
        chars = new char[Math.max(capacity, 16)];
        origins = new int[chars.length];
    }

    void append(char c, int origin) {
        if (length == chars.length) {
            chars = Arrays.copyOf(chars, length * 2);
            origins = Arrays.copyOf(origins, length * 2);
        }
        chars[length] = c;
        origins[length++] = origin;
    }

    void append(MappedText other, int from, int to) {
        for (int i = from; i < to; i++) {
            append(other.chars[i], other.origins[i]);
        }
    }

    /** The offset in the original text of the character at the index; for the end, one after the last. */
    int originOf(int index) {
        if (index < length) {
            return origins[index];
        }
        return length == 0 ? 0 : origins[length - 1] + 1;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (index >= length) {
            throw new IndexOutOfBoundsException(index);
        }
        return chars[index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text(start, end);
    }

    String text(int start, int end) {
        return new String(chars, start, end - start);
    }

    @Override
    public String toString() {
        return text(0, length);
    }
}
