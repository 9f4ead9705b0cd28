// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executor;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A part that is encrypted, with its frame. The same key and vector encrypt the same content each time it is written. */
final class EncryptedPart implements Part {

    private final ContentCipher algorithm;
    private final byte[] key;
    private final byte[] vector;
    private final Frame frame;
    private final Part content;

    EncryptedPart(ContentCipher algorithm, byte[] key, byte[] vector, Frame frame, Part content) {
        this.algorithm = algorithm;
        this.key = key;
        this.vector = vector;
        this.frame = frame;
        this.content = content;
    }

    @Override
    public long length() {
        int tag = algorithm.isAuthenticated() ? ContentCipher.TAG_OCTETS : 0;
        return frame.length(algorithm.length(content.length())) + tag;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        write(out, content::writeTo);
    }

    /** One thread makes the content, the other one encrypts it. */
    @Override
    public void writeTo(OutputStream out, Executor executor) throws IOException {
        write(out, sink -> HandOver.write(content, sink, executor));
    }

    private interface Writing {
        void to(OutputStream sink) throws IOException;
    }

    private void write(OutputStream out, Writing writing) throws IOException {
        try {
            out.write(frame.prefix());
            CipherSink sink = new CipherSink(cipher(), out);
            writing.to(sink);
            byte[] last = sink.finish();
            int rest = algorithm.isAuthenticated() ? last.length - ContentCipher.TAG_OCTETS : last.length;
            out.write(last, 0, rest);
            out.write(frame.suffix());
            out.write(last, rest, last.length - rest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is not available", e);
        }
    }

    private Cipher cipher() throws GeneralSecurityException {
        boolean gcm = algorithm.isAuthenticated();
        Cipher cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                gcm ? new GCMParameterSpec(ContentCipher.TAG_OCTETS * Byte.SIZE, vector) : new IvParameterSpec(vector));
        return cipher;
    }
}
