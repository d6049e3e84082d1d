package io.taghub.platform.datamanager;

import io.taghub.event.ClickId;
import io.taghub.event.Consent;
import io.taghub.event.Event;
import io.taghub.tag.Fields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The {@code adIdentifiers} of an event: the click that brought the visitor, and what else tells of it. */
final class DataManagerClick {
    private DataManagerClick() {}

    /** Of several click ids one: gclid says most, and gbraid and wbraid must never go together. */
    static @Nullable ClickId of(Event event) {
        for (String name : List.of("gclid", "wbraid", "gbraid")) {
            ClickId click = event.clickIds().get(name);
            if (click != null) {
                return click;
            }
        }
        return null;
    }

    static Fields identifiers(Event event, @Nullable ClickId click, boolean sendIp) {
        Fields identifiers = new Fields();
        if (click != null) {
            identifiers.put(click.name(), click.value());
        }
        return identifiers
                .put("dclid", event.clickIds().value("dclid"))
                .put("impressionId", event.clickIds().value("impression_id"))
                .put("matchId", event.clickIds().value("match_id"))
                .put("mobileDeviceId", advertisingId(event))
                .put("sessionAttributes", sessionAttributes(event, click))
                .put(
                        "landingPageDeviceInfo",
                        DataManagerDevice.said(event.properties().get("landing_page_device"), sendIp));
    }

    private static @Nullable String advertisingId(Event event) {
        return event.consent().denies(Consent.Purpose.AD_USER_DATA) ? null : event.advertisingId();
    }

    /**
     * What Google put into the landing address beside the click id, or without one: as the site has kept it, else from the
     * click, else from the event's own page.
     */
    private static @Nullable String sessionAttributes(Event event, @Nullable ClickId click) {
        String kept = event.text("session_attributes");
        if (kept != null) {
            return kept;
        }
        Map<String, String> session = new TreeMap<>(click == null ? query(event) : click.params());
        session.keySet().removeIf(name -> !isGoogles(name));
        if (session.isEmpty()) {
            return null;
        }
        Instant start = click == null ? event.time() : click.seen();
        session.put("session_start_time_usec", String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, start)));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new Fields().putAll(session).toJson());
    }

    private static boolean isGoogles(String parameter) {
        return parameter.startsWith("gad_");
    }

    private static Map<String, String> query(Event event) {
        String url = event.page() == null ? null : event.page().url();
        int question = url == null ? -1 : url.indexOf('?');
        if (url == null || question < 0) {
            return Map.of();
        }
        Map<String, String> query = new TreeMap<>();
        for (String parameter :
                url.substring(question + 1).replaceFirst("#.*", "").split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && isGoogles(parameter)) {
                query.putIfAbsent(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
