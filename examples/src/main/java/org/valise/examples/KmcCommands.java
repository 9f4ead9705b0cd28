// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sts.email.Attachment;
import org.valise.sts.email.Change;
import org.valise.sts.email.KmcClient;
import org.valise.sts.email.KmcListener;
import org.valise.sts.email.KmcRequest;
import org.valise.sts.email.MailException;
import org.valise.sts.email.NextStep;
import org.valise.sts.email.Note;
import org.valise.sts.email.Outcome;
import org.valise.sts.email.PendingRequests;
import org.valise.sts.email.Reply;
import org.valise.sts.email.RequestState;
import org.valise.sts.email.Service;
import org.valise.sts.email.Submission;
import org.valise.sts.email.Token;
import org.valise.sts.email.TrackedRequest;
import org.valise.sts.records.Pkid;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kmc request|poll|status|approve|resend}. */
@Command(
        name = "kmc",
        description = "Asks the key management centre for real: sends requests and reads the mailbox.",
        subcommands = {
            KmcCommands.Request.class,
            KmcCommands.Poll.class,
            KmcCommands.Status.class,
            KmcCommands.Approve.class,
            KmcCommands.Resend.class
        },
        footer = {
            "",
            "The properties file of --config holds: from, gateway, store (a folder, default kmc-store beside the file),"
                    + " smtp.host, smtp.port, smtp.security (starttls, tls, plaintext), imap.host, imap.port,"
                    + " imap.security, user, one of password-env, password-file, access-token-env; and if wanted trust"
                    + " (PEM certificates), folder, move-to, poll-seconds, timeout-seconds, rate.seconds, rate.per-hour."
        })
final class KmcCommands {

    private KmcCommands() {}

    /** What the commands share: the file, and words for what goes wrong. */
    abstract static class WithConfig implements Callable<Integer>, KmcListener {

        private static final Duration SAYS_EVERY = Duration.ofMinutes(1);

        final Terminal terminal;

        @Option(names = "--config", required = true, paramLabel = "FILE", description = "The properties file.")
        private Path config = Path.of("");

        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "Writes key load files there; never over another file.")
        private @Nullable Path out;

