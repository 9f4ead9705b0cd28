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
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.valise.sts.email.KnownRequests;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.Reply;
import org.valise.sts.email.ReplyReader;
import org.valise.sts.email.RequestFactory;
import org.valise.sts.email.Token;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.PublicKeyRecord;

/** Asks the gateway for the KMC's public key with nothing but Jakarta Mail. What is to survive a restart uses KmcClient. */
final class PublicKeyByPlainMail {

    private PublicKeyByPlainMail() {}

    /** Arguments: properties for Jakarta Mail, FROM, GATEWAY; for the reply also TOKEN, a password file, approved KMCIDs. */
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
        // Each was compared by people, over another channel than mail.
        List<Pkid> approved = Stream.of(args)
                .skip(5)
                .map(id -> Pkid.parse(id).toOptional().orElseThrow())
                .toList();
        var asked = new KnownRequests.Known(Token.of(args[3]), Optional.empty(), Optional.empty());
        ReplyReader reader = ReplyReader.forGateway(MailAddress.of(args[2]));
        try (Store store = session.getStore("imap")) {
            store.connect(args[1], Files.readString(Path.of(args[4])).strip());
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            for (Message message : inbox.getMessages()) {
                Reply reply = reader.read((MimeMessage) message, KnownRequests.of(List.of(asked)));
                if (reply instanceof Reply.Matched) { // anything else is not the gateway's answer, whatever is in it
                    reply.mail().records().records().stream()
                            .flatMap(record -> PublicKeyRecord.of(record).toOptional().stream())
                            .map(key -> key.owner().text() + ": "
                                    + key.verify(Clock.systemUTC(), approved).trust()) // only PINNED may be used
                            .forEach(System.out::println);
                }
            }
        }
    }
}
