package io.taghub.personal;

import java.util.Set;

/**
 * Names of properties that steer what is sent, or by which one platform alone knows somebody or something. The tag they are
 * meant for reads them by name; to all the others they say nothing, and an id of one platform is none of another's business.
 */
final class SpecialNames {
    static final Set<String> OF_EVENTS = Set.of(
            // said of the event, in the words of the hub
            "action_source",
            "customer_segmentation",
            "customer_type",
            "customer_value_bucket",
            "last_updated",
            "limited_data_use",
            "opt_out",
            "store_code",
            // Meta
            "brand_page_id",
            "ctwa_clid",
            "data_processing_options",
            "data_processing_options_country",
            "data_processing_options_state",
            "event_source",
            "fb_login_id",
            "ig_account_id",
            "ig_sid",
            "instagram_business_account_id",
            "lead_event_source",
            "lead_id",
            "messaging_channel",
            "page_id",
            "page_scoped_user_id",
            "store_page_id",
            "subscription_id",
            "whatsapp_business_account_id",
            // Google
            "conversion_count",
            "custom_variables",
            "engagement_time_msec",
            "firebase_conversion",
            "landing_page_device",
            "merchant_feed_label",
            "merchant_feed_language",
            "merchant_id",
            "session_attributes",
            // TikTok
            "ad",
            // LinkedIn
            "acxiom_id");

    private SpecialNames() {}
}
