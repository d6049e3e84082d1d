package io.taghub;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.taghub.personal.Mask;
import io.taghub.platform.Platform;
import io.taghub.tag.TypedSecrets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows of the house: who may know whom. */
class ArchitectureTest {
    private static final JavaClasses TAGHUB = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.taghub");

    @Test
    void theEventLanguageKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("io.taghub.event")
                .should()
                .dependOnClassesThat(in("io.taghub..").and(notIn("io.taghub.event")))
                .check(TAGHUB);
    }

    @Test
    void whatForwardsEventsIsPure() {
        for (String room : List.of("tag", "personal", "postback..", "platform..", "twin")) {
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
        onlyKnows("text");
        onlyKnows("tag", "event");
        onlyKnows("personal", "event", "tag", "platform");
        onlyKnows("postback.folder");
        onlyKnows("twin");
        onlyKnows("platform", "tag", "twin");
        onlyKnows("platform.*", "event", "tag", "personal", "twin", "platform");
        onlyKnows("postback.answer", "tag", "personal");
        onlyKnows("postback", "postback.answer", "postback.folder", "event", "tag", "personal", "platform");
        onlyKnows("postback.twin", "postback.folder", "tag", "twin");
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

    /** What one can no longer keep in mind is two rooms. */
    @Test
    void noRoomHoldsMoreThan25Classes() {
        Map<String, Long> sizes = TAGHUB.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(25));
    }

    /** One word for one thing. */
    @Test
    void noTwoClassesShareAName() {
        Map<String, Long> names = TAGHUB.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName, Collectors.counting()));
        assertThat(names).allSatisfy((name, times) -> assertThat(times).as(name).isEqualTo(1));
    }

    @Test
    void theHouseHasNoCircle() {
        slices().matching("io.taghub.(**)").should().beFreeOfCycles().check(TAGHUB);
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

    @Test
    void eachRoomStandsOnThoseBelowIt() {
        onlyKnows("time");
        onlyKnows("store", "event", "tag", "time");
        onlyKnows("store.seal", "event", "store");
        onlyKnows("store.engine", "event", "store", "store.seal");
        onlyKnows("store.record", "tag", "store", "store.seal", "store.engine");
        onlyKnows("store.person", "event", "store", "store.seal", "store.engine");
        onlyKnows("store.lane", "tag", "store", "store.seal", "store.engine", "store.record");
        onlyKnows("outbound", "event", "tag", "personal", "config");
        onlyKnows("config.yaml");
        onlyKnows("config", "config.yaml", "event", "tag");
        onlyKnows("identity", "event", "tag", "store", "config");
        onlyKnows("delivery", "time", "event", "tag", "personal", "store", "outbound", "identity", "config");
        onlyKnows("listener");
        onlyKnows("log");
    }

    /** Another journal can take the place of these rooms. */
    @Test
    void whatIsBehindTheStoresContractIsNobodysBusiness() {
        noClasses()
                .that(in("io.taghub..").and(notIn("io.taghub.store..")).and(notIn("io.taghub.hub")))
                .should()
                .dependOnClassesThat(in("io.taghub.store..").and(notIn("io.taghub.store")))
                .check(TAGHUB);
    }

    private static void onlyKnows(String who, String... whom) {
        // Whoever has text to do with may use what the text room has.
        var allowed = notIn("io.taghub..").or(in("io.taghub.text")).or(in("io.taghub." + who));
        for (String one : whom) {
            allowed = allowed.or(in("io.taghub." + one));
        }
        classes()
                .that()
                .resideInAPackage("io.taghub." + who)
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(TAGHUB);
    }

    private static DescribedPredicate<JavaClass> in(String name) {
        return JavaClass.Predicates.resideInAPackage(name);
    }

    private static DescribedPredicate<JavaClass> notIn(String name) {
        return JavaClass.Predicates.resideOutsideOfPackage(name);
    }
}
