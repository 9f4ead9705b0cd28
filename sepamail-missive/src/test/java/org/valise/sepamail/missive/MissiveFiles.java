// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Files of missives for tests. */
final class MissiveFiles {

    private MissiveFiles() {}

    /** The official schemas; without them the test is skipped. */
    static OfficialSchemas official() throws IOException {
        String shared =
                System.getProperty("VALISE_SHARED", System.getenv().getOrDefault("VALISE_SHARED", "../../shared"));
        Path folder = Path.of(shared, "xsd");
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                "Skipped: set VALISE_SHARED to the folder that holds xsd, the official schemas");
        return OfficialSchemas.fromFolder(folder);
    }

    /** An entry for a file whose default namespace is that of the norm. */
    static String msv(String id) {
        return """
                <Msv version="1206"><sepamail_missive_001><MsvId>%s</MsvId><MsvTyp>Acquittement</MsvTyp><MsvOrd>1</MsvOrd>\
                <MsvPri>LOW</MsvPri><MsvHdr><Snd><BIC>TESTBLEUXXX</BIC></Snd><SndDtTm>2012-10-10T10:00:01Z</SndDtTm><Rcv>\
                <BIC>TESTVERTXXX</BIC></Rcv></MsvHdr><MsvAcq><AcqSta>ACK</AcqSta></MsvAcq></sepamail_missive_001></Msv>
                """.formatted(id);
    }

    static MissiveFileHeader header(long count) {
        MissiveTime time = MissiveTime.of(Instant.parse("2012-10-10T10:00:00Z"));
        return new MissiveFileHeader(time, MissiveFileHeader.Role.SENDER, Bic.of("TESTVERTXXX"), count);
    }

    static NominalMissive nominal(SchemaVersion version, String id) {
        return NominalMissive.builder(version)
                .id(id)
                .from(Party.of(Bic.of("TESTVERTXXX")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(MessageContent.of(
                        "M" + id,
                        SimpleTest.request("T").withText("h\u00E9 " + id).withData(new byte[20])))
                .sentAt(Instant.parse("2012-10-10T10:00:00Z"))
                .build();
    }

    static byte[] file(SchemaVersion version, List<? extends Missive> missives) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MissiveFileWriter file = MissiveFileWriter.of(out, version, header(missives.size()))) {
            for (Missive missive : missives) {
                file.write(missive);
            }
        }
        return out.toByteArray();
    }

    /** Everything a file gives. */
    record Contents(
            Optional<MissiveFileHeader> header,
            List<MissiveReading> readings,
            List<Span> places,
            List<Problem> problems,
            boolean complete) {}

    static Contents read(String file) throws IOException {
        return read(StreamDocuments.octets(file), Missives.strict());
    }

    static Contents read(byte[] file, Missives reader) throws IOException {
        List<MissiveReading> readings = new ArrayList<>();
        List<Span> places = new ArrayList<>();
        try (MissiveFileReader in = MissiveFileReader.of(new ByteArrayInputStream(file), reader)) {
            Optional<MissiveReading> next = in.next();
            while (next.isPresent()) {
                readings.add(next.get());
                places.add(in.place().orElseThrow());
                next = in.next();
            }
            return new Contents(in.header(), readings, places, in.problems(), in.isComplete());
        }
    }
}
