// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.valise.sts.email.MailException.Kind;
import org.valise.sts.email.MailServer.Security;

/** What a program sets is taken as its documentation says, above all the protection of connections. */
class SettingsTest {

    private static final Credentials PASSWORD = Credentials.password("vendor", () -> "hunter-2");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static MailServer server(Security security) {
        return switch (security) {
            case IMPLICIT_TLS -> MailServer.implicitTls("mail.example", 993);
            case STARTTLS -> MailServer.startTls("mail.example", 993);
            case PLAINTEXT -> MailServer.plaintext("mail.example", 993);
        };
    }

    private static List<Session> sessions(MailServer server, Credentials credentials) throws MailException {
        return List.of(
                Sessions.smtp(server, credentials, MailAddress.of("vendor@vending.example")),
                Sessions.imap(server, credentials));
    }

    /** STARTTLS is required, not only tried; the name in the certificate is compared in any case. */
    @ParameterizedTest
    @EnumSource(Security.class)
    void aConnectionIsProtectedAsItIsSet(Security security) throws Exception {
        MailServer server = server(security);
        assertThat(server.security()).isEqualTo(security);
        String startTls = String.valueOf(security == Security.STARTTLS);
        List<String> prefixes = List.of("mail.smtp.", "mail.imap.");
        List<Session> sessions = sessions(server, PASSWORD);
        for (int i = 0; i < prefixes.size(); i++) {
            String prefix = prefixes.get(i);
            Properties set = sessions.get(i).getProperties();
            assertThat(set)
                    .containsEntry(prefix + "ssl.enable", String.valueOf(security == Security.IMPLICIT_TLS))
                    .containsEntry(prefix + "starttls.enable", startTls)
                    .containsEntry(prefix + "starttls.required", startTls)
                    .containsEntry(prefix + "ssl.checkserveridentity", "true")
                    .containsEntry(prefix + "socketFactory.fallback", "false")
                    .containsEntry(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2")
                    .doesNotContainKey(prefix + "ssl.socketFactory");
        }
    }

    @Test
    void whomToTrustIsHandedOn() throws Exception {
        SSLSocketFactory sockets = (SSLSocketFactory) SSLSocketFactory.getDefault();
        MailServer server = server(Security.STARTTLS).withTrust(sockets);
        assertThat(server.trust()).contains(sockets);
        assertThat(server.security()).isEqualTo(Security.STARTTLS);
        for (Session session : sessions(server, PASSWORD)) {
            assertThat(session.getProperties()).containsValue(sockets);
        }
    }

    @Test
    void anAccessTokenIsOfferedAsSuchOnly() throws Exception {
        Credentials token = Credentials.xoauth2("vendor", () -> "token-2");
        assertThat(token.user()).isEqualTo("vendor");
        assertThat(token).hasToString("vendor (XOAUTH2)");
        assertThat(PASSWORD).hasToString("vendor (password)");
        assertThat(sessions(server(Security.STARTTLS), token))
                .allSatisfy(session -> assertThat(session.getProperties()).containsValue("XOAUTH2"));
        assertThat(sessions(server(Security.STARTTLS), PASSWORD))
                .allSatisfy(session -> assertThat(session.getProperties()).containsValue("PLAIN LOGIN"));
    }

    @Test
    void aHandshakeThatFailsIsAFaultOfProtection() {
        MessagingException fault = new MessagingException("x", new SSLHandshakeException("no path"));
        MailException words = Sessions.words("Sending", server(Security.STARTTLS), fault);
        assertThat(words.kind()).isEqualTo(Kind.SECURITY);
        assertThat(words).hasMessageContaining("mail.example:993 (STARTTLS)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\u007f", "a\u0000", "m\u00e4il.example"})
    void aHostIsOneWord(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> MailServer.plaintext(host, 25));
    }

