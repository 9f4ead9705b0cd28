// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.valise.sepamail.missive.Bic;
import org.valise.sepamail.missive.Iban;
import org.valise.sepamail.missive.Icqx;
import org.valise.sepamail.missive.Identifier;
import org.valise.sepamail.missive.MissiveAddress;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Qxban;

/**
 * What one participant looks up: the referentials of the scheme, and its own of users (MIS1202 "Processing"). Each is an
 * interface of one or two methods, over a table in memory, a database or a service. Immutable, and thread-safe if they are.
 *
 * <pre>{@code
 * Referentials referentials = Referentials.of(
 *                 "BANK-A",
 *                 Referentials.Bics.of(bics),
 *                 Referentials.Participants.of(Map.of("BANK-A", ownBics, "BANK-B", theirs)),
 *                 Referentials.Ecosystems.of(families))
 *         .withQxbans(qxban -> database.statusOf(qxban.text()))
 *         .withIbans(Referentials.Ibans.of(accounts));
 * }</pre>
 *
 * <p>Users of a kind that has no referential are unknown.
 *
 * @since 0.1.0
 */
public final class Referentials {

    private final String own;
    private final Bics bics;
    private final Participants participants;
    private final Ecosystems ecosystems;
    private final UserTables users;

    /** The participant's own referentials. */
    private record UserTables(Users<Qxban> qxbans, Ibans ibans, Users<String> pans, Users<Icqx> creditors) {}

    private Referentials(String own, Bics bics, Participants participants, Ecosystems ecosystems, UserTables users) {
        this.own = own;
        this.bics = bics;
        this.participants = participants;
        this.ecosystems = ecosystems;
        this.users = users;
    }

    /**
     * BIC@SCHEME: the BICs that can be reached in the network.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    public interface Bics {

        /**
         * Whether a BIC is listed.
         *
         * @param bic of 8 or 11 characters, which are the same if the branch is XXX
         * @return whether it is
         * @throws IOException if that cannot be looked up now
         */
        boolean contains(Bic bic) throws IOException;

        /**
         * A table in memory.
         *
         * @param bics that are listed
         * @return the referential
         */
        static Bics of(Collection<Bic> bics) {
            Set<String> known = new HashSet<>();
            bics.forEach(bic -> known.add(bic.bic11()));
            return bic -> known.contains(bic.bic11());
        }

