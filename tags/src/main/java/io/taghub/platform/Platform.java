package io.taghub.platform;

import io.taghub.tag.Form;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A receiver of events, whole: the kind of tag that speaks to it and the twin that answers for it in the sandbox. Found by
 * {@link ServiceLoader} under {@code META-INF/services/io.taghub.platform.Platform}, so a jar in {@code plugins/} can bring
 * one. {@code docs/platform-of-your-own.md} shows the shortest one there can be.
 */
public interface Platform {

    TagType<?> type();

    /**
     * What answers in the place of the platform's hosts, {@code api.beacon.example}; a host that nobody answers for is taken
     * for a network's.
     */
    default Map<String, Twin> twins(TwinSetup setup) {
        return Map.of();
    }

    /** How the form calls what is secret, {@code access_token}; what a request has under such a name is shown masked. */
    default Set<String> secrets() {
        return named(type().form(Map.of()).fields()).collect(Collectors.toSet());
    }

    private static Stream<String> named(List<Form.Field> fields) {
        return fields.stream()
                .flatMap(field -> field.kind() == Form.Kind.SECRET ? Stream.of(field.name()) : named(field.nested()));
    }

    /** Those that a class loader finds. */
    static List<Platform> in(ClassLoader loader) {
        return ServiceLoader.load(Platform.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
