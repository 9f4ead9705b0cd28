// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.RecordFile;
import org.valise.sts.records.StsRecord;

/** Key load files that belong to their request. The real layout is not public, so the record types say SIM. */
final class KeyLoadFiles {

    private static final int KEYS = 3;

    private KeyLoadFiles() {}

    static byte[] make(Pkid kmcId, StsRecord request) {
        String bound = hexDigest(kmcId.text() + "|" + request.text());
        List<StsRecord> records = new ArrayList<>();
        records.add(StsRecord.of("SIM.KLF.1", List.of(kmcId.text(), bound, Integer.toString(KEYS))));
        for (int i = 1; i <= KEYS; i++) {
            records.add(StsRecord.of("SIM.VK.1", List.of("00000" + i, "1", "255", hexDigest(bound + i))));
        }
        return RecordFile.write(records);
    }

    static String hexDigest(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().withUpperCase().formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
