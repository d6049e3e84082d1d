package io.taghub.config.lookup;

import io.taghub.tag.Form.Field;
import io.taghub.tag.TagType;
import io.taghub.text.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands behind {@code type:} and is no type, as the one that is probably meant: {@code adwords}, {@code fb}. */
public final class TypeWords {
    /** What people put behind a platform's name and the types leave out. */
    private static final Pattern MORE = Pattern.compile(
            "-(ads?|capi|api|conversions?|conversions?-api|events?|events-api|pixel|s2s|server|tag|business|marketing)$");

    private static final int SLIPS = 2;

    private final Collection<TagType<?>> types;

    public TypeWords(Collection<TagType<?>> types) {
        this.types = types;
    }

    /** The end of a sentence: the type that is meant, where one is, and those there are. */
    public String meant(String written) {
        String word = written.strip().toLowerCase(Locale.ROOT).replaceAll("[_ .]+", "-");
        String type = type(word);
        String similar = type == null ? preset(written) : "; did you mean '" + type + "'?";
        List<String> names = types.stream().map(TagType::name).toList();
        return similar + (similar.isEmpty() ? "; there are " : " There are ") + String.join(", ", names);
    }

    private @Nullable String type(String word) {
        for (String one : List.of(word, MORE.matcher(word).replaceFirst(""))) {
            String named = named(one);
            if (named != null) {
                return named;
            }
        }
        List<String> names = types.stream().map(TagType::name).toList();
        String near = Suggestion.nearest(names, word);
        return near != null && Math.abs(near.length() - word.length()) <= SLIPS ? near : null;
    }

    private @Nullable String named(String word) {
        String plain = word.replace("-", "");
        Predicate<String> same = name -> name.replace("-", "").equals(plain);
        return first(
                type -> same.test(type.name()) || type.alsoCalled().stream().anyMatch(same));
    }

    private @Nullable String first(Predicate<TagType<?>> fits) {
        return types.stream().filter(fits).map(TagType::name).findFirst().orElse(null);
    }

    /** A network's name, which stands behind {@code preset:}. */
    private String preset(String written) {
        String word = written.toLowerCase(Locale.ROOT);
        for (TagType<?> type : types) {
            for (Field field : type.form(Map.of()).fields()) {
                if (field.choices().contains(word)) {
                    return "; did you mean type: " + type.name() + " and " + field.name() + ": " + word + "?";
                }
            }
        }
        return "";
    }
}
