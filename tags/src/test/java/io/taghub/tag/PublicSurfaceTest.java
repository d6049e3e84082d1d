package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What handlers and twins outside this repository are compiled against changes on purpose only. */
class PublicSurfaceTest {
    private static final Path FILE = Path.of("public-surface.txt");

    /** Rooms whose public classes are the contract. */
    private static final List<String> ROOMS = List.of("event", "tag", "personal", "twin", "platform");

    @Test
    void theFileSaysWhatIsPublic() throws Exception {
        String surface = surface();
        if (Boolean.getBoolean("surface.write")) {
            Files.writeString(FILE, surface);
        }
        assertThat(surface.lines())
                .as("the public surface of the tag contract; if this change is meant: mvn -pl tags test"
                        + " -Dtest=PublicSurfaceTest -Dsurface.write=true, and say it in CHANGELOG.md")
                .containsExactlyElementsOf(Files.readAllLines(FILE));
    }

    private static String surface() throws Exception {
        Path classes = Path.of(
                Tag.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        StringBuilder text = new StringBuilder();
        for (String room : ROOMS) {
            for (String name : namesIn(classes, room)) {
                Class<?> type = Class.forName(name, false, Tag.class.getClassLoader());
                if (isPublic(type)) {
                    describe(type, text);
                }
            }
        }
        return text.toString();
    }

    private static TreeSet<String> namesIn(Path classes, String room) throws IOException {
        try (Stream<Path> files = Files.list(classes.resolve("io/taghub/" + room))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.startsWith("package-info"))
                    .map(file -> "io.taghub." + room + "." + file.replaceFirst("\\.class$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static void describe(Class<?> type, StringBuilder text) {
        text.append(type.toGenericString())
                .append(named(" extends ", superclass(type)))
                .append(named(" implements ", List.of(type.getGenericInterfaces())))
                .append(named(" permits ", type.isSealed() ? List.of(type.getPermittedSubclasses()) : List.of()))
                .append('\n');
        TreeSet<String> members = new TreeSet<>();
        Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods(), type.getDeclaredFields())
                .flatMap(Arrays::stream)
                .filter(member ->
                        Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers()))
                .filter(member -> !member.isSynthetic() && !isMadeByTheCompiler(type, member))
                .forEach(member -> members.add(signature(member)));
        members.forEach(member -> text.append("    ").append(member).append('\n'));
        text.append('\n');
    }

    /** What every class, enum or record extends is not said. */
    private static List<Type> superclass(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return parent == null || parent == Object.class || parent == Record.class || parent == Enum.class
                ? List.of()
                : List.of(type.getGenericSuperclass());
    }

    /** A new alternative breaks every switch over the old ones, so it belongs to the signature, in its order. */
    private static String named(String word, List<? extends Type> types) {
        return types.isEmpty()
                ? ""
                : word + types.stream().map(Type::getTypeName).collect(Collectors.joining(","));
    }

    private static boolean isMadeByTheCompiler(Class<?> type, Member member) {
        String name = member.getName();
        return (type.isEnum() && List.of("values", "valueOf").contains(name))
                || List.of("equals", "hashCode", "toString").contains(name);
    }

    private static String signature(Member member) {
        return switch (member) {
            case Constructor<?> constructor -> constructor.toGenericString();
            case Method method -> method.toGenericString();
            case Field field -> field.toGenericString();
            default -> throw new AssertionError(member instanceof Executable);
        };
    }
}
