// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.Provider;
import java.security.Security;
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
                .dependOnClassesThat()
                .haveSimpleName("CommandMap")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
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
