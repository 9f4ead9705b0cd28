// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.mail.NoSuchProviderException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong on our side of the mail server is said as such, because messages are all that operators see. */
class MailboxSetUpTest {

    private final GreenMails servers = GreenMails.start();
    private final MemoryPendingRequests store = new MemoryPendingRequests();

    @AfterEach
    void stop() {
        servers.close();
    }

    private KmcClient client(MailAccount account) {
        return KmcClient.builder(store, KmcMailbox.of(account), GreenMails.GATEWAY)
                .build();
    }

    private MailException pollFault(MailAccount account) {
        try (KmcClient client = client(account)) {
            return catchThrowableOfType(MailException.class, client::poll);
        }
    }

    private MailAccount sealed() {
        MailAccount account = servers.account();
        Credentials credentials = Credentials.password("vendor", () -> {
            throw new IllegalStateException("vault sealed with hunter-2");
        });
        return MailAccount.of(account.smtp(), account.imap(), credentials);
    }

    @Test
    void saysThatTheSecretCouldNotBeHadAndSendsLater() throws IOException {
        KmcRequest request = RequestFactory.from(GreenMails.VENDOR.text())
                .to(GreenMails.GATEWAY.text())
                .help();
        Submission submission;
        try (KmcClient client = client(sealed())) {
            submission = client.submit(request);
        }
        MailException fault = submission.fault().orElseThrow();
        assertThat(fault.kind()).isEqualTo(MailException.Kind.CONNECTION);
        assertThat(fault).hasMessageContaining("could not give the secret (IllegalStateException)");
        assertThat(fault.getMessage()).doesNotContain("hunter-2");
        assertThat(fault).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(submission.request().state()).isEqualTo(RequestState.CREATED);
        assertThat(pollFault(sealed())).hasMessageContaining("could not give the secret");
    }

    @Test
    void saysWhichFolderIsMissing() {
        assertThat(pollFault(servers.account().withFolder("Nowhere")))
                .hasMessageContaining("there is no folder Nowhere");
        assertThat(pollFault(servers.account().withMoveTo("Gone"))).hasMessageContaining("there is no folder Gone");
    }

    @Test
    void saysThatAngusCannotBeSeen() {
        NoSuchProviderException without = new NoSuchProviderException("imap");
        MailServer imap = servers.account().imap();
        assertThat(Sessions.words("Opening", imap, without))
                .hasMessageContaining("Angus Mail is not visible to the context class loader");
        System.setProperty("jakarta.mail.util.StreamProvider", "not.There");
        try {
            assertThat(pollFault(servers.account()))
                    .hasMessageContaining("Angus Mail is not visible to the context class loader");
        } finally {
            System.clearProperty("jakarta.mail.util.StreamProvider");
        }
    }

    /** For the time-out of writing Angus Mail has a thread for each connection; the documentation says so. */
    @Test
    void oneThreadOfAngusEndsWithItsConnection() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Set<Thread> watching;
        try (MailboxSession opened = servers.mailbox().open()) {
            assertThat(opened.longestIdle()).isPositive();
            watching = watchers(before);
        }
        assertThat(watching).hasSize(1);
        for (Thread thread : watching) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    /** New threads that are none of the mail server's. */
    private static Set<Thread> watchers(Set<Thread> before) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> !before.contains(entry.getKey()))
                .filter(entry -> Arrays.stream(entry.getValue())
                        .noneMatch(frame -> frame.getClassName().startsWith("com.icegreen")))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
