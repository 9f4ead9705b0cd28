// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.ImapHandler;
import com.icegreen.greenmail.imap.ImapServer;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;

/**
 * A GreenMail that sends each line at once. As it is, it writes an answer line by line and lets the kernel wait for the
 * client's acknowledgement of the first, which costs 40 milliseconds at nearly every command.
 */
final class PromptGreenMail extends GreenMail {

    PromptGreenMail(ServerSetup... setups) {
        super(setups);
    }

    @Override
    protected Map<String, AbstractServer> createServices(ServerSetup[] setups, Managers managing) {
        Map<String, AbstractServer> created = super.createServices(setups, managing);
        created.replaceAll((name, server) -> server instanceof ImapServer
                ? new Imap(server.getServerSetup(), managing)
                : server instanceof SmtpServer ? new Smtp(server.getServerSetup(), managing) : server);
        return created;
    }

    int imapPort() {
        return services.get(ServerSetup.PROTOCOL_IMAP).getPort();
    }

    private static final class Imap extends AbstractServer {

        Imap(ServerSetup setup, Managers managers) {
            super(setup, managers);
        }

        @Override
        protected ProtocolHandler createProtocolHandler(Socket socket) {
            return new ImapHandler(managers.getUserManager(), managers.getImapHostManager(), socket);
        }

        @Override
        protected void handleClientSocket(Socket socket) throws SocketException {
            socket.setTcpNoDelay(true);
            super.handleClientSocket(socket);
        }
    }

    private static final class Smtp extends SmtpServer {

        Smtp(ServerSetup setup, Managers managers) {
            super(setup, managers);
        }

        @Override
        protected void handleClientSocket(Socket socket) throws SocketException {
            socket.setTcpNoDelay(true);
            super.handleClientSocket(socket);
        }
    }
}
