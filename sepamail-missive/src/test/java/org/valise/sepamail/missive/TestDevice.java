// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.Map;

/** A device that signs: its key is a mere handle, and nobody but its provider can do anything with it. */
final class TestDevice extends Provider {

    private static final long serialVersionUID = 1L;

    private final transient PrivateKey key;
    private final transient PrivateKey handle;
    private int uses;
    private boolean unplugged;

    TestDevice(PrivateKey key) {
        super("TestDevice", "1", "A device of the tests");
        this.key = key;
        this.handle = new Handle(key.getAlgorithm());
        for (String algorithm : new String[] {"SHA256withRSA", "SHA256withECDSA"}) {
            putService(new Service(this, "Signature", algorithm, "Spi", null, Map.of()) {
                @Override
                public Object newInstance(Object parameter) {
                    return new Spi(algorithm);
                }
            });
        }
    }

    PrivateKey handle() {
        return handle;
    }

    int uses() {
        return uses;
    }

    void unplug() {
        unplugged = true;
    }

    private record Handle(String algorithm) implements PrivateKey {

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            throw new AssertionError("The key of a device has no encoded form");
        }
    }

    private final class Spi extends SignatureSpi {

        private final Signature real;

        Spi(String algorithm) {
            try {
                real = Signature.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineInitSign(PrivateKey given) throws InvalidKeyException {
            if (given != handle) {
                throw new InvalidKeyException("Not a key of this device");
            }
            real.initSign(key);
        }

        @Override
        protected void engineUpdate(byte octet) throws SignatureException {
            real.update(octet);
        }

        @Override
        protected void engineUpdate(byte[] octets, int from, int length) throws SignatureException {
            real.update(octets, from, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            if (unplugged) {
                throw new SignatureException("The device is gone");
            }
            uses++;
            return real.sign();
        }

        @Override
        protected void engineInitVerify(PublicKey given) throws InvalidKeyException {
            throw new InvalidKeyException("This device signs only");
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            throw new SignatureException("This device signs only");
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
