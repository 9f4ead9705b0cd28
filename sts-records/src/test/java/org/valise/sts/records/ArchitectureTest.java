// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the house that can be seen in the classes. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.valise.sts.records");

    @Test
    void needsNothingOutsideTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.valise.sts.records", "java..", "org.jspecify.annotations")
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
        noClasses()
                .should()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .check(CLASSES);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
        noClasses().should().dependOnClassesThat().haveSimpleName("CommandMap").check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .check(CLASSES);
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
    }

    @Test
    void hasNoPublicTypeThatCanBeSubclassedByAccident() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void registersNoProvider() throws RecordFormatException {
        List<Provider> before = List.of(Security.getProviders());
        Vectors.key(Vectors.REAL).toECPublicKey();
        StsRecords.lenient().scan(Vectors.REAL_BLOCK);
        assertThat(Security.getProviders()).containsExactlyElementsOf(before);
    }
}
