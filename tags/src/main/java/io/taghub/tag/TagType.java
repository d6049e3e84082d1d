package io.taghub.tag;

import io.taghub.event.Consent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of tag an operator can switch on: its name in YAML, its form, and how a filled form becomes a tag. A platform says
 * it with a {@link FormType}.
 *
 * @param <F> what the form becomes once it is filled
 */
public interface TagType<F> {

    /** As written after {@code type:} in YAML, {@code meta}. */
    String name();

    /** One sentence for the reference page. */
    String description();

    /** Other names people know it by, in small letters with hyphens, {@code facebook}: who writes one is told the right one. */
    default Set<String> alsoCalled() {
        return Set.of();
    }

    /** Hosts that are its own, {@code api.beacon.example}: who writes a postback to one is told of the type. */
    default Set<String> hosts() {
        return Set.of();
    }

    /**
     * The form to fill.
     *
     * @param settings what the operator wrote, for types whose form depends on it (a preset's own settings); most ignore it
     */
    Form<F> form(Map<String, Object> settings);

    Tag create(F settings, Setup setup);

    /** Our event names to the platform's, before the operator's own {@code event_names}. */
    default Map<String, String> eventNames() {
        return Map.of();
    }

    /** What a visitor must not have denied for this tag to get the event, unless the operator says otherwise. */
    default Set<Consent.Purpose> consent() {
        return Set.of(Consent.Purpose.AD_STORAGE, Consent.Purpose.AD_USER_DATA);
    }

    /** The platform's click ids in landing addresses. Every hub catches them, also before a tag of this type is switched on. */
    default List<ClickIdRule> clickIdRules() {
        return List.of();
    }

    /** Click ids of receivers without a type of their own, which tags of this type can be told to send. */
    default List<ClickIdRule> othersClickIdRules() {
        return List.of();
    }

    /** What links to its receivers carry beside those, and is caught only where a tag says so: to name one is no slip. */
    default Set<String> landingParameters() {
        return Set.of();
    }

    /** The platform's browser ids in cookies. */
    default List<BrowserIdRule> browserIdRules() {
        return List.of();
    }

    /** The same for receivers without a type of their own. */
    default List<BrowserIdRule> othersBrowserIdRules() {
        return List.of();
    }

    /** The names of the click ids and browser ids that a tag with these settings sends. */
    default List<String> clickIds(F settings) {
        return Stream.concat(
                        clickIdRules().stream().map(ClickIdRule::name),
                        browserIdRules().stream().map(BrowserIdRule::name))
                .distinct()
                .toList();
    }

    /**
     * How long clicks count, where the settings say it (an operator's own preset does) and not the type; of those that
     * {@link #clickIds(Object)} names.
     */
    default List<ClickIdRule> clickIdRules(F settings) {
        return List.of();
    }

    /** What a tag with these settings is made of beside them, such as the text of a preset: a change of it is one of the tag. */
    default String madeOf(F settings) {
        return "";
    }

    /** What is allowed in these settings and probably not meant. */
    default List<Form.Problem> doubts(F settings) {
        return List.of();
    }

    /** Which clicks are this tag's, where another receiver could take them for its own; null for platforms with click ids of their own. */
    default @Nullable Claim claim(F settings) {
        return null;
    }
}
