package io.taghub.config.reference;

import io.taghub.tag.Form.Field;
import io.taghub.tag.TagType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys of a tag type, for types whose keys depend on one of them: a preset of the postback type brings its own.
 *
 * @param selector the key that decides, empty for the keys without it
 * @param choice its value
 */
public record Variant(String selector, String choice, List<Field> fields) {

    /** The plain form first, then one variant for every word that changes it. */
    public static List<Variant> of(TagType<?> type) {
        List<Field> plain = type.form(Map.of()).fields();
        List<Variant> variants = new ArrayList<>(List.of(new Variant("", "", plain)));
        for (Field field : plain) {
            for (String choice : field.choices()) {
                List<Field> fields = type.form(Map.of(field.name(), choice)).fields();
                if (!names(fields).equals(names(plain))) {
                    variants.add(new Variant(field.name(), choice, fields));
                }
            }
        }
        return variants;
    }

    private static Set<String> names(List<Field> fields) {
        return new TreeSet<>(fields.stream().map(Field::name).toList());
    }
}
