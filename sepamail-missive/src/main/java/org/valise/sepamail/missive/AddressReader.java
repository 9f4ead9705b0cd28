// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one {@link MissiveAddress} by a grammar that is much narrower than that of mail (RFC 5321, RFC 5322). */
final class AddressReader {

    static final String SCHEME = ".scheme";

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final char DELETE = 0x7F;
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private final String text;
    private final List<String> suffixes;
    private final Findings findings;

    AddressReader(String text, Set<String> suffixes) {
        this.text = text;
        this.suffixes = longestFirst(suffixes);
        findings = new Findings(text, "an address", Problem.Code.BAD_ADDRESS);
    }

    private static List<String> longestFirst(Set<String> suffixes) {
        if (suffixes.isEmpty()) {
            throw new IllegalArgumentException("A network has at least one suffix");
        }
        return suffixes.stream()
                .map(AddressReader::domain)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static String domain(String suffix) {
        String lower = Letters.lower(suffix);
        // The length first: the expression recurses once for each label.
        if (lower.length() > LONGEST_DOMAIN || !lower.matches(LABEL + "(\\." + LABEL + ")*")) {
            throw new IllegalArgumentException("A suffix is a domain: letters, digits and hyphens between dots");
        }
        return lower;
    }

    ParseResult<MissiveAddress> read() {
        if (text.length() > LONGEST) {
            findings.refuseLength("An address has at most 254 characters.", LONGEST);
        }
        Optional<MissiveAddress> address = Optional.empty();
        int at = text.indexOf('@');
        if (hasOnlyItsCharacters() && hasOneAt(at)) {
            checkEcosystem(at);
            address = readDomain(at);
        }
        return findings.result(address::orElseThrow);
    }

    private boolean hasOnlyItsCharacters() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Letters.isAlphanumeric(c) && "@.-_".indexOf(c) < 0) {
                findings.refuse(why(c), i, i + 1);
                return false;
            }
        }
        return true;
    }

    private static String why(char c) {
        if (c > DELETE) {
            return "A character that is not ASCII.";
        }
        return switch (c) {
            case '"', '\\' -> "A quote: the part in front of the at sign is never quoted.";
            case '(', ')' -> "A comment: an address stands alone.";
            case '<', '>', ',', ';' -> "A name, a list or a route: an address stands alone.";
            case '[', ']', ':' -> "A literal: the domain is that of a node of the network.";
            case '=', '?' -> "An encoded word: an address is plain.";
            default ->
                c <= ' ' || c == DELETE
                        ? "A blank or a control character."
                        : "A character that an address does not have.";
        };
    }

    private boolean hasOneAt(int at) {
        int second = text.indexOf('@', at + 1);
        if (at < 0) {
            findings.refuse("There is no at sign.", text.length(), text.length());
        } else if (second >= 0) {
            findings.refuse("A second at sign.", second, second + 1);
        }
        return at >= 0 && second < 0;
    }

    private void checkEcosystem(int at) {
        String ecosystem = text.substring(0, at);
        if (ecosystem.isEmpty()) {
            findings.refuse("There is no ecosystem in front of the at sign.", 0, 0);
            return;
        }
        if (at > LONGEST_LOCAL_PART) {
            findings.refuse("An ecosystem has at most 64 characters.", LONGEST_LOCAL_PART, at);
        }
        int dot = strayDot(ecosystem);
        if (dot >= 0) {
            findings.refuse("A dot without a word before and behind it.", dot, dot + 1);
        }
        if (!MessageType.FAMILIES.contains(ecosystem)) {
            findings.add(Problem.Code.UNKNOWN_FAMILY, "The ecosystem is no family of messages.", 0, at);
        }
    }

    private static int strayDot(String words) {
        if (words.startsWith(".")) {
            return 0;
        }
        int pair = words.indexOf("..");
        return pair >= 0 || !words.endsWith(".") ? pair : words.length() - 1;
    }

    private Optional<MissiveAddress> readDomain(int at) {
        String domain = Letters.lower(text.substring(at + 1));
        for (String suffix : suffixes) {
            int end = domain.length() - suffix.length() - 1;
            if (domain.endsWith("." + suffix)) {
                return readNode(at, domain.substring(0, end))
                        .map(node -> new MissiveAddress(text.substring(0, at), node, suffix));
            }
        }
        boolean trailingDot = domain.endsWith(".");
        findings.refuse(
                trailingDot ? "A dot at the end." : "The domain is not that of a node within the network.",
                trailingDot ? text.length() - 1 : at + 1,
                text.length());
        return Optional.empty();
    }

    private Optional<MissiveAddress.Node> readNode(int at, String label) {
        Optional<MissiveAddress.Node> node = node(label);
        if (node.isEmpty()) {
            String detail = label.indexOf('.') < 0
                    ? "The domain does not begin with a BIC."
                    : "The domain has more in front of its suffix than a BIC or xx.scheme.";
            findings.refuse(detail, at + 1, at + 1 + label.length());
        }
        return node;
    }

    private static Optional<MissiveAddress.Node> node(String label) {
        if (label.matches("[a-z]{2}\\.scheme")) {
            return Optional.of(new MissiveAddress.SchemeNode(label.substring(0, 2)));
        }
        return Bic.parse(Letters.upper(label)).toOptional().map(MissiveAddress.Participant::new);
    }
}
