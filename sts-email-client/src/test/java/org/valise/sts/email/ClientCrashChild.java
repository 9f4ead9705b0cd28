// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A program that asks the gateway for this and that until it is killed, and says at each step what it is about to do and
 * what it has done.
 */
final class ClientCrashChild {

    /** More waiting requests would only make each round longer. */
    private static final int MOST_WAITING = 3;

    /** One write for each line, so that a kill leaves whole lines. */
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private ClientCrashChild() {}

    static Process start(Path store, MailAccount account, long seed) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ClientCrashChild.class.getName()));
        command.addAll(List.of(
                store.toString(),
                Integer.toString(account.smtp().port()),
                Integer.toString(account.imap().port()),
                account.credentials().secret(),
                Long.toString(seed)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    public static void main(String[] arguments) throws IOException {
        Duration patience = Duration.ofSeconds(20);
        MailAccount account = MailAccount.of(
                MailServer.plaintext(GreenMails.HOST, Integer.parseInt(arguments[1]))
                        .withTimeouts(patience, patience),
                MailServer.plaintext(GreenMails.HOST, Integer.parseInt(arguments[2]))
                        .withTimeouts(patience, patience),
                Credentials.password(GreenMails.VENDOR.text(), () -> arguments[3]));
        try (FilePendingRequests store = FilePendingRequests.open(Path.of(arguments[0]));
                KmcClient client = KmcClient.builder(
                                WatchedStore.of(store, new Steps()), KmcMailbox.of(account), GreenMails.GATEWAY)
                        .rateLimit(new RateLimit(Duration.ZERO, Integer.MAX_VALUE))
                        .listener(new Events())
                        .build()) {
            say("opened -");
            work(client, new Random(Long.parseLong(arguments[4])));
        }
    }

    private static void work(KmcClient client, Random random) throws IOException {
        RequestFactory requests = RequestFactory.from(GreenMails.VENDOR.text()).to(GreenMails.GATEWAY.text());
        while (true) {
            long waiting = client.status().stream()
                    .filter(request -> request.state() == RequestState.SENT)
                    .count();
            if (waiting < MOST_WAITING) {
                submit(client, request(requests, random.nextInt(3)));
            }
            say("polling -");
            client.poll();
            say("polled -");
        }
    }

    private static KmcRequest request(RequestFactory requests, int kind) {
        return switch (kind) {
            case 0 -> requests.help();
            case 1 -> requests.getPublicKey();
            default -> requests.getKeyLoadFile(Journey.loadRequest("crash " + System.nanoTime()));
        };
    }

    private static void submit(KmcClient client, KmcRequest request) throws IOException {
        say("submitting " + request.token().text());
        Submission submission = client.submit(request);
        say("submitted-" + submission.status() + " " + request.token().text());
    }

    static void say(String what) {
        try {
            OUT.write((what + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            throw new IllegalStateException("Nobody listens any more", gone);
        }
    }

    /** Says when the store is changed, and when a mail is compared with it. */
    private static final class Steps implements WatchedStore {

        private static final Set<String> CHANGES = Set.of("add", "claimSend", "update", "advance");

        @Override
        public void before(String method, Object[] arguments) {
            if (CHANGES.contains(method) || method.equals("knownByToken")) {
                say(step(method, arguments) + "> " + about(arguments));
            }
        }

        @Override
        public void after(String method, Object[] arguments, Object result) {
            if (CHANGES.contains(method)) {
                say(step(method, arguments) + "< " + about(arguments));
            }
        }

        /** A change that comes with a mail is another one than that which follows a sending. */
        private static String step(String method, Object[] arguments) {
            return switch (method) {
                case "knownByToken" -> "match";
                case "update" -> arguments.length > 1 ? "settle" : "update";
                default -> method;
            };
        }

        private static String about(Object[] arguments) {
            return arguments[0] instanceof TrackedRequest request
                    ? request.token().text()
                    : "-";
        }
    }

    private static final class Events implements KmcListener {
        @Override
        public void changed(Change change) {
            change.request()
                    .ifPresent(request -> say((change.settled() ? "announced " : "changed ")
                            + request.token().text()));
        }

        @Override
        public void submitted(Submission submission) {
            say("resumed-" + submission.status() + " "
                    + submission.request().token().text());
        }
    }
}
