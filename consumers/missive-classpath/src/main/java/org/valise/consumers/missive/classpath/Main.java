// SPDX-License-Identifier: Apache-2.0
package org.valise.consumers.missive.classpath;

import jakarta.xml.bind.JAXBContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Decision;
import org.valise.sepamail.missive.EnvelopeSchema;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.Missive;
import org.valise.sepamail.missive.MissiveIds;
import org.valise.sepamail.missive.MissiveReading;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Priority;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.ResendPolicy;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;

/** Uses sepamail-missive on the class path. */
public final class Main {

    private static final Instant SENT = Instant.parse("2026-11-02T09:30:00Z");
    private static final Party SENDER = Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU"));
    private static final Party RECEIVER = Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234"));

    private Main() {}

    /**
     * Builds a missive, reads it, acknowledges it, and decides about sending it again.
     *
     * @param args none
     * @throws Exception if a step does not do what the norm says or the library touched what is not its own
     */
    public static void main(String[] args) throws Exception {
        int providers = Security.getProviders().length;
        requireAlone();

        NominalMissive sent = build();
        MissiveReading reading = Missives.strict().read(sent.octets());
        require(reading.problems().isEmpty(), "a missive without a problem, not " + reading.problems());
        NominalMissive received = (NominalMissive) reading.orElseThrow();
        require(received.equals(sent) && received.sender().equals(SENDER), "the missive that was built");
        require(received.message().simpleTest().orElseThrow().testId().equals("T-1"), "the typed body");
        useJaxb(received);

        AcknowledgementMissive ack = received.acknowledge(AcknowledgementCode.FORWARDED)
                .sentAt(SENT.plusSeconds(60))
                .build();
        Missive read = Missives.strict().read(ack.octets()).orElseThrow();
        require(((AcknowledgementMissive) read).answers(sent).settles(), "an acknowledgement that settles");
        NominalMissive again = sent.resend();
        require(again.order() == 2, "the second order");
        require(Arrays.equals(again.message().octets(), sent.message().octets()), "the same message");

        Decision decision =
                ResendPolicy.norm().decide(SENT.plusSeconds(420), sent.priority(), List.of(SENT), List.of());
        require(decision.kind() == Decision.Kind.MAY_RESEND, "that it may be sent again, not " + decision.kind());
        require(EnvelopeSchema.of(SchemaVersion.NORM_1206) != null, "the schema of the envelope");
        refuse();

        require(Security.getProviders().length == providers, "as many security providers as before");
        System.out.println("class path: " + read + " " + decision.kind());
    }

    private static NominalMissive build() {
        return NominalMissive.builder(SchemaVersion.NORM_1206)
                .id(MissiveIds.random(new SecureRandom()))
                .from(SENDER)
                .to(RECEIVER)
                .message(MessageContent.of("G-1", SimpleTest.request("T-1").withText("hello")))
                .sentAt(SENT)
                .priority(Priority.HIGH)
                .build();
    }

    private static void useJaxb(NominalMissive received) throws Exception {
        JAXBContext context = JAXBContext.newInstance(TestRequest.class);
        TestRequest body = received.message().unmarshal(context, TestRequest.class);
        require(body.id.equals("T-1") && body.text.equals("hello"), "the body as an object of our own");
        MessageContent.ofJaxb("G-2", received.message().type(), context, body);
    }

    private static void refuse() {
        MissiveReading attack = Missives.lenient()
                .read("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///'>]><a>&e;</a>".getBytes(StandardCharsets.UTF_8));
        require(attack instanceof MissiveReading.Refused && attack.problems().size() == 1, "a refusal");
    }

    private static void requireAlone() {
        require(!Missives.class.getModule().isNamed(), "the library on the class path");
        try {
            Class.forName("org.jspecify.annotations.NullMarked");
        } catch (ClassNotFoundException absent) {
            return;
        }
        throw new IllegalStateException("Expected no JSpecify at run time");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Expected " + what);
        }
    }
}
