package io.taghub.tag;

import io.taghub.event.Consent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tag type whose form is a record: all that a platform says of itself, in one expression.
 *
 * @param settings the form, see {@link Form#of(Class)}
 * @param make the tag of a filled form
 */
public record FormType<F extends Record>(
        String name,
        String description,
        Class<F> settings,
        BiFunction<F, Setup, Tag> make,
        Map<String, String> eventNames,
        Set<Consent.Purpose> consent,
        List<ClickIdRule> clickIdRules,
        List<BrowserIdRule> browserIdRules,
        Set<String> alsoCalled,
        Set<String> hosts)
        implements TagType<F> {

    /** A filled form that finds in itself what is allowed and probably not meant. */
    public interface SelfDoubting {
        List<Form.Problem> doubts();
    }

    /** A filled form in which the operator names landing parameters, for networks that let them be named. */
    public interface Naming {
        /** The first preferred; they are caught where a tag with this form is, and go before the type's own. */
        List<ClickIdRule> namedClickIds();

        /** One parameter that others may call theirs, too; none where it is null. */
        static List<ClickIdRule> one(@Nullable String name, String platform, String pattern, int days) {
            return name == null
                    ? List.of()
                    : List.of(new ClickIdRule(name, platform, pattern, Duration.ofDays(days), false));
        }
    }

    /** One that names no events, no click ids and no cookies, and wants what advertising wants of consent. */
    public FormType(String name, String description, Class<F> settings, BiFunction<F, Setup, Tag> make) {
        this(
                name,
                description,
                settings,
                make,
                Map.of(),
                Set.of(Consent.Purpose.AD_STORAGE, Consent.Purpose.AD_USER_DATA),
                List.of(),
                List.of(),
                Set.of(),
                Set.of());
    }

    @Override
    public Form<F> form(Map<String, Object> written) {
        return Form.of(settings);
    }

    @Override
    public Tag create(F filled, Setup setup) {
        return make.apply(filled, setup);
    }

    @Override
    public List<Form.Problem> doubts(F filled) {
        return filled instanceof SelfDoubting doubtful ? doubtful.doubts() : List.of();
    }

    @Override
    public List<String> clickIds(F filled) {
        return Stream.concat(
                        clickIdRules(filled).stream().map(ClickIdRule::name), TagType.super.clickIds(filled).stream())
                .distinct()
                .toList();
    }

    @Override
    public List<ClickIdRule> clickIdRules(F filled) {
        return filled instanceof Naming naming ? naming.namedClickIds() : List.of();
    }

    /** Of what the operator named; the type's own are no other's. */
    @Override
    public @Nullable Claim claim(F filled) {
        Set<String> named = clickIdRules(filled).stream().map(ClickIdRule::name).collect(Collectors.toSet());
        return named.isEmpty() ? null : new Claim(name, name, named, Map.of(), false);
    }

    /** Other names people know the platform by, in small letters with hyphens: {@code facebook}. */
    public FormType<F> alsoCalled(String... words) {
        return with(eventNames, consent, clickIdRules, browserIdRules, Set.of(words), hosts);
    }

    /** Where it is found, {@code api.beacon.example}: who writes a postback to one is told of the type. */
    public FormType<F> hosts(String... names) {
        return with(eventNames, consent, clickIdRules, browserIdRules, alsoCalled, Set.of(names));
    }

    /** Our event names to the platform's; others go out as they are. */
    public FormType<F> eventNames(Map<String, String> names) {
        return with(names, consent, clickIdRules, browserIdRules, alsoCalled, hosts);
    }

    /** What a visitor must not have denied, where it is not what advertising wants. */
    public FormType<F> consent(Consent.Purpose... purposes) {
        return with(eventNames, Set.of(purposes), clickIdRules, browserIdRules, alsoCalled, hosts);
    }

    /**
     * Landing parameters that carry the platform's click ids.
     *
     * @param days how long a click counts
     * @param pattern the value must match as a whole, empty for any
     */
    public FormType<F> clickIds(int days, String pattern, String... parameters) {
        return clickIds(days, pattern, true, parameters);
    }

    /** The same of a network's, which a postback may be told to send as well: then the operator says how long it counts. */
    public FormType<F> networkClickIds(int days, String pattern, String... parameters) {
        return clickIds(days, pattern, false, parameters);
    }

    private FormType<F> clickIds(int days, String pattern, boolean exclusive, String... parameters) {
        Stream<ClickIdRule> more = Arrays.stream(parameters)
                .map(parameter -> new ClickIdRule(parameter, name, pattern, Duration.ofDays(days), exclusive));
        List<ClickIdRule> rules = Stream.concat(clickIdRules.stream(), more).toList();
        return with(eventNames, consent, rules, browserIdRules, alsoCalled, hosts);
    }

    /** A cookie of the platform's own pixel, see {@link BrowserIdRule}. */
    public FormType<F> cookie(String cookie, String id, String pattern) {
        Stream<BrowserIdRule> more = Stream.of(new BrowserIdRule(cookie, id, pattern));
        List<BrowserIdRule> rules = Stream.concat(browserIdRules.stream(), more).toList();
        return with(eventNames, consent, clickIdRules, rules, alsoCalled, hosts);
    }

    private FormType<F> with(
            Map<String, String> names,
            Set<Consent.Purpose> purposes,
            List<ClickIdRule> clicks,
            List<BrowserIdRule> cookies,
            Set<String> words,
            Set<String> where) {
        return new FormType<>(name, description, settings, make, names, purposes, clicks, cookies, words, where);
    }
}