        /**
         * This one, and another for what it does not list.
         *
         * @param other asked second
         * @return both
         */
        default Bics or(Bics other) {
            return bic -> contains(bic) || other.contains(bic);
        }
    }

    /**
     * participant@SCHEME: the participants, and the BICs that each of them represents.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    public interface Participants {

        /**
         * Who represents a BIC.
         *
         * @param bic of 8 or 11 characters
         * @return the participant's name, as {@link CertificateDirectory} has it too
         * @throws IOException if that cannot be looked up now
         */
        Optional<String> find(Bic bic) throws IOException;

        /**
         * A table in memory.
         *
         * @param bics those of each participant
         * @return the referential
         * @throws IllegalArgumentException if two participants have one BIC
         */
        static Participants of(Map<String, ? extends Collection<Bic>> bics) {
            Map<String, String> names = new HashMap<>();
            bics.forEach((name, all) -> all.forEach(bic -> {
                String other = names.put(bic.bic11(), name);
                if (other != null && !other.equals(name)) {
                    throw new IllegalArgumentException("A BIC belongs to one participant");
                }
            }));
            return bic -> Optional.ofNullable(names.get(bic.bic11()));
        }

        /**
         * This one, and another for what it does not list.
         *
         * @param other asked second
         * @return both
         */
        default Participants or(Participants other) {
            return bic -> {
                Optional<String> found = find(bic);
                return found.isPresent() ? found : other.find(bic);
            };
        }
    }

    /**
     * ecosystem@SCHEME, also called application@SCHEME: the families of messages of the network.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    public interface Ecosystems {

        /**
         * Whether a family is listed.
         *
         * @param ecosystem for example {@code direct.debit}
         * @return whether it is
         * @throws IOException if that cannot be looked up now
         */
        boolean contains(String ecosystem) throws IOException;

        /**
         * A table in memory.
         *
         * @param ecosystems that are listed
         * @return the referential
         */
        static Ecosystems of(Collection<String> ecosystems) {
            return Set.copyOf(ecosystems)::contains;
        }

        /**
         * This one, and another for what it does not list.
         *
         * @param other asked second
         * @return both
         */
        default Ecosystems or(Ecosystems other) {
            return ecosystem -> contains(ecosystem) || other.contains(ecosystem);
        }
    }

    /**
     * QXBAN@BIC, PAN@BIC and their like: the users of a participant by one kind of identifier.
     *
     * @param <I> the identifier
     * @since 0.1.0
     */
    @FunctionalInterface
    public interface Users<I> {

        /**
         * What is known of a user.
         *
         * @param user his identifier
         * @return {@link UserStatus#UNKNOWN} if there is none
         * @throws IOException if that cannot be looked up now
         */
        UserStatus status(I user) throws IOException;

        /**
         * A table in memory.
         *
         * @param users what is known of each
         * @param <I> the identifier
         * @return the referential
         */
        static <I> Users<I> of(Map<I, UserStatus> users) {
            Map<I, UserStatus> known = Map.copyOf(users);
            return user -> known.getOrDefault(user, UserStatus.UNKNOWN);
        }

        /**
         * This one, and another for what it does not know.
         *
         * @param other asked second
         * @return both
         */
        default Users<I> or(Users<I> other) {
            return user -> {
                UserStatus status = status(user);
                return status == UserStatus.UNKNOWN ? other.status(user) : status;
            };
        }
    }

    /**
     * IBAN@BIC: the users of a participant by account, and the BIC of any account that is known, also of others.
     *
     * @since 0.1.0
     */
    public interface Ibans extends Users<Iban> {

        /**
         * The bank of an account.
         *
         * @param account an account of whomever
         * @return its BIC
         * @throws IOException if that cannot be looked up now
         */
        Optional<Bic> bic(Iban account) throws IOException;

        /**
         * An account.
         *
         * @param bic its bank
         * @param status what is known of its holder; {@link UserStatus#UNKNOWN} for a user of somebody else
         * @since 0.1.0
         */
        record Account(Bic bic, UserStatus status) {

            /**
             * Refuses nulls.
             *
             * @param bic its bank
             * @param status what is known of its holder
             */
            public Account {
                Objects.requireNonNull(bic, "bic");
                Objects.requireNonNull(status, "status");
            }
        }

        /**
         * A table in memory.
         *
         * @param accounts what is known of each
         * @return the referential
         */
        static Ibans of(Map<Iban, Account> accounts) {
            Map<Iban, Account> known = Map.copyOf(accounts);
            return new Ibans() {
                @Override
                public Optional<Bic> bic(Iban account) {
                    return Optional.ofNullable(known.get(account)).map(Account::bic);
                }

                @Override
                public UserStatus status(Iban user) {
                    Account account = known.get(user);
                    return account == null ? UserStatus.UNKNOWN : account.status();
                }
            };
        }
    }

    /**
     * The referentials of the scheme, and no users yet.
     *
     * @param own the name of the participant who looks up, as participant@SCHEME has it
     * @param bics BIC@SCHEME
     * @param participants participant@SCHEME
     * @param ecosystems ecosystem@SCHEME
     * @return the referentials
     * @throws IllegalArgumentException if the name is empty
     */
    public static Referentials of(String own, Bics bics, Participants participants, Ecosystems ecosystems) {
        if (own.isEmpty()) {
            throw new IllegalArgumentException("A participant has a name");
        }
        Users<String> nobody = user -> UserStatus.UNKNOWN;
        return new Referentials(
                own,
                Objects.requireNonNull(bics, "bics"),
                Objects.requireNonNull(participants, "participants"),
                Objects.requireNonNull(ecosystems, "ecosystems"),
                new UserTables(user -> UserStatus.UNKNOWN, Ibans.of(Map.of()), nobody, user -> UserStatus.UNKNOWN));
    }

    /**
     * The same with QXBAN@BIC.
     *
     * @param qxbans users by alias
     * @return new referentials
     */
    public Referentials withQxbans(Users<Qxban> qxbans) {
        Objects.requireNonNull(qxbans, "qxbans");
        return with(new UserTables(qxbans, users.ibans(), users.pans(), users.creditors()));
    }

    /**
     * The same with IBAN@BIC.
     *
     * @param ibans users by account
     * @return new referentials
     */
    public Referentials withIbans(Ibans ibans) {
        Objects.requireNonNull(ibans, "ibans");
        return with(new UserTables(users.qxbans(), ibans, users.pans(), users.creditors()));
    }

    /**
     * The same with PAN@BIC.
     *
     * @param pans users by card
     * @return new referentials
     */
    public Referentials withPans(Users<String> pans) {
        Objects.requireNonNull(pans, "pans");
        return with(new UserTables(users.qxbans(), users.ibans(), pans, users.creditors()));
    }

    /**
     * The same with creditors, of icqx@SCHEME, that this participant serves.
     *
     * @param creditors users by ICQX
     * @return new referentials
     */
    public Referentials withCreditors(Users<Icqx> creditors) {
        Objects.requireNonNull(creditors, "creditors");
        return with(new UserTables(users.qxbans(), users.ibans(), users.pans(), creditors));
    }

    private Referentials with(UserTables changed) {
        return new Referentials(own, bics, participants, ecosystems, changed);
    }

    boolean isListed(MissiveAddress.Node node) throws IOException {
        return !(node instanceof MissiveAddress.Participant participant) || bics.contains(participant.bic());
    }

    /** Who is behind a node; a node of the scheme stands for itself. */
    Optional<String> participant(MissiveAddress.Node node) throws IOException {
        return node instanceof MissiveAddress.Participant participant
                ? participants.find(participant.bic())
                : Optional.of(node.label());
    }

    boolean isOwn(MissiveAddress.Node node) throws IOException {
        return participant(node).filter(own::equals).isPresent();
    }

    boolean haveEcosystem(String ecosystem) throws IOException {
        return ecosystems.contains(ecosystem);
    }

    /** The party with the BIC of its account, if it has none and its account is known. */
    Party enriched(Party party) throws IOException {
        Identifier account = party.account().orElse(null);
        if (party.participant().isPresent() || !(account instanceof Iban iban)) {
            return party;
        }
        return users.ibans().bic(iban).map(party::withBic).orElse(party);
    }

    /** What is known of a user of this participant, by the best of his identifiers. */
    UserStatus status(Party party) throws IOException {
        UserStatus status = UserStatus.UNKNOWN;
        Identifier account = party.account().orElse(null);
        if (account instanceof Qxban qxban) {
            status = users.qxbans().status(qxban);
        } else if (account instanceof Iban iban) {
            status = users.ibans().status(iban);
        } else if (account instanceof Icqx icqx) {
            status = users.creditors().status(icqx);
        }
        String pan = party.pan().orElse(null);
        return pan == null ? status : status.or(users.pans().status(pan));
    }

    /** Returns the name of the participant. */
    @Override
    public String toString() {
        return "Referentials[" + own + "]";
    }
}
