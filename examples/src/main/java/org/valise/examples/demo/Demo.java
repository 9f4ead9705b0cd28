// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Both journeys, against mail servers that are started here and stopped at the end. Every key is made anew and forgotten,
 * unless a folder is given.
 */
public final class Demo {

    static final String WALKTHROUGH = "walkthrough.html";

    private static final String VERT = "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU";
    private static final String BLEU = "QX62TESTBLEUXXX2345678923456789234";

    private final Story story;
    private final StoryClock clock;
    private final SecureRandom random;

    private Demo(Story story, Clock clock, SecureRandom random) {
        this.story = story;
        this.clock = new StoryClock(clock);
        this.random = random;
    }

    /**
     * Runs both journeys.
     *
     * @param out where the transcript goes
     * @param folder for each mail, record, missive and key, and the walkthrough; null for none
     * @return whether every check held
     * @throws IOException if a mail or a file cannot be written or read
     */
    @SuppressWarnings("exports")
    public static boolean run(PrintStream out, @Nullable Path folder) throws IOException {
        Story story = new Story(out, folder);
        new Demo(story, Clock.systemUTC(), new SecureRandom()).tell();
        story.write(WALKTHROUGH, Walkthrough.of(story.events()).getBytes(StandardCharsets.UTF_8));
        story.end();
        return story.allHold();
    }

    private void tell() throws IOException {
        Pki authority = new Pki("Authority of the story", clock.instant());
        Scheme scheme = new Scheme(
                authority,
                List.of(
                        Member.of("Bank Vert", "TESTVERTXXX", VERT, authority),
                        Member.of("Bank Bleu", "TESTBLEUXXX", BLEU, authority)));
        keep(scheme);
        List<String> addresses = List.of(
                KmcJourney.VENDOR,
                KmcJourney.GATEWAY,
                scheme.banks().get(0).address().text(),
                scheme.banks().get(1).address().text());
        try (PostOffice post = new PostOffice(addresses)) {
            new KmcJourney(story, clock, post, random).travel();
            new BankJourney(story, clock, post, scheme).travel();
        }
    }

    /** The keys too. */
    private void keep(Scheme scheme) {
        KeyFiles keys = new KeyFiles(story);
        keys.authority("", scheme.authority());
        for (Member bank : scheme.banks()) {
            keys.signer(bank.name(), bank.signer());
            keys.receiver(bank.name(), bank.receiver());
        }
    }
}
