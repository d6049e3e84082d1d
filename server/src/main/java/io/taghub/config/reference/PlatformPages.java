package io.taghub.config.reference;

import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.tag.BrowserIdRule;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form;
import io.taghub.tag.Limits;
import io.taghub.tag.Plan;
import io.taghub.tag.Reason;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A page for each tag type and a table of all, in Markdown, made from what the types say and the tags they make. */
public final class PlatformPages {
    private static final URI SITE = URI.create("https://shop.example");
    private static final Instant NOW = Instant.parse("2026-11-22T11:45:00Z");
    private static final Person ADA = new Person(
            "u-1", "ada@example.com", "+442079460000", "Ada", "Lovelace", null, "London", null, "SW1A", "GB", null);

    private PlatformPages() {}

    /** All of them in one table. */
    public static String table(List<TagType<?>> types) {
        StringBuilder table = new StringBuilder("""
                | type | events in a request | oldest event | knows a repeat for | requests a minute | to try it out | version | ends |
                |---|---|---|---|---|---|---|---|
                """);
        for (TagType<?> type : types) {
            Map<String, Tag> ways = ways(type);
            if (!ways.isEmpty()) {
                table.append("| [`%s`](%s.md) | %s | %s | %s | %s | %s | %s | %s |\n"
                        .formatted(
                                type.name(),
                                type.name(),
                                by(ways, tag -> String.valueOf(tag.limits().maxBatch())),
                                by(ways, tag -> oldest(tag.limits())),
                                by(ways, tag -> repeats(tag.limits())),
                                by(ways, tag -> pace(tag.limits())),
                                testing(type),
                                by(
                                        ways,
                                        tag -> tag.apiVersion()
                                                .map(Tag.ApiVersion::version)
                                                .orElse("")),
                                by(
                                        ways,
                                        tag -> tag.apiVersion()
                                                .map(PlatformPages::ends)
                                                .orElse(""))));
            }
        }
        return table.toString();
    }

    /** By the setting that opens each; one without a name where there is one way. */
    private static Map<String, Tag> ways(TagType<?> type) {
        Map<String, Tag> ways = several(type);
        Tag only = ways.isEmpty() ? tag(type) : null;
        return only == null ? ways : Map.of("", only);
    }

    private static <F> Map<String, Tag> several(TagType<F> type) {
        Map<String, Tag> ways = new LinkedHashMap<>();
        Example.ways(type).forEach((field, filled) -> ways.put(field, made(type, filled)));
        return ways;
    }

