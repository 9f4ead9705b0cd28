// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server on a free port that says what a test lets it say, and remembers every line it was sent. */
final class FakeServer implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    /** What is said on one connection; the connection ends with it. */
    interface Script {
        void talk(Talk talk) throws IOException;
    }

    private final ServerSocket listening;
    private final Script script;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread accepting;

    private FakeServer(Script script) throws IOException {
        this.script = script;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.accepting = start("fake server", this::accept);
    }

    static FakeServer start(Script script) throws IOException {
        return new FakeServer(script);
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                socket.setTcpNoDelay(true);
                open.add(socket);
                start("fake connection", () -> talk(socket));
            }
        } catch (IOException closed) {
            // By close().
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            script.talk(new Talk(socket));
        } catch (IOException gone) {
            // The client has closed the connection, or the test has.
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** Every line that any client sent, before and after TLS. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    MailServer plaintext() {
        return tuned(MailServer.plaintext(HOST, port()));
    }

    MailServer startTls() {
        return tuned(MailServer.startTls(HOST, port()));
    }

    MailServer implicitTls() {
        return tuned(MailServer.implicitTls(HOST, port()));
    }

    /** Long enough for a busy machine; tests of time-outs set their own. */
    private static MailServer tuned(MailServer server) {
        return server.withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        try {
            accepting.join(); // until then the system may still let a client in
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One connection. */
    final class Talk {

        private Socket socket;
        private InputStream in;
        private OutputStream out;
        private Duration perOctet = Duration.ZERO;

        private Talk(Socket socket) throws IOException {
            use(socket);
        }

        private void use(Socket next) throws IOException {
            socket = next;
            in = new BufferedInputStream(next.getInputStream());
            out = next.getOutputStream();
        }

        /** From now on each octet takes so long. */
        void slowDown(Duration octet) {
            perOctet = octet;
        }

        void say(String line) throws IOException {
            raw(line + "\r\n");
        }

        /** In one packet, as far as the network allows. */
        void raw(String text) throws IOException {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            if (perOctet.isZero()) {
                out.write(octets);
            } else {
                for (byte octet : octets) {
                    out.write(octet);
                    out.flush();
                    LockSupport.parkNanos(perOctet.toNanos());
                }
            }
            out.flush();
        }

        /** The next line without its end; throws when there is none. */
        String hear() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new IOException("The client has gone");
                }
                line.write(octet);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            heard.add(text);
            return text;
        }

        void drop() throws IOException {
            socket.close();
            throw new IOException("Dropped");
        }

        /** Says nothing more and waits for the client to go. */
        void hang() throws IOException {
            while (in.read() >= 0) {
                // Whatever it says.
            }
        }

        void handshake(SSLContext context) throws IOException {
            SSLSocket secure =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, HOST, socket.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            use(secure);
        }
    }
}
