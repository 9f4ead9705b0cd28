// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import org.valise.sts.email.RequestFactory;

/** Asks the gateway for the KMC's public key with nothing but Jakarta Mail. What is to survive a restart uses KmcClient. */
final class PublicKeyByPlainMail {

    private PublicKeyByPlainMail() {}

    /** Arguments: properties for Jakarta Mail, FROM, GATEWAY. {@link PublicKeyOfMailbox} takes the reply. */
    public static void main(String... args) throws IOException, MessagingException {
        var request = RequestFactory.from(args[1]).to(args[2]).getPublicKey();
        Transport.send(request.toMimeMessage(Session.getInstance(Accounts.settings(args[0]))));
        System.out.println(request.token().text()); // to be kept: the reply is known by it
    }
}
