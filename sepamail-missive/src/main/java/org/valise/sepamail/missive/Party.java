// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sender or the receiver of a missive (Snd and Rcv): the identifier of a user and that of the participant who serves
 * him. Immutable and thread-safe.
 *
 * <p>The schema has one element, IBAN, for IBAN, QXBAN and ICQX. Only a receiver can have a PAN, a BBAN or a 2D code.
 *
 * <pre>{@code
 * Party customer = Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234"));
 * Party account = Party.of(Bic.of("TESTVERTXXX"), Iban.of("FR7630006000011234567890189"));
 * customer.participant();   // TESTBLEUXXX, from within the QXBAN
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Party {

    private static final int LONGEST_ACCOUNT = 34;

    private final @Nullable Bic bic;
    private final @Nullable String account;
    private final @Nullable String pan;
    private final @Nullable String bban;
    private final @Nullable Attachment code2d;
    /** What the account is, if that is known from the start. */
    private final @Nullable Identifier known;

    Party(
            @Nullable Bic bic,
            @Nullable String account,
            @Nullable String pan,
            @Nullable String bban,
            @Nullable Attachment code2d) {
        this(bic, account, pan, bban, code2d, null);
    }

    private Party(
            @Nullable Bic bic,
            @Nullable String account,
            @Nullable String pan,
            @Nullable String bban,
            @Nullable Attachment code2d,
            @Nullable Identifier known) {
        this.known = known;
        this.bic = bic;
        this.account = account;
        this.pan = pan;
        this.bban = bban;
        this.code2d = code2d;
    }

    /**
     * A party known by its QXBAN, which holds the BIC of its participant.
     *
     * @param qxban the alias
     * @return the party
     */
    public static Party of(Qxban qxban) {
        return new Party(null, qxban.text(), null, null, null, qxban);
    }

    /**
     * A customer's account at a participant.
     *
     * @param participant the bank
     * @param account the account
     * @return the party
     */
    public static Party of(Bic participant, Iban account) {
        return of(account).withBic(participant);
    }

    /**
     * An account whose participant is not stated: a customer need not know the BIC of the bank that sends for him. It can
     * send; as a receiver it lacks the identifier of a participant.
     *
     * @param account the account
     * @return the party
     */
    public static Party of(Iban account) {
        return new Party(null, account.text(), null, null, null, account);
    }

    /**
     * A creditor of a participant.
     *
     * @param participant the bank
     * @param creditor the creditor, of at most 34 characters: a longer one does not fit into the schema
     * @return the party
     * @throws IllegalArgumentException if the creditor's identifier is longer
     */
    public static Party of(Bic participant, Icqx creditor) {
        return of(creditor).withBic(participant);
    }

    /**
     * A creditor whose participant is not stated. It can send; as a receiver it lacks the identifier of a participant.
     *
     * @param creditor the creditor, of at most 34 characters: a longer one does not fit into the schema
     * @return the party
     * @throws IllegalArgumentException if the creditor's identifier is longer
     */
    public static Party of(Icqx creditor) {
        if (creditor.text().length() > LONGEST_ACCOUNT) {
            throw new IllegalArgumentException("An ICQX of 35 characters has no place in a missive");
        }
        return new Party(null, creditor.text(), null, null, null, creditor);
    }

    /**
     * A participant itself. It can send; as a receiver it lacks the identifier of a user.
     *
     * @param participant the bank
     * @return the party
     */
    public static Party of(Bic participant) {
        return new Party(Objects.requireNonNull(participant, "participant"), null, null, null, null);
    }

    /**
     * The holder of a card at a participant. Receivers only.
     *
     * @param participant the bank
     * @param pan the number of the card
     * @return the party
     * @throws IllegalArgumentException if the number is empty or has characters that XML does not allow
     */
    public static Party ofPan(Bic participant, String pan) {
        XmlText.require(pan, 1, Integer.MAX_VALUE, "A PAN");
        return new Party(Objects.requireNonNull(participant, "participant"), null, pan, null, null);
    }

    /**
     * The holder of a national account number at a participant. Receivers only.
     *
     * @param participant the bank
     * @param bban the number, 11 to 30 characters
     * @return the party
     * @throws IllegalArgumentException if the number is shorter or longer or has characters that XML does not allow
     */
    public static Party ofBban(Bic participant, String bban) {
        XmlText.require(bban, 11, 30, "A BBAN");
        return new Party(Objects.requireNonNull(participant, "participant"), null, null, bban, null);
    }

    /**
     * This party with a BIC, in place of the one it had.
     *
     * @param participant the bank
     * @return a new party
     */
    public Party withBic(Bic participant) {
        return new Party(Objects.requireNonNull(participant, "participant"), account, pan, bban, code2d, known);
    }

    /**
     * This party with the image of its 2D code (RIS2D). Receivers only.
     *
     * @param image the image
     * @return a new party
     */
    public Party with2dCode(Attachment image) {
        return new Party(bic, account, pan, bban, Objects.requireNonNull(image, "image"), known);
    }

    /**
     * The element BIC.
     *
     * @return the BIC if it is stated
     */
    public Optional<Bic> bic() {
        return Optional.ofNullable(bic);
    }

    /**
     * The element IBAN, as it stands.
     *
     * @return the text of an IBAN, QXBAN or ICQX
     */
    public Optional<String> accountText() {
        return Optional.ofNullable(account);
    }

    /**
     * What the element IBAN holds.
     *
     * @return an {@link Iban}, {@link Qxban} or {@link Icqx}; empty if there is none or it is not right
     */
    public Optional<Identifier> account() {
        return known != null
                ? Optional.of(known)
                : accountText().flatMap(text -> Identifier.classify(text).toOptional());
    }

    /**
     * The number of a card.
     *
     * @return the text of PAN
     */
    public Optional<String> pan() {
        return Optional.ofNullable(pan);
    }

    /**
     * The national number of an account.
     *
     * @return the text of BBAN
     */
    public Optional<String> bban() {
        return Optional.ofNullable(bban);
    }

    /**
     * The image of a 2D code.
     *
     * @return RIS2D
     */
    public Optional<Attachment> code2d() {
        return Optional.ofNullable(code2d);
    }

    /**
     * The participant by which this party is reached.
     *
     * @return the element BIC, else the BIC within the QXBAN
     */
    public Optional<Bic> participant() {
        return bic != null ? Optional.of(bic) : bicOfQxban();
    }

    /**
     * All participants that it names: who writes it may state one and use an alias that another has made.
     *
     * @return the element BIC, and the BIC within the QXBAN; one if both are the same, none if there is neither
     */
    public List<Bic> participants() {
        Optional<Bic> within = bicOfQxban().filter(other -> bic == null || !bic.matches(other));
        return Stream.concat(Stream.ofNullable(bic), within.stream()).toList();
    }

    /** Whether the account is known to be an identifier, and so of letters and digits. */
    boolean isChecked() {
        return known != null;
    }

    boolean hasParticipant() {
        return bic != null
                || (known instanceof Qxban qxban ? qxban.hasBic() : bicOfQxban().isPresent());
    }

    /** The BIC within the QXBAN, if there is one. */
    Optional<Bic> bicOfQxban() {
        return account().flatMap(id -> id instanceof Qxban qxban ? qxban.bic() : Optional.empty());
    }

    boolean hasUser() {
        return account != null || pan != null && !pan.isEmpty() || bban != null || code2d != null;
    }

    boolean isEmpty() {
        return bic == null && !hasUser();
    }

    /** Whether everything it has fits into the element Snd. */
    boolean canSend() {
        return pan == null && bban == null && code2d == null;
    }

    /** What of it fits into the element Snd. */
    Party asSender() {
        return new Party(bic, account, null, null, null, known);
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof Party p
                && Objects.equals(bic, p.bic)
                && Objects.equals(account, p.account)
                && Objects.equals(pan, p.pan)
                && Objects.equals(bban, p.bban)
                && Objects.equals(code2d, p.code2d);
    }

    @Override
    public int hashCode() {
        return Objects.hash(bic, account, pan, bban, code2d);
    }

    /** Returns which elements it has and the BIC of its participant; no number of an account. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Party[");
        text.append(participant().map(Bic::text).orElse("no participant"));
        text.append(account == null ? "" : ", account").append(pan == null ? "" : ", PAN");
        return text.append(bban == null ? "" : ", BBAN")
                .append(code2d == null ? "" : ", 2D code")
                .append(']')
                .toString();
    }
}
