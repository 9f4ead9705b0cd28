// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.valise.sts.email.Credentials;
import org.valise.sts.email.JdbcPendingRequests;
import org.valise.sts.email.KmcClient;
import org.valise.sts.email.KmcMailbox;
import org.valise.sts.email.MailAccount;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.MailServer;
import org.valise.sts.email.RequestFactory;
import org.valise.sts.records.StsRecords;

/** Asks for a key load file and settles the reply, with the requests in PostgreSQL, where several nodes share them. */
final class KeyLoadFileWithPostgres {

    private KeyLoadFileWithPostgres() {}

    /** Arguments: properties, as they are read below; to ask, also a file with the load request. */
    public static void main(String... args) throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
            settings.load(file);
        }
        try (KmcClient client = client(settings)) {
            if (args.length > 1) {
                var scan = StsRecords.lenient().scan(Files.readString(Path.of(args[1])));
                var requests = RequestFactory.from(settings.getProperty("user")).to(settings.getProperty("gateway"));
                var submission =
                        client.submit(requests.getKeyLoadFile(scan.records().get(0)));
                System.out.println(submission.status()); // sent once, whichever node does it
            }
            client.poll().forEach(change -> System.out.println(change.nextStep().words()));
        }
    }

    private static KmcClient client(Properties settings) {
        var account = MailAccount.of(
                server(settings, "smtp"),
                server(settings, "imap"),
                Credentials.password(settings.getProperty("user"), () -> settings.getProperty("password")));
        var store = JdbcPendingRequests.of(
                JdbcPendingRequests.dataSource(settings.getProperty("database"), "postgres", ""));
        var gateway = MailAddress.of(settings.getProperty("gateway"));
        return KmcClient.builder(store, KmcMailbox.of(account), gateway).build();
    }

    private static MailServer server(Properties settings, String name) {
        int port = Integer.parseInt(settings.getProperty(name));
        return settings.containsKey("plaintext") // within one machine
                ? MailServer.plaintext("127.0.0.1", port)
                : MailServer.implicitTls(settings.getProperty("host"), port);
    }
}
