// SPDX-License-Identifier: Apache-2.0
package org.valise.consumers.email.modulepath;

import jakarta.mail.Session;
import java.lang.module.ModuleDescriptor;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.valise.sts.email.GatewayResult;
import org.valise.sts.email.MailAddress;
import org.valise.sts.email.Service;
import org.valise.sts.email.Token;
import org.valise.sts.records.StsRecords;

/** Uses sts-email-client as a module, without Jackson and without a mail server. */
public final class Main {

    /** A published example, folded as mail software may fold it. */
    private static final String EXPIRED = "Error\r\n\tEVkloadExpired\r\n\tThe VKLOADREQ is stale; generate a fresh"
            + " VKLOADREQ and try\r\n again";

    private Main() {}

    /**
     * Reads what the gateway may answer and looks at what the module shows and needs.
     *
     * @param args none
     * @throws Exception if an answer is not read as published or the library touched what is not its own
     */
    public static void main(String[] args) throws Exception {
        int providers = Security.getProviders().length;
        requireNarrowModule();

        GatewayResult expired = GatewayResult.parse(EXPIRED);
        require(
                expired instanceof GatewayResult.Failure && expired.isFinal(),
                "a final failure, not " + expired.kind());
        require(expired.code().equals(GatewayResult.VKLOADREQ_EXPIRED), "the code EVkloadExpired");
        require(expired.text().endsWith("and try again"), "the text without its folds");
        GatewayResult success = GatewayResult.parse("Success\tThe operation completed successfully");
        require(success instanceof GatewayResult.Success && success.isFinal(), "a success, not " + success.kind());

        Token token = Token.random(new SecureRandom());
        require(Token.of(token.text()).equals(token), "the token that was written");
        require(Service.ofCode("{KMS:GetPublicKey}").equals(Optional.of(Service.GET_PUBLIC_KEY)), "the service");
        require(MailAddress.of("vendor@vending.example").domain().equals("vending.example"), "a domain");

        // What our module requires for its users: records and Jakarta Mail, whose providers are found as modules.
        require(StsRecords.lenient().scan(success.text()).records().isEmpty(), "no record in a sentence");
        Session session = Session.getInstance(new Properties());
        for (String protocol : Set.of("smtp", "imap", "imaps")) {
            require(session.getProvider(protocol).getProtocol().equals(protocol), "a provider of " + protocol);
        }
        require(Security.getProviders().length == providers, "as many security providers as before");
        System.out.println("module path: " + expired.kind() + " " + success.kind());
    }

    private static void requireNarrowModule() {
        Module library = GatewayResult.class.getModule();
        require(Main.class.getModule().isNamed() && library.isNamed(), "both on the module path");
        ModuleDescriptor descriptor = library.getDescriptor();
        require(!descriptor.isAutomatic() && !descriptor.isOpen(), "an explicit, closed module");
        require(descriptor.opens().isEmpty(), "no opened package");
        Set<ModuleDescriptor.Exports> exports = descriptor.exports();
        require(exports.size() == 1, "one exported package, not " + exports);
        require(
                exports.stream().noneMatch(ModuleDescriptor.Exports::isQualified)
                        && exports.iterator().next().source().equals("org.valise.sts.email"),
                "the package of the API exported to all");
        require(ModuleLayer.boot().findModule("org.jspecify").isEmpty(), "no JSpecify at run time");
        require(ModuleLayer.boot().findModule("com.fasterxml.jackson.core").isEmpty(), "no Jackson at run time");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Expected " + what);
        }
    }
}
