// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A document as a tree that can be made at random, bent at random, and printed. */
final class EnvelopeTree {

    private static final String XS = "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"";
    private static final String XSI = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    private static final String DS = "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"";

    /** What may be bent: all, all but the children, or only the element as a whole. */
    private enum Part {
        ALL,
        SHELL,
        NOTHING
    }

    private final List<EnvelopeTree> children = new ArrayList<>();
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private String name;
    private String text = "";
    private Part part = Part.ALL;

    private EnvelopeTree(String name) {
        this.name = name;
    }

    /** A missive or a file of missives that both schemas should take. */
    static EnvelopeTree valid(Random random) {
        return new Maker(random).document();
    }

    /** The same without files. */
    static EnvelopeTree missive(Random random) {
        return new Maker(random).missive("s:Missive");
    }

    /** Bends one place, whatever the schemas will say. The body, the signature, and the type of message stay. */
    void bend(Random random) {
        List<EnvelopeTree> all = new ArrayList<>();
        collect(all);
        EnvelopeTree victim = all.get(random.nextInt(all.size()));
        if (victim.part == Part.ALL && random.nextInt(3) > 0) {
            victim.bendChildren(random);
        } else if (victim.part != Part.NOTHING) {
            victim.bendShell(random);
        }
    }

    private void bendChildren(Random random) {
        if (children.isEmpty()) {
            text = Values.any(random);
            return;
        }
        int at = random.nextInt(children.size());
        switch (random.nextInt(6)) {
            case 0 -> children.remove(at);
            case 1 -> children.add(at, children.get(at));
            case 2 -> children.add(children.remove(at));
            case 3 -> children.add(at, new EnvelopeTree(Values.name(random)));
            case 4 -> rename(children.get(at), random);
            default -> text = Values.any(random);
        }
    }

    private static void rename(EnvelopeTree child, Random random) {
        if (child.part == Part.ALL) {
            child.name = Values.name(random);
        }
    }

    private void bendShell(Random random) {
        switch (random.nextInt(3)) {
            case 0 -> attributes.put("version", Values.any(random).replaceAll("<[^<>]*>", ""));
            case 1 -> attributes.clear();
            default -> attributes.put(Values.attribute(random), Values.attributeValue(random));
        }
    }

    private void collect(List<EnvelopeTree> all) {
        all.add(this);
        if (part == Part.ALL) {
            children.forEach(child -> child.collect(all));
        }
    }

    /** The document in a namespace. */
    String print(String namespace) {
        StringBuilder out = new StringBuilder();
        print(out, " xmlns:s=\"" + namespace + "\" xmlns:x=\"urn:x\" " + XS + ' ' + XSI + ' ' + DS);
        return out.toString();
    }

    private void print(StringBuilder out, String declarations) {
        out.append('<').append(name).append(declarations);
        attributes.forEach((key, value) ->
                out.append(' ').append(key).append("=\"").append(value).append('"'));
        out.append('>').append(text);
        children.forEach(child -> child.print(out, ""));
        out.append("</").append(name).append('>');
    }

    /** Makes documents with each optional part present or absent, and values at their limits. */
    private record Maker(Random random) {

        EnvelopeTree document() {
            return random.nextInt(4) > 0 ? missive("s:Missive") : file();
        }

        private EnvelopeTree file() {
            EnvelopeTree file = new EnvelopeTree("s:Fichier");
            leaf(file, "DatTim", Values.TIMES);
            leaf(node(file, "Partner"), random.nextBoolean() ? "Sender" : "Receiver", Values.BICS);
            leaf(file, "NbMsv", Values.INTEGERS);
            for (int i = random.nextInt(3); i > 0; i--) {
                file.children.add(missive("s:Msv"));
            }
            return file;
        }

        private EnvelopeTree missive(String root) {
            EnvelopeTree document = new EnvelopeTree(root);
            document.attributes.put("version", one(Values.VERSIONS));
            EnvelopeTree missive = node(document, "sepamail_missive_001");
            leaf(missive, "MsvId", Values.IDENTIFIERS);
            leaf(missive, "MsvTyp", Values.KINDS);
            leaf(missive, "MsvOrd", Values.INTEGERS);
            perhaps(missive, "MsvPri", Values.PRIORITIES);
            header(node(missive, "MsvHdr"));
            if (random.nextBoolean()) {
                acknowledgement(node(missive, "MsvAcq"));
            }
            if (random.nextBoolean()) {
                service(node(missive, "MsvSrv"));
            }
            if (random.nextBoolean()) {
                body(node(missive, "MsvBdy"));
            }
            if (random.nextInt(4) == 0) {
                signature(missive);
            }
            return document;
        }

