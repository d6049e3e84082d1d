package io.taghub.platform.linkedin;

import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By what LinkedIn may recognise a person. Names and the operator's own id it takes in clear, and hashes IP addresses itself.
 *
 * @see <a href="https://learn.microsoft.com/en-us/linkedin/marketing/conversions/conversions-api">the vendor's page</a>
 */
final class LinkedInUser {
    private LinkedInUser() {}

    /** The {@code user} of an event, null where it would say of nobody who they are. */
    static @Nullable Map<String, Object> of(Event event, LinkedInPlatform.Settings settings) {
        Person person = PersonalData.shareable(event);
        List<Map<String, Object>> ids = ids(event, person, settings);
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("userIds", ids);
        Fields info = settings.userInfo() ? info(event, person) : new Fields();
        if (!info.isEmpty()) {
            user.put("userInfo", info.toMap());
        }
        String own = own(person);
        if (own != null) {
            user.put("externalIds", List.of(own));
        }
        return ids.isEmpty() && user.size() == 1 ? null : user;
    }

    /** One of each kind: whether LinkedIn takes several e-mail addresses of one person is not documented. */
    private static List<Map<String, Object>> ids(Event event, Person person, LinkedInPlatform.Settings settings) {
        boolean allowed = !event.consent().denies(Consent.Purpose.AD_USER_DATA);
        List<Map<String, Object>> ids = new ArrayList<>();
        List<String> emails = Identifiers.hashes(
                person, "email", person.emails(), raw -> Identifiers.email(Identifiers.squeezed(raw)));
        add(ids, "SHA256_EMAIL", emails.isEmpty() ? null : emails.getFirst());
        add(ids, "LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID", event.clickIds().value("li_fat_id"));
        if (allowed) {
            add(ids, "ACXIOM_ID", PersonalData.impersonalId(event.text("acxiom_id")));
            add(ids, "PLAINTEXT_IP_ADDRESS", settings.sendIp() ? ipv4(event.client()) : null);
            add(ids, "GOOGLE_AID", isAndroid(event) ? event.advertisingId() : null);
        }
        return ids;
    }

    private static void add(List<Map<String, Object>> ids, String type, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            ids.add(new Fields().put("idType", type).put("idValue", value).toMap());
        }
    }

    private static @Nullable String ipv4(@Nullable Client client) {
        String ip = client == null ? null : Identifiers.ip(client.ip());
        return ip == null || ip.contains(":") ? null : ip;
    }

    private static boolean isAndroid(Event event) {
        String os = event.device().get(Device.OS);
        return os != null && os.regionMatches(true, 0, "android", 0, 7);
    }

    /** Nothing of it without both names: LinkedIn refuses the call then. */
    private static Fields info(Event event, Person person) {
        String first = name(person, "first_name", person.firstName());
        String last = name(person, "last_name", person.lastName());
        if (first == null || last == null) {
            return new Fields();
        }
        return new Fields()
                .put("firstName", first)
                .put("lastName", last)
                // An event's own title is a page's.
                .put("title", said(event, Set.of("title"), "job_title", "title"))
                .put("companyName", said(event, Set.of(), "company_name", "company"))
                .put("countryCode", Identifiers.country(Identifiers.clear(person, "country", person.country())));
    }

    private static @Nullable String name(Person person, String field, @Nullable String raw) {
        String clear = Identifiers.clear(person, field, raw);
        return clear == null || clear.isBlank() ? null : clear.strip();
    }

    /** What is said of the person, else of the event, but for what means something else there. */
    private static @Nullable String said(Event event, Set<String> othersOfEvents, String... names) {
        return Stream.concat(
                        Stream.of(names).map(event.user().properties()::get),
                        Stream.of(names)
                                .filter(name -> !othersOfEvents.contains(name))
                                .map(event.properties()::get))
                .filter(String.class::isInstance)
                .map(text -> PersonalData.impersonal((String) text))
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .map(String::strip)
                .orElse(null);
    }

    /** LinkedIn takes one, as it is. */
    private static @Nullable String own(Person person) {
        String own = own(person, "id", person.id());
        return own != null
                ? own
                : person.externalIds().stream()
                        .map(id -> own(person, "external_ids", id))
                        .filter(id -> id != null)
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable String own(Person person, String field, @Nullable String id) {
        return person.hashed(field, id) ? id : PersonalData.impersonalId(Identifiers.clear(person, field, id));
    }
}
