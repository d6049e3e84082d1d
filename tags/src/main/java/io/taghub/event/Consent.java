package io.taghub.event;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the visitor allowed, in the words of Google's Consent Mode v2. Unset is neither granted nor denied: the
 * operator's default decides.
 */
public record Consent(Map<Purpose, State> states) {
    public static final Consent UNSET = new Consent(Map.of());

    /** The four purposes of Consent Mode v2. */
    public enum Purpose {
        /** Storing click ids and cookies for advertising. */
        AD_STORAGE,
        /** Sending user data to ad platforms. */
        AD_USER_DATA,
        /** Personalised advertising and audiences. */
        AD_PERSONALIZATION,
        /** Storing data for analytics. */
        ANALYTICS_STORAGE;

        /** As written in YAML and on the wire: {@code ad_storage}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static @Nullable Purpose of(String key) {
            for (Purpose purpose : values()) {
                if (purpose.key().equals(key)) {
                    return purpose;
                }
            }
            return null;
        }
    }

    public enum State {
        GRANTED,
        DENIED,
        UNSET
    }

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

    private static final Map<String, Purpose> PURPOSES = Stream.of(Purpose.values())
            .collect(Collectors.toUnmodifiableMap(purpose -> bare(purpose.key()), purpose -> purpose));

    private static final Consent DENIED = new Consent(
            Stream.of(Purpose.values()).collect(Collectors.toMap(purpose -> purpose, purpose -> State.DENIED)));

    private static final String UNKNOWN =
            "unknown purpose; known are ad_storage, ad_user_data, ad_personalization, analytics_storage";

    public Consent {
        states = Map.copyOf(states);
    }

    public State state(Purpose purpose) {
        return states.getOrDefault(purpose, State.UNSET);
    }

    public boolean denies(Purpose purpose) {
        return state(purpose) == State.DENIED;
    }

    public boolean grants(Purpose purpose) {
        return state(purpose) == State.GRANTED;
    }

    /** What is set here, and where it is unset what the other says. */
    public Consent or(Consent other) {
        if (states.isEmpty() || other.states.isEmpty()) {
            return states.isEmpty() ? other : this;
        }
        Map<Purpose, State> merged = new EnumMap<>(other.states);
        merged.putAll(states);
        return new Consent(merged);
    }

    public Consent with(Purpose purpose, State state) {
        Map<Purpose, State> changed = new EnumMap<>(Purpose.class);
        changed.putAll(states);
        changed.put(purpose, state);
        return new Consent(changed);
    }

    /** Under the purposes' names in anybody's spelling. What cannot be read was perhaps a refusal, and counts as one. */
    static Consent read(JsonReader event) {
        JsonReader given = event.object("consent");
        if (given == null) {
            return event.absent("consent") ? UNSET : DENIED;
        }
        Map<Purpose, State> states = new EnumMap<>(Purpose.class);
        boolean understood = false;
        boolean refused = false;
        for (String key : given.names()) {
            Purpose known = Purpose.of(key);
            Purpose purpose = known == null ? PURPOSES.get(bare(key)) : known;
            if (given.absent(key) || (purpose == null && OTHERS.contains(bare(key)))) {
                continue;
            }
            State state = state(given.word(key));
            if (purpose == null) {
                given.leaveOut(key, UNKNOWN);
                refused |= state == null || state == State.DENIED;
                continue;
            }
            understood = true;
            if (state == null) {
                given.leaveOut(key, "it must be granted or denied, and is taken as denied");
            }
            if (state != State.UNSET) {
                // Of two words on one purpose the refusal counts.
                states.merge(
                        purpose,
                        state == null ? State.DENIED : state,
                        (one, other) -> one == State.DENIED ? one : other);
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
            case "granted", "true", "1", "yes", "consent_granted", "consent_status_granted" -> State.GRANTED;
            case "denied", "false", "0", "no", "consent_denied", "consent_status_denied" -> State.DENIED;
            case "unset", "unspecified", "consent_status_unspecified" -> State.UNSET;
            default -> null;
        };
    }
}
