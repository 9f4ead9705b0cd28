// SPDX-License-Identifier: Apache-2.0
package org.valise.consumers.missive.modulepath;

import jakarta.xml.bind.JAXBContext;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.valise.sepamail.missive.AcknowledgementCode;
import org.valise.sepamail.missive.AcknowledgementMissive;
import org.valise.sepamail.missive.Decision;
import org.valise.sepamail.missive.EnvelopeSchema;
import org.valise.sepamail.missive.MessageContent;
import org.valise.sepamail.missive.MissiveIds;
import org.valise.sepamail.missive.Missives;
import org.valise.sepamail.missive.NominalMissive;
import org.valise.sepamail.missive.OfficialSchemas;
import org.valise.sepamail.missive.Party;
import org.valise.sepamail.missive.Priority;
import org.valise.sepamail.missive.Problem;
import org.valise.sepamail.missive.Qxban;
import org.valise.sepamail.missive.ResendPolicy;
import org.valise.sepamail.missive.SchemaVersion;
import org.valise.sepamail.missive.SimpleTest;

/** Uses sepamail-missive as a module. */
public final class Main {

    private static final Instant SENT = Instant.parse("2026-11-02T09:30:00Z");
    private static final String SCHEMA = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='"
            + TestRequest.NAMESPACE + "'><xs:element name='Missive' type='xs:string'/></xs:schema>";

    private Main() {}

    /**
     * Builds a missive, reads it, acknowledges it, and looks at what the module shows and needs.
     *
     * @param args none
     * @throws Exception if a step does not do what the norm says or the library touched what is not its own
     */
    public static void main(String[] args) throws Exception {
        int providers = Security.getProviders().length;
        requireNarrowModule();

        NominalMissive sent = NominalMissive.builder(SchemaVersion.NORM_1206)
                .id(MissiveIds.random(new SecureRandom()))
                .from(Party.of(Qxban.of("QX46TESTVERTXXXABCDEFGHJKLMNPQRSTU")))
                .to(Party.of(Qxban.of("QX62TESTBLEUXXX2345678923456789234")))
                .message(MessageContent.of("G-1", SimpleTest.request("T-1").withText("hello")))
                .sentAt(SENT)
                .priority(Priority.HIGH)
                .build();
        require(Missives.strict().read(sent.octets()).problems().isEmpty(), "a missive without a problem");
        AcknowledgementMissive ack = sent.acknowledge(AcknowledgementCode.of(4, 2, 2))
                .sentAt(SENT.plusSeconds(60))
                .build();
        require(ack.answers(sent).settles() && !ack.isPositive(), "a refusal that answers");
        Decision decision =
                ResendPolicy.norm().decide(SENT.plusSeconds(120), sent.priority(), List.of(SENT), List.of());
        require(decision.kind() == Decision.Kind.TOO_EARLY, "that it is too early, not " + decision.kind());

        // What our module requires for its users, and what it finds in itself: JAXB, whose implementation is a module
        // that is found by its service; schemas, one of them a resource.
        JAXBContext context = JAXBContext.newInstance(TestRequest.class);
        TestRequest body = sent.message().unmarshal(context, TestRequest.class);
        require(body.id.equals("T-1") && body.text.equals("hello"), "the body as an object of our own");
        require(sent.message().bodyDocument().getDocumentElement().hasChildNodes(), "the body as a tree");
        require(EnvelopeSchema.of(SchemaVersion.NORM_1206).newValidator() != null, "the schema of the envelope");
        requireOfficialSchemas(sent);

        require(Security.getProviders().length == providers, "as many security providers as before");
        System.out.println("module path: " + ack + " " + decision.kind());
    }

    private static void requireOfficialSchemas(NominalMissive sent) throws Exception {
        Path folder = Files.createTempDirectory("schemas");
        Path file = Files.writeString(folder.resolve("sepamail_missive.xsd"), SCHEMA);
        OfficialSchemas schemas = OfficialSchemas.fromFolder(folder);
        Files.delete(file);
        Files.delete(folder);
        require(
                Missives.strict().withOfficialSchemas(schemas).read(sent.octets()).problems().stream()
                        .anyMatch(problem -> problem.code() == Problem.Code.OFFICIAL_SCHEMA),
                "a schema that allows no missive to refuse this one");
    }

    private static void requireNarrowModule() {
        Module library = Missives.class.getModule();
        require(Main.class.getModule().isNamed() && library.isNamed(), "both on the module path");
        ModuleDescriptor descriptor = library.getDescriptor();
        require(!descriptor.isAutomatic() && !descriptor.isOpen(), "an explicit, closed module");
        require(
                descriptor.opens().stream()
                        .allMatch(opened -> opened.isQualified()
                                && opened.source().equals("org.valise.sepamail.missive.xml")),
                "nothing opened but the JAXB classes, to JAXB");
        Set<ModuleDescriptor.Exports> exports = descriptor.exports();
        require(
                exports.stream().noneMatch(ModuleDescriptor.Exports::isQualified)
                        && exports.stream()
                                .map(ModuleDescriptor.Exports::source)
                                .collect(Collectors.toSet())
                                .equals(Set.of("org.valise.sepamail.missive", "org.valise.sepamail.missive.xml")),
                "the packages of the API exported to all, not " + exports);
        require(ModuleLayer.boot().findModule("org.jspecify").isEmpty(), "no JSpecify at run time");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Expected " + what);
        }
    }
}
