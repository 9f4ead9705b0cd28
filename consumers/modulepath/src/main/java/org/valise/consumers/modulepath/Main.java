// SPDX-License-Identifier: Apache-2.0
package org.valise.consumers.modulepath;

import java.lang.module.ModuleDescriptor;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.PublicKeyRecord;
import org.valise.sts.records.StsRecord;
import org.valise.sts.records.StsRecords;

/** Uses the sts-records jar as a module and looks at what that module opens to others. */
public final class Main {

    private static final String MAIL = """
            Dear customer, here is our key.

            --STS:PK.ECDH.1 BEGINS--
            PK.ECDH.1|KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:
            6850|047D77A4819BEF702350D3912583AC169FAD4181648DA70E60944752731
            5D931A8BD73A084204180CB7D0619C3850BF9BA1E0C9E93200723588D427BB35
            8570EAF2F8576447478F3953FCC50C874461C334D19D8AA8CFFDE23507B11A10
            4027CE2|20230601T000000Z|||D318
            --STS:PK.ECDH.1 ENDS--
            """;

    private static final String PIN = "KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850";

    private Main() {}

    /**
     * Proves the key in the mail.
     *
     * @param args none
     * @throws Exception if the key is not proved or the library touched what is not its own
     */
    public static void main(String[] args) throws Exception {
        int providers = Security.getProviders().length;
        requireNarrowModule();
        Clock clock = Clock.fixed(Instant.parse("2021-01-01T00:00:00Z"), ZoneOffset.UTC);
        List<StsRecord> records = StsRecords.lenient().scan(MAIL).records();
        require(records.size() == 1, "one record in the mail, not " + records.size());
        PublicKeyRecord key = PublicKeyRecord.of(records.get(0)).orElseThrow();
        KeyReport report = key.verify(clock, List.of(Pkid.parse(PIN).orElseThrow()));
        require(report.trust() == KeyReport.Trust.PINNED, "trust PINNED, not " + report.trust());
        require(key.toECPublicKey().getW().getAffineX().bitLength() > 0, "a JCA key");
        require(Security.getProviders().length == providers, "as many security providers as before");
        System.out.println("module path: " + report.trust() + " " + key.owner());
    }

    private static void requireNarrowModule() {
        Module library = StsRecords.class.getModule();
        require(Main.class.getModule().isNamed() && library.isNamed(), "both on the module path");
        ModuleDescriptor descriptor = library.getDescriptor();
        require(!descriptor.isAutomatic() && !descriptor.isOpen(), "an explicit, closed module");
        require(descriptor.opens().isEmpty(), "no opened package");
        Set<ModuleDescriptor.Exports> exports = descriptor.exports();
        require(exports.size() == 1, "one exported package, not " + exports);
        require(
                exports.stream().noneMatch(ModuleDescriptor.Exports::isQualified)
                        && exports.iterator().next().source().equals("org.valise.sts.records"),
                "the package of the API exported to all");
        require(ModuleLayer.boot().findModule("org.jspecify").isEmpty(), "no JSpecify at run time");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Expected " + what);
        }
    }
}
