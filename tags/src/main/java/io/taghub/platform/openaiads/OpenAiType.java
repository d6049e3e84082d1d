package io.taghub.platform.openaiads;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an event is at OpenAI: one of twelve types, or of the operator's own.
 *
 * @param name OpenAI's word, {@code custom} for one of the operator's own
 * @param shape which of the four forms its data has
 * @param custom what the operator calls it there; null of OpenAI's types
 * @see <a href="https://developers.openai.com/ads/supported-events">the vendor's page</a>
 */
record OpenAiType(String name, String shape, @Nullable String custom) {
    static final String CONTENTS = "contents";
    static final String ACTION = "customer_action";
    static final String PLAN = "plan_enrollment";
    private static final String CUSTOM = "custom";

    private static final String CUSTOM_NAME = "[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?";

    private static final Map<String, String> SHAPES = Map.ofEntries(
            Map.entry("page_viewed", CONTENTS),
            Map.entry("contents_viewed", CONTENTS),
            Map.entry("items_added", CONTENTS),
            Map.entry("checkout_started", CONTENTS),
            Map.entry("order_created", CONTENTS),
            Map.entry("lead_created", ACTION),
            Map.entry("registration_completed", ACTION),
            Map.entry("appointment_scheduled", ACTION),
            Map.entry("app_installed", ACTION),
            Map.entry("app_opened", ACTION),
            Map.entry("subscription_created", PLAN),
            Map.entry("trial_started", PLAN));

    /** Without the underscores, for {@code OrderCreated}. */
    private static final Map<String, String> NAMES =
            SHAPES.keySet().stream().collect(Collectors.toUnmodifiableMap(OpenAiType::bare, Function.identity()));

    static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("page_view", "page_viewed"),
            Map.entry("view_item", "contents_viewed"),
            Map.entry("view_item_list", "contents_viewed"),
            Map.entry("view_list", "contents_viewed"),
            Map.entry("view_content", "contents_viewed"),
            Map.entry("add_to_cart", "items_added"),
            Map.entry("begin_checkout", "checkout_started"),
            Map.entry("purchase", "order_created"),
            Map.entry("ftd", "order_created"),
            Map.entry("deposit", "order_created"),
            Map.entry("redeposit", "order_created"),
            Map.entry("challenge_purchase", "order_created"),
            Map.entry("coin_purchase", "order_created"),
            Map.entry("registration", "registration_completed"),
            Map.entry("sign_up", "registration_completed"),
            Map.entry("lead", "lead_created"),
            Map.entry("generate_lead", "lead_created"),
            Map.entry("contact", "lead_created"),
            Map.entry("schedule", "appointment_scheduled"),
            Map.entry("subscribe", "subscription_created"),
            Map.entry("start_trial", "trial_started"),
            Map.entry("app_open", "app_opened"),
            Map.entry("app_install", "app_installed"),
            Map.entry("first_open", "app_installed"));

    /**
     * @param word what the operator or the table calls it at OpenAI; any other than its own words is a name of the operator's
     * @param ours what it is called here, its name there where the operator says no more than {@code custom}
     */
    static OpenAiType of(String word, String ours) {
        String known = NAMES.get(bare(word));
        return known != null
                ? new OpenAiType(known, SHAPES.getOrDefault(known, CUSTOM), null)
                : new OpenAiType(CUSTOM, CUSTOM, word.strip().equalsIgnoreCase(CUSTOM) ? ours : word.strip());
    }

    private static String bare(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[_ -]", "");
    }

    boolean fits() {
        return custom == null || custom.matches(CUSTOM_NAME);
    }

    /** Of these OpenAI takes no other place than an app. */
    boolean isOfApps() {
        return name.startsWith("app_");
    }

    boolean hasContents() {
        return shape.equals(CONTENTS) || shape.equals(CUSTOM);
    }

    boolean hasPlan() {
        return shape.equals(PLAN) || shape.equals(CUSTOM);
    }
}
