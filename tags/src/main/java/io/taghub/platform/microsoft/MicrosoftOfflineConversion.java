package io.taghub.platform.microsoft;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Setup;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * An offline conversion of the Campaign Management API.
 *
 * @see <a href="https://learn.microsoft.com/en-us/advertising/campaign-management-service/offlineconversion">the vendor's
 *     page</a>
 */
final class MicrosoftOfflineConversion {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private MicrosoftOfflineConversion() {}

    /** What Microsoft finds the click by; each is enough. */
    static Fields match(Event event, Setup setup) {
        Person person = PersonalData.shareable(event);
        return new Fields()
                .put("MicrosoftClickId", event.clickIds().value("msclkid"))
                .put("HashedEmailAddress", MicrosoftUser.email(person))
                .put("HashedPhoneNumber", MicrosoftUser.phone(person, setup));
    }

    static Fields of(Event event, @Nullable String goal, Fields match) {
        return new Fields()
                .put("ConversionName", goal)
                .put("ConversionTime", TIME.format(event.time()))
                .put("ConversionValue", UetEvent.amount(event))
                .put("ConversionCurrencyCode", Money.isoCurrencyOf(event))
                .putAll(match.toMap())
                .put(
                        "ExternalAttributionCredit",
                        event.properties().get("external_attribution_credit") instanceof Number credit ? credit : null)
                .put("ExternalAttributionModel", event.text("external_attribution_model"));
    }
}
