// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the one address of From or To (RFC 5322 3.4), in the narrow part of the grammar that leaves no doubt. */
final class Addresses {

    private Addresses() {}

    /** The mailbox that the only field of a name holds; null if there is no such field, more than one, or another value. */
    static @Nullable Mailbox only(MimeEntity mail, String name) {
        List<MimeField> fields = mail.fields(name);
        return fields.size() == 1 ? mailbox(fields.get(0).value()) : null;
    }

    static @Nullable Mailbox mailbox(String value) {
        String text = value.strip();
        int open = text.lastIndexOf('<');
        if (open < 0) {
            return Mailbox.read(text);
        }
        boolean ended =
                text.endsWith(">") && isDisplayName(text.substring(0, open).strip());
        return ended ? Mailbox.read(text.substring(open + 1, text.length() - 1)) : null;
    }

    /** Words or one quoted string: nothing that other software might take for an address or a list. */
    private static boolean isDisplayName(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        String inner = quoted ? text.substring(1, text.length() - 1) : text;
        String special = quoted ? "\"\\<>" : "\"\\<>()[]:;@,";
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7F || special.indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }
}
