// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.valise.sts.email.KnownRequests;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.Reply;
import org.valise.sts.email.ReplyReader;
import org.valise.sts.email.Token;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.PublicKeyRecord;

/** Takes the answer to {@link PublicKeyByPlainMail} out of a mailbox, and says what its keys are worth. */
final class PublicKeyOfMailbox {

    private PublicKeyOfMailbox() {}

    /** Arguments: properties for Jakarta Mail, USER, GATEWAY, TOKEN, a password file, KMCIDs that people have compared. */
    public static void main(String... args) throws IOException, MessagingException {
        var asked = new KnownRequests.Known(Token.of(args[3]), Optional.empty(), Optional.empty());
        List<Pkid> approved = Stream.of(args)
                .skip(5)
                .map(id -> Pkid.parse(id).toOptional().orElseThrow())
                .toList();
        ReplyReader reader = ReplyReader.forGateway(MailAddress.of(args[2]));
        try (Store store = Session.getInstance(Accounts.settings(args[0])).getStore("imap")) {
            store.connect(args[1], Files.readString(Path.of(args[4])).strip());
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            for (Message message : inbox.getMessages()) {
                // Anything but a match is not the gateway's answer, whatever is in it.
                if (reader.read((MimeMessage) message, KnownRequests.of(List.of(asked)))
                        instanceof Reply.Matched reply) {
                    reply.mail().records().records().stream()
                            .flatMap(record -> PublicKeyRecord.of(record).toOptional().stream())
                            .map(key -> key.owner() + ": "
                                    + key.verify(Clock.systemUTC(), approved).trust())
                            .forEach(System.out::println); // only PINNED may be used
                }
            }
        }
    }
}
