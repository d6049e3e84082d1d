package io.taghub;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.taghub.tag.Mask;
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
    void tagsArePure() {
        noClasses()
                .that()
                .resideInAPackage("io.taghub.tag..")
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
        classes()
                .that()
                .resideInAPackage("io.taghub.tag..")
                .should()
                .onlyDependOnClassesThat(
                        notIn("io.taghub..").or(in("io.taghub.event")).or(in("io.taghub.tag..")))
                .check(TAGHUB);
    }

    @Test
    void handlersDoNotKnowEachOther() {
        slices().matching("io.taghub.tag.(*)..").should().notDependOnEachOther().check(TAGHUB);
    }

    /** What its page hides is what every page hides. */
    @Test
    void theSandboxDoesNotKnowTheHandlers() {
        noClasses()
                .that()
                .resideInAPackage("io.taghub.sandbox..")
                .should()
                .dependOnClassesThat(in("io.taghub..")
                        .and(notIn("io.taghub.sandbox.."))
                        .and(notIn("io.taghub.listener"))
                        .and(not(assignableTo(Mask.class))))
                .check(TAGHUB);
    }

    @Test
    void storeAndOutboundStandOnEventsAndTagsAlone() {
        onlyKnows("time");
        onlyKnows("store", "event", "tag", "time");
        onlyKnows("outbound", "event", "tag", "config");
        onlyKnows("config", "event", "tag");
        onlyKnows("identity", "event", "tag", "tag.postback", "store", "config");
        onlyKnows("delivery", "time", "event", "tag", "store", "outbound", "identity", "config");
        onlyKnows("listener");
        onlyKnows("log");
        onlyKnows("intake", "time", "event", "tag", "tag.postback", "store", "identity", "config", "listener");
    }

    private static void onlyKnows(String who, String... whom) {
        var allowed = notIn("io.taghub..").or(in("io.taghub." + who));
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

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> in(
            String name) {
        return com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(name);
    }

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> notIn(
            String name) {
        return com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(name);
    }
}
