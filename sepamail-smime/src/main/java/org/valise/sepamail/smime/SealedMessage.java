// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import jakarta.activation.DataHandler;
import jakarta.mail.Flags;
import jakarta.mail.IllegalWriteException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A message that cannot be changed: transports save changes of each before they send it. */
final class SealedMessage extends MimeMessage {

    private final byte[] octets;

    SealedMessage(Session session, byte[] octets) throws MessagingException {
        super(session, new ByteArrayInputStream(octets));
        this.octets = octets;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(octets);
    }

    /** Leaves none out: those that transports want left out are not there. */
    @Override
    public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException {
        writeTo(out);
    }

    @Override
    public int getSize() {
        return octets.length;
    }

    @Override
    public void saveChanges() {
        // there are none
    }

    @Override
    public void setHeader(String name, String value) throws MessagingException {
        // Some senders put back the identifier that they found.
        if (!value.equals(getHeader(name, null))) {
            throw refused();
        }
    }

    @Override
    public void addHeader(String name, String value) throws MessagingException {
        throw refused();
    }

    @Override
    public void removeHeader(String name) throws MessagingException {
        throw refused();
    }

    @Override
    public void addHeaderLine(String line) throws MessagingException {
        throw refused();
    }

    @Override
    public synchronized void setDataHandler(DataHandler handler) throws MessagingException {
        throw refused();
    }

    @Override
    public synchronized void setFlags(Flags flags, boolean set) throws MessagingException {
        throw refused();
    }

    private static MessagingException refused() {
        return new IllegalWriteException("A sealed missive cannot be changed");
    }
}
