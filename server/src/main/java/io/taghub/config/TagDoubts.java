package io.taghub.config;

import io.taghub.config.HubConfig.EventRule;
import io.taghub.config.lookup.OtherWords;
import io.taghub.config.lookup.SecretText;
import io.taghub.config.lookup.ServiceAccountKey;
import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.Page;
import io.taghub.event.Person;
import io.taghub.life.Saying;
import io.taghub.rule.Contract;
import io.taghub.rule.Findings;
import io.taghub.rule.MoneyDoubts;
import io.taghub.rule.NameDoubts;
import io.taghub.rule.SendDoubts;
import io.taghub.rule.TagRule;
import io.taghub.rule.TagRuleReader;
import io.taghub.tag.Auth;
import io.taghub.tag.Form;
import io.taghub.tag.Limits;
import io.taghub.tag.Request;
import io.taghub.tag.Secret;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import io.taghub.text.MacroSigns;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one tag is allowed to say and probably does not mean. */
final class TagDoubts {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** Parameters of a landing that many clicks have alike. */
    private static final Pattern OF_MANY = Pattern.compile(
            "(?i)utm_.*|source|medium|campaign(_?id)?|ad_?id|adset_?id|ad_?group_?id|creative_?id|keyword|gclsrc|referr?er");

    /** Where a secret is missing and need not be there. */
    private static final String MADE_UP = "sandbox-";

    private static final String ACCOUNT = "service_account";
    private final TagType<?> type;
    private final ConfigKeys.Tag keys;

    private final Map<String, @Nullable Object> own;

    private final String path;
    private final Problems problems;

    /** @param written what stands in the file, beside the keys that every tag has */
    TagDoubts(
            TagType<?> type,
            ConfigKeys.Tag keys,
            Map<String, @Nullable Object> written,
            String path,
            Problems problems) {
        this.type = type;
        this.keys = keys;
        this.own = written;
        this.path = path;
        this.problems = problems;
    }

    /** A token that was copied with the word before it, and a key file that is none. */
    private void token(Auth auth, String host) {
        for (Auth part : auth.at(host)) {
            if (part instanceof Auth.Header(var _, String prefix, Secret secret)
                    && !prefix.isBlank()
                    && secret.reveal().strip().regionMatches(true, 0, prefix, 0, prefix.length())) {
                problems.error(
                        path,
                        "the token begins with the word '" + prefix.strip()
                                + "', which the hub puts before it; leave it out of the secret");
            }
            String wrong = part instanceof Auth.ServiceAccount(Secret key, var _, var _)
                            && !key.reveal().startsWith(MADE_UP)
                    ? ServiceAccountKey.wrong(key.reveal())
                    : null;
            if (wrong != null) {
                problems.error(own.containsKey(ACCOUNT) ? path + "." + ACCOUNT : path, wrong);
            }
        }
    }

    /** A rule for clicks that cannot say anything. */
    private void clicks(Collection<String> sent) {
        if (keys.overwrite() != TagConfig.Overwrite.NEVER && keys.attribution() != TagConfig.AttributionModel.LOCKED) {
            problems.warning(
                    path + ".overwrite",
                    "'overwrite' says which click after the lock takes a user over, and only 'attribution: locked' has one");
        }
        if (keys.send() == TagConfig.Send.ONLY_IF_WINNER && sent.isEmpty()) {
            problems.warning(
                    path + ".send",
                    "this tag sends no click id, so another channel's click always came last and it gets nothing that any brought");
        }
    }

    /**
     * @param sent the click ids that this tag sends
     * @param clickIds those that are known
     * @param events what the file says of events, by their names
     */
    void check(
            Tag tag,
            TagRule rule,
            Limits limits,
            Collection<String> sent,
            Collection<String> clickIds,
            Map<String, EventRule> events) {
        params(tag, rule, sent);
        clicks(sent);
        token(
                tag.auth(),
                tag.origin()
                        .or(() -> tag.probe().map(Request::url))
                        .map(URI::getHost)
                        .orElse(""));
        Map<String, Contract> contracts = new LinkedHashMap<>();
        events.forEach((name, event) -> contracts.put(name, event.contract()));
        Map<String, String> renamed = keys.eventNames() == null ? Map.of() : keys.eventNames();
        Function<String, Event> samples = name -> sample(name, sent);
        Findings findings = new Findings();
        new MoneyDoubts(tag, rule, keys.when(), own, findings).check(samples, contracts);
        SendDoubts sending = new SendDoubts(tag, rule, keys.when(), findings);
        Set<String> never = sending.check(samples, contracts, renamed.keySet());
        new NameDoubts(type, tag, keys.when(), renamed, own, samples, findings)
                .check(name -> events.containsKey(name) && events.get(name).conversion(), never);
        events.forEach((name, event) -> {
            if (event.from().size() == 1) {
                sending.channel(name, event.from().iterator().next().name().toLowerCase(Locale.ROOT));
            }
        });
        findings.errors().forEach(found -> problems.error(path + "." + found.path(), found.message()));
        findings.warnings().forEach(found -> problems.warning(path + "." + found.path(), found.message()));
        bought(renamed, events);
        statuses();
        List.of("click_id", "capture.name").forEach(key -> nearly(key, clickIds));
        limits(tag.limits(), limits);
        settings();
    }

    /** A postback's own parts are looked at by itself. */
    private boolean isTemplate(String key) {
        return Set.of("url", "body", "query", "headers", "auth", "signature", "goals")
                .contains(key);
    }

