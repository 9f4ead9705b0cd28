// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The limit: what the platform's primitives take by themselves for the same octets, piece by piece in the cache, with no line
 * end and no structure. What is read and what comes out lies in memory once. A mail cannot be made or read faster with them.
 */
final class SmimePrimitives {

    private static final int PIECE = 57 * 144;

    private final SmimeParties parties;
    private final boolean gcm;
    private final boolean opaque;
    private final byte[] content;
    private final byte[] wire;
    private final long inner;
    private final byte[] key = new byte[32];
    private final byte[] vector;
    private final byte[] wrapped;
    private final byte[] signature;
    private long counter;

    SmimePrimitives(SmimeParties parties, boolean gcm, boolean opaque, int length) throws GeneralSecurityException {
        this.parties = parties;
        this.gcm = gcm;
        this.opaque = opaque;
        this.content = new byte[length];
        this.vector = new byte[gcm ? 12 : 16];
        this.wrapped = wrap();
        this.signature = sign(new byte[32]);
        long lines = lines(length);
        this.inner = opaque ? lines(lines) : lines;
        this.wire = new byte[(int) (inner / 3 * 4)];
        Arrays.fill(wire, (byte) 'A');
    }

    /** How long base64 with its line ends is. */
    private static long lines(long length) {
        return (length + 56) / 57 * 78;
    }

    /** Signs and encrypts the content. */
    long seal() throws GeneralSecurityException {
        long lines = lines(content.length);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[PIECE];
        byte[] encoded = new byte[PIECE / 3 * 4];
        Base64.Encoder encoder = Base64.getEncoder();
        for (int done = 0; done < content.length; done += PIECE) {
            System.arraycopy(content, done, piece, 0, Math.min(PIECE, content.length - done));
            encoder.encode(piece, encoded);
        }
        for (long done = 0; done < lines; done += PIECE) {
            digest.update(piece, 0, (int) Math.min(PIECE, lines - done));
        }
        byte[] made = sign(digest.digest());
        if (opaque) {
            encode(lines);
        }
        encrypt(Cipher.ENCRYPT_MODE, inner);
        encode(inner);
        return (long) made.length + wrap().length;
    }

    /** Decrypts and verifies the mail; what comes out is in memory. */
    long open() throws GeneralSecurityException {
        long lines = lines(content.length);
        byte[] encoded = new byte[PIECE / 3 * 4];
        Arrays.fill(encoded, (byte) 'A');
        byte[] piece = new byte[PIECE];
        Base64.Decoder decoder = Base64.getDecoder();
        for (int done = 0; done + encoded.length <= wire.length; done += encoded.length) {
            System.arraycopy(wire, done, encoded, 0, encoded.length);
            decoder.decode(encoded, piece);
        }
        unwrap();
        encrypt(Cipher.DECRYPT_MODE, inner);
        if (opaque) {
            decode(encoded, lines);
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long done = 0; done < lines; done += PIECE) {
            digest.update(piece, 0, (int) Math.min(PIECE, lines - done));
        }
        byte[] result = new byte[content.length];
        for (int done = 0; done < result.length; done += PIECE) {
            decoder.decode(encoded, piece);
            System.arraycopy(piece, 0, result, done, Math.min(PIECE, result.length - done));
        }
        return verify() ? result.length : 0;
    }

    private static void encode(long length) {
        byte[] piece = new byte[PIECE];
        byte[] encoded = new byte[PIECE / 3 * 4];
        Base64.Encoder encoder = Base64.getEncoder();
        for (long done = 0; done < length; done += PIECE) {
            encoder.encode(piece, encoded);
        }
    }

    private static void decode(byte[] encoded, long length) {
        byte[] piece = new byte[PIECE];
        Base64.Decoder decoder = Base64.getDecoder();
        for (long done = 0; done < length; done += PIECE) {
            decoder.decode(encoded, piece);
        }
    }

    private void encrypt(int mode, long length) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "AES/CBC/PKCS5Padding");
        byte[] fresh = vector.clone();
        fresh[0] = (byte) counter;
        fresh[1] = (byte) (counter++ >>> 8);
        // What the platform decrypts by GCM it holds in memory: encrypting by it is the same work without that.
        cipher.init(
                gcm ? Cipher.ENCRYPT_MODE : mode,
                new SecretKeySpec(key, "AES"),
                gcm ? new GCMParameterSpec(128, fresh) : new IvParameterSpec(fresh));
        byte[] piece = new byte[PIECE / 16 * 16];
        byte[] out = new byte[piece.length + 32];
        for (long done = 0; done < length; done += piece.length) {
            cipher.update(piece, 0, piece.length, out, 0);
        }
    }

    private byte[] wrap() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, parties.receiverKeys.getPublic());
        return cipher.doFinal(key);
    }

    private void unwrap() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.DECRYPT_MODE, parties.receiverKeys.getPrivate());
        cipher.doFinal(wrapped);
    }

    private byte[] sign(byte[] octets) throws GeneralSecurityException {
        Signature engine = Signature.getInstance("SHA256withRSA");
        engine.initSign(parties.senderKeys.getPrivate());
        engine.update(octets);
        return engine.sign();
    }

    private boolean verify() throws GeneralSecurityException {
        Signature engine = Signature.getInstance("SHA256withRSA");
        engine.initVerify(parties.senderKeys.getPublic());
        engine.update(new byte[32]);
        return engine.verify(signature);
    }
}
