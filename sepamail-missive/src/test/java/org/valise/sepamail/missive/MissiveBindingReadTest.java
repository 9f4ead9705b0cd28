// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.valise.sepamail.missive.xml.MissiveXml;
import org.valise.sepamail.missive.xml.MsgBdyXml;

/** The JAXB classes of a missive that was read, and a missive of JAXB classes. */
class MissiveBindingReadTest {

    private static final MissiveBinding BINDING = MissiveBinding.create();

    static SchemaVersion[] versions() {
        return new SchemaVersion[] {SchemaVersion.NORM_1206, SchemaVersion.BLEEDING_EDGE};
    }

    private static NominalMissive missive(SchemaVersion version) {
        return NominalMissive.builder(version)
                .id("ID-1")
                .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(MessageContent.of("M-1", SimpleTest.request("T-1").withText("h\u00E9 & <>")))
                .sentAt(Instant.parse("2026-11-22T09:00:00Z"))
                .priority(Priority.HIGH)
                .build();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void givesTheEnvelopeAndTakesItBack(SchemaVersion version) throws IOException, MissiveFormatException {
        NominalMissive missive = missive(version);
        MissiveXml bean = BINDING.read(missive);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BINDING.write(bean, version, out);
        NominalMissive again =
                (NominalMissive) Missives.strict().read(out.toByteArray()).orElseThrow();
        assertThat(again.id()).isEqualTo("ID-1");
        assertThat(again.priority()).isEqualTo(Priority.HIGH);
        assertThat(again.sender()).isEqualTo(missive.sender());
        assertThat(again.receiver()).isEqualTo(missive.receiver());
        assertThat(again.version()).isEqualTo(version);
        assertThat(again.message().simpleTest()).isEqualTo(missive.message().simpleTest());
    }

    /** XML 1.0 allows such a name since its fifth edition, 2.3; the trees of the JDK know an older one. */
    @Test
    void refusesNamesThatATreeDoesNotHold() throws JAXBException, MissiveFormatException {
        String document = new String(missive(SchemaVersion.NORM_1206).octets(), StandardCharsets.UTF_8)
                .replace("</sem:TestId>", "</sem:TestId><\u2C00/>");
        Missive read = Missives.strict()
                .read(document.getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BINDING.read(read))
                .withMessageContaining("name");
        JAXBContext context = JAXBContext.newInstance(MsgBdyXml.class);
        assertThatExceptionOfType(JAXBException.class)
                .isThrownBy(() -> ((NominalMissive) read).message().unmarshal(context, MsgBdyXml.class));
    }

    @Test
    void theOctetsAreNotThoseThatWereRead() throws IOException {
        NominalMissive missive = missive(SchemaVersion.NORM_1206);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BINDING.write(BINDING.read(missive), SchemaVersion.NORM_1206, out);
        assertThat(out.toByteArray()).isNotEqualTo(missive.octets());
    }
}
