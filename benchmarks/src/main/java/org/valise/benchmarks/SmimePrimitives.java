// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The limit: what the platform's primitives take by themselves for the same octets, piece by piece in the cache, with no line
 * end, no structure and no copy. A mail cannot be made or read faster with them.
 */
final class SmimePrimitives {

    private static final int PIECE = 57 * 144;

    private final SmimeParties parties;
    private final boolean gcm;
    private final boolean opaque;
    private final byte[] key = new byte[32];
    private final byte[] vector;
    private final byte[] wrapped;
    private final byte[] signature;
    private long counter;

    SmimePrimitives(SmimeParties parties, boolean gcm, boolean opaque) throws GeneralSecurityException {
        this.parties = parties;
        this.gcm = gcm;
        this.opaque = opaque;
        this.vector = new byte[gcm ? 12 : 16];
        this.wrapped = wrap();
        this.signature = sign(new byte[32]);
    }

    /** Signs and encrypts a content of a length. */
    long seal(int length) throws GeneralSecurityException {
        long lines = (long) length / 57 * 78;
        encode(length);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[PIECE];
        for (long done = 0; done < lines; done += PIECE) {
            digest.update(piece);
        }
        byte[] made = sign(digest.digest());
        long inner = opaque ? lines / 57L * 78L : lines;
        if (opaque) {
            encode(lines);
        }
        encrypt(Cipher.ENCRYPT_MODE, inner);
        encode(inner);
        return (long) made.length + wrap().length;
    }

    /** Decrypts and verifies a content of a length. */
    long open(int length) throws GeneralSecurityException {
        long lines = (long) length / 57 * 78;
        long inner = opaque ? lines / 57L * 78L : lines;
        decode(inner);
        unwrap();
        encrypt(Cipher.DECRYPT_MODE, inner);
        if (opaque) {
            decode(lines);
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[PIECE];
        for (long done = 0; done < lines; done += PIECE) {
            digest.update(piece);
        }
        decode(length);
        return verify() ? digest.digest().length : 0;
    }

    private static void encode(long length) {
        byte[] piece = new byte[PIECE];
        byte[] encoded = new byte[PIECE / 3 * 4];
        Base64.Encoder encoder = Base64.getEncoder();
        for (long done = 0; done < length; done += PIECE) {
            encoder.encode(piece, encoded);
        }
    }

    private static void decode(long length) {
        byte[] encoded = Base64.getEncoder().encode(new byte[PIECE]);
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
