package io.taghub.postback;

import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Form fields for the parts where the operator chooses the keys: they take the shape of what was written. */
final class OpenFields {
    private OpenFields() {}

    /** A group with whatever keys were written, all of them text or secrets. */
    static Field texts(String name, String description, @Nullable Object written) {
        return group(name, description, written, false);
    }

    /** A group with whatever was written: a tree for a JSON body. */
    static Field tree(String name, String description, @Nullable Object written) {
        return group(name, description, written, true);
    }

    private static Field group(String name, String description, @Nullable Object written, boolean tree) {
        if (!(written instanceof Map<?, ?> map)) {
            return field(name, Kind.TEXT_MAP, description, List.of());
        }
        List<Field> nested = map.entrySet().stream()
                .map(entry -> element(String.valueOf(entry.getKey()), entry.getValue(), tree))
                .toList();
        return field(name, Kind.OBJECT, description, nested);
    }

    static Field element(String name, @Nullable Object written, boolean tree) {
        if (tree && written instanceof Map) {
            return group(name, "part of the body", written, true);
        }
        Kind kind = switch (written) {
            case Secret secret -> Kind.SECRET;
            case Integer number when tree -> Kind.NUMBER;
            case Boolean flag when tree -> Kind.FLAG;
            case List<?> list when tree -> Kind.TEXT_LIST;
            case null, default -> Kind.TEXT;
        };
        return field(name, kind, "text with macros", List.of());
    }

    static Field field(String name, Kind kind, String description, List<Field> nested) {
        return new Field(name, kind, false, description, "", "", "", nested);
    }
}
