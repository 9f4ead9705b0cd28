// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was verified in one reading is what is given out in the next: each piece is compared, and every octet counts. */
class PieceDigestsTest {

    private static final int PIECE = PieceDigests.PIECE;

    private static byte[] random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private static PieceDigests of(byte[] content, int step) {
        PieceDigests digests = new PieceDigests();
        for (int at = 0; at < content.length; at += step) {
            digests.write(content, at, Math.min(step, content.length - at));
        }
        digests.complete();
        return digests;
    }

    private static boolean isSame(PieceDigests digests, byte[] content, int index) {
        byte[] piece = Arrays.copyOfRange(content, index * PIECE, Math.min(content.length, (index + 1) * PIECE));
        return digests.isSame(index, piece, piece.length);
    }

    /** However it came: a piece at once, less or more of one. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1",
        "1, 1, 1",
        "65535, 65535, 1",
        "65536, 65536, 2",
        "65536, 1000, 2",
        "65537, 65537, 2",
        "65537, 7, 2",
        "200000, 65536, 4",
        "200000, 200000, 4",
        "200000, 60001, 4"
    })
    void eachPieceIsWhatItWas(int length, int step, int pieces) {
        byte[] content = random(length);
        PieceDigests digests = of(content, step);
        assertThat(digests.count()).isEqualTo(pieces);
        for (int index = 0; index < pieces; index++) {
            assertThat(isSame(digests, content, index)).as("piece %s", index).isTrue();
            assertThat(digests.isSame(index, new byte[] {1, 2, 3}, 3)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "65535", "65536", "131071", "131072", "149999"})
    void anotherOctetIsSeenInItsPiece(int place) {
        byte[] content = random(150_000);
        PieceDigests digests = of(content, 10_000);
        content[place] ^= 1;
        for (int index = 0; index < 3; index++) {
            assertThat(isSame(digests, content, index)).as("piece %s", index).isEqualTo(index != place / PIECE);
        }
    }

    /** A content that has become longer, or shorter by its last piece. */
    @ParameterizedTest
    @CsvSource({"65536", "65537", "150000"})
    void morePiecesThanThereWereAreNone(int length) {
        byte[] content = random(length);
        PieceDigests digests = of(content, 10_000);
        assertThat(digests.isSame(digests.count(), content, 0)).isFalse();
        assertThat(digests.isSame(digests.count(), content, 1)).isFalse();
        int last = digests.count() - 1;
        assertThat(digests.isSame(last, content, length % PIECE + 1)).isFalse();
    }

    /** Whoever completes it again adds no piece. */
    @ParameterizedTest
    @CsvSource({"0", "65536"})
    void itIsCompleteOnce(int length) {
        PieceDigests digests = of(random(length), PIECE);
        int count = digests.count();
        digests.complete();
        assertThat(digests.count()).isEqualTo(count);
    }
}
