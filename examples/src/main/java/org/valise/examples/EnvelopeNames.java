// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.valise.sepamail.smime.ContentCipher;
import org.valise.sepamail.smime.KeyTransport;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.Profile;
import org.valise.sepamail.smime.SignatureScheme;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the command line names profiles and algorithms: {@code P1}, {@code aes256-cbc}, {@code rsa-pss-sha256}. */
final class EnvelopeNames {

    private EnvelopeNames() {}

    /** An enumeration's name in lower case with hyphens, ciphers as everybody writes them. */
    static String words(Enum<?> value) {
        return words(value.name());
    }

    /** The same of a name, or an object identifier, which stays as it is. */
    static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replaceFirst("^aes-(?=\\d)", "aes");
    }

    static String number(Profile profile) {
        return switch (profile) {
            case OPAQUE_THEN_ENCRYPT -> "P1";
            case CLEAR_THEN_ENCRYPT -> "P2";
            case SEED_TWO_PART -> "P3";
            case ENCRYPT_THEN_SIGN -> "P4";
            case SIGNED_ONLY -> "P5";
        };
    }

    private static String bare(String value) {
        return value.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static <E extends Enum<E>> E find(E[] all, String value) {
        for (E one : all) {
            if (bare(one.name()).equals(bare(value))) {
                return one;
            }
        }
        throw new TypeConversionException("'" + value + "' is none of "
                + Arrays.stream(all).map(EnvelopeNames::words).collect(Collectors.joining(", ")));
    }

    /** {@code local@domain}. */
    static final class MailboxConverter implements ITypeConverter<Mailbox> {
        @Override
        public Mailbox convert(String value) {
            try {
                return Mailbox.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** A profile by its number or name. */
    static final class ProfileConverter implements ITypeConverter<Profile> {
        @Override
        public Profile convert(String value) {
            for (Profile one : Profile.values()) {
                if (number(one).equalsIgnoreCase(value)) {
                    return one;
                }
            }
            return find(Profile.values(), value);
        }
    }

    /** A cipher. */
    static final class CipherConverter implements ITypeConverter<ContentCipher> {
        @Override
        public ContentCipher convert(String value) {
            return find(ContentCipher.values(), value);
        }
    }

    /** A signature. */
    static final class SignatureConverter implements ITypeConverter<SignatureScheme> {
        @Override
        public SignatureScheme convert(String value) {
            return find(SignatureScheme.values(), value);
        }
    }

    /** A key transport. */
    static final class TransportConverter implements ITypeConverter<KeyTransport> {
        @Override
        public KeyTransport convert(String value) {
            return find(KeyTransport.values(), value);
        }
    }
}
