// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Text of a mail part: in the charset it declares, else UTF-8 if it is that, else octet by octet. */
final class Charsets {

    private Charsets() {}

    static String decode(byte[] octets, String declared, Set<MailFinding> findings) {
        Charset charset = declared.isBlank()
                ? StandardCharsets.US_ASCII
                : EncodedWords.charset(declared.strip()).orElse(null);
        Optional<String> text = charset == null ? Optional.empty() : strictly(octets, charset);
        if (text.isEmpty()) {
            if (!declared.isBlank()) {
                findings.add(MailFinding.CHARSET_REPLACED);
            }
            text = strictly(octets, StandardCharsets.UTF_8);
        }
        return text.orElseGet(() -> new String(octets, StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> strictly(byte[] octets, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException | UnsupportedOperationException notInThatCharset) {
            return Optional.empty();
        }
    }
}
