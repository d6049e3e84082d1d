package io.taghub.platform.track360brand;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator puts behind a field's name: {@code value}, {@code click.param.affid | required}.
 *
 * @param required whether nothing goes out without it
 */
record Track360Field(String source, boolean required) {
    private static final Set<String> WORDS =
            Set.of("event", "status", "value", "currency", "time", "click.id", "user.country", "order_id");

    private static final Pattern NAMED = Pattern.compile("(property|click\\.param)\\.[\\w.-]{1,64}");

    private static final Pattern REQUIRED = Pattern.compile("\\s*\\|\\s*required\\s*$");

    /** By their names, in the order written; none where nothing is. */
    static Map<String, Track360Field> all(@Nullable Map<String, String> written) {
        Map<String, Track360Field> fields = new LinkedHashMap<>();
        if (written != null) {
            written.forEach((name, source) -> fields.put(name, of(source)));
        }
        return Collections.unmodifiableMap(fields);
    }

    private static Track360Field of(String written) {
        String source = REQUIRED.matcher(written).replaceFirst("");
        if (!WORDS.contains(source) && !NAMED.matcher(source).matches()) {
            throw new IllegalArgumentException("a field cannot come from this; there are "
                    + String.join(", ", WORDS.stream().sorted().toList()) + ", property.NAME and click.param.NAME");
        }
        return new Track360Field(source, !source.equals(written));
    }

    /** Whether it says whose customer it is. */
    boolean isTracking() {
        return source.startsWith("click.");
    }

    /**
     * @param name what they call the event
     * @param status in their word
     */
    @Nullable
    Object value(Event event, String name, ClickId click, @Nullable String status) {
        Money money = Money.inIsoCurrency(event.money());
        return switch (source) {
            case "event" -> name;
            case "status" -> status;
            case "value" -> money == null ? null : money.rounded();
            case "currency" -> money == null ? null : money.currency();
            case "time" -> event.time().toString();
            case "click.id" -> click.value();
            case "user.country" -> PersonalData.shareable(event).country();
            case "order_id" -> PersonalData.impersonalId(event.orderId());
            default -> named(event, click);
        };
    }

    private @Nullable Object named(Event event, ClickId click) {
        return source.startsWith("property.")
                ? PersonalData.freeProperties(event, Set.of()).get(source.substring("property.".length()))
                : click.params().get(source.substring("click.param.".length()));
    }
}
