package io.taghub.event;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a consent, under Consent Mode's names in anybody's spelling. What cannot be read was perhaps a refusal, and counts as one. */
final class ConsentJson {
    private static final Pattern NO_LETTER = Pattern.compile("[^a-z]");

    /** Purposes of Consent Mode that say nothing about advertising or analytics, and words beside them. */
    private static final Set<String> OTHERS = Set.of(
            "functionalitystorage",
            "personalizationstorage",
            "securitystorage",
            "waitforupdate",
            "region",
            "adsdataredaction",
            "urlpassthrough",
            "tcf");

    private static final Map<String, Consent.Purpose> PURPOSES = Stream.of(Consent.Purpose.values())
            .collect(Collectors.toUnmodifiableMap(purpose -> bare(purpose.key()), purpose -> purpose));

    private static final Consent DENIED = new Consent(Stream.of(Consent.Purpose.values())
            .collect(Collectors.toMap(purpose -> purpose, purpose -> Consent.State.DENIED)));

    private static final String UNKNOWN =
            "unknown purpose; known are ad_storage, ad_user_data, ad_personalization, analytics_storage";

    private ConsentJson() {}

    static Consent read(JsonReader event) {
        JsonReader given = event.object("consent");
        if (given == null) {
            return event.absent("consent") ? Consent.UNSET : DENIED;
        }
        Map<Consent.Purpose, Consent.State> states = new EnumMap<>(Consent.Purpose.class);
        boolean understood = false;
        boolean refused = false;
        for (String key : given.names()) {
            Consent.Purpose known = Consent.Purpose.of(key);
            Consent.Purpose purpose = known == null ? PURPOSES.get(bare(key)) : known;
            if (given.absent(key) || (purpose == null && OTHERS.contains(bare(key)))) {
                continue;
            }
            Consent.State state = state(given.word(key));
            if (purpose == null) {
                given.leaveOut(key, UNKNOWN);
                refused |= state == null || state == Consent.State.DENIED;
                continue;
            }
            understood = true;
            if (state == null) {
                given.leaveOut(key, "it must be granted or denied, and is taken as denied");
            }
            if (state != Consent.State.UNSET) {
                // Of two words on one purpose the refusal counts.
                states.merge(
                        purpose,
                        state == null ? Consent.State.DENIED : state,
                        (one, other) -> one == Consent.State.DENIED ? one : other);
            }
        }
        if (refused && !understood) {
            event.leaveOut(
                    "consent", "it refuses something and names no purpose that is known, and is taken as denied");
            return DENIED;
        }
        return new Consent(states);
    }

    /** {@code adUserData}, {@code ad-user-data} and {@code ad_personalisation} are how others write them. */
    private static String bare(String key) {
        return NO_LETTER.matcher(key.toLowerCase(Locale.ROOT)).replaceAll("").replace("alisation", "alization");
    }

    private static Consent.@Nullable State state(@Nullable String word) {
        return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT)) {
            case "granted", "true", "1", "yes", "consent_granted", "consent_status_granted" -> Consent.State.GRANTED;
            case "denied", "false", "0", "no", "consent_denied", "consent_status_denied" -> Consent.State.DENIED;
            case "unset", "unspecified", "consent_status_unspecified" -> Consent.State.UNSET;
            default -> null;
        };
    }
}
