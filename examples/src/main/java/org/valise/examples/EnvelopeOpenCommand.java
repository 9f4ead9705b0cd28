// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.smime.Check;
import org.valise.sepamail.smime.CheckResult;
import org.valise.sepamail.smime.ContentOpener;
import org.valise.sepamail.smime.DecryptionKey;
import org.valise.sepamail.smime.MissiveOpener;
import org.valise.sepamail.smime.OpenedContent;
import org.valise.sepamail.smime.OpenedMissive;
import org.valise.sepamail.smime.OpeningPolicy;
import org.valise.sepamail.smime.Profile;
import org.valise.sepamail.smime.Protection;
import org.valise.sepamail.smime.SmimeLimits;
import org.valise.sepamail.smime.TrustPolicy;
import org.valise.sepamail.smime.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envelope open}. */
@Command(
        name = "open",
        description = "Decrypts a mail, verifies its signature, and says what it found.",
        footer = {
            "",
            "Exit code 0 if the mail is accepted, 1 if it is rejected, or if it cannot be told. What is in it is written"
                    + " only if it is accepted. With --require encryption a mail that nobody signed is accepted, too:"
                    + " anybody may have written it, which is said on standard error, and 'signer' is null."
        })
final class EnvelopeOpenCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--identity",
            paramLabel = "KEY",
            description =
                    "A key that mails may be encrypted for, with its certificate: PKCS#12, or PEM with both, or DER"
                            + " and the certificate by another --identity. May be repeated.")
    private List<String> identities = List.of();

    @Option(
            names = "--trust",
            paramLabel = "CA[,CA...]",
            required = true,
            description = "Certificates of authorities that are trusted, PEM or DER. May be repeated.")
    private List<String> trust = List.of();

    @Option(names = "--crl", paramLabel = "FILE", description = "Revocation lists, PEM or DER. May be repeated.")
    private List<String> lists = List.of();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = KeyCommand.InstantConverter.class,
            description = "The time at which certificates have to be valid; default now.")
    private @Nullable Instant at;

    @Option(names = "--policy", paramLabel = "P", description = "strict, lenient or legacy; default strict.")
    private Mode mode = Mode.strict;

    @Option(
            names = "--require",
            paramLabel = "R",
            description =
                    "both, signature or encryption (nobody need have signed: anybody may have written it); default"
                            + " both if strict, else signature.")
    private @Nullable Required required;

    @Option(
            names = "--accept",
            paramLabel = "PROFILE",
            converter = EnvelopeNames.ProfileConverter.class,
            description = "One more profile that is accepted, such as P3. May be repeated.")
    private List<Profile> profiles = List.of();

    @Option(
            names = "--payload",
            paramLabel = "P",
            description = "missive: the content is one missive and nothing else; any: whatever it is. Default missive.")
    private Payload payload = Payload.missive;

    @Option(names = "--no-from-check", description = "Whoever is trusted may have signed, whoever is in From.")
    private boolean anySender;

    @Mixin
    private EnvelopeKeys keys = new EnvelopeKeys();

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            converter = MissiveInput.OctetsConverter.class,
            description = "Rejects a mail that is longer; default 26214400.")
    private int maxBytes = (int) SmimeLimits.defaults().octets();

    @Option(names = "--out", paramLabel = "FILE", description = "Writes what is in the mail there, if it is accepted.")
    private @Nullable Path out;

    @Parameters(paramLabel = "FILE", description = "The mail.")
    private String file = "";

    EnvelopeOpenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** As they are written on the command line. */
    enum Mode {
        strict,
        lenient,
        legacy
    }

    /** As they are written on the command line. */
    enum Required {
        both,
        signature,
        encryption
    }

    /** As they are written on the command line. */
    enum Payload {
        missive,
        any
    }

    @Override
    public Integer call() throws IOException {
        try {
            List<DecryptionKey> own = keys.pairs(terminal, identities).stream()
                    .map(pair -> DecryptionKey.of(pair.key(), pair.certificate()))
                    .toList();
            TrustPolicy trusted = TrustPolicy.of(EnvelopeKeys.certificates(terminal, trust));
            if (!lists.isEmpty()) {
                trusted = trusted.withRevocationLists(EnvelopeKeys.lists(terminal, lists));
            }
            return open(own, trusted);
        } catch (Unusable unusable) {
            terminal.say(String.valueOf(unusable.getMessage()));
            return Commands.USAGE_OR_IO;
        }
    }

    private int open(List<DecryptionKey> own, TrustPolicy trusted) throws IOException {
        byte[] mail;
        try (InputStream in = terminal.open(file)) {
            mail = in.readNBytes(maxBytes + 1);
        }
        InstantSource clock = at == null ? Clock.systemUTC() : InstantSource.fixed(at);
        OpeningPolicy policy = policy();
        SmimeLimits limits = SmimeLimits.defaults().withOctets(maxBytes);
        if (payload == Payload.any || required == Required.encryption) {
            Verdict<OpenedContent> verdict = ContentOpener.of(own, trusted, clock)
                    .with(policy)
                    .with(limits)
                    .open(mail);
            if (payload == Payload.any) {
                return content(verdict);
            }
            if (verdict.envelope().signer().isEmpty()) {
                return decrypted(verdict);
            }
            policy = policy.requiring(Protection.BOTH); // where somebody signed, nothing less is asked of it
        }
        return missive(
                MissiveOpener.of(own, trusted, clock).with(policy).with(limits).open(mail));
    }

    private OpeningPolicy policy() {
        OpeningPolicy policy = switch (mode) {
            case strict -> OpeningPolicy.strict();
            case lenient -> OpeningPolicy.lenient();
            case legacy -> OpeningPolicy.legacy();
        };
        if (required != null) {
            policy = policy.requiring(
                    switch (required) {
                        case both -> Protection.BOTH;
                        case signature -> Protection.SIGNATURE;
                        case encryption -> Protection.ENCRYPTION;
                    });
        }
        for (Profile profile : profiles) {
            policy = policy.with(profile);
        }
        policy = policy.withOrdinaryAddresses(); // mails of anybody are looked at here: what was not compared is told
        return anySender ? policy.withoutSenderCheck() : policy;
    }

    private int missive(Verdict<OpenedMissive> verdict) throws IOException {
        ObjectNode node = EnvelopeJson.verdict(verdict);
        byte[] octets = null;
        if (verdict instanceof Verdict.Accepted<OpenedMissive> accepted) {
            node.set("warnings", Json.missiveProblems(accepted.opened().warnings()));
            octets = accepted.opened().missive().octets();
        }
        return finish(node, octets);
    }

    private int content(Verdict<OpenedContent> verdict) throws IOException {
        byte[] octets = verdict instanceof Verdict.Accepted<OpenedContent> accepted
                ? EnvelopeJson.payload(accepted.opened())
                : null;
        return finish(EnvelopeJson.verdict(verdict), octets);
    }

    /** A missive for which nobody vouches: it is still to be one. */
    private int decrypted(Verdict<OpenedContent> verdict) throws IOException {
        if (!(verdict instanceof Verdict.Accepted<OpenedContent> accepted)) {
            return content(verdict);
        }
        byte[] octets = EnvelopeJson.payload(accepted.opened());
        MissiveReading reading = (mode == Mode.strict ? Missives.strict() : Missives.lenient()).read(octets);
        boolean good = reading instanceof MissiveReading.Accepted;
        List<CheckResult> checks = new ArrayList<>(verdict.checks());
        checks.add(new CheckResult(Check.ADDRESS_BINDING, CheckResult.Outcome.NOT_ASKED_FOR, "Nobody signed."));
        String detail = good ? "" : String.valueOf(reading.problems().get(0));
        checks.add(
                new CheckResult(Check.MISSIVE, good ? CheckResult.Outcome.PASSED : CheckResult.Outcome.FAILED, detail));
        Verdict.Proof proof = new Verdict.Proof(checks, verdict.deviations(), verdict.envelope());
        ObjectNode node = EnvelopeJson.verdict(
                good
                        ? new Verdict.Accepted<>(accepted.opened(), proof)
                        : new Verdict.Rejected<OpenedContent>(Check.MISSIVE, detail, proof));
        node.set("warnings", Json.missiveProblems(good ? reading.problems() : List.of()));
        return finish(node, good ? octets : null);
    }

    /** Words, result and exit code; writes the payload first, so that the result is not told before it is there. */
    private int finish(ObjectNode node, byte @Nullable [] octets) throws IOException {
        if (octets != null) {
            node.put("octets", octets.length);
            node.put("sha256", MissiveOutput.sha256(octets));
            if (out != null) {
                WholeFile.writePrivate(out, octets);
                node.put("out", out.toString());
            }
        }
        terminal.out().println(Json.line(node));
        String failed =
                node.path("failed").isNull() ? "" : ": " + node.path("failed").asText();
        String reason = failed.isEmpty() ? "" : ", " + node.path("reason").asText();
        boolean unsigned = octets != null && node.path("signer").isNull();
        String who = unsigned ? ", but nobody signed it: anybody may have written what is in it" : "";
        terminal.say(file + ": " + node.path("verdict").asText() + failed + reason + who);
        return octets == null ? Commands.BAD : Commands.GOOD;
    }
}