        private void header(EnvelopeTree header) {
            EnvelopeTree sender = node(header, "Snd");
            perhaps(sender, "BIC", Values.BICS);
            perhaps(sender, "IBAN", Values.IBANS);
            leaf(header, "SndDtTm", Values.TIMES);
            perhaps(header, "SndChk", Values.TEXTS_140);
            EnvelopeTree receiver = node(header, "Rcv");
            perhaps(receiver, "BIC", Values.BICS);
            perhaps(receiver, "IBAN", Values.IBANS);
            perhaps(receiver, "PAN", Values.IDENTIFIERS);
            perhaps(receiver, "BBAN", Values.BBANS);
            if (random.nextBoolean()) {
                code(node(receiver, "RIS2D"));
            }
            perhaps(header, "RcvDtTm", Values.TIMES);
        }

        private void code(EnvelopeTree code) {
            leaf(code, "mime-type", Values.TEXTS_70);
            perhaps(code, "name", Values.TEXTS_140);
            EnvelopeTree data = node(code, "data");
            data.part = Part.SHELL;
            data.text = "any";
            data.children.add(new EnvelopeTree("x:thing"));
        }

        private void acknowledgement(EnvelopeTree acknowledgement) {
            leaf(acknowledgement, "AcqSta", List.of("ACK", "NAK"));
            perhaps(acknowledgement, "AcqCla", Values.INTEGERS);
            perhaps(acknowledgement, "AcqSub", Values.INTEGERS);
            perhaps(acknowledgement, "AcqDet", Values.INTEGERS);
            perhaps(acknowledgement, "AcqChk", Values.TEXTS_70);
            perhaps(acknowledgement, "AcqDes", Values.TEXTS_140);
            for (int i = random.nextInt(3); i > 0; i--) {
                EnvelopeTree warning = node(acknowledgement, "RtgWarn");
                leaf(warning, "Code", Values.WARNINGS);
                perhaps(warning, "Descr", Values.TEXTS_140);
            }
        }

        private void service(EnvelopeTree service) {
            if (random.nextBoolean()) {
                EnvelopeTree command = node(service, "SrvCmd");
                leaf(command, "CmdTyp", List.of("LIST", "NOOP", "DELE", "RETR", "STAT"));
                perhaps(command, "CmdNum", Values.INTEGERS);
                perhaps(command, "CmdSlc", List.of("ALL", "UNREAD", "SENT"));
                perhaps(node(command, "CmdFlt"), "Fltr", Values.IDENTIFIERS);
            } else {
                EnvelopeTree result = node(service, "SrvRes");
                leaf(result, "ResTyp", List.of("+OK", "-ERR"));
                perhaps(result, "ResNum", Values.INTEGERS);
                perhaps(result, "ResSize", Values.INTEGERS);
            }
            perhaps(service, "SrvInfo", Values.IDENTIFIERS);
        }

        private void body(EnvelopeTree body) {
            if (random.nextBoolean()) {
                body.attributes.put("version", one(Values.VERSIONS));
            }
            EnvelopeTree message = node(body, "sepamail_message_001");
            EnvelopeTree header = node(message, "MsgHdr");
            leaf(header, "MsgId", Values.IDENTIFIERS);
            leaf(header, "MsgTyp", List.of("simple.request@test", "request@smapi", "mandat@direct.debit")).part =
                    Part.SHELL;
            for (int i = random.nextInt(3); i > 0; i--) {
                EnvelopeTree redirection = node(header, "MsgRedir");
                leaf(redirection, random.nextBoolean() ? "InternalReference" : "RedirectURI", Values.TEXTS_70);
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                EnvelopeTree reference = node(header, "MsgRef");
                leaf(reference, "MsgId", Values.IDENTIFIERS);
                leaf(reference, "Relation", Values.TEXTS_70);
            }
            perhaps(header, "MsgExpiry", Values.TIMES);
            content(node(message, "MsgBdy"));
        }

        private void content(EnvelopeTree content) {
            content.part = Part.SHELL;
            int number = random.nextInt(20) == 0 ? random.nextInt(3) : 1;
            for (int i = 0; i < number; i++) {
                leaf(node(content, "SimpleTestRequest"), "TestId", List.of("t-1"));
            }
            content.text = random.nextInt(20) == 0 ? "stray" : " ";
        }

        private static void signature(EnvelopeTree missive) {
            EnvelopeTree signature = new EnvelopeTree("ds:Signature");
            signature.part = Part.NOTHING;
            signature.text = "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"urn:a\"/>"
                    + "<ds:SignatureMethod Algorithm=\"urn:b\"/><ds:Reference><ds:DigestMethod Algorithm=\"urn:c\"/>"
                    + "<ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/>";
            missive.children.add(signature);
        }

        private static EnvelopeTree node(EnvelopeTree parent, String name) {
            EnvelopeTree child = new EnvelopeTree("s:" + name);
            parent.children.add(child);
            return child;
        }

        private EnvelopeTree leaf(EnvelopeTree parent, String name, List<String> values) {
            EnvelopeTree child = node(parent, name);
            child.text = one(values);
            return child;
        }

        private void perhaps(EnvelopeTree parent, String name, List<String> values) {
            if (random.nextBoolean()) {
                leaf(parent, name, values);
            }
        }

        private String one(List<String> values) {
            return values.get(random.nextInt(values.size()));
        }
    }

