// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.valise.sts.email.Credentials;
import org.valise.sts.email.MailAccount;
import org.valise.sts.email.MailServer;

/** The mail account of recipes: {@code user}, {@code password}, {@code host}, and the ports {@code smtp} and {@code imap}. */
final class Accounts {

    private Accounts() {}

    static Properties settings(String name) throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(name))) {
            settings.load(file);
        }
        return settings;
    }

    static MailAccount of(Properties settings) {
        return MailAccount.of(
                server(settings, "smtp"),
                server(settings, "imap"),
                Credentials.password(settings.getProperty("user"), () -> settings.getProperty("password")));
    }

    private static MailServer server(Properties settings, String name) {
        int port = Integer.parseInt(settings.getProperty(name));
        return settings.containsKey("plaintext") // within one machine
                ? MailServer.plaintext("127.0.0.1", port)
                : MailServer.implicitTls(settings.getProperty("host"), port);
    }
}
