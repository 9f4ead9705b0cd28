// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.valise.sts.email.Change;
import org.valise.sts.email.JdbcPendingRequests;
import org.valise.sts.email.KmcClient;
import org.valise.sts.email.KmcMailbox;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.RequestFactory;
import org.valise.sts.records.StsRecords;

/** Asks for a key load file and takes it from the reply, with the requests in PostgreSQL, where several nodes share them. */
final class KeyLoadFileWithPostgres {

    private KeyLoadFileWithPostgres() {}

    /** Arguments: properties, as they are read below, a folder for what comes; to ask, also a file with the load request. */
    public static void main(String... args) throws IOException {
        Properties its = Accounts.settings(args[0]);
        var database = JdbcPendingRequests.dataSource(
                its.getProperty("database"), its.getProperty("db.user"), its.getProperty("db.password"));
        if (its.containsKey("db.create")) { // once; no other run needs a user who may
            JdbcPendingRequests.createSchema(database);
        }
        var gateway = MailAddress.of(its.getProperty("gateway"));
        var store = JdbcPendingRequests.of(database);
        try (KmcClient client = KmcClient.builder(store, KmcMailbox.of(Accounts.of(its)), gateway)
                .build()) {
            if (args.length > 2) {
                var scan = StsRecords.lenient().scan(Files.readString(Path.of(args[2])));
                var record = scan.records().stream().findFirst().orElseThrow(() -> new IOException("no whole record"));
                var requests = RequestFactory.from(its.getProperty("user")).to(gateway.text());
                System.out.println(
                        client.submit(requests.getKeyLoadFile(record)).status()); // once, on whichever node
            }
            for (Change change : client.poll()) {
                System.out.println(change.nextStep().words());
                if (change.settled()) { // told to one node
                    var outcome = client.outcome(change.request().orElseThrow().token())
                            .orElseThrow();
                    String name = outcome.request().token().prefix();
                    if (outcome.keyLoadFile().isPresent()) {
                        Files.write(
                                Path.of(args[1], name),
                                outcome.keyLoadFile().get().bytes());
                    }
                }
            }
        }
    }
}
