package io.taghub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of the house: who may know whom. */
class ArchitectureTest {
    static final JavaClasses TAGHUB = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.taghub");

    /** Room to the rooms it may use; the one without a name has Main. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            room("text"),
            room("event"),
            room("tag", "event", "life"),
            room("example", "tag"),
            room("twin"),
            room("platform", "event", "life", "tag", "twin"),
            room("personal", "event", "tag", "platform"),
            room("platform.*", "event", "tag", "life", "personal", "twin", "platform", "postback.answer"),
            room("postback.folder"),
            room("postback.answer", "tag", "personal"),
            room("postback.encode"),
            room("postback.preset", "postback.answer", "postback.encode", "postback.folder", "tag"),
            room(
                    "postback",
                    "postback.answer",
                    "postback.encode",
                    "postback.folder",
                    "postback.preset",
                    "personal",
                    "event",
                    "life",
                    "tag",
                    "platform"),
            room("postback.twin", "postback.folder", "tag", "twin"),
            room("postback.convert", "postback", "postback.folder", "postback.preset", "tag"),
            room("rule", "event", "life", "personal", "tag"),
            room("life", "event"),
            room("inbound.hook", "tag"),
            room("inbound.verify", "tag", "inbound.hook"),
            room("inbound.map", "event", "life", "tag", "inbound.hook"),
            room("inbound", "tag", "inbound.hook", "inbound.verify", "inbound.map"),
            room("time"),
            room("log"),
            room("listener"),
            room("store", "event", "tag", "life", "time"),
            room("store.seal", "event"),
            room("store.engine", "event", "store", "store.seal"),
            room("store.record", "event", "tag", "store", "store.seal", "store.engine"),
            room("store.person", "event", "store", "store.seal", "store.engine"),
            room("store.lane", "tag", "store", "store.seal", "store.engine", "store.record"),
            room("store.conversion", "event", "life", "store", "store.seal", "store.engine"),
            room(
                    "store.journal",
                    "event",
                    "time",
                    "store",
                    "store.seal",
                    "store.engine",
                    "store.conversion",
                    "store.record",
                    "store.person",
                    "store.lane"),
            room(
                    "store.sql",
                    "event",
                    "time",
                    "store",
                    "store.seal",
                    "store.engine",
                    "store.conversion",
                    "store.record",
                    "store.person",
                    "store.lane",
                    "store.journal"),
            room("config.yaml"),
            room("config.lookup", "tag"),
            room("config.address"),
            room("config.inbound", "postback.folder"),
            room(
                    "config",
                    "config.address",
                    "config.lookup",
                    "config.inbound",
                    "config.yaml",
                    "event",
                    "life",
                    "rule",
                    "tag",
                    "inbound",
                    "inbound.hook",
                    "inbound.verify"),
            room("config.reference", "event", "rule", "tag", "config", "config.inbound", "inbound", "inbound.verify"),
            room("outbound", "event", "tag", "personal", "config", "config.address"),
            room("identity", "event", "tag", "store", "config"),
            room("quality", "event", "tag", "store", "outbound", "config"),
            room("delivery.lines", "tag", "store"),
            room("delivery.told", "event", "tag", "personal", "life", "store", "config"),
            room(
                    "delivery",
                    "delivery.lines",
                    "delivery.told",
                    "time",
                    "event",
                    "rule",
                    "tag",
                    "personal",
                    "store",
                    "outbound",
                    "quality",
                    "identity",
                    "config"),
            room("delivery.replay", "event", "tag", "store", "config", "delivery", "delivery.told"),
            room(
                    "cases",
                    "event",
                    "tag",
                    "example",
                    "config.lookup",
                    "store",
                    "identity",
                    "outbound",
                    "delivery",
                    "config",
                    "config.yaml"),
            room("report", "event", "tag", "life", "personal", "store", "identity", "config"),
            room("plan", "event", "tag", "store", "config", "delivery", "delivery.told"),
            room("intake", "time", "event", "tag", "life", "store", "identity", "config", "config.address", "listener"),
            room("intake.events", "event", "tag", "store", "identity", "config", "intake"),
            room("intake.snippet", "event", "store", "identity", "config", "intake"),
            room(
                    "intake.webhook",
                    "event",
                    "tag",
                    "store",
                    "config",
                    "config.address",
                    "intake",
                    "inbound",
                    "inbound.hook",
                    "inbound.verify",
                    "inbound.map"),
            room("sandbox", "tag", "twin", "personal", "platform", "postback.twin", "listener"),
            room(
                    "console",
                    "event",
                    "tag",
                    "personal",
                    "store",
                    "config",
                    "listener",
                    "intake.webhook",
                    "quality",
                    "delivery.replay",
                    "plan"),
            room(
                    "console.events",
                    "event",
                    "tag",
                    "life",
                    "personal",
                    "store",
                    "identity",
                    "config",
                    "delivery.told",
                    "console"),
            room("console.held", "event", "tag", "personal", "store", "identity", "config", "console"),
            room(
                    "console.tags",
                    "event",
                    "tag",
                    "store",
                    "config",
                    "quality",
                    "console",
                    "console.events",
                    "delivery.replay"),
            room("console.operations", "tag", "store", "config", "plan", "console", "console.events", "console.tags"),
            room("console.report", "config", "store", "report", "console"),
            room("console.received", "personal", "store", "config", "inbound.hook", "intake.webhook", "console"),
            room("console.debug", "store", "config", "intake", "console", "console.events"),
            room(
                    "hub",
                    "tag",
                    "platform",
                    "postback",
                    "postback.folder",
                    "postback.twin",
                    "time",
                    "store",
                    "store.sql",
                    "config",
                    "config.yaml",
                    "listener",
                    "intake",
                    "intake.events",
                    "intake.snippet",
                    "intake.webhook",
                    "delivery",
                    "delivery.replay",
                    "quality",
                    "plan",
                    "report",
                    "sandbox",
                    "console",
                    "console.events",
                    "console.report",
                    "console.held",
                    "console.tags",
                    "console.operations",
                    "console.received",
                    "console.debug"),
            room("demo", "tag", "console"),
            room("cli.report"),
            room("bench", "event", "store", "store.sql"),
            room(
                    "cli",
                    "event",
                    "tag",
                    "identity",
                    "time",
                    "store",
                    "config",
                    "config.reference",
                    "config.inbound",
                    "intake",
                    "intake.snippet",
                    "outbound",
                    "delivery",
                    "plan",
                    "cases",
                    "sandbox",
                    "hub",
                    "demo",
                    "bench",
                    "postback.convert",
                    "inbound",
                    "inbound.hook",
                    "inbound.map",
                    "cli.report"),
            room("", "cli"));

    private static Map.Entry<String, List<String>> room(String name, String... mayUse) {
        return Map.entry(name, List.of(mayUse));
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
        assertThat(TAGHUB.stream()
                        .filter(type -> type.isNestedClass() && !type.isAnonymousClass() && !type.isLocalClass())
                        .filter(type -> !type.getModifiers().contains(JavaModifier.PRIVATE))
                        .filter(type -> names.containsKey(type.getSimpleName()))
                        .map(JavaClass::getName)
                        // What may be written of a thing is called as the thing; a platform's settings are its
                        // settings.
                        .filter(name -> !name.contains("ConfigKeys$") && !name.endsWith("$Settings")))
                .as("nested classes that are called as one that stands by itself")
                .isEmpty();
    }

    @Test
    void theHouseHasNoCircle() {
        slices().matching("io.taghub.(**)").should().beFreeOfCycles().check(TAGHUB);
    }

    static Set<String> rooms() {
        return MAY_USE.keySet();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void eachRoomStandsOnThoseBelowIt(String room) {
        // Whoever has text to do with may use what the text room has.
        var allowed = notIn("io.taghub..").or(in("io.taghub.text")).or(in(packageOf(room)));
        for (String one : Objects.requireNonNull(MAY_USE.get(room))) {
            allowed = allowed.or(in(packageOf(one)));
        }
        classes()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(TAGHUB);
    }

    /** Else a new one could use what it likes. */
    @Test
    void everyRoomStandsInTheTable() {
        Set<String> rooms = TAGHUB.stream()
                .map(JavaClass::getPackageName)
                .map(room -> room.replaceFirst("^io\\.taghub\\.?", "").replaceFirst("^platform\\..*", "platform.*"))
                .collect(Collectors.toSet());
        assertThat(MAY_USE.keySet()).containsExactlyInAnyOrderElementsOf(rooms);
    }

    private static String packageOf(String name) {
        return name.isEmpty() ? "io.taghub" : "io.taghub." + name;
    }

    static DescribedPredicate<JavaClass> in(String name) {
        return JavaClass.Predicates.resideInAPackage(name);
    }

    static DescribedPredicate<JavaClass> notIn(String name) {
        return JavaClass.Predicates.resideOutsideOfPackage(name);
    }
}
