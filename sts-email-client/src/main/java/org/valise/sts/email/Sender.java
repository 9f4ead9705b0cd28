// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sender of a received mail: the one address in the one From header, never the display name, which may hold an
 * address as well.
 */
final class Sender {

    private Sender() {}

    static Optional<MailAddress> of(Header header, Set<MailFinding> findings) {
        List<String> all = header.all("From");
        Optional<MailAddress> address =
                all.size() == 1 ? header.first("From").flatMap(Sender::address) : Optional.empty();
        if (address.isEmpty()) {
            findings.add(MailFinding.SENDER_AMBIGUOUS);
        }
        return address;
    }

    /** The address of a mailbox: alone, or in angle brackets at the end; empty for several and for anything unclear. */
    static Optional<MailAddress> address(String mailbox) {
        String bare = withoutQuotesAndComments(mailbox).strip();
        int open = bare.lastIndexOf('<');
        if (open < 0) {
            return MailAddress.parse(bare); // a list is no address
        }
        String name = bare.substring(0, open);
        boolean severalAddresses = name.indexOf('@') >= 0 && (name.indexOf(',') >= 0 || name.indexOf(';') >= 0);
        boolean closedAtEnd = bare.indexOf('>') == bare.length() - 1;
        return closedAtEnd && !severalAddresses && name.indexOf('<') < 0 && name.indexOf(':') < 0
                ? MailAddress.parse(bare.substring(open + 1, bare.length() - 1).strip())
                : Optional.empty();
    }

    /** Leaves a mark where a quoted string stood, so that a quoted local part is not taken for a bare one. */
    private static String withoutQuotesAndComments(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean quoted = false;
        int comments = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && !quoted && comments == 0) {
                return "\""; // means nothing here, and readers differ in what they make of it
            } else if (c == '\\') {
                i++;
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
                out.append('"');
            } else if (!quoted && c == '(') {
                comments++;
            } else if (comments > 0 && c == ')') {
                comments--;
            } else if (!quoted && comments == 0) {
                out.append(c);
            }
        }
        return quoted || comments > 0 ? "\"" : out.toString();
    }
}
