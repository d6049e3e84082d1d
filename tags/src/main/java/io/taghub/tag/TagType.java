package io.taghub.tag;

import io.taghub.event.Consent;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of tag an operator can switch on: its name in YAML, its form, and how a filled form becomes a tag. Found by
 * {@link java.util.ServiceLoader}, so a jar in {@code plugins/} can bring one.
 *
 * @param <F> the record that is the form
 */
public interface TagType<F> {

    /** As written after {@code type:} in YAML, {@code meta}. */
    String name();

    /** One sentence for the reference page. */
    String description();

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

    /** The registered names of the click ids this type sends, first the preferred one. */
    default java.util.List<String> clickIds() {
        return java.util.List.of();
    }

    /** The same for types where they depend on the settings, such as a preset's. */
    default java.util.List<String> clickIds(F settings) {
        return clickIds();
    }

    /** Which clicks are this tag's, where another receiver could take them for its own; null for platforms with click ids of their own. */
    default @Nullable Claim claim(F settings) {
        return null;
    }
}
