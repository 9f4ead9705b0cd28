// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Service missives (A.8): what is built is valid, and is what is read. */
class ServiceMissiveProperties {

    private static final Schema NORM_1206 = EnvelopeSchema.of(SchemaVersion.NORM_1206);
    private static final Schema BLEEDING_EDGE = EnvelopeSchema.of(SchemaVersion.BLEEDING_EDGE);

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("", "//*[@a<'b'] & c", " \r\n\t", "\u00E9\uD83D\uDE00", "]]>")
                .list()
                .ofMaxSize(3)
                .map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<ServiceMissive.Service> services() {
        Arbitrary<ServiceMissive.Service> commands = Combinators.combine(
                        Arbitraries.of(ServiceMissive.Verb.values()),
                        Arbitraries.longs().optional(),
                        Arbitraries.of(ServiceMissive.Selection.values()).optional(),
                        texts().list().ofMaxSize(3).optional(),
                        texts().optional())
                .as((verb, number, selection, filters, info) -> {
                    ServiceMissive.Command command = ServiceMissive.Command.of(verb);
                    command = number.isEmpty() ? command : command.withNumber(number.get());
                    command = selection.isEmpty() ? command : command.withSelection(selection.get());
                    command = filters.isEmpty() ? command : command.withFilters(filters.get());
                    return info.isEmpty() ? command : command.withInfo(info.get());
                });
        Arbitrary<ServiceMissive.Service> results = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.longs().optional(),
                        Arbitraries.longs().optional(),
                        texts().optional())
                .as((ok, number, size, info) -> {
                    ServiceMissive.Result result = ServiceMissive.Result.of(ok);
                    result = number.isEmpty() ? result : result.withNumber(number.get());
                    result = size.isEmpty() ? result : result.withSize(size.get());
                    return info.isEmpty() ? result : result.withInfo(info.get());
                });
        return Arbitraries.oneOf(commands, results);
    }

    @Provide
    Arbitrary<Party> senders() {
        return Arbitraries.of(
                Party.of(Bic.of("TESTVERTXXX")),
                Party.of(Bic.of("TESTVERTXXX"), Iban.of("FR7630006000011234567890189")),
                Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")));
    }

    @Provide
    Arbitrary<Party> receivers() {
        Bic bank = Bic.of("TESTBLEUXXX");
        Attachment picture = Attachment.of("image/png", new byte[] {1, 2}).withName("<code>");
        return Arbitraries.oneOf(
                senders(),
                Arbitraries.of(
                        Party.ofPan(bank, "4970"),
                        Party.ofBban(bank, "12345678901").with2dCode(picture)));
    }

    @Property(tries = 1000)
    void whatIsBuiltIsRead(
            @ForAll("services") ServiceMissive.Service service,
            @ForAll("senders") Party sender,
            @ForAll("receivers") Party receiver,
            @ForAll Optional<Priority> priority,
            @ForAll boolean bleedingEdge,
            @ForAll("seconds") long second)
            throws Exception {
        SchemaVersion version = bleedingEdge ? SchemaVersion.BLEEDING_EDGE : SchemaVersion.NORM_1206;
        ServiceBuilder builder = ServiceMissive.builder(version)
                .id("S <1>")
                .from(sender)
                .to(receiver)
                .service(service)
                .sentAt(Instant.ofEpochSecond(second).truncatedTo(ChronoUnit.SECONDS));
        priority.ifPresent(builder::priority);
        ServiceMissive built = builder.build();
        (bleedingEdge ? BLEEDING_EDGE : NORM_1206).newValidator().validate(new StreamSource(built.newInputStream()));
        MissiveReading reading = Missives.strict().read(built.octets());
        assertThat(reading.problems()).isEmpty();
        ServiceMissive read = (ServiceMissive) reading.orElseThrow();
        assertThat(read.values()).isEqualTo(built.values());
        assertThat(read.statedPriority()).isEqualTo(priority);
        assertThat(read.sender()).isEqualTo(sender);
        assertThat(read.receiver()).isEqualTo(receiver);
        assertThat(read.message()).isEmpty();
        assertThat(parts(read.service())).isEqualTo(parts(service));
        assertThat(parts(built.service())).isEqualTo(parts(service));
    }

    @Provide
    Arbitrary<Long> seconds() {
        return Arbitraries.longs().between(0, 4_000_000_000L);
    }

    private static List<Object> parts(ServiceMissive.Service service) {
        if (service instanceof ServiceMissive.Command c) {
            return List.of(c.verb(), c.number(), c.selection(), c.hasFilters(), c.filters(), c.info());
        }
        ServiceMissive.Result r = (ServiceMissive.Result) service;
        return List.of(r.isOk(), r.number(), r.size(), r.info());
    }
}
