// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IMAP server with one folder, unless a test lets it fail at one step. The UID of a mail is ten times its number. */
final class FakeImap implements AutoCloseable {

    /** Where something may go wrong. */
    enum Step {
        GREETING,
        LOGIN,
        SELECT,
        /** When it is asked which mails there are. */
        LIST,
        /** When it is asked for the content of a mail. */
        FETCH,
        /** In the middle of that content. */
        CONTENT,
        /** When it is asked for more of a mail. */
        REST,
        STORE,
        IDLE
    }

    private static final String DROP = "drop";
    private static final int UID = 10;
    private static final Pattern FETCH = Pattern.compile("FETCH (\\d+) \\(?BODY\\.PEEK\\[\\]<(\\d+)\\.(\\d+)>\\)?");
    private static final Pattern SIZE = Pattern.compile("FETCH (\\d+) \\(?RFC822\\.SIZE\\)?");
    private static final Pattern LIST = Pattern.compile("UID FETCH (\\d+):\\* \\(?UID\\)?");

    private final Map<Step, String> faults = new EnumMap<>(Step.class); // guarded by itself
    private final Map<Step, String> told = new EnumMap<>(Step.class); // guarded by faults
    private final List<byte[]> mails = new CopyOnWriteArrayList<>();
    private final AtomicLong validity = new AtomicLong(1);
    private final FakeServer server;

    /** What is said to a client that idles; empty to close the connection. */
    final LinkedBlockingQueue<String> news = new LinkedBlockingQueue<>();

    volatile String capabilities = "IMAP4rev1 IDLE";
    volatile String permanentFlags = "\\Seen \\*";

    /** The number of the first mail for which the faults of FETCH and CONTENT hold. */
    private volatile int goodMails;

    /** How much longer it calls a mail than it is, as servers do that count line ends otherwise. */
    volatile int tellsMore;

    FakeImap() throws IOException {
        server = FakeServer.start(this::talk);
    }

    MailServer reach() {
        return server.plaintext();
    }

    FakeServer server() {
        return server;
    }

    void deliver(byte[] mail) {
        mails.add(mail);
    }

    void renumber() {
        validity.incrementAndGet();
    }

    void dropAt(Step step) {
        answerAt(step, DROP);
    }

    void dropAt(Step step, int afterMails) {
        goodMails = afterMails;
        dropAt(step);
    }

    /** A tagged answer without its tag, such as {@code NO not now}. */
    void answerAt(Step step, String answer) {
        synchronized (faults) {
            faults.put(step, answer);
        }
    }

    /** An untagged line before what is usual, once. */
    void tellAt(Step step, String line) {
        synchronized (faults) {
            told.put(step, line);
        }
    }

    void recover() {
        synchronized (faults) {
            faults.clear();
        }
        goodMails = 0;
    }

    /** Whether a test wants something else at this step; then that was said. */
    private boolean fails(FakeServer.Talk talk, Step step, String tag) throws IOException {
        String fault;
        String line;
        synchronized (faults) {
            fault = faults.get(step);
            line = told.remove(step);
        }
        if (line != null) {
            talk.say(line);
        }
        if (fault == null) {
            return false;
        }
        if (fault.equals(DROP)) {
            talk.drop();
        }
        talk.say(tag + " " + fault);
        return true;
    }

    private void talk(FakeServer.Talk talk) throws IOException {
        if (!fails(talk, Step.GREETING, "*")) {
            talk.say("* OK fake.test ready");
        }
        while (true) {
            String line = talk.hear();
            int blank = line.indexOf(' ');
            command(talk, line.substring(0, blank), line.substring(blank + 1));
        }
    }

