package io.taghub.platform.track360brand;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.personal.PersonalData;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an operator puts behind a field's name: {@code value}, {@code click.param.affid}. */
final class Track360Field {
    private static final Set<String> WORDS =
            Set.of("event", "status", "value", "currency", "time", "click.id", "user.country", "order_id");

    private static final Pattern NAMED = Pattern.compile("(property|click\\.param)\\.[\\w.-]{1,64}");

    private static final Pattern REQUIRED = Pattern.compile("\\s*\\|\\s*required\\s*$");

    private Track360Field() {}

    static void check(String written) {
        String source = source(written);
        if (!WORDS.contains(source) && !NAMED.matcher(source).matches()) {
            throw new IllegalArgumentException("a field cannot come from this; there are "
                    + String.join(", ", WORDS.stream().sorted().toList()) + ", property.NAME and click.param.NAME");
        }
    }

    /** Whether nothing goes out without it, {@code click.param.affid | required}. */
    static boolean isRequired(String written) {
        return REQUIRED.matcher(written).find();
    }

    /** Whether it says whose customer it is. */
    static boolean isTracking(String written) {
        return source(written).startsWith("click.");
    }

    private static String source(String written) {
        return REQUIRED.matcher(written).replaceFirst("");
    }

    /**
     * @param name what they call the event
     * @param status in their word
     */
    static @Nullable Object of(String written, Event event, String name, ClickId click, @Nullable String status) {
        String source = source(written);
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
            default -> named(source, event, click);
        };
    }

    private static @Nullable Object named(String source, Event event, ClickId click) {
        return source.startsWith("property.")
                ? PersonalData.freeProperties(event, Set.of()).get(source.substring("property.".length()))
                : click.params().get(source.substring("click.param.".length()));
    }
}
