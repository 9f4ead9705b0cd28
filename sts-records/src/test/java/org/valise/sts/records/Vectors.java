// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The published record of STS600-9-2 5.1.3.5 with its delimiters restored, and records of small scalars on P-384. */
final class Vectors {

    static final String KMCID = "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850";
    static final String SMID = "SMID.1:Prism:94001632:20210204T081427Z:039F2C48F2030174:AEEA";

    static final String POINT = "047D77A4819BEF702350D3912583AC169FAD4181648DA70E60944752731"
            + "5D931A8BD73A084204180CB7D0619C3850BF9BA1E0C9E93200723588D427BB35"
            + "8570EAF2F8576447478F3953FCC50C874461C334D19D8AA8CFFDE23507B11A10"
            + "4027CE2";
    static final String REAL = "PK.ECDH.1|" + KMCID + "|" + POINT + "|20230601T000000Z|||D318";

    static final String REAL_BLOCK = String.join(
            "\r\n",
            "--STS:PK.ECDH.1 BEGINS--",
            "PK.ECDH.1|KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:",
            "6850|047D77A4819BEF702350D3912583AC169FAD4181648DA70E60944752731",
            "5D931A8BD73A084204180CB7D0619C3850BF9BA1E0C9E93200723588D427BB35",
            "8570EAF2F8576447478F3953FCC50C874461C334D19D8AA8CFFDE23507B11A10",
            "4027CE2|20230601T000000Z|||D318",
            "--STS:PK.ECDH.1 ENDS--",
            "");

    /** The scalar 1, so the base point of the curve. */
    static final String ONE = "PK.ECDH.1|KMCID.1:Example:T0001:20240101T000000Z:59242F97A08C8C1"
            + "B:8E0D|04AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E"
            + "082542A385502F25DBF55296C3A545E3872760AB73617DE4A96262C6F5D9E98B"
            + "F9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7"
            + "C90EA0E5F|20270101T000000Z|||ED94";

    /** The scalar 2, owned by a security module, without expiry. */
    static final String TWO = "PK.ECDH.1|SMID.1:Example:00000042:20240229T235959Z:B5EA29AD27786"
            + "267:2DA4|0408D999057BA3D2D969260045C55B97F089025959A6F434D651D20"
            + "7D19FB96E9E4FE0E86EBE0E64F85B96A9C75295DF618E80F1FA5B1B3CEDB7BFE"
            + "8DFFD6DBA74B275D875BC6CC43E904E505F256AB4255FFD43E94D39E22D61501"
            + "E700A940E80||||2EC0";

    /** The scalar 3, with the shortest names and the last moment of the calendar. */
    static final String THREE = "PK.ECDH.1|KMCID.1:A:0:19930101T000000Z:CA29688C5AC1D7E6:F03C|040"
            + "77A41D4606FFA1464793C7E5FDC7D98CB9D3910202DCD06BEA4F240D3566DA6B"
            + "408BBAE5026580D02D7E5C70500C831C995F7CA0B0C42837D0BBE9602A9FC998"
            + "520B41C85115AA5F7684C0EDC111EACC24ABD6BE4B5D298B65F28600A2F1DF1|"
            + "99991231T235959Z|||6823";

    static final Clock IN_2021 = Clock.fixed(Instant.parse("2021-01-01T00:00:00Z"), ZoneOffset.UTC);
    static final Clock IN_2026 = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);

    private Vectors() {}

    static StsRecord record(String text) {
        try {
            return StsRecords.strict().parse(text).orElseThrow();
        } catch (RecordFormatException e) {
            throw new AssertionError(e);
        }
    }

    static Pkid pkid(String text) {
        try {
            return Pkid.parse(text).orElseThrow();
        } catch (RecordFormatException e) {
            throw new AssertionError(e);
        }
    }

    static PublicKeyRecord key(String text) {
        try {
            return PublicKeyRecord.of(record(text)).orElseThrow();
        } catch (RecordFormatException e) {
            throw new AssertionError(e);
        }
    }

    /** The same record text with a part replaced and the CRC made right again. */
    static String resealed(String record, String part, String replacement) {
        String changed = record.replace(part, replacement);
        String body = changed.substring(0, changed.lastIndexOf('|') + 1);
        return body + Crc16.of(body);
    }
}