    private void command(FakeServer.Talk talk, String tag, String command) throws IOException {
        String verb = command.split(" ", 2)[0];
        switch (verb) {
            case "CAPABILITY" -> {
                talk.say("* CAPABILITY " + capabilities);
                talk.say(tag + " OK");
            }
            case "LOGIN" -> done(talk, tag, Step.LOGIN);
            case "SELECT" -> select(talk, tag);
            case "UID" -> list(talk, tag, command);
            case "FETCH" -> fetch(talk, tag, command);
            case "STORE" -> done(talk, tag, Step.STORE);
            case "IDLE" -> idle(talk, tag);
            case "NOOP" -> {
                talk.say("* " + mails.size() + " EXISTS");
                talk.say(tag + " OK");
            }
            case "LOGOUT" -> talk.drop();
            default -> talk.say(tag + " OK");
        }
    }

    private void done(FakeServer.Talk talk, String tag, Step step) throws IOException {
        if (!fails(talk, step, tag)) {
            talk.say(tag + " OK");
        }
    }

    private void select(FakeServer.Talk talk, String tag) throws IOException {
        if (!fails(talk, Step.SELECT, tag)) {
            talk.say("* FLAGS (\\Seen \\Deleted)");
            talk.say("* " + mails.size() + " EXISTS");
            talk.say("* OK [UIDVALIDITY " + validity.get() + "]");
            talk.say("* OK [PERMANENTFLAGS (" + permanentFlags + ")]");
            talk.say(tag + " OK [READ-WRITE]");
        }
    }

    private void list(FakeServer.Talk talk, String tag, String command) throws IOException {
        if (fails(talk, Step.LIST, tag)) {
            return;
        }
        Matcher range = LIST.matcher(command);
        if (!range.matches()) {
            talk.say(tag + " BAD " + command);
            return;
        }
        for (int number = 1; number <= mails.size(); number++) {
            boolean last = number == mails.size(); // is always in a range up to the end
            if (last || number * UID >= Integer.parseInt(range.group(1))) {
                talk.say("* " + number + " FETCH (UID " + number * UID + ")");
            }
        }
        talk.say(tag + " OK");
    }

    private void fetch(FakeServer.Talk talk, String tag, String command) throws IOException {
        Matcher size = SIZE.matcher(command);
        if (size.matches()) {
            int number = Integer.parseInt(size.group(1));
            talk.say("* " + number + " FETCH (RFC822.SIZE " + (mails.get(number - 1).length + tellsMore) + ")");
            talk.say(tag + " OK");
            return;
        }
        Matcher part = FETCH.matcher(command);
        if (!part.matches()) {
            talk.say(tag + " BAD " + command);
            return;
        }
        int number = Integer.parseInt(part.group(1));
        if (number > goodMails && fails(talk, Step.FETCH, tag)) {
            return;
        }
        if (Integer.parseInt(part.group(2)) > 0 && fails(talk, Step.REST, tag)) {
            return;
        }
        String mail = new String(mails.get(number - 1), StandardCharsets.ISO_8859_1);
        int from = Math.min(Integer.parseInt(part.group(2)), mail.length());
        int to = Math.min(from + Integer.parseInt(part.group(3)), mail.length());
        talk.raw("* " + number + " FETCH (BODY[]<" + from + "> {" + (to - from) + "}\r\n");
        talk.raw(mail.substring(from, (from + to) / 2));
        if (number > goodMails) {
            fails(talk, Step.CONTENT, tag);
        }
        talk.raw(mail.substring((from + to) / 2, to) + ")\r\n");
        talk.say(tag + " OK");
    }

    private void idle(FakeServer.Talk talk, String tag) throws IOException {
        if (fails(talk, Step.IDLE, tag)) {
            return;
        }
        talk.say("+ idling");
        Thread speaker = new Thread(() -> speak(talk), "fake news");
        speaker.setDaemon(true);
        speaker.start();
        try {
            if (!talk.hear().equals("DONE")) {
                talk.drop();
            }
        } finally {
            speaker.interrupt();
        }
        talk.say(tag + " OK");
    }

    private void speak(FakeServer.Talk talk) {
        try {
            while (true) {
                String line = news.take();
                if (line.isEmpty()) {
                    talk.drop();
                }
                talk.say(line);
            }
        } catch (InterruptedException | IOException end) {
            // The client has ended it, or the connection is closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
