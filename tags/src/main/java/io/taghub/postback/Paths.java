package io.taghub.postback;

import io.taghub.event.ClickId;
import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.life.Saying;
import io.taghub.personal.PersonalData;
import io.taghub.postback.preset.Reversal;
import io.taghub.tag.Identifiers;
import io.taghub.tag.Reason;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a macro can name: {@code click.id}, {@code value}, {@code user.id}. Values are text, numbers, times or lists. */
final class Paths {
    /** Longest id a network takes, and then some; longer ones are not ids. */
    static final int MAX_ID = 255;

    private static final Pattern PARAMETER = Pattern.compile("click\\.param\\.[\\w.-]+");
    private static final Pattern SUB = Pattern.compile("sub([1-9]|[12]\\d|30)");
    private static final Pattern PROPERTY = Pattern.compile("property\\.[\\w-]+");

    /** Paths that name a person; in a URL or header they must be hashed. */
    static final Set<String> PERSONAL = Set.of("user.email", "user.phone", "user.first_name", "user.last_name");

    /** Of which some are an address or a number that a person is reached by. */
    private static final Set<String> IDS = Set.of("user.id", "original.id", "original.order", "item.id");

    private static final Map<String, Function<Binding, @Nullable Object>> FIXED = new LinkedHashMap<>();

    static {
        FIXED.put("click.id", b -> click(b, "click.id", b.click));
        FIXED.put("click.time", b -> b.click == null ? null : b.click.seen());
        FIXED.put("event.id", b -> b.event.id());
        FIXED.put("event.name", b -> b.setup.nameOf(b.event));
        FIXED.put("event.time", b -> b.event.time());
        FIXED.put("goal", Binding::goal);
        FIXED.put("txn.id", Binding::transaction);
        FIXED.put("value", Paths::amount);
        FIXED.put("currency", b -> b.event.currency());
        FIXED.put("status", Binding::status);
        FIXED.put("user.id", b -> b.event.user().id());
        FIXED.put("user.country", b -> b.event.user().country());
        FIXED.put("user.email", b -> Identifiers.email(b.event.user().email()));
        FIXED.put("user.phone", Paths::phone);
        FIXED.put(
                "user.first_name",
                b -> Identifiers.clear(
                        b.event.user(), "first_name", b.event.user().firstName()));
        FIXED.put(
                "user.last_name",
                b -> Identifiers.clear(
                        b.event.user(), "last_name", b.event.user().lastName()));
        FIXED.put("reason", b -> reason(b));
        FIXED.put("original.value", b -> {
            BigDecimal whole = TakenBack.whole(b.event);
            return whole == null ? null : amount(b, whole);
        });
        FIXED.put("original.id", b -> original(b, Event.Original::id));
        FIXED.put("original.name", b -> original(b, Event.Original::name));
        FIXED.put("original.order", b -> original(b, Event.Original::orderId));
        FIXED.put("original.time", b -> original(b, Event.Original::time));
        FIXED.put("items.count", Binding::count);
        FIXED.put(Binding.ITEMS_DISCOUNT, b -> {
            BigDecimal discount = b.discount();
            return discount == null ? null : amount(b, discount);
        });
        FIXED.put("delivery.id", Binding::delivery);
        // Looks random to a cache on the way, and is the same again in the next attempt.
        FIXED.put("random", b -> Long.parseLong(b.delivery().substring(0, 8), 16));
    }

    private Paths() {}

    /** What the operator gives hashed already: it is not hashed twice, and has no clear text. */
    static @Nullable String givenHash(String path, Person user) {
        String field = path.startsWith("user.") ? path.substring("user.".length()) : "";
        String value = switch (field) {
            case "email" -> user.email();
            case "phone" -> user.phone();
            case "first_name" -> user.firstName();
            case "last_name" -> user.lastName();
            default -> null;
        };
        return value != null && user.hashed(field, value) ? value.toLowerCase(Locale.ROOT) : null;
    }

    /** How to read this path, or null where there is no such path. */
    static @Nullable Function<Binding, @Nullable Object> find(String path, Scope scope) {
        Function<Binding, @Nullable Object> fixed = FIXED.get(path);
        if (fixed != null) {
            return fixed;
        }
        String name = path.substring(path.lastIndexOf('.') + 1);
        if (PARAMETER.matcher(path).matches()) {
            return parameter(path.substring("click.param.".length()));
        }
        if (SUB.matcher(path).matches()) {
            return parameter(path);
        }
        if (PROPERTY.matcher(path).matches()) {
            return b -> property(b.event, name);
        }
        if (LinePaths.isOne(path)) {
            return LinePaths.find(path);
        }
        if (path.equals("signature." + name) && scope.signatures().contains(name)) {
            return b -> b.signature(name);
        }
        if (path.equals("settings." + name) && scope.settings().containsKey(name)) {
            String setting = scope.settings().get(name);
            return b -> setting;
        }
        if (path.equals("secret." + name) && scope.secrets().containsKey(name)) {
            var secret = scope.secrets().get(name);
            return b -> secret == null ? null : secret.reveal();
        }
        if (path.equals("click." + name) && scope.clickNames().contains(name)) {
            return b -> click(b, path, b.event.clickIds().get(name));
        }
        return null;
    }

