// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Facts, C.5: the digest is over one kind of line ends, in whatever pieces the octets come. */
class LineEndDigestProperties {

    @Property
    void isTheDigestOfTheReplacedText(@ForAll("texts") String text, @ForAll ChecksumForm form, @ForAll Random random)
            throws NoSuchAlgorithmException, IOException {
        String expected = switch (form) {
            case LF -> text.replace("\r\n", "\n");
            case CRLF -> text.replace("\r\n", "\n").replace("\n", "\r\n");
            case EXACT, RAW -> text;
        };
        LineEndDigest digest = new LineEndDigest(MessageDigest.getInstance("SHA-1"), form);
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < octets.length; ) {
            int length = Math.min(octets.length - at, random.nextInt(5));
            if (length == 1) {
                digest.write(octets[at]);
            } else {
                digest.write(octets, at, length);
            }
            at += length;
        }
        assertThat(digest.finish())
                .isEqualTo(MessageDigest.getInstance("SHA-1").digest(expected.getBytes(StandardCharsets.US_ASCII)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("\r", "\n", "\r\n", "x", "yz")
                .list()
                .ofMaxSize(20)
                .map(pieces -> String.join("", pieces));
    }
}
