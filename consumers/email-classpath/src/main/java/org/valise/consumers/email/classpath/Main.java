// SPDX-License-Identifier: Apache-2.0
package org.valise.consumers.email.classpath;

import jakarta.mail.Session;
import java.security.SecureRandom;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.valise.sts.email.GatewayResult;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.Service;
import org.valise.sts.email.Token;

/** Uses sts-email-client on the class path, without Jackson and without a mail server. */
public final class Main {

    /** A published example, folded as mail software may fold it. */
    private static final String EXPIRED = "Error\r\n\tEVkloadExpired\r\n\tThe VKLOADREQ is stale; generate a fresh"
            + " VKLOADREQ and try\r\n again";

    private static final String DEFERRED =
            "Notice\tDeferred\tOperation failed but will be retried; you don't need to do\r\n anything";

    private Main() {}

    /**
     * Reads what the gateway may answer and makes what a request needs.
     *
     * @param args none
     * @throws Exception if an answer is not read as published or the library touched what is not its own
     */
    public static void main(String[] args) throws Exception {
        int providers = Security.getProviders().length;
        requireAlone();

        GatewayResult expired = GatewayResult.parse(EXPIRED);
        require(
                expired instanceof GatewayResult.Failure && expired.isFinal(),
                "a final failure, not " + expired.kind());
        require(expired.code().equals(GatewayResult.VKLOADREQ_EXPIRED), "the code EVkloadExpired");
        require(
                expired.text().equals("The VKLOADREQ is stale; generate a fresh VKLOADREQ and try again"),
                "the text without its folds");
        require(expired.raw().flags().isEmpty() && expired.parameters().isEmpty(), "nothing repaired, no parameters");

        GatewayResult deferred = GatewayResult.parse(DEFERRED);
        require(deferred instanceof GatewayResult.Notice && !deferred.isFinal(), "a notice, not " + deferred.kind());
        require(deferred.code().equals(GatewayResult.DEFERRED), "the code Deferred");

        GatewayResult success = GatewayResult.parse("Success\tThe operation completed successfully");
        require(success instanceof GatewayResult.Success && success.isFinal(), "a success, not " + success.kind());
        require(
                GatewayResult.parseAll(List.of()).kind() == GatewayResult.Kind.ABSENT,
                "no header to be an answer of its own");

        Token token = Token.random(new SecureRandom());
        require(Token.of(token.text()).equals(token), "the token that was written");
        require(!token.toString().contains(token.text()), "a token that does not show itself");
        require(Service.ofCode("{kms:help}").equals(Optional.of(Service.HELP)), "the service Help");
        require(MailAddress.of("vendor@vending.example").domain().equals("vending.example"), "a domain");

        Session session = Session.getInstance(new Properties());
        for (String protocol : List.of("smtp", "imap", "imaps")) {
            require(session.getProvider(protocol).getProtocol().equals(protocol), "a provider of " + protocol);
        }
        require(Security.getProviders().length == providers, "as many security providers as before");
        System.out.println("class path: " + expired.kind() + " " + deferred.kind() + " " + success.kind());
    }

    private static void requireAlone() {
        require(!GatewayResult.class.getModule().isNamed(), "the library on the class path");
        requireAbsent("org.jspecify.annotations.NullMarked");
        requireAbsent("com.fasterxml.jackson.core.JsonFactory");
    }

    private static void requireAbsent(String name) {
        try {
            Class.forName(name);
        } catch (ClassNotFoundException absent) {
            return;
        }
        throw new IllegalStateException("Expected no " + name + " at run time");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Expected " + what);
        }
    }
}
