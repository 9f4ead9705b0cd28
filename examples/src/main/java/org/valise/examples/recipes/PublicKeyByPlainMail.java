// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.valise.sts.email.KnownRequests;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.Reply;
import org.valise.sts.email.ReplyReader;
import org.valise.sts.email.RequestFactory;
import org.valise.sts.email.Token;

/** Asks the gateway for the KMC's public key with nothing but Jakarta Mail. What is to survive a restart uses KmcClient. */
final class PublicKeyByPlainMail {

    private PublicKeyByPlainMail() {}

    /** Arguments: properties for Jakarta Mail, FROM, GATEWAY; and to look for the reply, TOKEN and a file with the password. */
    public static void main(String... args) throws IOException, MessagingException {
        Properties mail = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
            mail.load(file);
        }
        Session session = Session.getInstance(mail);
        if (args.length == 3) {
            var request = RequestFactory.from(args[1]).to(args[2]).getPublicKey();
            Transport.send(request.toMimeMessage(session));
            System.out.println(request.token().text()); // to be kept: the reply is known by it
            return;
        }
        var asked = new KnownRequests.Known(Token.of(args[3]), Optional.empty(), Optional.empty());
        ReplyReader reader = ReplyReader.forGateway(MailAddress.of(args[2]));
        try (Store store = session.getStore("imap")) {
            store.connect(args[1], Files.readString(Path.of(args[4])).strip());
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            for (Message message : inbox.getMessages()) {
                Reply reply = reader.read((MimeMessage) message, KnownRequests.of(List.of(asked)));
                System.out.println(reply.getClass().getSimpleName() + ": "
                        + reply.mail().records().records());
            }
        }
    }
}
