// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The rules of the house that can be seen in the classes. */
class ArchitectureTest {

    private static final String LIBRARY = "org.valise.sepamail.missive";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(LIBRARY);

    private static final DescribedPredicate<JavaClass> OPEN =
            DescribedPredicate.describe("open to anybody's subclasses", type -> !isClosed(type));

    private static boolean isClosed(JavaClass type) {
        return type.isInterface()
                || type.isAnnotation()
                || type.getModifiers().contains(JavaModifier.FINAL)
                || type.isEnum()
                || type.reflect().isSealed();
    }

    @Test
    void needsNothingButTheJdkAndXmlBinding() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        LIBRARY + "..",
                        "javax.security.auth.x500",
                        "java..",
                        "javax.xml..",
                        "org.w3c.dom..",
                        "org.xml.sax..",
                        "jakarta.xml.bind..",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    /** XML from outside is read by our own scanner; the parsers of the JDK are for schemas, trees and signatures only. */
    @Test
    void readsNothingWithTheParsersOfTheJdk() {
        noClasses()
                .that()
                .doNotHaveSimpleName("DomBuilder")
                .and()
                .doNotHaveSimpleName("SchemaCompiler")
                .and()
                .doNotHaveSimpleName("OfficialSchemas")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.xml.parsers..", "javax.xml.stream..", "javax.xml.xpath..")
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a parser that is given octets",
                        call -> call.getTargetOwner().isAssignableTo("javax.xml.parsers.DocumentBuilder")
                                && call.getName().equals("parse")))
                .check(CLASSES);
    }

    @Test
    void touchesNothingGlobal() {
        noClasses()
                .should()
                .callMethod(Security.class, "addProvider", Provider.class)
                .check(CLASSES);
        noClasses()
                .should()
                .callMethod(Security.class, "insertProviderAt", Provider.class, int.class)
                .check(CLASSES);
        for (String method :
                List.of("setProperty", "getProperty", "clearProperty", "getenv", "currentTimeMillis", "exit")) {
            noClasses().should().callMethodWhere(isCall(System.class, method)).check(CLASSES);
        }
        noClasses().should().callMethodWhere(isCall(Locale.class, "setDefault")).check(CLASSES);
        noClasses().should().callMethodWhere(isCall(Locale.class, "getDefault")).check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(isCall(TimeZone.class, "getDefault"))
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(isCall(java.time.Instant.class, "now"))
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(isCall(java.time.ZoneId.class, "systemDefault"))
                .check(CLASSES);
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
        // It keeps the interrupt of its caller; it starts none.
        noClasses()
                .that()
                .doNotHaveSimpleName("ExchangeLogDisk")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.util.logging..", "sun..")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.URL")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .check(CLASSES);
    }

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> isCall(
            Class<?> owner, String name) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + name,
                call -> call.getTargetOwner().isEquivalentTo(owner)
                        && call.getName().equals(name));
    }

    @Test
    void hasFinalStaticFieldsAndNoThreadLocals() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ThreadLocal")
                .check(CLASSES);
    }

    @Test
    void hasNoPublicTypeThatCanBeSubclassedByAccident() {
        noClasses()
                .that()
                .arePublic()
                .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(OPEN))
                .check(CLASSES);
    }

    @Test
    void throwsNoExceptionsThatSayNothing() {
        methods()
                .that()
                .arePublic()
                .should()
                .notDeclareThrowableOfType(Exception.class)
                .check(CLASSES);
    }

    @Test
    void registersNoProvider() {
        List<Provider> before = List.of(Security.getProviders());
        Doc.read(NominalMissive.class, Doc.NOMINAL).message().checksum();
        assertThat(Security.getProviders()).containsExactlyElementsOf(before);
    }
}
