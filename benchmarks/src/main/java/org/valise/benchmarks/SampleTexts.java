// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import java.util.SplittableRandom;

/** Texts of a wanted length, from a fixed seed, that the search for records has to go through. */
final class SampleTexts {

    private static final long SEED = 20261122;
    private static final int MARGIN = 72;
    private static final int BLOCK_MARGIN = 64;
    private static final String[] WORDS =
            ("please find below the answer of the key management centre to our request of this morning it was checked by"
                            + " two officers - nothing else has changed; call us if a load file does not arrive: Monday,"
                            + " Tuesday and 17.30 at the latest STS PK BEGINS on")
                    .split(" ", -1);

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final SampleRecords records = new SampleRecords();

    private SampleTexts() {}

    /** Mails that were answered again and again: blocks behind quote marks, with long dashes, blanks and empty lines. */
    static String mails(int length) {
        SampleTexts texts = new SampleTexts();
        StringBuilder text = new StringBuilder(length + 2048);
        for (int mail = 0; text.length() < length; mail++) {
            texts.mail(text, mail);
        }
        return cut(text, length);
    }

    /** Words and line ends, and no record. */
    static String prose(int length) {
        SampleTexts texts = new SampleTexts();
        StringBuilder text = new StringBuilder(length + 128);
        while (text.length() < length) {
            texts.line(text);
        }
        return cut(text, length);
    }

    /** Nothing but the mark that guards begin with. */
    static String marks(int length) {
        return cut(new StringBuilder("--STS:".repeat(length / 6 + 1)), length);
    }

    /** Begin guards, each on a line of its own, and no end. */
    static String guards(int length) {
        return cut(new StringBuilder("--STS:T BEGINS--\n".repeat(length / 17 + 1)), length);
    }

    private void mail(StringBuilder text, int mail) {
        for (int line = 0; line < 6; line++) {
            line(text);
        }
        String quote = "> ".repeat(mail % 3);
        String dashes = mail % 2 == 0 ? "--" : "\u2014";
        String end = mail % 5 == 0 ? " \r\n\r\n" : "\r\n";
        text.append(quote)
                .append(dashes)
                .append("STS:PK.ECDH.1 BEGINS")
                .append(dashes)
                .append(end);
        String record = records.publicKeyRecord();
        for (int from = 0; from < record.length(); from += BLOCK_MARGIN) {
            text.append(quote)
                    .append(record, from, Math.min(record.length(), from + BLOCK_MARGIN))
                    .append(end);
        }
        text.append(quote)
                .append(dashes)
                .append("STS:PK.ECDH.1 ENDS")
                .append(dashes)
                .append(end);
    }

    private void line(StringBuilder text) {
        int start = text.length();
        while (text.length() - start < MARGIN) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        text.append("\r\n");
    }

    private static String cut(StringBuilder text, int length) {
        text.setLength(length);
        return text.toString();
    }
}
