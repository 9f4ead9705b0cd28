// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.File;
import java.nio.file.Files;
import java.security.Provider;
import java.security.Security;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The rules of the house that can be seen in the classes. */
class ArchitectureTest {

    private static final String LIBRARY = "org.valise.sepamail.smime";

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

    private static DescribedPredicate<JavaMethodCall> isCall(Class<?> owner, String name) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + name,
                call -> call.getTargetOwner().isEquivalentTo(owner)
                        && call.getName().equals(name));
    }

    @Test
    void needsNothingButTheJdkTheMissiveAndBouncyCastle() {
        classes()
                .that()
                .haveSimpleNameNotStartingWith("SealedMessage")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        LIBRARY,
                        "org.valise.sepamail.missive",
                        "java..",
                        "javax.crypto..",
                        "javax.security.auth.x500",
                        "org.bouncycastle..",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void onlyTheAdapterKnowsJakartaMail() {
        classes()
                .that()
                .haveSimpleNameStartingWith("SealedMessage")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        LIBRARY, "java..", "jakarta.mail..", "jakarta.activation", "org.jspecify.annotations")
                .check(CLASSES);
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("SealedMessage")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("SealedMessage")
                .check(CLASSES);
    }

    @Test
    void touchesNothingGlobal() {
        noClasses()
                .should()
                .callMethod(Security.class, "addProvider", Provider.class)
                .orShould()
                .callMethod(Security.class, "insertProviderAt", Provider.class, int.class)
                .check(CLASSES);
        Map<Class<?>, List<String>> calls = Map.of(
                System.class,
                List.of("setProperty", "getProperty", "clearProperty", "getenv", "currentTimeMillis", "exit"),
                Locale.class,
                List.of("setDefault", "getDefault"),
                TimeZone.class,
                List.of("getDefault"),
                Instant.class,
                List.of("now"),
                ZoneId.class,
                List.of("systemDefault"),
                Files.class,
                List.of("createTempFile", "createTempDirectory"),
                File.class,
                List.of("createTempFile", "deleteOnExit"));
        calls.forEach((owner, names) -> names.forEach(name ->
                noClasses().should().callMethodWhere(isCall(owner, name)).check(CLASSES)));
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
        // A thread that the caller lends is waited for; none is made.
        noClasses()
                .that()
                .haveNameNotMatching(".*HandOver.*")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .check(CLASSES);
        for (String type :
                List.of("java.lang.ThreadLocal", "java.net.URL", "java.net.Socket", "java.io.ObjectInputStream")) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName(type)
                    .check(CLASSES);
        }
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.util.logging..", "sun..", "org.bouncycastle.mail..")
                .check(CLASSES);
    }

    @Test
    void keepsNothingThatGrows() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
        for (Class<?> mutable : List.of(
                java.util.HashMap.class,
                java.util.ArrayList.class,
                java.util.concurrent.ConcurrentHashMap.class,
                java.util.concurrent.atomic.AtomicReference.class,
                java.util.concurrent.atomic.AtomicLong.class)) {
            fields().that().areStatic().should().notHaveRawType(mutable).check(CLASSES);
        }
    }

    @Test
    void hasNoPublicTypeThatCanBeSubclassedByAccident() {
        noClasses().that().arePublic().should(ArchConditions.be(OPEN)).check(CLASSES);
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
}
