package io.taghub.config;

import io.taghub.event.Event;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Described;
import io.taghub.tag.Form;
import io.taghub.tag.Form.Field;
import io.taghub.tag.Form.Kind;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Hand-written tag types with every kind of field; what they make remembers its settings and sends nothing. */
final class TestTypes {
    record Pixel(
            @Described(value = "id of the pixel", example = "1234567890", pattern = "\\d+")
            String pixelId,

            @Described("access token of the pixel") Secret accessToken,
            @Described("marks test events") @Nullable String testEventCode) {}

    record Account(
            @Described(value = "account", example = "123-456-7890")
            String accountId,

            @Described(value = "conversion action of each event", example = "purchase: \"987\"")
            Map<String, String> conversionActions,

            @Described("how to sign in") OAuth oauth) {}

    record OAuth(
            @Described(value = "client id", example = "1.apps.example")
            String clientId,

            @Described("client secret") Secret clientSecret,
            @Described("refresh token") Secret refreshToken) {}

    record Made(Object settings, Setup setup) implements Tag {
        @Override
        public Plan plan(Event event) {
            return Plan.skip(Reason.DISABLED, "a test tag");
        }

        @Override
        public Request request(List<Item> items) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading read(Response response, int size) {
            return Reading.all(size, Outcome.DELIVERED);
        }

        @Override
        public Limits limits() {
            return Limits.batch(1000).maxAge(Duration.ofDays(7));
        }
    }

    static final TagType<Pixel> META = type("meta", settings -> Form.of(Pixel.class), Made::new);
    static final TagType<Account> GOOGLE = type("google-data-manager", settings -> Form.of(Account.class), Made::new);
    static final TagType<Map<String, @Nullable Object>> POSTBACK = type("postback", TestTypes::postbackForm, Made::new);
    static final TagType<Pixel> PICKY = type("picky", settings -> Form.of(Pixel.class), (settings, setup) -> {
        throw new IllegalArgumentException(
                "cannot work with " + settings.accessToken().reveal());
    });
    static final TagType<Pixel> CLUMSY = type("clumsy", settings -> Form.of(Pixel.class), (settings, setup) -> {
        throw new IllegalStateException("oops " + settings.accessToken().reveal());
    });
    static final List<TagType<?>> ALL = List.of(META, GOOGLE, POSTBACK, PICKY, CLUMSY);

    private TestTypes() {}

    /** Like the real one: a preset brings settings of its own. */
    private static Form<Map<String, @Nullable Object>> postbackForm(Map<String, Object> settings) {
        List<Field> fields = new ArrayList<>();
        fields.add(field("preset", Kind.TEXT, false, "the network", "voluum|everflow"));
        switch (String.valueOf(settings.get("preset"))) {
            case "voluum" -> fields.add(field("domain", Kind.TEXT, true, "host of the tracker", "[a-z0-9.-]+"));
            case "everflow" -> {
                fields.add(field("nid", Kind.NUMBER, true, "network id", ""));
                fields.add(field("verification_token", Kind.SECRET, false, "token", ""));
            }
            default -> {
                fields.add(field("url", Kind.TEXT, true, "what to call", ""));
                fields.add(field("query", Kind.TEXT_MAP, false, "query parameters", ""));
            }
        }
        return Form.of(fields, values -> values);
    }

    private static Field field(String name, Kind kind, boolean required, String description, String pattern) {
        return new Field(name, kind, required, description, "", pattern, "", List.of());
    }

    private static <F> TagType<F> type(
            String name,
            java.util.function.Function<Map<String, Object>, Form<F>> form,
            BiFunction<F, Setup, Tag> create) {
        return new TagType<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return "A test's " + name + ".";
            }

            @Override
            public Form<F> form(Map<String, Object> settings) {
                return form.apply(settings);
            }

            @Override
            public Tag create(F settings, Setup setup) {
                return create.apply(settings, setup);
            }

            @Override
            public Map<String, String> eventNames() {
                return Map.of("purchase", "Purchase", "registration", "CompleteRegistration");
            }

            @Override
            public List<ClickIdRule> clickIdRules() {
                return List.of(new ClickIdRule("fbclid", "meta", "[^\\s&#]{1,500}", Duration.ofDays(90), true));
            }
        };
    }
}
