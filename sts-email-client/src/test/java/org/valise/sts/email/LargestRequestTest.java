// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a factory makes can be kept by every store, with all that becomes of it. */
class LargestRequestTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Answer LONGEST = new Answer(
            NOON, GatewayResult.Kind.NOTICE, "x".repeat(8 * 1024), "y".repeat(8 * 1024), Digests.sha256("text"));

    private final TrackedRequest request = TrackedRequest.of(
            RequestFactory.from(Mails.VENDOR).to(Mails.GATEWAY).stsaOnlyUpdate("update.txt", new byte[500 * 1024]));

    @TempDir
    private Path folder;

    private TrackedRequest after() {
        return request.next(RequestState.NOTICED, NOON)
                .notice(LONGEST)
                .answer(LONGEST)
                .seen(Collections.nCopies(32, Digests.sha256("mark").substring(0, 20)))
                .build();
    }

    @Test
    void isKeptInAFolder() throws IOException {
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            store.add(request);
            assertThat(store.update(after())).isTrue();
            store.compact(); // writes all of it into one line
        }
        try (FilePendingRequests store = FilePendingRequests.open(folder)) {
            assertThat(store.list(Set.of(RequestState.NOTICED))).containsExactly(after());
        }
    }

    @Test
    void isKeptInADatabase() throws IOException {
        DataSource database = JdbcPendingRequestsContract.h2();
        JdbcPendingRequests.createSchema(database);
        PendingRequests store = JdbcPendingRequests.of(database);
        store.add(request);
        assertThat(store.update(after())).isTrue();
        assertThat(store.list(Set.of(RequestState.NOTICED))).containsExactly(after());
    }
}
