// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The address of a node of the network for one family of messages: {@code ecosystem@bic.sepamail.eu} of a participant, or
 * {@code ecosystem@xx.scheme.sepamail.eu} of the scheme (MIS1202 "The routing"). Immutable and thread-safe.
 *
 * <p>This is no reader of mail addresses: names, quotes, comments, blanks, further sub-domains and anything but ASCII are
 * refused. The case of the domain does not matter, that of the ecosystem does. Nothing is looked up: whether the BIC and
 * the ecosystem belong to the network is in the referentials BIC@SCHEME and ecosystem@SCHEME.
 *
 * <pre>{@code
 * MissiveAddress address = MissiveAddress.parse("direct.debit@TESTBLEU.sepamail.eu").orElseThrow();
 * address.text();          // "direct.debit@testbleu.sepamail.eu"
 * address.node();          // Participant[bic=TESTBLEU]
 * MissiveAddress.of("test", Bic.of("TESTVERTXXX"), MissiveAddress.TEST_NETWORK);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MissiveAddress implements Identifier {

    /** The suffix of the network. */
    public static final String NETWORK = "sepamail.eu";

    /** The suffix of the network for tests. */
    public static final String TEST_NETWORK = "test.sepamail.eu";

    private final String ecosystem;
    private final Node node;
    private final String suffix;

    MissiveAddress(String ecosystem, Node node, String suffix) {
        this.ecosystem = ecosystem;
        this.node = node;
        this.suffix = suffix;
    }

    /**
     * Who is reached: what stands between the ecosystem and the suffix.
     *
     * @since 0.1.0
     */
    public sealed interface Node permits Participant, SchemeNode {

        /**
         * The node as addresses have it.
         *
         * @return the part of the domain in front of the suffix, in lower case
         */
        String label();

        /**
         * Whether both are the same node; BICs are compared with 11 characters.
         *
         * @param other another node
         * @return true if messages to both go to the same place
         */
        boolean matches(Node other);
    }

    /**
     * A participant.
     *
     * @param bic one of its BICs
     * @since 0.1.0
     */
    public record Participant(Bic bic) implements Node {

        /**
         * Refuses null.
         *
         * @param bic one of its BICs
         */
        public Participant {
            Objects.requireNonNull(bic, "bic");
        }

        @Override
        public String label() {
            return Letters.lower(bic.text());
        }

        @Override
        public boolean matches(Node other) {
            return other instanceof Participant p && bic.matches(p.bic);
        }
    }

    /**
     * A node of the scheme itself, like {@code fr.scheme}.
     *
     * @param country two letters in lower case
     * @since 0.1.0
     */
    public record SchemeNode(String country) implements Node {

        /**
         * Refuses other countries.
         *
         * @param country two letters in lower case
         * @throws IllegalArgumentException if it is anything else
         */
        public SchemeNode {
            if (!country.matches("[a-z]{2}")) {
                throw new IllegalArgumentException("A country has two letters in lower case");
            }
        }

        @Override
        public String label() {
            return country + AddressReader.SCHEME;
        }

        @Override
        public boolean matches(Node other) {
            return equals(other);
        }
    }

    /**
     * Reads an address of {@link #NETWORK} or {@link #TEST_NETWORK}.
     *
     * @param text the bare address
     * @return the address, perhaps with the warning {@link Problem.Code#UNKNOWN_FAMILY}; or
     *     {@link Problem.Code#BAD_ADDRESS} with the places
     */
    public static ParseResult<MissiveAddress> parse(CharSequence text) {
        return parse(text, Set.of(NETWORK, TEST_NETWORK));
    }

    /**
     * Reads an address with one of some suffixes. If several fit, the longest counts.
     *
     * @param text the bare address
     * @param suffixes domains like {@code sepamail.eu}
     * @return as {@link #parse(CharSequence)}
     * @throws IllegalArgumentException if there is no suffix, or one that is no domain
     */
    public static ParseResult<MissiveAddress> parse(CharSequence text, Set<String> suffixes) {
        return new AddressReader(text.toString(), suffixes).read();
    }

    /**
     * Makes the address of a participant.
     *
     * @param ecosystem the family of messages, for example {@code payment.activation}; one that is not known is allowed
     * @param bic one of the participant's BICs, with 8 or 11 characters as it shall be written
     * @param suffix a domain, for example {@link #NETWORK}
     * @return the address
     * @throws IllegalArgumentException if a part has a wrong form or the whole is too long
     */
    public static MissiveAddress of(String ecosystem, Bic bic, String suffix) {
        return of(ecosystem, new Participant(bic), suffix);
    }

    /**
     * Makes the address of a node.
     *
     * @param ecosystem the family of messages, for example {@code scheme}; one that is not known is allowed
     * @param node a participant or a node of the scheme
     * @param suffix a domain, for example {@link #NETWORK}
     * @return the address
     * @throws IllegalArgumentException if a part has a wrong form or the whole is too long
     */
    public static MissiveAddress of(String ecosystem, Node node, String suffix) {
        Objects.requireNonNull(ecosystem, "ecosystem");
        String text = new MissiveAddress(ecosystem, node, suffix).text();
        return Findings.stated(parse(text, Set.of(suffix)));
    }

    /** The address with its domain in lower case, the BIC as long as it was given. */
    @Override
    public String text() {
        return ecosystem + "@" + node.label() + "." + suffix;
    }

    /**
     * The family of messages that the address is for.
     *
     * @return the part in front of the at sign, as it was given
     */
    public String ecosystem() {
        return ecosystem;
    }

    /**
     * Who is reached.
     *
     * @return a {@link Participant} or a {@link SchemeNode}
     */
    public Node node() {
        return node;
    }

    /**
     * The network.
     *
     * @return the domain behind the node, in lower case
     */
    public String suffix() {
        return suffix;
    }

    /**
     * Whether both are the same ecosystem of the same node in the same network; BICs are compared with 11 characters.
     *
     * @param other another address
     * @return true if messages to both go to the same place
     */
    public boolean matches(MissiveAddress other) {
        return ecosystem.equals(other.ecosystem) && suffix.equals(other.suffix) && node.matches(other.node);
    }

    /** Addresses are equal when their texts are; see {@link #matches}. */
    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof MissiveAddress a && text().equals(a.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** Returns the text: the addresses of the network are known to all its participants. */
    @Override
    public String toString() {
        return text();
    }
}
