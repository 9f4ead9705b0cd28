// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element in a message body, and those around it up to the body element. Immutable and thread-safe.
 *
 * <pre>{@code
 * ContentSink sink = path -> path.endsWith("Contents", "data")   // data directly in Contents, wherever that is
 *         ? Optional.of(Files.newOutputStream(Files.createTempFile(folder, path.localName(), ".part")))
 *         : Optional.empty();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class BodyPath {

    private final @Nullable BodyPath parent;
    private final String namespace;
    private final String localName;

    BodyPath(@Nullable BodyPath parent, String namespace, String localName) {
        this.parent = parent;
        this.namespace = namespace;
        this.localName = localName;
    }

    /**
     * The element around this one.
     *
     * @return empty for the body element
     */
    public Optional<BodyPath> parent() {
        return Optional.ofNullable(parent);
    }

    /**
     * The namespace of the element.
     *
     * @return a namespace; empty if the element is in none
     */
    public String namespace() {
        return namespace;
    }

    /**
     * The name of the element, without its prefix.
     *
     * @return the local name
     */
    public String localName() {
        return localName;
    }

    /**
     * Whether the element and those around it have these names.
     *
     * @param localNames the names, the innermost last
     * @return true if they do, whatever is further outside
     */
    public boolean endsWith(String... localNames) {
        BodyPath at = this;
        for (int i = localNames.length - 1; i >= 0; i--) {
            if (at == null || !at.localName.equals(localNames[i])) {
                return false;
            }
            at = at.parent;
        }
        return true;
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof BodyPath p
                && localName.equals(p.localName)
                && namespace.equals(p.namespace)
                && Objects.equals(parent, p.parent);
    }

    @Override
    public int hashCode() {
        return Objects.hash(parent, namespace, localName);
    }

    /** Returns the local names from the body element on, with slashes between them. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder();
        for (BodyPath at = this; at != null; at = at.parent) {
            names.insert(0, names.isEmpty() ? "" : "/").insert(0, at.localName);
        }
        return names.toString();
    }
}
