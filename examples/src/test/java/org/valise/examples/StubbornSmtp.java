// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A mail server that takes no mail: it refuses each for good, or goes away when it has read one and before it says so. */
final class StubbornSmtp implements AutoCloseable {

    enum Mood {
        REFUSES,
        GOES_AWAY
    }

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Mood mood;

    StubbornSmtp(Mood mood) throws IOException {
        this.mood = mood;
        Thread thread = new Thread(this::serve, "StubbornSmtp");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(socket);
            } catch (IOException gone) {
                // The next one, or the end of the test.
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        say(socket, "220 stubborn.test");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                return;
            }
            String answer = answer(line.toUpperCase(Locale.ROOT));
            if (!answer.isEmpty()) {
                say(socket, answer);
            }
        }
    }

    /** Lines of the mail itself begin with none of these words, as requests are written, and are not answered. */
    private String answer(String line) {
        if (line.startsWith("EHLO ")) {
            return "250-stubborn.test\r\n250 AUTH PLAIN";
        }
        if (line.startsWith("AUTH ")) {
            return "235 welcome";
        }
        if (line.startsWith("MAIL FROM:")) {
            return mood == Mood.REFUSES ? "550 never" : "250 go on";
        }
        if (line.startsWith("RCPT TO:") || line.equals("RSET")) {
            return "250 go on";
        }
        return line.equals("DATA") ? "354 go on" : line.equals("QUIT") ? "221 bye" : "";
    }

    private static void say(Socket socket, String words) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((words + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
