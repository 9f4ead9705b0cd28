// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What is found by its name at run time, which a compiler of native images cannot see: nothing but JAXB classes and a
 * few files, and those it is told of. The JAXB classes are looked at where they are, by {@code NativeImageTest}.
 */
class ReflectionTest {

    private static final Pattern LISTED = Pattern.compile("Q([^\\\\]+)\\\\");

    private static final JavaClasses LIBRARIES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.valise.sts", "org.valise.sepamail");

    private static DescribedPredicate<JavaCall<?>> call(Class<?> type, String names) {
        return target(owner(JavaClass.Predicates.type(type)))
                .and(target(nameMatching(names)))
                .as("a call of %s of %s", names, type.getSimpleName());
    }

    @Test
    void nothingIsFoundByItsName() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect")
                .orShould()
                .callCodeUnitWhere(
                        call(Class.class, "forName|newInstance|getDeclared.*|getMethods?|getFields?|getConstructors?"))
                .orShould()
                .callCodeUnitWhere(call(ClassLoader.class, "loadClass|getResource.*|getSystem.*"))
                .orShould()
                .callCodeUnitWhere(call(java.lang.invoke.MethodHandles.Lookup.class, "find.*|unreflect.*|define.*"))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.Object(In|Out)putStream")
                .check(LIBRARIES);
    }

    /** The implementation of JAXB is a service, as its API wants it. */
    @Test
    void oneClassAsksForOneService() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.valise.sepamail.missive.MissiveBinding")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ServiceLoader.class)
                .check(LIBRARIES);
    }

    @Test
    void twoClassesReadFilesOfTheirJar() {
        noClasses()
                .that()
                .doNotHaveSimpleName("EnvelopeSchema")
                .and()
                .doNotHaveSimpleName("JdbcPendingRequests")
                .should()
                .callCodeUnitWhere(call(Class.class, "getResource.*"))
                .check(LIBRARIES);
    }

    @ParameterizedTest
    @FieldSource("org.valise.examples.ApiText$Library#ALL")
    void everyFileOfAJarIsNamed(ApiText.Library library) throws IOException {
        try (ModuleReader reader = ApiText.module(library.member()).open();
                Stream<String> files = reader.list()) {
            List<String> data = files.filter(
                            f -> !f.endsWith(".class") && !f.endsWith("/") && !f.startsWith("META-INF"))
                    .toList();
            assertThat(listed(reader, library.name())).containsExactlyInAnyOrderElementsOf(data);
        }
    }

    private static List<String> listed(ModuleReader reader, String artifact) throws IOException {
        Optional<InputStream> config =
                reader.open("META-INF/native-image/org.valise/" + artifact + "/resource-config.json");
        if (config.isEmpty()) {
            return List.of();
        }
        try (InputStream in = config.get()) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return LISTED.matcher(json).results().map(m -> m.group(1)).toList();
        }
    }
}
