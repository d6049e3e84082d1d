package io.taghub.platform.criteo;

import io.taghub.event.Client;
import io.taghub.event.Consent;
import io.taghub.event.Details;
import io.taghub.event.Device;
import io.taghub.event.Event;
import io.taghub.event.Location;
import io.taghub.event.Person;
import io.taghub.personal.PersonalData;
import io.taghub.tag.Fields;
import io.taghub.tag.Identifiers;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who it was, and on what kind of device. */
final class CriteoUser {
    private static final Pattern TABLET = Pattern.compile("iPad|Tablet|Android(?!.*Mobile)");
    private static final Pattern MOBILE = Pattern.compile("Mobi|iPhone|iPod");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");

    private CriteoUser() {}

    /** What the cookie said last. */
    static boolean isOptedOut(Event event) {
        String said = event.clickIds().value("crto_is_user_optout");
        return "true".equalsIgnoreCase(said) || "1".equals(said);
    }

    /** By what Criteo recognises somebody; each is enough. */
    static Fields id(Event event, @Nullable String callerId) {
        String mapped = callerId == null ? null : event.clickIds().value("crto_mapped_user_id");
        String device = event.consent().denies(Consent.Purpose.AD_USER_DATA) ? null : event.advertisingId();
        String os = event.device().get(Device.OS);
        boolean apple = os != null && os.toLowerCase(Locale.ROOT).startsWith("i");
        return new Fields()
                .put("mapping_key", mapped == null ? null : callerId)
                .put("mapped_user_id", mapped)
                .put("email", email(PersonalData.shareable(event)))
                .put("idfa", apple ? device : null)
                .put("gaid", apple ? null : device);
    }

    /** In three hashes; of an operator's own SHA-256 the others cannot be made. */
    private static Fields email(Person person) {
        String raw = person.email();
        Fields hashes = new Fields().put("sha256", Identifiers.hash(person, "email", raw, Identifiers::email));
        String clear = Identifiers.email(Identifiers.clear(person, "email", raw));
        if (clear != null) {
            String md5 = Identifiers.hex("MD5", clear);
            hashes.put("md5", md5).put("sha256_md5", Identifiers.sha256(md5));
        }
        return hashes;
    }

    /** The operator's own id of the browser, which its OneTag has too; else one made of the hub's, which nobody can go back from. */
    static @Nullable String visitor(Event event) {
        String said = PersonalData.impersonalId(event.text("retailer_visitor_id"));
        return said == null ? Identifiers.sha256(event.visitor()) : said;
    }

    static @Nullable String country(Event event) {
        String place = Identifiers.country(event.location().get(Location.COUNTRY));
        Person person = PersonalData.shareable(event);
        return place == null ? Identifiers.country(Identifiers.clear(person, "country", person.country())) : place;
    }

    static @Nullable String language(Event event) {
        String language = event.device().get(Device.LANGUAGE);
        String two = language == null ? "" : language.toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
        return LANGUAGE.matcher(two).matches() ? two : null;
    }

    /** {@code d}, {@code m} or {@code t}: desktop, as long as nothing says otherwise. */
    static String site(Event event) {
        Details<Device> device = event.device();
        Client client = event.client();
        String agent = client == null || client.userAgent() == null ? "" : client.userAgent();
        String category = device.get(Device.CATEGORY);
        return switch (category == null ? "" : category.toLowerCase(Locale.ROOT)) {
            case "mobile" -> "m";
            case "tablet" -> "t";
            case "desktop" -> "d";
            default ->
                TABLET.matcher(agent).find() ? "t" : MOBILE.matcher(agent).find() ? "m" : "d";
        };
    }
}
