// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts what is pulled through it. The padding, or the tag, can be told only at the end: until then nothing that came out
 * may leave this package. For one thread.
 *
 * <p>The platform's GCM holds a whole content back until its tag was found right. Here the content is decrypted by the
 * counter mode that GCM is made of, and encrypted once more by GCM itself, whose tag is then compared.
 */
final class DecryptInput extends InputStream {

    private static final int PIECE = 8 * 1024;
    private static final int BLOCK = 16;

    private final InputStream in;
    private final Cipher cipher;
    private final @Nullable Cipher again;
    private final byte[] encrypted;
    private final byte[] plain;
    private final byte[] scratch;
    private byte[] tag = new byte[0];
    private int at;
    private int end;
    private boolean ended;
    private boolean failed;

    /**
     * A stream of plain octets.
     *
     * @param again encrypts what was decrypted, for its tag; null if there is none
     */
    DecryptInput(InputStream in, Cipher cipher, @Nullable Cipher again, int size) {
        this.in = in;
        this.cipher = cipher;
        this.again = again;
        this.encrypted = new byte[Math.min(PIECE, size)];
        this.plain = new byte[encrypted.length + 2 * BLOCK];
        this.scratch = again == null ? tag : new byte[plain.length + 2 * BLOCK];
    }

    @Override
    public int read() throws IOException {
        return fill() ? plain[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] octets, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (at == end && !ended && again == null && count >= plain.length) {
            return direct(octets, from);
        }
        if (!fill()) {
            return -1;
        }
        int there = Math.min(count, end - at);
        System.arraycopy(plain, at, octets, from, there);
        at += there;
        return there;
    }

    private boolean fill() throws IOException {
        while (at == end && !ended) {
            at = 0;
            end = 0;
            end = decrypt(plain, 0);
        }
        return at < end;
    }

    /** Decrypts pieces into the array of the caller, until there is something. */
    private int direct(byte[] octets, int from) throws IOException {
        int count = 0;
        while (count == 0 && !ended) {
            count = decrypt(octets, from);
        }
        return count == 0 ? -1 : count;
    }

    /** Decrypts one piece; how many octets came out. */
    private int decrypt(byte[] octets, int from) throws IOException {
        if (failed) {
            throw CmsFailure.decryption();
        }
        failed = true; // until this piece was found right
        int count = in.readNBytes(encrypted, 0, encrypted.length);
        boolean last = count < encrypted.length;
        try {
            int made = cipher.update(encrypted, 0, count, octets, from);
            made += last ? cipher.doFinal(octets, from + made) : 0;
            if (again != null) {
                encrypt(again, made, last);
            }
            ended = last;
            failed = false;
            return made;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw CmsFailure.decryption();
        }
    }

    /** What comes out is what came in, but for the tag at the end. */
    private void encrypt(Cipher gcm, int made, boolean last) throws GeneralSecurityException {
        gcm.update(plain, 0, made, scratch);
        if (last) {
            byte[] rest = gcm.doFinal();
            tag = Arrays.copyOfRange(rest, rest.length - ContentCipher.TAG_OCTETS, rest.length);
        }
    }

    /** Takes all that is left, so that its padding is checked, and compares the tag. */
    void finish(byte[] expected) throws IOException {
        drain();
        if (again != null && !MessageDigest.isEqual(tag, expected)) {
            throw CmsFailure.decryption();
        }
    }

    /** Takes all that is left. */
    void drain() throws IOException {
        while (fill()) {
            at = end;
        }
    }

    /**
     * Takes what is left although it is known to be bad: whoever measures how long that takes is to learn nothing from it.
     */
    void drainQuietly() {
        try {
            drain();
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException | RuntimeException e) {
            // The fault is known already.
        }
    }
}