    /** What is the same for all ways once, else each with the settings it is of. */
    private static String by(Map<String, Tag> ways, Function<Tag, String> of) {
        Map<String, List<String>> said = new LinkedHashMap<>();
        ways.forEach((field, tag) ->
                said.computeIfAbsent(of.apply(tag), none -> new ArrayList<>()).add("`" + field + "`"));
        return said.size() == 1
                ? said.keySet().iterator().next()
                : said.entrySet().stream()
                        .map(each -> (each.getKey().isEmpty() ? "none" : each.getKey()) + " ("
                                + String.join(", ", each.getValue()) + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String oldest(Limits limits) {
        return limits.maxAge() == null ? "any" : words(limits.maxAge());
    }

    private static String repeats(Limits limits) {
        return limits.dedupWindow() == null ? "not known" : words(limits.dedupWindow());
    }

    private static String pace(Limits limits) {
        return limits.requestsPerMinute() == 0 ? "no limit known" : String.valueOf(limits.requestsPerMinute());
    }

    private static String ends(Tag.ApiVersion version) {
        return version.ends() == null ? "not announced" : version.ends().toString();
    }

    private static String testing(TagType<?> type) {
        return type.form(Map.of()).fields().stream()
                .map(Form.Field::name)
                .filter(name -> name.startsWith("test_") || name.equals("validate_only"))
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
    }

    /**
     * One type's page.
     *
     * @param notes address of its notes, from the page; empty where there are none
     */
    public static String page(TagType<?> type, String notes) {
        StringBuilder page = new StringBuilder("# `" + type.name() + "`\n\n" + type.description() + "\n");
        if (!notes.isEmpty()) {
            page.append("What is said by the vendor, and what nobody could verify: [notes](" + notes + ").\n");
        }
        page.append("\n## Settings\n\nBeside those [every tag has](../reference.md#tagsname).\n\n");
        page.append(ConfigReference.settings(type));
        names(type, page);
        ids(type, page);
        page.append("## Consent\n\nUnless `consent` says otherwise the visitor must not have denied ")
                .append(type.consent().stream()
                        .map(purpose -> "`" + purpose.key() + "`")
                        .sorted()
                        .collect(Collectors.joining(" and ")))
                .append(".")
                .append(personal(type))
                .append("\n\n## Limits\n\n")
                .append(table(List.of(type))
                        .replace("[`" + type.name() + "`](" + type.name() + ".md)", "`" + type.name() + "`"));
        return page.toString();
    }

    private static void names(TagType<?> type, StringBuilder page) {
        if (type.eventNames().isEmpty()) {
            return;
        }
        page.append("## Event names\n\n| ours | theirs |\n|---|---|\n");
        new TreeMap<>(type.eventNames())
                .forEach((ours, theirs) -> page.append("| `%s` | `%s` |\n".formatted(ours, theirs)));
        page.append(
                isClosed(type)
                        ? "\nAny other event is skipped, NO_MAPPING, unless `event_names` says what it is called there.\n\n"
                        : "\nAny other event goes out under its own name, or what `event_names` says.\n\n");
    }

    /** What becomes of an event whose visitor wants no personal ads, where the platform cannot be told so. */
    private static String personal(TagType<?> type) {
        Tag tag = tag(type);
        if (tag == null) {
            return "";
        }
        Consent denied = Consent.UNSET.with(Consent.Purpose.AD_PERSONALIZATION, Consent.State.DENIED);
        return type.eventNames().keySet().stream()
                .sorted()
                .map(name -> Event.named(name, "e-1", NOW).user(ADA).build())
                .filter(event -> tag.plan(event) instanceof Plan.Send)
                .limit(1)
                .map(event -> tag.plan(event.toBuilder().consent(denied).build()))
                .map(plan -> plan instanceof Plan.Skip(Reason reason, String detail) && reason == Reason.CONSENT
                        ? " Who denied `ad_personalization` is skipped as well: " + detail + "."
                        : "")
                .collect(Collectors.joining());
    }

    /** Whether an event that nobody maps is skipped. */
    private static boolean isClosed(TagType<?> type) {
        Tag tag = tag(type);
        Event own = Event.named("of_our_own", "e-1", NOW).user(ADA).build();
        return tag != null && tag.plan(own) instanceof Plan.Skip(Reason reason, var _) && reason == Reason.NO_MAPPING;
    }

    private static void ids(TagType<?> type, StringBuilder page) {
        if (type.clickIdRules().isEmpty() && type.browserIdRules().isEmpty()) {
            return;
        }
        page.append("## Click ids and cookies\n\nCaught from the first page on, also before a tag is switched on.\n\n"
                + "| | name | is sent as | counts for | form |\n|---|---|---|---|---|\n");
        for (ClickIdRule rule : type.clickIdRules()) {
            page.append("| landing parameter | `%s` | click id | %s | %s |\n"
                    .formatted(rule.name(), words(rule.lifetime()), form(rule.pattern())));
        }
        for (BrowserIdRule rule : type.browserIdRules()) {
            page.append(
                    "| cookie | `%s` | `%s` | | %s |\n".formatted(rule.cookie(), rule.name(), form(rule.pattern())));
        }
        page.append('\n');
    }

    private static String form(String pattern) {
        return pattern.isEmpty() ? "any" : "`" + pattern.replace("|", "\\|") + "`";
    }

    /** Null where the type does not take what its form has for examples. */
    private static @Nullable Tag tag(TagType<?> type) {
        try {
            return made(type);
        } catch (RuntimeException notWithThese) {
            return null;
        }
    }

    private static <F> @Nullable Tag made(TagType<F> type) {
        return Example.filled(type) instanceof Form.Bound.Filled<F>(F settings) ? made(type, settings) : null;
    }

    private static <F> Tag made(TagType<F> type, F settings) {
        return type.create(settings, new Setup(type.eventNames(), null, SITE));
    }

    private static String words(Duration duration) {
        return duration.toHours() % 24 == 0 && duration.toDays() > 2 || duration.toHours() == 24
                ? duration.toDays() + " d"
                : duration.toHours() > 0 && duration.toMinutes() % 60 == 0
                        ? duration.toHours() + " h"
                        : duration.toMinutes() + " min";
    }
}
