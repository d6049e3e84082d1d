package io.taghub.platform.ga4;

import io.taghub.event.Consent;
import io.taghub.tag.Described;
import io.taghub.tag.Form;
import io.taghub.tag.Secret;
import io.taghub.tag.Setup;
import io.taghub.tag.Tag;
import io.taghub.tag.TagType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Google Analytics 4 Measurement Protocol, web streams.
 *
 * @see <a href="https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference">the vendor's page</a>
 */
public final class Ga4Type implements TagType<Ga4Type.Settings> {

    record Settings(
            @Described(value = "id of the web stream", example = "G-ABC1234567", pattern = "G-[A-Z0-9]+")
            String measurementId,

            @Described("Measurement Protocol API secret of the stream, from Admin, Data streams")
            Secret apiSecret,

            @Described(value = "let Google collect in the European Union", byDefault = "false")
            boolean eu,

            @Described(
                    value = "send hashed e-mail, phone and names; user-provided data collection must be on in GA4",
                    byDefault = "true")
            boolean userData,

            @Described(value = "send the visitor's IP address, from which GA4 takes the region", byDefault = "true")
            boolean sendIp,

            @Described(value = "show the events in DebugView", byDefault = "false")
            boolean debugMode) {}

    @Override
    public String name() {
        return "ga4";
    }

    @Override
    public String description() {
        return "Google Analytics 4 Measurement Protocol, web streams.";
    }

    @Override
    public Form<Settings> form(Map<String, Object> written) {
        return Form.of(Settings.class);
    }

    @Override
    public Tag create(Settings settings, Setup setup) {
        return new Ga4Tag(settings, setup);
    }

    /** Deposits are purchases, because GA4 adds up revenue of purchases only. Other names are GA4's already. */
    @Override
    public Map<String, String> eventNames() {
        return Map.of(
                "registration", "sign_up",
                "lead", "generate_lead",
                "ftd", "purchase",
                "deposit", "purchase");
    }

    @Override
    public Set<Consent.Purpose> consent() {
        return Set.of(Consent.Purpose.ANALYTICS_STORAGE);
    }

    /** Cookies of Google's own tag, where a site runs it beside the hub. */
    @Override
    public List<String> clickIds() {
        return List.of("ga", "ga_session");
    }
}
