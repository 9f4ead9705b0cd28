// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** X.690 8.1: each part ends where it says, and none goes on behind the one it is in. */
class NestingProperties {

    /**
     * A part, written by hand.
     *
     * @param indefinite whether its end is marked instead of its length said
     * @param parts within, or none
     * @param octets of a primitive one
     */
    record Part(boolean indefinite, List<Part> parts, int octets) {

        boolean isPrimitive() {
            return parts.isEmpty();
        }

        /** With a length that is so much more than right at the part of that number. */
        byte[] written(int[] number, int wrong, int more) {
            ByteArrayOutputStream within = new ByteArrayOutputStream();
            int own = number[0]++;
            parts.forEach(part -> within.writeBytes(part.written(number, wrong, more)));
            within.writeBytes(new byte[isPrimitive() ? octets : 0]);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(isPrimitive() ? 0x04 : 0x30);
            if (indefinite && !isPrimitive()) {
                out.write(0x80);
                out.writeBytes(within.toByteArray());
                out.write(0);
                out.write(0);
            } else {
                int length = within.size() + (own == wrong ? more : 0);
                out.write(0x84);
                out.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(length).array());
                out.writeBytes(within.toByteArray());
            }
            return out.toByteArray();
        }
    }

    @Provide
    Arbitrary<Part> trees() {
        Arbitrary<Part> leaves =
                Arbitraries.integers().between(0, 300).map(octets -> new Part(false, List.of(), octets));
        return Arbitraries.recursive(
                () -> leaves,
                below -> below.list()
                        .ofMinSize(1)
                        .ofMaxSize(4)
                        .flatMap(
                                parts -> Arbitraries.of(true, false).map(indefinite -> new Part(indefinite, parts, 0))),
                0,
                4);
    }

    private static void pass(byte[] octets, int piece) throws CmsFailure {
        Nesting nesting = new Nesting();
        for (int from = 0; from < octets.length; from += piece) {
            nesting.pass(octets, from, Math.min(piece, octets.length - from));
        }
        nesting.requireDone();
    }

    @Property(tries = 500)
    void whatIsRightPassesInPiecesOfAnySize(@ForAll("trees") Part tree, @ForAll int seed) throws CmsFailure {
        byte[] octets = tree.written(new int[1], -1, 0);
        pass(octets, 1 + Math.floorMod(seed, octets.length));
    }

    /** Where something follows, a longer part might hold just that, and be right; here nothing does. */
    @Property(tries = 500)
    void aPartThatSaysMoreThanThereIsIsRefused(
            @ForAll("trees") Part tree,
            @ForAll @IntRange(min = 1, max = 20) int around,
            @ForAll @IntRange(max = 19) int wrong,
            @ForAll @IntRange(min = 1, max = 70_000) int more) {
        Part outer = tree;
        for (int i = 0; i < around; i++) {
            outer = new Part(false, List.of(outer), 0);
        }
        byte[] octets = outer.written(new int[1], wrong % around, more);
        assertThatThrownBy(() -> pass(octets, 64)).isInstanceOf(CmsFailure.class);
    }

    @Property(tries = 500)
    void whatIsCutIsRefused(@ForAll("trees") Part tree, @ForAll int seed) {
        byte[] octets = tree.written(new int[1], -1, 0);
        byte[] cut = java.util.Arrays.copyOf(octets, Math.floorMod(seed, octets.length));
        assertThatThrownBy(() -> pass(cut, 64)).isInstanceOf(CmsFailure.class);
    }

    @Property(tries = 1000)
    void anyOctetsPassOrAreRefused(@ForAll byte[] octets) {
        try {
            pass(octets, 7);
        } catch (CmsFailure refused) {
            assertThat(refused.reason()).isEqualTo(CmsFailure.Reason.MALFORMED);
        }
    }
}
