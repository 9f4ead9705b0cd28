// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.valise.sts.email.testing.Reaction;

/** The rules of the house that can be seen in the classes and the sources. */
class ArchitectureTest {

    private static final String HOME = "org.valise.sts.email";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // The simulator is in a package below, and is no part of the product's classes.
            .withImportOption(location -> !location.contains("/testing/"))
            .importPackages(HOME);

    @Test
    void looksAtTheClassesOfThisModule() {
        assertThat(CLASSES.contain(KmcClient.class)).isTrue();
        assertThat(CLASSES.contain(ArchitectureTest.class)).isFalse();
        assertThat(CLASSES.contain(Reaction.class)).isFalse();
    }

    @Test
    void needsRecordsAndJakartaMailOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        HOME,
                        "org.valise.sts.records",
                        "java..",
                        "javax.net.ssl",
                        "javax.sql",
                        "jakarta.mail..",
                        "org.eclipse.angus.mail..",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void onlyTheExportedPackageHasClasses() {
        classes().should().resideInAPackage(HOME).check(CLASSES);
    }

    /** Whoever has no Jackson can use all but the file store. */
    @Test
    void onlyTheFileStoreNeedsJackson() {
        assertThat(usersOf("com.fasterxml.jackson..")).containsExactly("JournalLine");
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Journal")
                .and()
                .haveSimpleNameNotStartingWith("Store")
                .and()
                .doNotBelongToAnyOf(FilePendingRequests.class)
                .should()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("Journal")
                .check(CLASSES);
    }

    /** On the class path, whoever has no database can do without the module java.sql. */
    @Test
    void onlyTheDatabaseStoreNeedsJdbc() {
        assertThat(usersOf("java.sql.."))
                .isSubsetOf("JdbcPendingRequests", "StoreRows", "StoreTransaction", "StoreDataSource");
        noClasses()
                .that()
                .doNotBelongToAnyOf(JdbcPendingRequests.class, StoreTransaction.class, StoreRows.class)
                .should()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("StoreTransaction")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("StoreRows")
                .check(CLASSES);
    }

    private static Set<String> usersOf(String packages) {
        return CLASSES.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(use -> resideInAPackage(packages).test(use.getTargetClass())))
                .map(ArchitectureTest::outermost)
                .collect(Collectors.toSet());
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElseGet(type::getSimpleName);
    }

    @Test
    void touchesNothingGlobal() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(Security.class)))
                        .and(target(nameMatching("addProvider|insertProviderAt|removeProvider|setProperty"))))
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(System.class)))
                        .and(target(nameMatching(
                                "getProperty|getProperties|setProperty|setProperties|clearProperty|getenv|exit"
                                        + "|currentTimeMillis|getLogger"))))
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("CommandMap")
                .check(CLASSES);
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(jakarta.mail.Session.class)))
                        .and(target(nameMatching("getDefaultInstance|setDebug"))))
                .check(CLASSES);
    }

    @Test
    void logsNothing() {
        noClasses()
                .that()
                .doNotHaveSimpleName(
                        "StoreDataSource") // a method of DataSource returns a logger; there it only refuses
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache..", "ch.qos..")
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching("printStackTrace")))
                .check(CLASSES);
    }

    /** A caller's thread is asked whether it was interrupted, and told so again; none is made. */
    @Test
    void startsNoThread() {
        DescribedPredicate<JavaClass> makers = assignableTo(Thread.class)
                .or(assignableTo(Executors.class))
                .or(assignableTo(ForkJoinPool.class))
                .or(assignableTo(java.util.Timer.class))
                .as("makers of threads");
        noClasses()
                .should()
                .callConstructorWhere(target(owner(makers)))
                .orShould()
                .callMethodWhere(target(owner(makers))
                        .and(DescribedPredicate.not(target(nameMatching("currentThread|interrupted|interrupt")))))
                .orShould()
                .callMethodWhere(target(nameMatching(".*Async|parallel|parallelStream|commonPool")))
                .check(CLASSES);
    }

    @Test
    void theTimeComesFromAClock() {
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching("now")).and(target(owner(resideInAPackage("java.time..")))))
                .check(CLASSES);
    }

    @Test
    void hasNoPublicTypeThatCanBeSubclassedByAccident() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and(DescribedPredicate.describe(
                        "are not sealed", type -> !type.reflect().isSealed()))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void leavesTheJvmAsItFoundIt() throws IOException {
        List<Provider> providers = List.of(Security.getProviders());
        Properties properties = (Properties) System.getProperties().clone();
        TrackerBench bench = new TrackerBench();
        KmcRequest request = bench.sent(Service.GET_PUBLIC_KEY);
        bench.answer(request, Reaction.answer());
        request.toMimeMessage(jakarta.mail.Session.getInstance(new Properties()));
        assertThat(Arrays.asList(Security.getProviders())).isEqualTo(providers);
        Properties after = (Properties) System.getProperties().clone();
        // The JDK sets it when somebody first asks for the time zone.
        properties.remove("user.timezone");
        after.remove("user.timezone");
        assertThat(after).isEqualTo(properties);
    }

    // ---- the sources

    /** The live gateway must never get a mail that nobody meant for it: its address stands in no code (clause 6). */
    @Test
    void noCodeHoldsTheAddressOfTheLiveGateway() {
        List<String> live = List.of("stskms.org" + ".za", "stsa_" + "kmc");
        List<Path> sources =
                sources("sts-email-client/src/main", "sts-email-testing/src", "examples/src", "benchmarks/src");
        assertThat(sources).hasSizeGreaterThan(90);
        assertThat(sources)
                .allSatisfy(file -> assertThat(Files.readString(file).toLowerCase(java.util.Locale.ROOT))
                        .doesNotContain(live));
    }

    @Test
    void theProductDoesNotKnowItsTestTools() {
        Path main = Path.of("src", "main", "java");
        assertThat(javaFiles(main))
                .allSatisfy(file -> assertThat(Files.readString(file))
                        .doesNotContain("sts.email.testing")
                        .doesNotContain("org.junit")
                        .startsWith("// SPDX-License-Identifier: Apache-2.0\n"));
    }

    private static List<Path> sources(String... folders) {
        List<Path> all = new ArrayList<>();
        for (String folder : folders) {
            Path root = Path.of("..", folder);
            if (Files.isDirectory(root)) {
                all.addAll(javaFiles(root));
            }
        }
        return all;
    }

    private static List<Path> javaFiles(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
