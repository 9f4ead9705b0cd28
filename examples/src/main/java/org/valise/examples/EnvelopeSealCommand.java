// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveLimits;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.smime.ContentCipher;
import org.valise.sepamail.smime.KeyTransport;
import org.valise.sepamail.smime.Mailbox;
import org.valise.sepamail.smime.MissiveSealer;
import org.valise.sepamail.smime.Profile;
import org.valise.sepamail.smime.Recipient;
import org.valise.sepamail.smime.SealedMissive;
import org.valise.sepamail.smime.SealingException;
import org.valise.sepamail.smime.SignatureScheme;
import org.valise.sepamail.smime.SigningIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code envelope seal}. */
@Command(
        name = "seal",
        description = "Signs a missive, encrypts it, and puts it into a mail.",
        footer = {
            "",
            "The missive is read strictly first. Exit code 1 if it is refused, or if the certificates are not valid or not"
                    + " for this."
        })
final class EnvelopeSealCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--missive", paramLabel = "FILE", required = true, description = "The missive.")
    private String missive = "";

    @Option(
            names = "--identity",
            paramLabel = "P12",
            required = true,
            description = "The sender's key and certificates: PKCS#12, or PEM with both. May be repeated.")
    private List<String> identity = List.of();

    @Option(
            names = "--recipient",
            paramLabel = "CERT",
            required = true,
            description = "The receiver's certificate, PEM or DER.")
    private String recipient = "";

    @Option(
            names = "--from",
            paramLabel = "A",
            required = true,
            converter = EnvelopeNames.MailboxConverter.class,
            description = "The sender's address, which the certificate names.")
    private @Nullable Mailbox from;

    @Option(
            names = "--to",
            paramLabel = "B",
            required = true,
            converter = EnvelopeNames.MailboxConverter.class,
            description = "The receiver's address, which the certificate names.")
    private @Nullable Mailbox to;

    @Option(
            names = "--profile",
            paramLabel = "P1|P2|P3",
            converter = EnvelopeNames.ProfileConverter.class,
            description = "P1 opaque signature, P2 clear signature, P3 two parts; default P1.")
    private Profile profile = Profile.OPAQUE_THEN_ENCRYPT;

    @Option(
            names = "--cipher",
            paramLabel = "C",
            converter = EnvelopeNames.CipherConverter.class,
            description = "aes128-cbc, aes192-cbc, aes256-cbc, aes128-gcm, aes192-gcm, aes256-gcm; default aes256-cbc.")
    private ContentCipher cipher = ContentCipher.AES_256_CBC;

    @Option(
            names = "--signature",
            paramLabel = "S",
            converter = EnvelopeNames.SignatureConverter.class,
            description =
                    "rsa-sha256, rsa-pss-sha256, ecdsa-sha256, the same with sha384 and sha512; default by the key.")
    private @Nullable SignatureScheme signature;

    @Option(
            names = "--transport",
            paramLabel = "T",
            converter = EnvelopeNames.TransportConverter.class,
            description =
                    "rsa-pkcs1, rsa-oaep-sha1, rsa-oaep-sha256, the same with sha384 and sha512, ecdh-sha256; default by the"
                            + " receiver's key.")
    private @Nullable KeyTransport transport;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = KeyCommand.InstantConverter.class,
            description = "The time of sealing; default now.")
    private @Nullable Instant at;

    @Mixin
    private EnvelopeKeys keys = new EnvelopeKeys();

    @Option(names = "--out", paramLabel = "FILE", description = "Writes the mail there and prints one JSON line.")
    private @Nullable Path out;

    EnvelopeSealCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try {
            Missive read = missive();
            print(seal(read, keys.pairs(terminal, identity)));
            return Commands.GOOD;
        } catch (Refusal | SealingException refused) {
            terminal.say("envelope seal: " + refused.getMessage());
            return Commands.BAD;
        } catch (Unusable unusable) {
            terminal.say(String.valueOf(unusable.getMessage()));
            return Commands.USAGE_OR_IO;
        }
    }

    private Missive missive() throws IOException, Refusal {
        byte[] octets = MissiveInput.octets(
                terminal, missive, (int) MissiveLimits.defaults().octets());
        MissiveReading reading = Missives.strict().read(octets);
        MissiveInput.say(terminal, missive, reading.problems());
        if (reading instanceof MissiveReading.Accepted accepted) {
            return accepted.missive();
        }
        throw new Refusal(missive + ": refused");
    }

    private SealedMissive seal(Missive read, List<EnvelopeKeys.Pair> pairs)
            throws IOException, Refusal, Unusable, SealingException {
        X509Certificate certificate = EnvelopeKeys.recipient(terminal, recipient);
        InstantSource clock = at == null ? Clock.systemUTC() : InstantSource.fixed(at);
        try {
            Mailbox sender = java.util.Objects.requireNonNull(from);
            MissiveSealer sealer = MissiveSealer.of(identity(pairs), sender, clock)
                    .with(profile)
                    .with(cipher);
            Recipient usual = Recipient.of(certificate);
            Recipient chosen = transport == null ? usual : usual.with(transport);
            return (signature == null ? sealer : sealer.with(signature))
                    .seal(read, java.util.Objects.requireNonNull(to), chosen);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    /** The first that can sign: beside it there may be one to decrypt with. */
    private SigningIdentity identity(List<EnvelopeKeys.Pair> pairs) {
        IllegalArgumentException why = new IllegalArgumentException("There is no key to sign with");
        for (EnvelopeKeys.Pair pair : pairs) {
            try {
                SigningIdentity one = SigningIdentity.of(pair.key(), pair.chain());
                signature = signature == null
                        ? SignatureScheme.usualFor(one.certificate().getPublicKey())
                        : signature;
                return one;
            } catch (IllegalArgumentException e) {
                why = e;
            }
        }
        throw why;
    }

    private void print(SealedMissive mail) throws IOException {
        if (out == null) {
            mail.writeTo(terminal.out());
            return;
        }
        byte[] octets = mail.octets();
        WholeFile.write(out, octets);
        terminal.out()
                .println(Json.line(Json.object()
                        .put("messageId", mail.messageId())
                        .put("from", String.valueOf(from))
                        .put("to", String.valueOf(to))
                        .put("profile", EnvelopeNames.number(profile))
                        .put("profileName", EnvelopeNames.words(profile))
                        .put("signature", EnvelopeNames.words(java.util.Objects.requireNonNull(signature)))
                        .put("cipher", EnvelopeNames.words(cipher))
                        .put("octets", octets.length)
                        .put("sha256", MissiveOutput.sha256(octets))
                        .put("out", out.toString())));
    }
}
