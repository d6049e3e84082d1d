package io.taghub.config;

import io.taghub.config.lookup.References;
import io.taghub.config.lookup.SecretText;
import io.taghub.config.yaml.YamlTree;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One section of the file with its references replaced by what they stand for. */
final class Resolution {
    /** A referenced value at least this long is kept out of sight even where the field is no secret: it may be half of one. */
    private static final int HIDE_FROM = 8;

    /** By which a sender proves who it is, which no form describes. */
    private static final Pattern PROOF = Pattern.compile("inbound\\.[^.]+\\.verify\\..*");

    private static final Pattern TEMPLATE = Pattern.compile("tags\\.[^.]+\\.(query|body)\\..*");

    /** Ends what is said of a reference that leads nowhere and need not. */
    static final String MADE_UP = "; in mode sandbox a made-up value will do";

    /** What to do about a reference that leads nowhere. */
    enum OnMissing {
        /** Report it: nothing works without. */
        FAIL,
        /** Go on with a made-up value and a warning: nothing leaves for a real platform. */
        INVENT,
        /** Go on with a made-up value: the section is switched off. */
        IGNORE
    }

    private final References references;
    private final Problems problems;
    private final OnMissing onMissing;
    private final Set<String> secrets = new TreeSet<>();
    private final Set<String> unresolved = new TreeSet<>();

    Resolution(References references, Problems problems, OnMissing onMissing) {
        this.references = references;
        this.problems = problems;
        this.onMissing = onMissing;
    }

    /** Every secret value that was put in. */
    Set<String> secrets() {
        return secrets;
    }

    /** Keeps a value out of what is said further on. */
    void hide(String value) {
        secrets.add(value);
    }

    /** The text with every value that was put in blacked out. */
    String masked(String text) {
        for (String secret : secrets) {
            // One of a few letters would black out half of every sentence.
            text = secret.length() < SecretText.SHORTEST ? text : text.replace(secret, "***");
        }
        return text;
    }

    /** Whether a reference at or below this path led nowhere, so that nothing further should be said about its value. */
    boolean failed(String path) {
        return unresolved.stream()
                .anyMatch(failed ->
                        failed.equals(path) || failed.startsWith(path + "[") || failed.startsWith(path + "."));
    }

    boolean failedAnywhere() {
        return !unresolved.isEmpty();
    }

    Map<String, @Nullable Object> group(Map<String, @Nullable Object> group, List<Field> fields, String path) {
        Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
        group.forEach((key, value) -> {
            Field field = fields.stream()
                    .filter(candidate -> candidate.name().equals(key))
                    .findFirst()
                    .orElse(null);
            resolved.put(key, value(value, field, path.isEmpty() ? key : path + "." + key));
        });
        return resolved;
    }

    /**
     * One value.
     *
     * @param field what may stand here, null where that is open: what is nothing but a reference then becomes a {@link Secret}
     */
    @Nullable
    Object value(@Nullable Object value, @Nullable Field field, String path) {
        return switch (value) {
            case null -> null;
            case String text -> text(text, field, path);
            case Map<?, ?> map -> group(YamlTree.asMap(map), field == null ? List.of() : field.nested(), path);
            case List<?> list -> list(list, path);
            default -> value;
        };
    }

    private List<@Nullable Object> list(List<?> list, String path) {
        List<@Nullable Object> resolved = new ArrayList<>();
        for (Object element : list) {
            resolved.add(value(element, null, path + "[" + resolved.size() + "]"));
        }
        return resolved;
    }

    private @Nullable Object text(String text, @Nullable Field field, String path) {
        boolean secret = field != null && field.kind() == Kind.SECRET;
        Matcher reference = References.REFERENCE.matcher(text);
        if (!reference.find()) {
            // There $NAME may be a network's macro, of which the tag type says more.
            boolean template = TEMPLATE.matcher(path).matches() && text.matches("\\$\\w+");
            String meant = field == null || template ? null : References.meant(text);
            if (meant != null && onMissing != OnMissing.IGNORE) {
                unresolved.add(path);
                problems.errorInValue(path, "this is no reference; did you mean '" + meant + "'?");
            }
            return text;
        }
        if (reference.matches()) {
            String value = follow(reference, field, path);
            if (value == null) {
                return null;
            }
            hide(value, secret);
            if (secret || field == null) {
                judge(
                        value,
                        path,
                        (secret && !path.contains(".secrets."))
                                || PROOF.matcher(path).matches());
            }
            return secret || field == null ? new Secret(value) : value;
        }
        if (secret) {
            return text; // half literal: the form says what a secret must be
        }
        reference.reset();
        return reference.replaceAll(match -> {
            String value = follow(match, null, path);
            hide(value, false);
            return Matcher.quoteReplacement(String.valueOf(value));
        });
    }

    private void judge(String secret, String path, boolean alone) {
        if (onMissing == OnMissing.IGNORE || failed(path)) {
            return;
        }
        String wrong = SecretText.wrong(secret, alone);
        String doubtful = SecretText.doubtful(secret);
        if (wrong != null) {
            unresolved.add(path);
            problems.errorInValue(path, wrong);
        } else if (doubtful != null && !path.startsWith(ConfigKeys.SERVER_KEYS.name())) {
            problems.warningInValue(path, doubtful);
        }
    }

    private void hide(@Nullable String value, boolean secret) {
        if (value != null && (secret || value.length() >= HIDE_FROM)) {
            secrets.add(value);
        }
    }

    private @Nullable String follow(MatchResult reference, @Nullable Field field, String path) {
        return switch (references.follow(reference)) {
            case References.Target.Value(String text) -> text;
            case References.Target.Missing(String name, String message) -> {
                unresolved.add(path);
                String invented = invent(name, field);
                switch (onMissing) {
                    case FAIL -> problems.errorInValue(path, message);
                    case INVENT -> problems.warningInValue(path, message + MADE_UP);
                    case IGNORE -> {}
                }
                yield invented;
            }
        };
    }

    /** A value that the form takes: the field's own example where it is not a secret. */
    private static @Nullable String invent(String name, @Nullable Field field) {
        if (field == null || field.kind() == Kind.SECRET) {
            return "sandbox-" + name;
        }
        if (!field.example().isEmpty()) {
            return field.example();
        }
        return field.kind() == Kind.TEXT ? "sandbox-" + name : null;
    }
}
