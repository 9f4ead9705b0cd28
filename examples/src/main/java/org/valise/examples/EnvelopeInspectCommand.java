// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.valise.sepamail.smime.EnvelopeStructure;
import org.valise.sepamail.smime.EnvelopeStructure.Broken;
import org.valise.sepamail.smime.EnvelopeStructure.Content;
import org.valise.sepamail.smime.EnvelopeStructure.Data;
import org.valise.sepamail.smime.EnvelopeStructure.EncryptedData;
import org.valise.sepamail.smime.EnvelopeStructure.Entity;
import org.valise.sepamail.smime.EnvelopeStructure.KeyName;
import org.valise.sepamail.smime.EnvelopeStructure.OtherData;
import org.valise.sepamail.smime.EnvelopeStructure.Parts;
import org.valise.sepamail.smime.EnvelopeStructure.SignedData;
import org.valise.sepamail.smime.EnvelopeStructure.Signer;
import org.valise.sepamail.smime.SmimeLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envelope inspect}. */
@Command(
        name = "inspect",
        description = "Shows how a mail is built and by which algorithms, without keys. Nothing of it is verified.",
        footer = {"", "Exit code 1 if something in it is broken."})
final class EnvelopeInspectCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            converter = MissiveInput.OctetsConverter.class,
            description = "Refuses a mail that is longer; default 26214400.")
    private int maxBytes = (int) SmimeLimits.defaults().octets();

    @Parameters(paramLabel = "FILE", description = "The mail.")
    private String file = "";

    EnvelopeInspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        byte[] mail;
        try (InputStream in = terminal.open(file)) {
            mail = in.readNBytes(maxBytes + 1);
        }
        EnvelopeStructure structure =
                EnvelopeStructure.of(mail, SmimeLimits.defaults().withOctets(maxBytes));
        ObjectNode node = Json.object();
        node.put("octets", mail.length);
        node.set("structure", entity(structure.mail()));
        node.set("problems", Json.strings(structure.problems()));
        terminal.out().println(Json.line(node));
        structure.problems().forEach(problem -> terminal.say(file + ": " + problem));
        return structure.problems().isEmpty() ? Commands.GOOD : Commands.BAD;
    }

    private static ObjectNode entity(Entity entity) {
        ObjectNode node = Json.object();
        node.put("type", entity.type());
        node.put("encoding", entity.encoding());
        content(node, entity.content());
        return node;
    }

    private static void content(ObjectNode node, Content content) {
        if (content instanceof Data data) {
            node.put("kind", "data").put("octets", data.octets());
        } else if (content instanceof Parts parts) {
            entities(node.put("kind", "parts").putArray("parts"), parts.entities());
        } else if (content instanceof SignedData signed) {
            signed(node.put("kind", "signed-data"), signed);
        } else if (content instanceof EncryptedData encrypted) {
            encrypted(node, encrypted);
        } else if (content instanceof OtherData other) {
            node.put("kind", "other").put("contentType", other.contentType());
        } else if (content instanceof Broken broken) {
            node.put("kind", "broken").put("problem", broken.problem());
        }
    }

    private static void entities(ArrayNode array, List<Entity> entities) {
        entities.forEach(entity -> array.add(entity(entity)));
    }

    private static void signed(ObjectNode node, SignedData signed) {
        ArrayNode digests = node.putArray("digests");
        signed.digests().forEach(digest -> digests.add(EnvelopeNames.words(digest)));
        ArrayNode signers = node.putArray("signers");
        for (Signer signer : signed.signers()) {
            ObjectNode each = key(signers.addObject(), signer.key());
            each.put("digest", EnvelopeNames.words(signer.digest()));
            each.put("signature", EnvelopeNames.words(signer.signature()));
            each.put("signingTime", signer.signingTime().map(Instant::toString).orElse(null));
            each.set("attributes", Json.strings(signer.attributes()));
        }
        ArrayNode certificates = node.putArray("certificates");
        signed.certificates().forEach(each -> certificates.add(EnvelopeJson.certificate(each)));
        entities(node.putArray("content"), signed.within());
    }

    private static void encrypted(ObjectNode node, EncryptedData encrypted) {
        node.put("kind", encrypted.authenticated() ? "auth-enveloped-data" : "enveloped-data");
        node.put("cipher", EnvelopeNames.words(encrypted.cipher()));
        node.put("octets", encrypted.octets());
        ArrayNode recipients = node.putArray("recipients");
        encrypted
                .recipients()
                .forEach(each -> key(recipients.addObject().put("kind", each.kind()), each.key())
                        .put("keyTransport", EnvelopeNames.words(each.algorithm())));
    }

    private static ObjectNode key(ObjectNode node, KeyName key) {
        return node.put("issuer", key.issuer())
                .put("serial", key.serial().toUpperCase(Locale.ROOT))
                .put("keyId", key.keyId());
    }
}
