// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MessageType;
import org.valise.sepamail.missive.MissiveIds;
import org.valise.sepamail.missive.MissiveLimits;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;
import picocli.CommandLine.Option;

/** The options of {@code missive new} about the message, and the file that holds it. */
final class MissiveMessage {

    private static final Pattern OF_THE_SCHEME = Pattern.compile("https?://([a-z]+\\.)*sepamail\\.eu/.+");
    private static final Pattern NORM_AT_END = Pattern.compile("/([1-9][0-9]{3})/?$");

    @Option(
            names = "--message",
            required = true,
            paramLabel = "FILE",
            description =
                    "A message body; a whole sepamail_message_001; a Request or Report of the test ecosystem; or a"
                            + " nominal missive, whose message is taken over octet by octet.")
    private String file = "";

    @Option(
            names = "--message-id",
            paramLabel = "ID",
            description = "The message's identifier, for a body; default random.")
    private @Nullable String id;

    @Option(
            names = "--message-type",
            paramLabel = "TYPE@FAMILY",
            description = "The message's type, for an unknown body.")
    private @Nullable String type;

    @Option(
            names = "--namespace",
            paramLabel = "N",
            description = "1206, bleedingEdge or a URI; default: that of the message.")
    private @Nullable String namespace;

    /** What was read, and the version of the schemas for the missive around it. */
    record Source(SchemaVersion version, MessageContent content) {}

    String file() {
        return file;
    }

    Source read(Terminal terminal) throws IOException, Refusal {
        int most = (int) MissiveLimits.defaults().octets();
        byte[] octets = MissiveInput.octets(terminal, file, most);
        if (octets.length > most) {
            throw new Refusal(file + ": it is longer than a missive may be");
        }
        // The library's own reader comes first: what it takes has no DOCTYPE, and is well-formed.
        MessageContent whole = wellFormed(octets);
        XmlRoot root = XmlRoot.of(file, octets);
        SchemaVersion version = version(root);
        boolean carriedOver = !root.isTest();
        if (carriedOver && !root.namespace().equals(version.namespace())) {
            throw new Refusal(file + ": it is carried over as it is, so --namespace cannot be another than its own, "
                    + root.namespace());
        }
        return new Source(version, content(terminal, octets, whole, root, version));
    }

    private MessageContent wellFormed(byte[] octets) throws Refusal {
        try {
            return MessageContent.ofMessageXml(octets);
        } catch (IllegalArgumentException notXml) {
            throw new Refusal(file + ": " + notXml.getMessage());
        }
    }

    private SchemaVersion version(XmlRoot root) throws Refusal {
        if (namespace != null) {
            return version(namespace);
        }
        if (!OF_THE_SCHEME.matcher(root.namespace()).matches()) {
            throw new Refusal(file + ": its root element is in no namespace of SEPAmail; if it is, give --namespace");
        }
        return version(root.namespace());
    }

    /** The norm of a namespace that is not known yet is taken from its end, as in {@code http://xsd.sepamail.eu/1606/}. */
    private static SchemaVersion version(String name) {
        if (name.equals("1206") || name.equals(SchemaVersion.NORM_1206.namespace())) {
            return SchemaVersion.NORM_1206;
        }
        if (name.equals("bleedingEdge") || name.equals(SchemaVersion.BLEEDING_EDGE.namespace())) {
            return SchemaVersion.BLEEDING_EDGE;
        }
        Matcher norm = NORM_AT_END.matcher(name);
        try {
            return SchemaVersion.of(name, norm.find() ? norm.group(1) : SchemaVersion.NORM_1206.norm());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--namespace is 1206, bleedingEdge or an absolute URI", e);
        }
    }

    private MessageContent content(
            Terminal terminal, byte[] octets, MessageContent whole, XmlRoot root, SchemaVersion version)
            throws Refusal {
        if (root.hasHeader() && (id != null || type != null)) {
            throw new IllegalArgumentException(
                    "--message-id and --message-type are for a body alone; the file has a message with its header");
        }
        if (root.isMissive()) {
            return ofMissive(terminal, octets, version);
        }
        if (root.hasHeader()) {
            return whole;
        }
        return root.isTest() ? ofTest(SimpleTestFile.read(file, octets)) : ofBody(octets, root, version);
    }

    private MessageContent ofMissive(Terminal terminal, byte[] octets, SchemaVersion version) throws Refusal {
        MissiveReading reading = Missives.strict().withVersion(version).read(octets);
        if (reading.toOptional().orElse(null) instanceof NominalMissive nominal) {
            return MessageContent.of(nominal.message());
        }
        MissiveInput.say(terminal, file, reading.problems());
        throw new Refusal(file + ": it is no nominal missive that could be taken over");
    }

    private MessageContent ofTest(SimpleTest test) {
        if (type != null && !MessageType.of(type).equals(test.messageType())) {
            throw new IllegalArgumentException("--message-type: the file is of type " + test.messageType());
        }
        return MessageContent.of(messageId(), test);
    }

    private MessageContent ofBody(byte[] octets, XmlRoot root, SchemaVersion version) throws Refusal {
        MessageType known = MessageType.ofBody(root.name(), version).orElse(null);
        if (type == null && known == null) {
            throw new Refusal(file + ": " + root.name() + " is no known body; give --message-type if it is one");
        }
        return MessageContent.ofXml(
                messageId(), type == null ? Objects.requireNonNull(known) : MessageType.of(type), octets);
    }

    private String messageId() {
        return id == null ? MissiveIds.random(new SecureRandom()) : id;
    }
}
