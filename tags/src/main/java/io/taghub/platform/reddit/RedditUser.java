package io.taghub.platform.reddit;

import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.Location;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom an event is about. Reddit's rules of hashing are its own: addresses lose dots and suffix at every host, numbers keep
 * their plus, ids their case.
 *
 * @see <a href="https://ads-api.reddit.com/docs/v3/guides/programs/capi/direct-integration">the vendor's page</a>
 */
final class RedditUser {
    private static final List<String> MATCHING =
            List.of("email", "phone_number", "external_id", "uuid", "idfa", "aaid");

    /** The moment before the id in the pixel's cookie. */
    private static final Pattern MOMENT = Pattern.compile("^\\d+\\.");

    private static final Pattern SUBDIVISION = Pattern.compile("[A-Z]{2}-[A-Z0-9]{1,3}");

    private RedditUser() {}

    /** @param source where it happened, in Reddit's words: of a store's visitor neither browser nor device is told */
    static Fields of(Event event, String source, @Nullable String defaultCountry) {
        Person person = PersonalData.shareable(event);
        String country = Identifiers.country(person.country());
        String from = country == null ? defaultCountry : country;
        Fields user = new Fields()
                .put("email", first(Identifiers.hashes(person, "email", person.emails(), RedditUser::email)))
                .put(
                        "phone_number",
                        first(Identifiers.hashes(
                                person, "phone", person.phones(), raw -> Identifiers.phoneWithPlus(raw, from))))
                .put("external_id", externalId(person));
        if (source.equals(RedditSource.STORE)) {
            return user;
        }
        Client client = event.client() == null ? new Client(null, null) : event.client();
        String uuid = event.clickIds().value("rdt_uuid");
        user.put("ip_address", Identifiers.sha256(Identifiers.ip(client.ip())))
                .put("user_agent", client.userAgent())
                .put("uuid", uuid == null ? null : MOMENT.matcher(uuid).replaceFirst(""))
                .put("screen_dimensions", screen(event));
        boolean allowed = !event.consent().denies(Consent.Purpose.AD_USER_DATA);
        return source.equals(RedditSource.APP) && allowed ? device(event, user) : user;
    }

    /** Whether Reddit could recognise somebody by it. */
    static boolean matches(Fields user) {
        return MATCHING.stream().anyMatch(user::has) || (user.has("ip_address") && user.has("user_agent"));
    }

    private static @Nullable String email(@Nullable String raw) {
        String email = Identifiers.email(raw);
        int at = email == null ? -1 : email.indexOf('@');
        if (email == null || at < 0) {
            return null;
        }
        String local = email.substring(0, at).replace(".", "").replaceFirst("\\+.*", "");
        return local.isEmpty() ? null : local + email.substring(at);
    }

    private static @Nullable String externalId(Person person) {
        return Stream.concat(
                        Stream.ofNullable(Identifiers.hash(person, "id", person.id(), RedditUser::trimmed)),
                        Identifiers.hashes(person, "external_ids", person.externalIds(), RedditUser::trimmed).stream())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String trimmed(@Nullable String id) {
        return id == null || id.isBlank() ? null : id.strip();
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Apple's ids in upper case, Google's in lower case. */
    private static Fields device(Event event, Fields user) {
        String id = event.advertisingId();
        String os = event.device().get(Device.OS);
        boolean apple = os != null && os.toLowerCase(Locale.ROOT).startsWith("i");
        return id == null
                ? user
                : user.put(
                        apple ? "idfa" : "aaid",
                        Identifiers.sha256(apple ? id.toUpperCase(Locale.ROOT) : id.toLowerCase(Locale.ROOT)));
    }

    private static Fields screen(Event event) {
        Integer width = pixels(event.device().get(Device.SCREEN_WIDTH));
        Integer height = pixels(event.device().get(Device.SCREEN_HEIGHT));
        return width == null || height == null
                ? new Fields()
                : new Fields().put("width", width).put("height", height);
    }

    private static @Nullable Integer pixels(@Nullable String said) {
        return said != null && said.matches("\\d{1,6}") ? Integer.valueOf(said) : null;
    }

    /** Limited data use, and whose law asks for it: as the event says, or the person's place, or else the settings. */
    static Fields limited(Event event, RedditPlatform.Settings settings) {
        Person person = PersonalData.shareable(event);
        String said = upper(event.location().get(Location.REGION));
        String subdivision = said != null && SUBDIVISION.matcher(said).matches() ? said : null;
        String country = Stream.of(
                        Identifiers.country(event.location().get(Location.COUNTRY)),
                        subdivision == null ? null : subdivision.substring(0, 2),
                        Identifiers.country(Identifiers.clear(person, "country", person.country())),
                        settings.dataProcessingOptionsCountry(),
                        settings.dataProcessingOptionsRegion() == null
                                ? null
                                : settings.dataProcessingOptionsRegion().substring(0, 2))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        String region = said == null ? Identifiers.clear(person, "region", person.region()) : said;
        return new Fields()
                .put("modes", List.of("LDU"))
                .put("country", country)
                .put(
                        "region",
                        subdivision == null && country != null
                                ? subdivision(country, region, settings.dataProcessingOptionsRegion())
                                : subdivision);
    }

    private static @Nullable String subdivision(String country, @Nullable String region, @Nullable String bySetting) {
        String whole = country + "-" + upper(Identifiers.state(region, country));
        boolean fits = bySetting != null && bySetting.startsWith(country + "-");
        return region != null && SUBDIVISION.matcher(whole).matches() ? whole : fits ? bySetting : null;
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.strip().toUpperCase(Locale.ROOT);
    }
}
