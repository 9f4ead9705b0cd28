// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Stands before an IMAP server; the connection breaks when the first mail is to be marked, after it was understood. */
final class BreakingImap implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final int behind;

    BreakingImap(int behind) throws IOException {
        this.behind = behind;
        start(this::serve);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "BreakingImap");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept();
                    Socket real = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                start(() -> answer(real, client));
                ask(client, real);
            } catch (IOException gone) {
                // The next one, or the end of the test.
            }
        }
    }

    private static void ask(Socket client, Socket real) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String line = in.readLine(); line != null && !line.contains("STORE "); line = in.readLine()) {
            real.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            real.getOutputStream().flush();
        }
    }

    private static void answer(Socket real, Socket client) {
        try {
            real.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException gone) {
            // Both ends are closed where the questions are read.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
