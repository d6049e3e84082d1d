package io.taghub.store.person;

import io.taghub.event.Consent;
import io.taghub.store.seal.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who speaks for one person on consent. The latest word counts, but what a browser denied no back end grants.
 *
 * @param browsers the event's own and the user's; of those that only claim to be the user's as long as nobody knows better
 */
public record Voices(List<ConsentWords> browsers, ConsentWords backEnds) {

    public static Voices of(@Nullable User user, @Nullable Key own, Map<Key, Visitor> visitors) {
        List<ConsentWords> browsers = new ArrayList<>();
        Visitor its = own == null ? null : visitors.get(own);
        if (its != null) {
            browsers.add(its.consent());
        }
        if (user != null) {
            if (!user.known()) {
                browsers.add(user.own());
            }
            for (Link link : user.links()) {
                Visitor visitor = visitors.get(link.visitor());
                if (visitor != null && !link.visitor().equals(own) && user.trusted(link.visitor())) {
                    browsers.add(visitor.consent());
                }
            }
        }
        return new Voices(browsers, user == null ? ConsentWords.NONE : user.consent());
    }

    /** The same people as they had spoken by then. */
    public Voices asOf(Instant when) {
        return new Voices(browsers.stream().map(words -> words.asOf(when)).toList(), backEnds.asOf(when));
    }

    public Consent consent() {
        return words().consent();
    }

    /** Only what any of them denied after that, whatever anybody said since. */
    public Voices deniedSince(Instant when) {
        return new Voices(
                browsers.stream().map(words -> words.deniedSince(when)).toList(), backEnds.deniedSince(when));
    }

    public boolean optedOut() {
        return words().optedOut();
    }

    private ConsentWords words() {
        ConsentWords all = ConsentWords.NONE;
        for (ConsentWords words : browsers) {
            all = all.latest(words);
        }
        return all.over(backEnds);
    }
}