    /** Every path that can be listed, for suggestions. */
    static Set<String> known(Scope scope) {
        Set<String> known = new TreeSet<>(FIXED.keySet());
        known.addAll(List.of("click.param.name", "property.name", "sub1", "sub2"));
        known.addAll(LinePaths.known());
        scope.signatures().forEach(name -> known.add("signature." + name));
        scope.settings().keySet().forEach(name -> known.add("settings." + name));
        scope.secrets().keySet().forEach(name -> known.add("secret." + name));
        scope.clickNames().forEach(name -> known.add("click." + name));
        return known;
    }

    /**
     * The same without what is personal, as ad platforms do not get it either: nobody can hash what hides in a property or
     * stood in a landing address, and the conversion is worth more than the parameter. In a body a property that is called
     * what it is ({@code property.email}) is the operator's wish.
     */
    static Function<Binding, @Nullable Object> withoutPersonal(
            String path, Function<Binding, @Nullable Object> source, RequestPart place) {
        if (SUB.matcher(path).matches() || (IDS.contains(path) && place != RequestPart.BODY)) {
            return clear(
                    path, source, (value, b) -> PersonalData.impersonalId(Macro.text(value)) == null ? null : value);
        }
        if (path.equals("txn.id") && place != RequestPart.BODY) {
            return b -> transaction(b, source.apply(b));
        }
        String key = path.replaceFirst("^(?:property|click\\.param)\\.", "");
        if (key.equals(path)) {
            return source;
        }
        boolean wished = place == RequestPart.BODY || key.startsWith("utm_");
        return clear(
                path,
                source,
                (value, b) -> wished
                        ? PersonalData.impersonalUnder(key, value, b.event)
                        : PersonalData.impersonal(key, value, b.event));
    }

    private static Function<Binding, @Nullable Object> clear(
            String path,
            Function<Binding, @Nullable Object> source,
            BiFunction<Object, Binding, @Nullable Object> clearing) {
        return b -> {
            Object value = source.apply(b);
            Object clear = value == null ? null : clearing.apply(value, b);
            if (value != null && !value.equals(clear)) {
                b.leaveOut(path, path + " holds personal data, which goes out as a hash only");
            }
            return clear;
        };
    }

    /** Without it a network would take a repeat for one more. */
    private static @Nullable Object transaction(Binding b, @Nullable Object value) {
        return value == null || PersonalData.impersonalId(Macro.text(value)) != null
                ? value
                : b.skip(
                        Reason.INVALID_FIELD,
                        "txn.id is an e-mail address or a phone number and must not stand in a URL; hash it: {{ txn.id | sha256 }}");
    }

    private static Function<Binding, @Nullable Object> parameter(String name) {
        return b -> b.click == null ? null : b.click.params().get(name);
    }

    /** A longer one is no id: left out where the template can do without. */
    private static @Nullable Object click(Binding b, String path, @Nullable ClickId click) {
        if (click == null || click.value().length() <= MAX_ID) {
            return click == null ? null : click.value();
        }
        return b.leaveOut(path, "the " + click.name() + " is longer than " + MAX_ID + " characters");
    }

    private static @Nullable Object amount(Binding b) {
        Money money = b.event.money();
        return money == null ? null : amount(b, money.amount());
    }

    /** An amount of the event, with the sign that its receiver reads it with. */
    static @Nullable Object amount(Binding b, BigDecimal written) {
        Reversal style = TakenBack.is(b.event) ? b.postback.reversal() : null;
        BigDecimal amount = switch (style) {
            case SIGNED_AMOUNT -> written.abs().negate();
            case RESEND_STATUS, VERB_PATH, SEPARATE_API -> b.postback.signed() ? written : written.abs();
            case NONE -> written;
            case null -> written;
        };
        if (amount.signum() < 0 && !b.postback.signed() && style != Reversal.SIGNED_AMOUNT) {
            return b.skip(
                    Reason.INVALID_FIELD,
                    "the value is negative; a network that takes corrections needs 'signed: true'");
        }
        BigDecimal plain = amount.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /** The operator's word for why a conversion was taken back, {@code fraud}; else what took it back. */
    private static @Nullable Object reason(Binding b) {
        String said = Saying.of(b.event).reason();
        return said.isEmpty() ? null : PersonalData.impersonal("reason", said, b.event);
    }

    private static @Nullable Object original(Binding b, Function<Event.Original, @Nullable Object> read) {
        return b.event.original() == null ? null : read.apply(b.event.original());
    }

    private static @Nullable Object phone(Binding b) {
        String digits = Identifiers.phone(b.event.user().phone(), b.setup.defaultCountry());
        return digits == null ? null : "+" + digits;
    }

    private static @Nullable Object property(Event event, String name) {
        Object value = event.properties().get(name);
        return value instanceof Map ? null : value;
    }
}
