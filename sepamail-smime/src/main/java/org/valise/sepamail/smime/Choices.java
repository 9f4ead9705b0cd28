// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What has to be known to read a mail from front to back and is told in it further behind: it is guessed, and the mail is read
 * again with what was found out. For one thread.
 */
final class Choices {

    /** A mail makes us read it so often and no more. */
    static final int MOST = 12;

    private final Set<SignatureScheme.Digest> digests = EnumSet.of(SignatureScheme.Digest.SHA_256);
    private final List<Key> keys = new ArrayList<>();
    private int readings;

    /** The key of one encrypted layer. */
    static final class Key {

        private final List<ContentKeys.Found> found;
        private int at;
        private byte[] attributes = new byte[0];

        Key(List<ContentKeys.Found> found) {
            this.found = found;
        }

        ContentKeys.Found get() {
            return found.get(at);
        }

        boolean isFound() {
            return !found.isEmpty();
        }

        /** The attributes that are authenticated with the content, which stand behind it. */
        byte[] attributes() {
            return attributes;
        }

        /** Whether it is to be read again, with these. */
        boolean learn(byte[] stated) {
            boolean other = !java.util.Arrays.equals(attributes, stated);
            attributes = stated;
            return other;
        }
    }

    Set<SignatureScheme.Digest> digests() {
        return digests;
    }

    /** The key of an encrypted layer by its number; null as long as it was not looked for. */
    @org.jspecify.annotations.Nullable
    Key key(int number) {
        return number < keys.size() ? keys.get(number) : null;
    }

    Key add(List<ContentKeys.Found> found) {
        Key key = new Key(found);
        keys.add(key);
        return key;
    }

    /** Whether the next reading may go on with another digest. */
    boolean want(SignatureScheme.Digest digest) {
        return !digests.contains(digest) && again() && digests.add(digest);
    }

    /** Whether the next reading may go on with another key for the innermost layer that has one. */
    boolean nextKey() {
        for (int i = keys.size() - 1; i >= 0; i--) {
            Key key = keys.get(i);
            if (key.at + 1 < key.found.size()) {
                key.at++;
                key.attributes = new byte[0];
                keys.subList(i + 1, keys.size()).clear();
                return again();
            }
        }
        return false;
    }

    boolean again() {
        return ++readings < MOST;
    }
}
