// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that takes mails, unless a test lets it fail at one step. */
final class FakeSmtp implements AutoCloseable {

    /** Where something may go wrong. */
    enum Step {
        GREETING,
        EHLO,
        AUTH,
        MAIL,
        RCPT,
        DATA,
        /** In the middle of the content. */
        CONTENT,
        /** Instead of the answer to the content. */
        DOT
    }

    private static final String DROP = "drop";
    private static final String HANG = "hang";

    private final Map<Step, String> faults = new EnumMap<>(Step.class); // guarded by itself
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final FakeServer server;

    FakeSmtp() throws IOException {
        server = FakeServer.start(this::talk);
    }

    MailServer reach() {
        return server.plaintext();
    }

    FakeServer server() {
        return server;
    }

    /** The mails whose content came to its end, whatever was answered then. */
    List<String> taken() {
        return List.copyOf(taken);
    }

    void dropAt(Step step) {
        answerAt(step, DROP);
    }

    void hangAt(Step step) {
        answerAt(step, HANG);
    }

    void answerAt(Step step, String answer) {
        synchronized (faults) {
            faults.put(step, answer);
        }
    }

    void recover() {
        synchronized (faults) {
            faults.clear();
        }
    }

    /** Says what belongs there, or what the test wants; returns whether it was the former. */
    private boolean answer(FakeServer.Talk talk, Step step, String usual) throws IOException {
        String fault;
        synchronized (faults) {
            fault = faults.get(step);
        }
        if (DROP.equals(fault)) {
            talk.drop();
        } else if (HANG.equals(fault)) {
            talk.hang();
        } else {
            talk.raw((fault == null ? usual : fault) + "\r\n");
        }
        return fault == null;
    }

    private void talk(FakeServer.Talk talk) throws IOException {
        answer(talk, Step.GREETING, "220 fake.test ESMTP");
        while (true) {
            String command = talk.hear();
            String verb = command.split(" ", 2)[0];
            switch (verb) {
                case "EHLO", "HELO" -> answer(talk, Step.EHLO, "250-fake.test\r\n250 AUTH PLAIN LOGIN");
                case "AUTH" -> answer(talk, Step.AUTH, "235 2.7.0 welcome");
                case "MAIL" -> answer(talk, Step.MAIL, "250 ok");
                case "RCPT" -> answer(talk, Step.RCPT, "250 ok");
                case "DATA" -> data(talk);
                case "QUIT" -> talk.drop();
                default -> talk.say("250 ok");
            }
        }
    }

    private void data(FakeServer.Talk talk) throws IOException {
        if (!answer(talk, Step.DATA, "354 go ahead")) {
            return;
        }
        StringBuilder content = new StringBuilder();
        for (String line = talk.hear(); !line.equals("."); line = talk.hear()) {
            content.append(line).append('\n');
            synchronized (faults) {
                if (faults.containsKey(Step.CONTENT)) {
                    talk.drop();
                }
            }
        }
        taken.add(content.toString());
        answer(talk, Step.DOT, "250 queued");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
