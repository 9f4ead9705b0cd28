// SPDX-License-Identifier: Apache-2.0
package org.valise.examples.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.valise.sts.records.PublicKeyRecord;
import org.valise.sts.records.RecordScan;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;

/** Finds the records in the text of a mail, in whatever state it is, and says what is proved of a public key. */
final class RecordsOfAMail {

    private RecordsOfAMail() {}

    /** Arguments: the file with the text. */
    public static void main(String... args) throws IOException {
        RecordScan scan = StsRecords.lenient().scan(Files.readString(Path.of(args[0])));
        for (StsRecord record : scan.records()) {
            System.out.println(record.type() + " with " + record.fields().size() + " fields");
            PublicKeyRecord.of(record).toOptional().ifPresent(RecordsOfAMail::print);
        }
        scan.refused().forEach(refused -> System.out.println("refused: " + refused.problems()));
    }

    private static void print(PublicKeyRecord key) {
        // SELF_CONSISTENT is not yet trust: an operator compares key.owner() through another channel and pins it.
        System.out.println(
                key.owner().text() + " is " + key.verify(Clock.systemUTC()).trust());
    }
}
