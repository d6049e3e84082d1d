package io.taghub;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.taghub.ArchitectureTest.TAGHUB;
import static io.taghub.ArchitectureTest.in;
import static io.taghub.ArchitectureTest.notIn;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.taghub.personal.Mask;
import io.taghub.platform.Platform;
import io.taghub.tag.TypedSecrets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What some rooms and classes may not know, whatever the table of {@link ArchitectureTest} allows. */
class BoundariesTest {

    @Test
    void theEventLanguageKnowsNobodyButText() {
        noClasses()
                .that()
                .resideInAPackage("io.taghub.event")
                .should()
                .dependOnClassesThat(
                        in("io.taghub..").and(notIn("io.taghub.event")).and(notIn("io.taghub.text")))
                .check(TAGHUB);
    }

    @Test
    void whatForwardsEventsIsPure() {
        for (String room : List.of("tag", "life", "rule", "personal", "postback..", "platform..", "twin", "example")) {
            noClasses()
                    .that()
                    .resideInAPackage("io.taghub." + room)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.net.http..", "java.nio.channels..", "org.slf4j..", "java.sql..")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .check(TAGHUB);
        }
    }

    @Test
    void platformsDoNotKnowEachOther() {
        slices().matching("io.taghub.platform.(*)..")
                .should()
                .notDependOnEachOther()
                .check(TAGHUB);
    }

    /** Else it would accept whatever the handler makes. Only the platform itself, which names both, sees both. */
    @Test
    void twinAndHandlerDoNotKnowEachOther() {
        DescribedPredicate<JavaClass> rooms = in("io.taghub.platform.*");
        DescribedPredicate<JavaClass> twins = rooms.and(
                DescribedPredicate.describe("twins", type -> type.getName().contains("Twin")));
        DescribedPredicate<JavaClass> handlers = rooms.and(not(twins)).and(not(assignableTo(Platform.class)));
        noClasses()
                .that(twins)
                .should()
                .dependOnClassesThat(rooms.and(not(twins)))
                .check(TAGHUB);
        noClasses().that(handlers).should().dependOnClassesThat(twins).check(TAGHUB);
    }

    /** What is a platform's own stands in its room, so that another one is a folder and no edit here. */
    @Test
    void nobodyKnowsAPlatformByName() {
        noClasses()
                .that(in("io.taghub..").and(notIn("io.taghub.platform.*")))
                .should()
                .dependOnClassesThat(in("io.taghub.platform.*"))
                .check(TAGHUB);
    }

    /** What its page hides is what every page hides, and what it takes for a secret is what the config takes for one. */
    @Test
    void theSandboxDoesNotKnowTheHandlers() {
        noClasses()
                .that()
                .resideInAPackage("io.taghub.sandbox..")
                .should()
                .dependOnClassesThat(in("io.taghub..")
                        .and(notIn("io.taghub.sandbox.."))
                        .and(notIn("io.taghub.twin"))
                        .and(notIn("io.taghub.platform"))
                        .and(notIn("io.taghub.postback.twin"))
                        .and(notIn("io.taghub.listener"))
                        .and(not(assignableTo(Mask.class)))
                        .and(not(assignableTo(TypedSecrets.class))))
                .check(TAGHUB);
    }

    /** Another journal can take the place of these rooms. */
    @Test
    void whatIsBehindTheStoresContractIsNobodysBusiness() {
        noClasses()
                .that(in("io.taghub..")
                        .and(notIn("io.taghub.store.."))
                        .and(notIn("io.taghub.hub"))
                        .and(notIn("io.taghub.bench")))
                .should()
                .dependOnClassesThat(in("io.taghub.store..").and(notIn("io.taghub.store")))
                .check(TAGHUB);
    }
}
