package io.taghub.event;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
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
}