        WithConfig(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public final Integer call() throws IOException {
            try {
                KmcConfig read = KmcConfig.read(config, terminal);
                if (connects()) {
                    read.secret();
                }
                try (PendingRequests store = read.store();
                        KmcClient client = read.client(store, this)) {
                    return run(read, client);
                }
            } catch (Refusal refusal) {
                terminal.say(String.valueOf(refusal.getMessage()));
                return Commands.BAD;
            } catch (IllegalArgumentException | IllegalStateException usage) {
                terminal.say("kmc: " + usage.getMessage());
                return Commands.USAGE_OR_IO;
            }
        }

        /** Whether the command needs the mail account. */
        boolean connects() {
            return true;
        }

        abstract int run(KmcConfig read, KmcClient client) throws IOException, Refusal;

        @Override
        public void changed(Change change) {
            if (terminal.showsProgress() && !(change.reply().orElse(null) instanceof Reply.NotOurs)) {
                terminal.say(change.toString());
            }
        }

        /** What went wrong is said to everybody: nobody may be watching, and a person may have to do something. */
        @Override
        public void submitted(Submission submission) {
            if (terminal.showsProgress() || submission.fault().isPresent()) {
                terminal.say(words(submission));
            }
        }

        static String words(Submission submission) {
            return submission.request().token() + ": "
                    + switch (submission.status()) {
                        case SENT -> "sent";
                        case SENT_BEFORE -> "nothing was done, because another process sent it";
                        case RATE_LIMITED -> "not sent yet, because of the rate limit";
                        case NOT_SENT -> "not sent";
                        case UNCERTAIN ->
                            "it may or may not have left, and is not sent again by itself; a person has to decide";
                        case REFUSED -> "refused by the mail server, and not sent again by itself";
                    }
                    + submission
                            .fault()
                            .map(fault -> " (" + fault.getMessage() + ")")
                            .orElse("");
        }

        @Override
        public void fault(MailException fault, Duration retryIn) {
            terminal.say(fault.getMessage() + "; next attempt in " + retryIn.toSeconds() + " seconds");
        }

        /** Prints where requests stand; one that cannot be shown keeps no other from being so. */
        final int printAll(KmcClient client, Map<Token, Set<Note>> requests) {
            int exit = Commands.GOOD;
            for (Map.Entry<Token, Set<Note>> each : requests.entrySet()) {
                try {
                    print(client, each.getKey(), each.getValue());
                } catch (IOException fault) {
                    terminal.say(each.getKey() + ": " + fault.getMessage());
                    exit = Commands.USAGE_OR_IO;
                }
            }
            return exit;
        }

        final void print(KmcClient client, TrackedRequest request) throws IOException {
            print(client, request.token(), Set.of());
        }

        /** Prints where a request stands and what else was remarkable, and writes its file if that is wanted. */
        private void print(KmcClient client, Token token, Set<Note> notes) throws IOException {
            Outcome outcome = client.outcome(token).orElseThrow();
            ObjectNode node = line(outcome, notes);
            try {
                if (out != null && outcome.keyLoadFile().isPresent()) {
                    Path file = write(outcome.keyLoadFile().get(), token, out);
                    node.put("file", file.toString());
                }
            } finally {
                terminal.out().println(Json.line(node));
            }
            advise(outcome.request());
        }

        private void advise(TrackedRequest request) {
            if (request.state() == RequestState.TIMED_OUT && request.service() == Service.GET_KEY_LOAD_FILE) {
                terminal.say(
                        "no answer to " + request.token() + ". The specification spells this service in two ways; a"
                                + " new request may try --klf-code {KMS:GetKlIfStsEd2}");
            }
        }

        /** Whole or not at all; a file that is there already must be the same one. */
        private static Path write(Attachment file, Token token, Path folder) throws IOException {
            Files.createDirectories(folder);
            Path target = folder.resolve(token.prefix() + "-" + file.name());
            if (Files.exists(target)) {
                requireSame(target, file);
                return target;
            }
            Path part = Files.createTempFile(folder, ".", ".part");
            try {
                try (OutputStream stream = Files.newOutputStream(part)) {
                    file.writeTo(stream);
                }
                return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }

        private static void requireSame(Path target, Attachment file) throws IOException {
            if (!Arrays.equals(Files.readAllBytes(target), file.bytes())) {
                throw new IOException(target + " is another file; nothing was written over it");
            }
        }

        private static ObjectNode line(Outcome outcome, Set<Note> more) {
            TrackedRequest request = outcome.request();
            ObjectNode node = Json.object();
            node.put("token", request.token().text());
            node.put("service", request.service().code());
            node.put("state", request.state().name());
            node.put("nextStep", outcome.nextStep().name());
            node.put("advice", outcome.nextStep().words());
            Set<Note> notes = EnumSet.noneOf(Note.class);
            notes.addAll(outcome.notes());
            notes.addAll(more);
            node.set("notes", Json.strings(notes.stream().map(Enum::name).toList()));
            node.put("createdAt", request.createdAt().toString());
            node.put("deadline", request.deadline().map(Instant::toString).orElse(null));
            node.set(
                    "result",
                    outcome.mail()
                            .map(mail -> ResultCommand.json(mail.result()))
                            .orElse(null));
            node.set(
                    "attachments", outcome.mail().map(ReplyCommand::attachments).orElse(null));
            outcome.key()
                    .ifPresent(key -> node.put("kmcId", key.key().owner().text())
                            .put("trust", key.trust().name()));
            return node;
        }

        /** Whether nothing is left for a person to decide: what was asked for is there and may be used, or is awaited. */
        static boolean isFine(RequestState state, NextStep step) {
            return switch (step) {
                case NOTHING, WAIT, LOAD_KEY_FILE, USE_KEY -> true;
                case READ_TEXT -> state == RequestState.SUCCEEDED;
                case APPROVE_KEY, MAKE_NEW_VKLOADREQ, DECIDE_RESEND, CHECK_ADDRESS, CALL_SUPPORT -> false;
            };
        }

        /** What is left to do about a request that was to be sent: nothing, something for a person, or another attempt. */
        static int exit(Submission.Status status) {
            return switch (status) {
                case SENT, SENT_BEFORE, RATE_LIMITED -> Commands.GOOD;
                case REFUSED, UNCERTAIN -> Commands.BAD;
                case NOT_SENT -> Commands.USAGE_OR_IO;
            };
        }

        /** Waits and, on a terminal, says each minute that it does. */
        final int await(KmcClient client, Token token, Duration longest) throws IOException {
            Instant end = Instant.now().plus(longest);
            Outcome outcome = awaitPart(client, token, end);
            while (outcome.nextStep() == NextStep.WAIT && Instant.now().isBefore(end)) {
                outcome = awaitPart(client, token, end);
            }
            print(client, outcome.request());
            boolean answered = outcome.nextStep() != NextStep.WAIT;
            return answered && isFine(outcome.state(), outcome.nextStep()) ? Commands.GOOD : Commands.BAD;
        }

        private Outcome awaitPart(KmcClient client, Token token, Instant end) throws IOException {
            if (!terminal.showsProgress()) {
                return client.await(token, end);
            }
            Instant now = Instant.now();
            terminal.say("waiting for the answer to " + token + ", which usually takes 5 to 10 minutes; up to "
                    + (Duration.between(now, end).toMinutes() + 1) + " more");
            Instant soon = now.plus(SAYS_EVERY);
            return client.await(token, soon.isBefore(end) ? soon : end);
        }
    }

    /** {@code kmc request}. */
    @Command(
            name = "request",
            description = "Sends a request, and waits for its answer if --wait is given.",
            footer = {
                "",
                "Exit code 0: sent, or kept because of the rate limit and sent by 'kmc poll'; with --wait: answered, and"
                        + " nothing is left to decide. 1: refused by the mail server, or it may or may not have left; with"
                        + " --wait also: not answered in time, or something must be decided, such as approving a key. 2: the"
                        + " mail server could not be used; the request is kept and sent by 'kmc poll'."
            })
    static final class Request extends WithConfig {

        @CommandLine.Mixin
        private RequestCommand.What what = new RequestCommand.What();

        @Option(names = "--wait", paramLabel = "DURATION", description = "How long to wait, such as PT30M.")
        private Optional<Duration> wait = Optional.empty();

        Request(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(KmcConfig read, KmcClient client) throws IOException, Refusal {
            KmcRequest request = what.make(terminal, read.requests());
            Submission submission = client.submit(request);
            submitted(submission);
            submission.retryAt().ifPresent(at -> terminal.say("it is kept and sent by 'kmc poll' from " + at + " on"));
            if (wait.isPresent() && submission.status() != Submission.Status.REFUSED) {
                return await(client, request.token(), wait.get());
            }
            print(client, submission.request());
            return exit(submission.status());
        }
    }

    /** {@code kmc poll}. */
    @Command(
            name = "poll",
            description = "Sends what waits, reads the mailbox once or for a while, and prints what changed.",
            footer = {
                "",
                "Exit code 1 if something must be decided by a person: a key to be approved, a request that was refused or"
                        + " may not have left, a mail that is not to be trusted. 2: the mail server or the store could not be"
                        + " used, or a file could not be written. What was found until then is printed all the same."
            })
    static final class Poll extends WithConfig {

        @Option(names = "--for", paramLabel = "DURATION", description = "Goes on reading so long, such as PT10M.")
        private Optional<Duration> time = Optional.empty();

        /** With what each change said: the last one of a request does not take back the ones before. */
        private final Map<Token, Set<Note>> changes = new LinkedHashMap<>();

        private final Map<Token, Submission.Status> submissions = new LinkedHashMap<>();
        private boolean person;
        private boolean faulted;

        Poll(Terminal terminal) {
            super(terminal);
        }

        @Override
        public void fault(MailException fault, Duration retryIn) {
            super.fault(fault, retryIn);
            faulted = true;
        }

        @Override
        public void changed(Change change) {
            super.changed(change);
            if (change.request().isPresent()) {
                keep(change, change.request().get());
            } else if (change.nextStep() == NextStep.READ_TEXT) {
                terminal.say(
                        "the gateway wrote something that answers no request of this store: look into the mailbox");
            }
        }

        private void keep(Change change, TrackedRequest request) {
            note(request, change.notes());
            if (!isFine(request.state(), change.nextStep())) {
                person = true;
                if (!terminal.showsProgress()) {
                    terminal.say(change.toString());
                }
            }
        }

        private void note(TrackedRequest request, Set<Note> notes) {
            changes.computeIfAbsent(request.token(), token -> EnumSet.noneOf(Note.class))
                    .addAll(notes);
        }

        @Override
        public void submitted(Submission submission) {
            super.submitted(submission);
            Submission.Status status = submission.status();
            if (status != Submission.Status.RATE_LIMITED && status != Submission.Status.SENT_BEFORE) {
                note(submission.request(), submission.notes());
                submissions.put(submission.request().token(), status);
            }
        }

        @Override
        int run(KmcConfig read, KmcClient client) throws IOException {
            int exit;
            try {
                receive(client);
            } finally {
                exit = printAll(client, changes);
            }
            for (Submission.Status status : submissions.values()) {
                exit = Math.max(exit, exit(status));
            }
            return Math.max(exit, person ? Commands.BAD : Commands.GOOD);
        }

        /** Once more after a fault: whoever waited must learn that the mailbox is still away. */
        private void receive(KmcClient client) throws IOException {
            if (time.isPresent()) {
                client.run(Instant.now().plus(time.get()));
            }
            if (time.isEmpty() || faulted) {
                client.poll();
            }
        }
    }

    /** {@code kmc status}. */
    @Command(name = "status", description = "Prints all requests of the store, without any connection.")
    static final class Status extends WithConfig {
        Status(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean connects() {
            return false;
        }

        @Override
        int run(KmcConfig read, KmcClient client) throws IOException {
            Map<Token, Set<Note>> all = new LinkedHashMap<>();
            client.status().forEach(request -> all.put(request.token(), Set.of()));
            return printAll(client, all);
        }
    }

    /** {@code kmc approve}. */
    @Command(
            name = "approve",
            description = "Keeps that you have confirmed the KMC's identity through another channel than mail.")
    static final class Approve extends WithConfig {

        @Parameters(paramLabel = "KMCID", description = "The identity, such as KMCID.1:...")
        private String identity = "";

        Approve(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean connects() {
            return false;
        }

        @Override
        int run(KmcConfig read, KmcClient client) throws IOException, Refusal {
            Optional<Pkid> kmc =
                    Pkid.parse(identity).toOptional().filter(id -> id.type().equals(Pkid.KMC));
            client.approve(kmc.orElseThrow(() -> new Refusal("This is not the identity of a KMC")));
            terminal.out().println(Json.line(Json.object().put("approved", identity)));
            return Commands.GOOD;
        }
    }

    /** {@code kmc resend}. */
    @Command(
            name = "resend",
            description = "Sends a request once more whose fate is unknown or that got no answer.",
            footer = {
                "",
                "Exit code 0: sent. 1: not sent because of the rate limit, to be called again; sent by another process;"
                        + " refused by the mail server; or it may or may not have left. 2: the mail server could not be used;"
                        + " the request stands where it stood, to be called again; or it cannot be sent again now."
            })
    static final class Resend extends WithConfig {

        @Parameters(paramLabel = "TOKEN", description = "The token of the request.")
        private String token = "";

        Resend(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(KmcConfig read, KmcClient client) throws IOException {
            Submission submission = client.resend(Token.of(token));
            Submission.Status status = submission.status();
            if (status != Submission.Status.SENT) {
                terminal.say(words(submission));
            }
            submission.retryAt().ifPresent(at -> terminal.say("call again from " + at + " on"));
            if (status == Submission.Status.NOT_SENT) {
                terminal.say("the request stands where it stood; call again");
            }
            print(client, submission.request());
            return status == Submission.Status.SENT ? Commands.GOOD : Math.max(Commands.BAD, exit(status));
        }
    }
}
