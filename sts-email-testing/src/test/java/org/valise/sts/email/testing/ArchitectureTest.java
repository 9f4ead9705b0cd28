// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The rules of the house that can be seen in the classes, and the promise of thread-safety. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.valise.sts.email.testing");

    @Test
    void needsRecordsAndJakartaMailOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.valise.sts.email.testing",
                        "org.valise.sts.records",
                        "java..",
                        "javax.net.ssl",
                        "jakarta.mail..",
                        "jakarta.activation",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void touchesNothingGlobal() {
        noClasses()
                .should()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .check(CLASSES);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
        noClasses().should().callMethod(Clock.class, "systemUTC").check(CLASSES);
        noClasses().should().callMethod(Instant.class, "now").check(CLASSES);
        noClasses().should().dependOnClassesThat().haveSimpleName("CommandMap").check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .check(CLASSES);
        noClasses().should().accessField(System.class, "out").check(CLASSES);
    }

    @Test
    void onlyTheGatewayBehindServersTouchesTheNetwork() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SimulatedGateway")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("Transport")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("Store")
                .check(CLASSES);
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
    void answersEveryRequestOnceWhenManyThreadsAsk() throws Exception {
        Bench bench = new Bench();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> counts =
                    threads.invokeAll(List.of(requests(bench), requests(bench), requests(bench), requests(bench)));
            int atOnce = 0;
            for (Future<Integer> count : counts) {
                atOnce += count.get();
            }
            bench.clock.advance(Duration.ofHours(1));
            assertThat(atOnce + bench.gateway.due().size()).isEqualTo(4 * 100 * 2);
            assertThat(bench.gateway.history()).hasSize(400);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Integer> requests(Bench bench) {
        bench.gateway.when(request -> true, Reaction.deferred(Duration.ofHours(1)));
        return () -> {
            List<OutgoingMail> replies = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                replies.addAll(bench.receive(Bench.help()).replies());
            }
            return replies.size();
        };
    }
}