    /** Values inside, at and beyond the limits of each type. */
    private static final class Values {
        static final List<String> INTEGERS = List.of("1", "0", "-5", "+1", " 7\n", "007", "99999999999999999999");
        static final List<String> TIMES = List.of(
                "2012-09-21T15:00:00",
                "2012-09-21T15:00:00Z",
                "2012-02-29T24:00:00.000-14:00",
                " 2012-09-21T15:00:00 ");
        static final List<String> BICS = List.of("TESTFRPP", "TESTFRPPXXX", "TESTFR29A0Z");
        static final List<String> IBANS =
                List.of("FR76a", "QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU", "AA00" + "z".repeat(30));
        static final List<String> BBANS = List.of("x".repeat(11), " ".repeat(30));
        static final List<String> IDENTIFIERS = List.of("", "a", " ", "\u20ac\ud83d\ude00", "x".repeat(200));
        static final List<String> TEXTS_70 = List.of("a", " ", "\ud83d\ude00".repeat(35), "x".repeat(70));
        static final List<String> TEXTS_140 = List.of("a", "\u00e9".repeat(140), "a\n&lt;b");
        static final List<String> KINDS = List.of("Nominal", "Acquittement", "Acknowledgement", "Service", "SMAPI");
        static final List<String> PRIORITIES = List.of("HIGHEST", "HIGH", "NORMAL", "LOW", "LOWEST");
        static final List<String> WARNINGS = List.of("BAD_TIME", "PRIO_HIGH", "PRIO_NORM", "PRIO_LOW", "PRIO_XLOW");
        static final List<String> VERSIONS = List.of("1206", "1606abcXYZ789", "9999z");

        private static final List<String> ODD = List.of(
                "",
                "1206_",
                "0206",
                "126",
                "1.0",
                "1e3",
                "\u0661",
                "2012-09-21",
                "2012-09-21T25:00:00",
                "TESTFR0P",
                "TESTFRPO",
                "testfrpp",
                "TESTFRPPX",
                "FR7",
                "FR76",
                "AA00" + "z".repeat(31),
                "x".repeat(10),
                "x".repeat(31),
                "x".repeat(71),
                "x".repeat(141),
                "x".repeat(201),
                "ack",
                "NACK",
                "NOMINAL",
                " Nominal",
                "PRI_NORM",
                "OK",
                "READ",
                "QUIT",
                "\u00a0",
                "<!-- c -->",
                "<![CDATA[ACK]]>",
                "NA<!-- -->K");
        private static final List<List<String>> ALL = List.of(
                ODD,
                ODD,
                ODD,
                INTEGERS,
                TIMES,
                BICS,
                IBANS,
                BBANS,
                IDENTIFIERS,
                TEXTS_70,
                TEXTS_140,
                KINDS,
                PRIORITIES,
                WARNINGS,
                VERSIONS);
        private static final List<String> NAMES = List.of(
                "Missive",
                "Msv",
                "sepamail_missive_001",
                "sepamail_missive_002",
                "MsvId",
                "MsvTyp",
                "MsvOrd",
                "MsvPri",
                "MsvHdr",
                "MsvAcq",
                "MsvSrv",
                "MsvBdy",
                "Snd",
                "SndDtTm",
                "SndChk",
                "Rcv",
                "RcvDtTm",
                "BIC",
                "IBAN",
                "PAN",
                "BBAN",
                "RIS2D",
                "mime-type",
                "name",
                "AcqSta",
                "AcqCla",
                "AcqSub",
                "AcqDet",
                "AcqChk",
                "AcqDes",
                "RtgWarn",
                "Code",
                "Descr",
                "SrvCmd",
                "SrvRes",
                "SrvInfo",
                "CmdTyp",
                "CmdNum",
                "CmdSlc",
                "CmdFlt",
                "Fltr",
                "ResTyp",
                "ResNum",
                "ResSize",
                "sepamail_message_001",
                "MsgHdr",
                "MsgId",
                "MsgRedir",
                "MsgRef",
                "MsgExpiry",
                "MsgBdy",
                "InternalReference",
                "RedirectURI",
                "Relation",
                "DatTim",
                "Partner",
                "Sender",
                "Receiver",
                "NbMsv",
                "Fichier",
                "Signature",
                "Unknown");

        static String any(Random random) {
            List<String> values = ALL.get(random.nextInt(ALL.size()));
            return values.get(random.nextInt(values.size()));
        }

        static String name(Random random) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            return switch (random.nextInt(20)) {
                case 0 -> name;
                case 1 -> "x:" + name;
                default -> "s:" + name;
            };
        }

        static String attribute(Random random) {
            List<String> names =
                    List.of("a", "s:version", "x:a", "xml:lang", "xsi:schemaLocation", "xsi:nil", "xsi:type", "xsi:a");
            return names.get(random.nextInt(names.size()));
        }

        static String attributeValue(Random random) {
            List<String> values =
                    List.of("true", "false", "xs:string", "xs:token", "xs:integer", "xs:long", "xs:dateTime");
            return values.get(random.nextInt(values.size()));
        }
    }
}