    @Test
    void aPortIsOneThatExists() {
        for (int port : new int[] {1, 65_535}) {
            assertThat(MailServer.plaintext("a", port).port()).isEqualTo(port);
        }
        for (int port : new int[] {-1, 0, 65_536}) {
            assertThatIllegalArgumentException().isThrownBy(() -> MailServer.plaintext("a", port));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.001S, true",
        "PT1H, true",
        "PT0S, false",
        "PT-1S, false",
        "PT0.000999999S, false",
        "PT1H0.001S, false"
    })
    void aTimeOutIsAMillisecondToAnHour(Duration timeout, boolean taken) {
        MailServer server = server(Security.STARTTLS);
        if (taken) {
            assertThat(server.withTimeouts(timeout, SECOND).connectTimeout()).isEqualTo(timeout);
            assertThat(server.withTimeouts(SECOND, timeout).timeout()).isEqualTo(timeout);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> server.withTimeouts(timeout, SECOND));
            assertThatIllegalArgumentException().isThrownBy(() -> server.withTimeouts(SECOND, timeout));
        }
    }

    /** Two mailboxes in one store, each with its own position. */
    @Test
    void mailboxesAreToldApart() {
        MailServer smtp = MailServer.startTls("mail.example", 587);
        MailAccount account = MailAccount.of(smtp, MailServer.implicitTls("mail.example", 993), PASSWORD);
        assertThat(Stream.of(
                                account,
                                account.withFolder("Other"),
                                MailAccount.of(smtp, MailServer.implicitTls("mail.example", 994), PASSWORD),
                                MailAccount.of(smtp, MailServer.implicitTls("mail.test", 993), PASSWORD),
                                MailAccount.of(smtp, account.imap(), Credentials.password("other", () -> "hunter-2")))
                        .map(MailAccount::mailboxName))
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.contains("hunter"));
        assertThat(MailAccount.of(account.imap(), account.imap(), Credentials.xoauth2("vendor", () -> "x"))
                        .mailboxName())
                .as("whatever way it is reached")
                .isEqualTo(account.mailboxName());
    }

    @Test
    void aPositionIsNotNegative() {
        assertThat(new MailboxPosition(0, 0).lastUid()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new MailboxPosition(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MailboxPosition(0, -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void theDurationsOfAPolicyArePositive(Duration none) {
        for (int place = 0; place < 4; place++) {
            Duration[] durations = {SECOND, SECOND, SECOND, SECOND};
            durations[place] = none;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TrackingPolicy(
                            durations[0], durations[1], durations[2], durations[3], false, true, false));
        }
    }

    @Test
    void anotherTimeOutChangesNothingElse() {
        TrackingPolicy defaults = TrackingPolicy.defaults();
        assertThat(defaults.withTimeOut(Duration.ofHours(30)))
                .isEqualTo(new TrackingPolicy(
                        defaults.slowAfter(),
                        defaults.slowAfterNotice(),
                        Duration.ofHours(30),
                        defaults.oldVkloadreq(),
                        defaults.messageIdIsEnough(),
                        defaults.oneOpenPerModule(),
                        defaults.keyLoadFileOfAnyLayout()));
    }

    /** The specification spells one of them in two ways (clauses 5.1 and 5.1.4.2). */
    @Test
    void aServiceIsFoundByEachSpellingOfItsCode() {
        assertThat(Service.ofCode("{KMS:GetKlIfStsEd2}")).contains(Service.GET_KEY_LOAD_FILE);
        assertThat(Service.ofCode("{kms:getklifstsed2}")).contains(Service.GET_KEY_LOAD_FILE);
        for (Service service : Service.values()) {
            assertThat(Service.ofCode(service.code())).contains(service);
        }
        assertThat(Service.ofCode("{KMS:Other}")).isEmpty();
    }

    /** RFC 5321 clause 4.5.3.1 allows a path of 256 octets with its angle brackets. */
    @Test
    void anAddressHas254CharactersAtMost() {
        String address = "a".repeat(64) + "@" + "b".repeat(63) + "." + "c".repeat(63) + ".";
        assertThat(MailAddress.parse(address + "d".repeat(254 - address.length())))
                .isPresent();
        assertThat(MailAddress.parse(address + "d".repeat(255 - address.length())))
                .isEmpty();
    }

    /** Two threads fail at the same time: that is one fault of the server, and one wait. */
    @Test
    void aServerThatRestsIsNotBlamedOnceMore() {
        Instant noon = Instant.parse("2026-06-01T12:00:00Z");
        ServerRest rest = new ServerRest();
        MailException fault = new MailException(Kind.CONNECTION, "first", null);
        rest.failed(fault, noon);
        rest.failed(new MailException(Kind.CONNECTION, "second", null), noon.plusSeconds(1));
        assertThat(rest.at(noon.plusSeconds(1))).contains(new ServerRest.Rest(1, fault, noon.plusSeconds(5)));
    }

    @Test
    void eachStepAndFindingIsSaidInOtherWords() {
        for (Stream<String> words : List.of(
                Arrays.stream(NextStep.values()).map(NextStep::words),
                Arrays.stream(MailFinding.values()).map(MailFinding::words))) {
            assertThat(words.toList()).doesNotHaveDuplicates().noneMatch(String::isBlank);
        }
    }

    /** One octet more than is allowed is kept, so that the reader sees that the limit is exceeded. */
    @Test
    void theOutputForAMessageKeepsOneOctetMoreThanItsLimit() {
        LimitedOutput out = new LimitedOutput(3);
        out.write('a');
        out.write(Mails.latin1("xbcdefx"), 1, 5);
        out.write('g');
        assertThat(out.toByteArray()).isEqualTo(Mails.latin1("abcd"));
    }

    @Test
    void requestsAreKnownByTokenAndMessageId() throws Exception {
        assertThat(Mails.KNOWN.knownByMessageId(Mails.OTHER_ID)).contains(Mails.TWO);
        assertThat(Mails.KNOWN.knownByToken(Mails.TOKEN)).isEqualTo(Optional.of(Mails.ONE));
        assertThat(Mails.KNOWN.knownByMessageId("<unknown@elsewhere.example>")).isEmpty();
    }
}
