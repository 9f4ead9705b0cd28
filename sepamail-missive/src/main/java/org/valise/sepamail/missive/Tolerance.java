// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lenient reading takes of the faulty documents of old software; strict reading takes none of it. */
final class Tolerance {

    private static final Set<String> PARTIES = Set.of("Snd", "Rcv");
    private static final Grammar.Particle ACCOUNT =
            new Grammar.Particle("IBAN", 0, 1, new Grammar.Simple(ValueType.ACCOUNT));

    private final boolean lenient;

    Tolerance(boolean lenient) {
        this.lenient = lenient;
    }

    boolean isLenient() {
        return lenient;
    }

    /**
     * How a value that its type does not allow was read.
     *
     * @param code the deviation, {@link Problem.Code#BAD_VALUE} if the value was not taken
     * @param detail what was done with it
     * @param value what it was read as, null for nothing
     */
    record Reading(
            Problem.Code code, String detail, @Nullable String value) {

        boolean isTaken() {
            return code != Problem.Code.BAD_VALUE;
        }
    }

    private static final Reading REFUSED = new Reading(Problem.Code.BAD_VALUE, "", null);

    Reading read(Node node, ValueType type, String value) {
        if (!lenient) {
            return REFUSED;
        }
        String trimmed = value.strip();
        if (type == ValueType.STATUS && trimmed.equals("NACK")) {
            return new Reading(Problem.Code.NACK_FOR_NAK, "NACK was read as NAK.", "NAK");
        }
        if (type == ValueType.ROUTING_CODE) {
            return routingCode(trimmed);
        }
        if (trimmed.isEmpty() && node.particle.least == 0) {
            return new Reading(Problem.Code.EMPTY_FOR_ABSENT, "An empty element was read as absent.", null);
        }
        return REFUSED;
    }

    private static Reading routingCode(String value) {
        if (value.isEmpty()) {
            return new Reading(Problem.Code.EMPTY_WARNING, "A routing warning without a code was left out.", null);
        }
        String code = switch (value) {
            case "PRI_HIGHEST", "PRI_HIGH" -> "PRIO_HIGH";
            case "PRI_NORM" -> "PRIO_NORM";
            case "PRI_LOW" -> "PRIO_LOW";
            case "PRI_LOWEST" -> "PRIO_XLOW";
            default -> null;
        };
        return code == null
                ? REFUSED
                : new Reading(Problem.Code.PRI_FOR_PRIO, "The code was read as " + code + ".", code);
    }

    /** Whether an element was only reported and is otherwise ignored. */
    boolean leavesOut(Node node) {
        boolean emptyValue = node.value == null && node.particle.content instanceof Grammar.Simple;
        return lenient && emptyValue && node.particle.least == 0;
    }

    boolean takesAnyOrder(Grammar.Particle parent) {
        return lenient && parent.content == Grammar.ACKNOWLEDGEMENT;
    }

    /** Whether an account is there already, perhaps one without an element around it. */
    boolean repeatsAccount(Node parent, Grammar.Particle particle) {
        return lenient && particle.name.equals(ACCOUNT.name) && parent.child(ACCOUNT.name) != null;
    }

    /** The account that a text directly in Snd or Rcv is; null if it is none. */
    @Nullable
    Node bareAccount(Node parent, String text, Span place) {
        String value = text.strip();
        boolean taken = lenient && PARTIES.contains(parent.particle.name) && ValueType.isAccount(value);
        if (!taken || parent.child(ACCOUNT.name) != null) {
            return null;
        }
        Node account = new Node(ACCOUNT, place.offset());
        account.contentStart = place.offset();
        account.contentEnd = place.offset() + place.length();
        account.place = place;
        account.end = account.contentEnd;
        account.value = value;
        return account;
    }
}
