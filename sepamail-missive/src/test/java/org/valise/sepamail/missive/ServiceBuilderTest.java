// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Service missives (A.8) as they are written. */
class ServiceBuilderTest {

    private static final Instant NOW = Instant.parse("2012-10-10T10:00:00Z");
    private static final Party CUSTOMER = Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234"));
    private static final Party BANK = Party.of(Bic.of("TESTBLEUXXX"));

    private static ServiceBuilder builder(SchemaVersion version, ServiceMissive.Service service) {
        return ServiceMissive.builder(version)
                .id("S-1")
                .from(CUSTOMER)
                .to(BANK)
                .service(service)
                .sentAt(NOW);
    }

    private static ServiceMissive.Command list() {
        return ServiceMissive.Command.of(ServiceMissive.Verb.LIST)
                .withNumber(7)
                .withSelection(ServiceMissive.Selection.UNREAD)
                .withFilters(List.of("//sem:MsvId", "a<b"))
                .withInfo("words");
    }

    @Test
    void writesTheElementsInTheirOrder() {
        ServiceMissive missive =
                builder(SchemaVersion.NORM_1206, list()).priority(Priority.HIGH).build();
        String document = new String(missive.octets(), StandardCharsets.UTF_8);
        String expected = """
                <MsvId>S-1</MsvId><MsvTyp>Service</MsvTyp><MsvOrd>1</MsvOrd><MsvPri>HIGH</MsvPri><MsvHdr>
                <Snd><IBAN>QX62TESTBLEUXXX2345678923456789234</IBAN></Snd><SndDtTm>2012-10-10T10:00:00Z</SndDtTm>
                <Rcv><BIC>TESTBLEUXXX</BIC></Rcv></MsvHdr><MsvSrv><SrvCmd><CmdTyp>LIST</CmdTyp><CmdNum>7</CmdNum>
                <CmdSlc>UNREAD</CmdSlc><CmdFlt><Fltr>//sem:MsvId</Fltr><Fltr>a&lt;b</Fltr></CmdFlt></SrvCmd>
                <SrvInfo>words</SrvInfo></MsvSrv>""".replace("\n", "").replace("<", "<sem:").replace("<sem:/", "</sem:");
        assertThat(document).contains(expected);
        assertThat(missive.priority()).isEqualTo(Priority.HIGH);
        assertThat(missive.order()).isEqualTo(1);
        String result = new String(
                builder(
                                SchemaVersion.NORM_1206,
                                ServiceMissive.Result.of(false).withNumber(2).withSize(30))
                        .build()
                        .octets(),
                StandardCharsets.UTF_8);
        assertThat(result)
                .contains("<sem:MsvOrd>1</sem:MsvOrd><sem:MsvHdr>")
                .contains("<sem:MsvSrv><sem:SrvRes><sem:ResTyp>-ERR</sem:ResTyp><sem:ResNum>2</sem:ResNum>"
                        + "<sem:ResSize>30</sem:ResSize></sem:SrvRes></sem:MsvSrv>");
    }

    /** What was read says the same as what was written. */
    @Test
    void readsWhatItWrote() throws MissiveFormatException {
        ServiceMissive.Command command = (ServiceMissive.Command) readBack(list());
        assertThat(command.verb()).isEqualTo(ServiceMissive.Verb.LIST);
        assertThat(command.number()).contains(BigInteger.valueOf(7));
        assertThat(command.selection()).contains(ServiceMissive.Selection.UNREAD);
        assertThat(command.filters()).containsExactly("//sem:MsvId", "a<b");
        assertThat(command.hasFilters()).isTrue();
        assertThat(command.info()).contains("words");
        ServiceMissive.Command bare =
                (ServiceMissive.Command) readBack(ServiceMissive.Command.of(ServiceMissive.Verb.STAT));
        assertThat(bare.hasFilters()).isFalse();
        assertThat(bare.filters()).isEmpty();
        assertThat(bare.number()).isEmpty();
        assertThat(bare.selection()).isEmpty();
        assertThat(bare.info()).isEmpty();
        ServiceMissive.Command none = (ServiceMissive.Command)
                readBack(ServiceMissive.Command.of(ServiceMissive.Verb.NOOP).withFilters(List.of()));
        assertThat(none.hasFilters()).isTrue();
        for (boolean ok : new boolean[] {true, false}) {
            ServiceMissive.Result result = (ServiceMissive.Result) readBack(
                    ServiceMissive.Result.of(ok).withNumber(2).withSize(30).withInfo("i"));
            assertThat(result.isOk()).isEqualTo(ok);
            assertThat(result.number()).contains(BigInteger.TWO);
            assertThat(result.size()).contains(BigInteger.valueOf(30));
            assertThat(result.info()).contains("i");
        }
    }

    private static ServiceMissive.Service readBack(ServiceMissive.Service service) throws MissiveFormatException {
        byte[] octets = builder(SchemaVersion.NORM_1206, service).build().octets();
        assertThat(new String(octets, StandardCharsets.UTF_8).contains("CmdFlt"))
                .isEqualTo(service instanceof ServiceMissive.Command command && command.hasFilters());
        return ((ServiceMissive) Missives.strict().read(octets).orElseThrow()).service();
    }

    @Test
    void isValidByTheOfficialSchemas() throws Exception {
        OfficialSchemas official = MissiveFiles.official();
        List<ServiceMissive.Service> services = List.of(
                list(),
                ServiceMissive.Command.of(ServiceMissive.Verb.NOOP).withFilters(List.of()),
                ServiceMissive.Result.of(true),
                ServiceMissive.Result.of(false).withNumber(-1).withSize(0).withInfo(""));
        for (SchemaVersion version : List.of(SchemaVersion.NORM_1206, SchemaVersion.BLEEDING_EDGE)) {
            Missives reader = Missives.strict().withOfficialSchemas(official);
            for (ServiceMissive.Service service : services) {
                assertThat(reader.read(builder(version, service).build().octets())
                                .problems())
                        .isEmpty();
            }
        }
    }

    @Test
    void refusesWhatNoServiceMissiveHas() {
        MissiveStages.NeedsId<MissiveStages.NeedsService> begun = ServiceMissive.builder(SchemaVersion.NORM_1206);
        assertThatThrownBy(() -> begun.id("")).isInstanceOf(IllegalArgumentException.class);
        Party card = Party.ofPan(Bic.of("TESTBLEUXXX"), "4970");
        assertThatThrownBy(() -> begun.id("1").from(card)).isInstanceOf(IllegalArgumentException.class);
        Party nobody = new Party(null, null, null, null, null);
        assertThatThrownBy(() -> begun.id("1").from(BANK).to(nobody)).isInstanceOf(IllegalArgumentException.class);
        MissiveTime local = MissiveTime.read("2012-10-10T10:00:00", java.time.ZoneOffset.UTC)
                .time();
        assertThatThrownBy(() -> builder(SchemaVersion.NORM_1206, list()).sentAt(local))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
