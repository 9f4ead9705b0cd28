// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schema of the envelope as data: the same as the bundled {@code missive-envelope.xsd}, which a test holds against
 * it. Checking it while reading takes a fraction of what a schema validator takes.
 */
final class Grammar {

    static final int UNBOUNDED = Integer.MAX_VALUE;

    /** What may stand in an element. */
    sealed interface Content permits Simple, Complex, Anything {}

    /** A value. */
    record Simple(ValueType type) implements Content {}

    /**
     * Elements only.
     *
     * @param alternatives how many of the first particles are alternatives, of which exactly one stands there
     * @param version whether the attribute {@code version} may stand there
     * @param particles the children in their order
     */
    record Complex(int alternatives, Version version, List<Particle> particles) implements Content {

        /** The index of the particle of a tag's name; -1 if there is none. */
        int find(TagReader tag, int first) {
            for (int i = first; i < particles.size(); i++) {
                if (tag.isNamed(particles.get(i).octets)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** Whatever is well-formed. */
    enum Anything implements Content {
        /** Elements, text and attributes, none of them looked at. */
        FREE,
        /** The same, but exactly one element of any name. */
        ONE_ELEMENT
    }

    /** The attribute {@code version}. */
    enum Version {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** An element at its place in the schema. */
    static final class Particle {

        final String name;
        /** Tells most names apart faster than their characters. */
        final int hash;

        final byte[] octets;
        final int least;
        final int most;
        final Content content;

        Particle(String name, int least, int most, Content content) {
            this.name = name;
            this.hash = name.hashCode();
            this.octets = name.getBytes(StandardCharsets.US_ASCII);
            this.least = least;
            this.most = most;
            this.content = content;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final Particle SIGNATURE = new Particle("Signature", 0, 1, Anything.FREE);

    private static final Content ATTACHMENT = sequence(
            one("mime-type", ValueType.MAX_70), optional("name", ValueType.MAX_140), one("data", Anything.FREE));

    private static final Content SENDER = sequence(optional("BIC", ValueType.BIC), optional("IBAN", ValueType.ACCOUNT));

    private static final Content RECEIVER = sequence(
            optional("BIC", ValueType.BIC),
            optional("IBAN", ValueType.ACCOUNT),
            optional("PAN", ValueType.ANY_TEXT),
            optional("BBAN", ValueType.BBAN),
            optional("RIS2D", ATTACHMENT));

    private static final Content HEADER = sequence(
            one("Snd", SENDER),
            one("SndDtTm", ValueType.DATE_TIME),
            optional("SndChk", ValueType.MAX_140),
            one("Rcv", RECEIVER),
            optional("RcvDtTm", ValueType.DATE_TIME));

    static final Complex ACKNOWLEDGEMENT = sequence(
            one("AcqSta", ValueType.STATUS),
            optional("AcqCla", ValueType.INTEGER),
            optional("AcqSub", ValueType.INTEGER),
            optional("AcqDet", ValueType.INTEGER),
            optional("AcqChk", ValueType.MAX_70),
            optional("AcqDes", ValueType.MAX_140),
            any("RtgWarn", sequence(one("Code", ValueType.ROUTING_CODE), optional("Descr", ValueType.MAX_140))));

    private static final Content SERVICE = new Complex(
            2,
            Version.NONE,
            List.of(
                    new Particle(
                            "SrvCmd",
                            0,
                            1,
                            sequence(
                                    one("CmdTyp", ValueType.COMMAND),
                                    optional("CmdNum", ValueType.INTEGER),
                                    optional("CmdSlc", ValueType.SELECTION),
                                    optional("CmdFlt", sequence(any("Fltr", new Simple(ValueType.ANY_TEXT)))))),
                    new Particle(
                            "SrvRes",
                            0,
                            1,
                            sequence(
                                    one("ResTyp", ValueType.RESULT),
                                    optional("ResNum", ValueType.INTEGER),
                                    optional("ResSize", ValueType.INTEGER))),
                    optional("SrvInfo", ValueType.ANY_TEXT)));

    private static final Content MESSAGE_HEADER = sequence(
            one("MsgId", ValueType.IDENTIFIER),
            one("MsgTyp", ValueType.MESSAGE_TYPE),
            any(
                    "MsgRedir",
                    choice(
                            Version.NONE,
                            one("InternalReference", ValueType.MAX_70),
                            one("RedirectURI", ValueType.URI))),
            any("MsgRef", sequence(one("MsgId", ValueType.IDENTIFIER), one("Relation", ValueType.MAX_70))),
            optional("MsgExpiry", ValueType.DATE_TIME));

    /** The message; AcqChk is taken over its octets. */
    static final Particle MESSAGE =
            one("sepamail_message_001", sequence(one("MsgHdr", MESSAGE_HEADER), one("MsgBdy", Anything.ONE_ELEMENT)));

    static final Particle STRUCTURE = one(
            "sepamail_missive_001",
            sequence(
                    one("MsvId", ValueType.IDENTIFIER),
                    one("MsvTyp", ValueType.MISSIVE_TYPE),
                    one("MsvOrd", ValueType.INTEGER),
                    optional("MsvPri", ValueType.PRIORITY),
                    one("MsvHdr", HEADER),
                    optional("MsvAcq", ACKNOWLEDGEMENT),
                    optional("MsvSrv", SERVICE),
                    optional("MsvBdy", choice(Version.OPTIONAL, MESSAGE)),
                    SIGNATURE));

    /** A missive as a document, and under the name Msv in a file of missives. */
    static final Complex MISSIVE = choice(Version.REQUIRED, STRUCTURE);

    static final Particle ROOT = new Particle("Missive", 1, 1, MISSIVE);
    static final Particle FILE_ENTRY = new Particle("Msv", 0, UNBOUNDED, MISSIVE);

    /** What stands in front of the missives in a file. */
    static final Particle FILE_TIME = one("DatTim", ValueType.DATE_TIME);

    static final Particle FILE_PARTNER =
            one("Partner", choice(Version.NONE, one("Sender", ValueType.BIC), one("Receiver", ValueType.BIC)));
    static final Particle FILE_COUNT = one("NbMsv", ValueType.INTEGER);

    static final Particle FILE = new Particle(
            "Fichier", 1, 1, new Complex(0, Version.NONE, List.of(FILE_TIME, FILE_PARTNER, FILE_COUNT, FILE_ENTRY)));

    private Grammar() {}

    private static Complex sequence(Particle... particles) {
        return new Complex(0, Version.NONE, List.of(particles));
    }

    private static Complex choice(Version version, Particle... particles) {
        return new Complex(particles.length, version, List.of(particles));
    }

    private static Particle one(String name, Content content) {
        return new Particle(name, 1, 1, content);
    }

    private static Particle one(String name, ValueType type) {
        return one(name, new Simple(type));
    }

    private static Particle optional(String name, Content content) {
        return new Particle(name, 0, 1, content);
    }

    private static Particle optional(String name, ValueType type) {
        return optional(name, new Simple(type));
    }

    private static Particle any(String name, Content content) {
        return new Particle(name, 0, UNBOUNDED, content);
    }

    /** Whether a name is that of a later structure than this library knows. */
    static boolean isLater(Particle known, @Nullable String name) {
        String stem = known.name.substring(0, known.name.length() - 3);
        return name != null
                && name.startsWith(stem)
                && name.substring(stem.length()).matches("[0-9]{3,}");
    }
}