    private void settings() {
        own.forEach((key, value) -> {
            if (key.startsWith("max_") && Duration.ZERO.equals(Form.duration(String.valueOf(value)))) {
                problems.error(path + "." + key, "nothing is younger than 0s, so nothing is ever sent");
            } else if (value instanceof String text
                    && !isTemplate(key)
                    && !text.contains("${")
                    && MacroSigns.isIn(text)) {
                problems.error(path + "." + key, NameDoubts.MACRO);
            } else if (value instanceof Map<?, ?> words && NameDoubts.BY_EVENT.contains(key) && !isTemplate(key)) {
                words.forEach((name, word) -> {
                    if (word instanceof String text && !text.contains("${") && MacroSigns.isIn(text)) {
                        problems.error(path + "." + key + "." + name, NameDoubts.MACRO);
                    }
                });
            } else if (value instanceof String text && SecretText.isFillIn(text)) {
                problems.warning(path + "." + key, "this looks like the place where a value belongs, and not like one");
            }
        });
    }

    /** What is a purchase there and ours only by its id: a page and a back end, or a second try, tell of one order twice. */
    private void bought(Map<String, String> renamed, Map<String, EventRule> events) {
        String purchase = type.eventNames().getOrDefault("purchase", "purchase");
        renamed.forEach((name, called) -> {
            EventRule rule = events.getOrDefault(name, EventRule.ordinary(name));
            boolean byId = rule.once() == EventRule.Once.ID && !rule.isConversion(name);
            if (byId && called.equals(purchase) && keys.when().contains(name) && !NameDoubts.VISITS.contains(name)) {
                problems.warning(
                        path + ".event_names." + name,
                        "an order that is told twice, under two ids, is two sales there; write events: { " + name
                                + ": { once: order } }, or conversion: true");
            }
        });
    }

    private void statuses() {
        if (own.get("statuses") instanceof Map<?, ?> statuses) {
            statuses.keySet().stream().map(String::valueOf).forEach(word -> {
                String meant = OtherWords.status(word);
                boolean known = Saying.kind(word) != Saying.Kind.OTHER;
                if (meant != null && !known && !statuses.containsKey(meant)) {
                    problems.warning(
                            path + ".statuses." + word,
                            "our word comes first, and '" + word + "' is none of ours; did you mean '" + meant + "'?");
                }
            });
        }
    }

    /** Tried out: only the tag itself knows what it has a place for. */
    private void params(Tag tag, TagRule rule, Collection<String> clickIds) {
        List<Event> samples =
                keys.when().stream().map(name -> sample(name, clickIds)).toList();
        try {
            for (String name : rule.unsent(tag, samples)) {
                String place = path + "." + TagRuleReader.PARAMS + "." + name;
                boolean variable = TagRule.sends(tag, samples, List.of("custom_variables", name));
                problems.warning(
                        place,
                        "this tag sends no parameter '" + name + "'"
                                + (variable
                                        ? "; did you mean 'custom_variables." + name + "'?"
                                        : "; a postback names it where it belongs, {{ property." + name + " }}"));
            }
        } catch (RuntimeException wantsMore) {
            // of an event than a sample has
        }
    }

    /** An event of this name with everything that one may have. */
    static Event sample(String name, Collection<String> clickIds) {
        Consent allowed = Consent.UNSET;
        for (Consent.Purpose purpose : Consent.Purpose.values()) {
            allowed = allowed.with(purpose, Consent.State.GRANTED);
        }
        return Event.named(name, "sample-1", NOON)
                .visitor("sample-2")
                .user(new Person("u-1", "ada@example.com", null, null, null, null, null, null, "GB", null, null))
                .clickIds(ClickIds.of(clickIds.stream()
                        .map(id -> new ClickId(id, "sample.click", NOON))
                        .toList()))
                .consent(allowed)
                .money(new Money(BigDecimal.TEN, "EUR"))
                .orderId("sample-3")
                .page(new Page("https://shop.example/", null))
                .client(new Client("203.0.113.7", "Mozilla/5.0"))
                .status("approved")
                .build();
    }

    private void nearly(String key, Collection<String> clickIds) {
        String[] steps = key.split("\\.");
        Object written = own.get(steps[0]);
        if (steps.length == 2) {
            written = written instanceof Map<?, ?> map ? map.get(steps[1]) : null;
        }
        if (written instanceof String name && !type.landingParameters().contains(name.toLowerCase(Locale.ROOT))) {
            String meant = ClickIdRegistry.nearly(name, clickIds);
            if (OF_MANY.matcher(name).matches() && !clickIds.contains(name)) {
                problems.warning(
                        path + "." + key,
                        "'" + name
                                + "' says where a visitor came from, the same of many clicks, and names none of them");
            } else if (!meant.isEmpty()) {
                problems.warning(path + "." + key, "no landing is known to carry '" + name + "'" + meant);
            }
        }
    }

    private void limits(Limits theirs, Limits mine) {
        String place = path + ".limits.";
        Duration oldest = mine.maxAge();
        if (oldest != null && keys.limits() != null) {
            if (mine.minDelay() != null && mine.minDelay().compareTo(oldest) >= 0) {
                problems.error(
                        place + (keys.limits().minDelay() == null ? "max_age" : "min_delay"),
                        "an event waits as long as it may be old, or longer, so none is ever sent; min_delay must be"
                                + " shorter than max_age");
            }
            if (theirs.maxAge() != null && oldest.compareTo(theirs.maxAge()) > 0) {
                problems.warning(
                        place + "max_age",
                        "this platform takes no event that is older than " + Spans.words(theirs.maxAge()));
            }
        }
    }
}
