// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.demo;

import java.util.ArrayList;
import java.util.List;
import org.valise.sepamail.smime.CheckResult;
import org.valise.sepamail.smime.EnvelopeStructure;
import org.valise.sepamail.smime.EnvelopeStructure.Broken;
import org.valise.sepamail.smime.EnvelopeStructure.Data;
import org.valise.sepamail.smime.EnvelopeStructure.EncryptedData;
import org.valise.sepamail.smime.EnvelopeStructure.Entity;
import org.valise.sepamail.smime.EnvelopeStructure.KeyHolder;
import org.valise.sepamail.smime.EnvelopeStructure.OtherData;
import org.valise.sepamail.smime.EnvelopeStructure.Parts;
import org.valise.sepamail.smime.EnvelopeStructure.SignedData;
import org.valise.sepamail.smime.SmimeLimits;

/**
 * How a mail is built, as anybody can see it, and as its receiver can.
 *
 * @param outside what can be seen without a key
 * @param inside what the receiver sees, if there is more
 * @param checks of the receiver, if it was opened
 */
record MailView(Box outside, List<Box> inside, List<CheckResult> checks) {

    MailView {
        inside = List.copyOf(inside);
        checks = List.copyOf(checks);
    }

    /**
     * A part of a mail.
     *
     * @param name of what it is
     * @param facts about it
     * @param within it
     */
    record Box(String name, List<String> facts, List<Box> within) {
        Box {
            facts = List.copyOf(facts);
            within = List.copyOf(within);
        }
    }

    static MailView of(byte[] mail) {
        return new MailView(box(mail), List.of(), List.of());
    }

    /** The same with what its receiver saw. */
    MailView opened(List<byte[]> entities, List<CheckResult> made) {
        return new MailView(outside, entities.stream().map(MailView::box).toList(), made);
    }

    private static Box box(byte[] mail) {
        return box(EnvelopeStructure.of(mail, SmimeLimits.defaults()).mail());
    }

    private static Box box(Entity entity) {
        List<String> facts = new ArrayList<>();
        List<Box> within = new ArrayList<>();
        if (!entity.encoding().isEmpty()) {
            facts.add(entity.encoding());
        }
        if (entity.content() instanceof Data data) {
            facts.add(data.octets() + " octets");
        } else if (entity.content() instanceof Parts parts) {
            parts.entities().forEach(part -> within.add(box(part)));
        } else if (entity.content() instanceof SignedData signed) {
            within.add(signed(signed));
        } else if (entity.content() instanceof EncryptedData encrypted) {
            within.add(encrypted(encrypted));
        } else if (entity.content() instanceof OtherData other) {
            facts.add("CMS of type " + other.contentType());
        } else if (entity.content() instanceof Broken broken) {
            facts.add("broken: " + broken.problem());
        }
        return new Box(entity.type(), facts, within);
    }

    private static Box signed(SignedData data) {
        List<String> facts = new ArrayList<>();
        data.signers()
                .forEach(signer -> facts.add("signed by " + signer.signature() + ", key of "
                        + signer.key().issuer() + " no. " + signer.key().serial()));
        facts.add(data.certificates().size() + " certificate"
                + (data.certificates().size() == 1 ? "" : "s") + " along with it");
        return new Box(
                "CMS signed data",
                facts,
                data.within().stream().map(MailView::box).toList());
    }

    private static Box encrypted(EncryptedData data) {
        List<String> facts = new ArrayList<>();
        facts.add(data.cipher() + ", " + data.octets() + " octets nobody else can read");
        for (KeyHolder holder : data.recipients()) {
            facts.add("key by " + holder.algorithm() + " for " + holder.key().issuer() + " no. "
                    + holder.key().serial());
        }
        return new Box(
                data.authenticated() ? "CMS authenticated enveloped data" : "CMS enveloped data", facts, List.of());
    }

    /** The same as lines of text, indented. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, outside, "");
        String indent = "  ";
        for (Box box : inside) {
            lines.add(indent + "with the receiver's key:");
            add(lines, box, indent + "  ");
            indent += "  ";
        }
        return lines;
    }

    private static void add(List<String> lines, Box box, String indent) {
        lines.add(indent + box.name() + (box.facts().isEmpty() ? "" : ": " + String.join("; ", box.facts())));
        box.within().forEach(each -> add(lines, each, indent + "  "));
    }
}
