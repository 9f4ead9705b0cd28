// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** All of Valise together: nothing global, and arrows only as designed. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.valise");

    @Test
    void touchesNothingGlobal() {
        noClasses()
                .should()
                .callMethod(Security.class, "addProvider", Provider.class)
                .orShould()
                .callMethod(Security.class, "insertProviderAt", Provider.class, int.class)
                .orShould()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .orShould()
                .callMethod(System.class, "clearProperty", String.class)
                .orShould()
                .callMethod(Security.class, "setProperty", String.class, String.class)
                .orShould()
                .callMethod(Locale.class, "setDefault", Locale.class)
                .orShould()
                .callMethod(TimeZone.class, "setDefault", TimeZone.class)
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("CommandMap")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }

    /** In all libraries; examples and benchmarks are programs of their own. */
    @Test
    void startsNoThreadAndKeepsNothingThatGrows() {
        JavaClasses libraries = CLASSES.that(DescribedPredicate.describe(
                "are of a library",
                type -> !type.getPackageName().startsWith("org.valise.examples")
                        && !type.getPackageName().startsWith("org.valise.benchmarks")));
        noClasses()
                .should()
                .callConstructorWhere(JavaCall.Predicates.target(
                        HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(Thread.class))))
                .orShould()
                .accessClassesThat()
                .belongToAnyOf(Executors.class, Timer.class)
                .check(libraries);
        fields().that().areStatic().should().beFinal().check(libraries);
        for (Class<?> growing : List.of(
                HashMap.class,
                ArrayList.class,
                ConcurrentHashMap.class,
                AtomicReference.class,
                AtomicLong.class,
                ThreadLocal.class)) {
            fields().that().areStatic().should().notHaveRawType(growing).check(libraries);
        }
    }

    @Test
    void knowsNothingOfTheExamplesInTheLibraries() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.valise.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.valise.examples..")
                .check(CLASSES);
    }

    @Test
    void keepsTheTwoHalvesApart() {
        noClasses()
                .that()
                .resideInAPackage("org.valise.sts..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.valise.sepamail..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.valise.sepamail..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.valise.sts..")
                .check(CLASSES);
    }
}
