package io.taghub.platform.meta;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that Meta knows.
 *
 * @see <a href="https://developers.facebook.com/docs/marketing-api/conversions-api/parameters">Parameters</a>
 */
final class MetaTwinKeys {
    static final Set<String> KEYS = Set.of(
            "event_name",
            "event_time",
            "event_id",
            "action_source",
            "event_source_url",
            "referrer_url",
            "opt_out",
            "user_data",
            "custom_data",
            "data_processing_options",
            "data_processing_options_country",
            "data_processing_options_state",
            "app_data",
            "messaging_channel",
            "original_event_data",
            "customer_segmentation",
            "store_data",
            "attribution_data",
            "advanced_measurement_table",
            "advertiser_tracking_enabled");
    static final Set<String> SOURCES = Set.of(
            "email",
            "website",
            "app",
            "phone_call",
            "chat",
            "physical_store",
            "system_generated",
            "business_messaging",
            "other");
    static final Set<String> HASHED = Set.of(
            "em", "ph", "fn", "ln", "ge", "db", "ct", "st", "zp", "country", "f5first", "f5last", "fi", "dobd", "dobm",
            "doby");
    static final Set<String> CLEAR = Set.of(
            "client_ip_address",
            "client_user_agent",
            "fbc",
            "fbp",
            "subscription_id",
            "fb_login_id",
            "lead_id",
            "anon_id",
            "madid",
            "page_id",
            "page_scoped_user_id",
            "ctwa_clid",
            "ig_account_id",
            "instagram_business_account_id",
            "ig_sid",
            "whatsapp_business_account_id");
    static final Set<String> KNOWN = Stream.of(HASHED, CLEAR, Set.of("external_id"))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());
    /** What is too weak to match a person, alone or together. */
    static final List<Set<String>> WEAK = List.of(
            Set.of("ct", "country", "st", "zp", "ge", "client_user_agent"),
            Set.of("db", "client_user_agent"),
            Set.of("fn", "ge"),
            Set.of("ln", "ge"));

    private MetaTwinKeys() {}
}
