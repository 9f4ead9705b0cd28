// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of an envelope that was read: where it lies, its value or its children. */
final class Node {

    final Grammar.Particle particle;
    /** The place of its opening tag. */
    final long start;
    /** The place behind its opening tag. */
    long contentStart;
    /** The place of its closing tag; that of the opening tag's end if it is an empty element. */
    long contentEnd;
    /** The place behind its closing tag. */
    long end;
    /** The place of {@link #contentStart}, if the octets there may be gone when somebody asks. */
    @Nullable
    Span place;
    /** Its value if it has a simple type and that allows the value; its text if it may hold anything. */
    @Nullable
    String value;
    /** Its value as a date and time if it is one that Java can hold. */
    @Nullable
    MissiveTime time;
    /** The attribute {@code version}. */
    @Nullable
    String version;

    @Nullable
    Node firstChild;

    private @Nullable Node lastChild;
    private @Nullable Node next;

    Node(Grammar.Particle particle, long start) {
        this.particle = particle;
        this.start = start;
    }

    void add(Node child) {
        if (lastChild == null) {
            firstChild = child;
        } else {
            lastChild.next = child;
        }
        lastChild = child;
    }

    /** The first child of a name. */
    @Nullable
    Node child(String name) {
        int hash = name.hashCode();
        for (Node child = firstChild; child != null; child = child.next) {
            if (child.particle.hash == hash && child.particle.name.equals(name)) {
                return child;
            }
        }
        return null;
    }

    /** The first child of a name in that of another. */
    @Nullable
    Node child(String name, String inner) {
        Node child = child(name);
        return child == null ? null : child.child(inner);
    }

    /** The value of the first child of a name; null if there is none or its value is not allowed. */
    @Nullable
    String value(String name) {
        Node child = child(name);
        return child == null ? null : child.value;
    }

    List<Node> children(String name) {
        List<Node> children = new ArrayList<>();
        for (Node child = firstChild; child != null; child = child.next) {
            if (child.particle.name.equals(name)) {
                children.add(child);
            }
        }
        return children;
    }
}
