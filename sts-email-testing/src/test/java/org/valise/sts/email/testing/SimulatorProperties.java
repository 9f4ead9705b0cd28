// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** STS600-9-2 clauses 4 and 8: whatever comes, an answer or a reason; whatever goes out, a mail. */
class SimulatorProperties {

    private static final Bench BENCH = new Bench();

    @Property
    void nothingInAMailMakesItThrow(@ForAll byte[] mail, @ForAll String sender) {
        Reception reception = BENCH.gateway.receive(mail, sender);
        assertThat(reception.reason().isPresent() || reception.request().isPresent())
                .isTrue();
    }

    /** Octets changed at random places of good requests come further into the parser than random octets do. */
    @Property
    void nothingInADamagedRequestMakesItThrow(
            @ForAll("requests") String mail, @ForAll @IntRange(max = 10_000) int place, @ForAll byte octet) {
        byte[] octets = mail.getBytes(StandardCharsets.ISO_8859_1);
        octets[place % octets.length] = octet;
        Reception reception = BENCH.gateway.receive(octets, Bench.CLIENT);
        reception.replies().forEach(SimulatorProperties::assertMail);
    }

    @Property
    void anySubjectComesBack(@ForAll("tails") String tail) throws Exception {
        Reception reception = BENCH.receive(Bench.mail("{KMS:Help} " + tail, ""));
        MimeMessage reply = Bench.parse(reception.replies().get(0));
        assertThat(reply.getHeader("Subject", null).replace("\r\n", "")).isEqualTo("Auto: {KMS:Help} " + tail);
        assertMail(reception.replies().get(0));
    }

    @Property
    void anyCombinationOfManglesIsAMail(@ForAll Set<Mangle> mangles, @ForAll("requests") String mail) throws Exception {
        Bench bench = new Bench(GatewaySimulator.Builder::keyOfSpecification);
        bench.gateway.enqueue(Reaction.answer().mangled(mangles.toArray(new Mangle[0])));
        OutgoingMail reply = bench.receive(mail).replies().get(0);
        assertMail(reply);
        assertThat(Bench.parse(reply).getHeader("Auto-Submitted", null)).isEqualTo("auto-replied");
        assertThat(Bench.parse(reply).getHeader("In-Reply-To", null)).isEqualTo("<1@client.example>");
    }

    /** RFC 5322 2.1.1 and 2.3: lines end in CRLF, no line is longer than 998, no CR or LF stands alone. */
    private static void assertMail(OutgoingMail mail) {
        String text = Bench.text(mail);
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(text.lines()).allMatch(line -> line.length() <= 998);
        assertThat(text).contains("\r\n\r\n").endsWith("\r\n");
    }

    @Provide
    Arbitrary<String> requests() {
        return Arbitraries.of(List.of(
                Bench.help(), Bench.getKlf(), Bench.mail("{KMS:GetPublicKey}", ""), Bench.mail("{KMS:Other}", "")));
    }

    @Provide
    Arbitrary<String> tails() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .ofMinLength(1)
                .ofMaxLength(300)
                .filter(text -> !text.endsWith(" "));
    }
}
