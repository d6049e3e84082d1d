package io.taghub.quality;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.taghub.config.HubConfig;
import io.taghub.config.TagConfig;
import io.taghub.outbound.Exchange;
import io.taghub.outbound.Outbound;
import io.taghub.store.QualityStore;
import io.taghub.store.Store;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks platforms once a day what they think of the events they got, where the operator gave a tag a token for it, and keeps
 * what they say. Never in the way of delivery: each question is a thread of its own, and a platform that does not let us ask is
 * not asked again until the tag's settings change.
 */
public final class Surveys {
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    /** Not all hubs of the world at midnight. */
    private static final int SPREAD_MINUTES = 240;

    private static final Logger LOG = LoggerFactory.getLogger(Surveys.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Supplier<HubConfig> config;
    private final Store store;
    private final InstantSource clock;
    private final Predicate<String> mine;
    private final MultiGauge gauge;
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    /**
     * @param fingerprint of the settings that were used
     * @param trouble why there is no answer of today, in a sentence; empty where there is one
     */
    private record Turn(String fingerprint, Instant next, boolean off, boolean asking, String trouble) {}

    /**
     * What a platform said last.
     *
     * @param day null where it has said nothing yet
     * @param trouble why there is nothing newer, empty where nothing is wrong
     */
    public record Said(@Nullable LocalDate day, List<Tag.Grade> grades, String trouble) {}

    private record Kept(List<Tag.Grade> grades) {}

    /** @param mine whether this node, and no other on the same database, does a tag's work */
    public Surveys(
            Supplier<HubConfig> config,
            Store store,
            InstantSource clock,
            Predicate<String> mine,
            MeterRegistry meters) {
        this.config = config;
        this.store = store;
        this.clock = clock;
        this.mine = mine;
        this.gauge = MultiGauge.builder("taghub.quality")
                .description("What a platform said last of the events it got, in its own units")
                .register(meters);
    }

    /** Asks whom it is time to ask. */
    public void look() {
        HubConfig now = config.get();
        for (TagConfig tag : now.tags().values()) {
            if (isDue(tag) && mine.test(tag.name())) {
                survey(tag).ifPresent(survey -> {
                    Turn turn = turn(tag);
                    if (isDue(tag)) {
                        turns.put(tag.name(), new Turn(turn.fingerprint, turn.next, false, true, turn.trouble));
                        Thread.ofVirtual().name("survey-" + tag.name()).start(() -> ask(tag, survey, now));
                    }
                });
            }
        }
    }

    /** As far as is known: whose turn was never looked up may be. */
    private boolean isDue(TagConfig tag) {
        Turn turn = turns.get(tag.name());
        return turn == null
                || !turn.fingerprint.equals(tag.fingerprint())
                || (!turn.off && !turn.asking && !clock.instant().isBefore(turn.next));
    }

    private static Optional<Tag.Survey> survey(TagConfig tag) {
        return tag.tag() instanceof Tag.Graded graded && tag.mode() != HubConfig.Mode.SHADOW
                ? graded.survey()
                : Optional.empty();
    }

    private Turn turn(TagConfig tag) {
        Turn turn = turns.get(tag.name());
        if (turn == null || !turn.fingerprint.equals(tag.fingerprint())) {
            SortedMap<LocalDate, String> days = store.quality().of(tag.name());
            LocalDate today = today();
            boolean asked = !days.isEmpty() && !days.lastKey().isBefore(today);
            turn = new Turn(tag.fingerprint(), asked ? tomorrow(tag) : clock.instant(), false, false, "");
            turns.put(tag.name(), turn);
            show();
        }
        return turn;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Instant tomorrow(TagConfig tag) {
        return today().plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(Duration.ofMinutes(Math.floorMod(tag.fingerprint().hashCode(), SPREAD_MINUTES)));
    }

    private void ask(TagConfig tag, Tag.Survey survey, HubConfig hub) {
        Instant again = clock.instant().plus(AFTER_FAILURE);
        Turn then = new Turn(tag.fingerprint(), again, false, false, "the platform could not be asked");
        try (Outbound outbound = Outbound.of(tag, survey.auth(), hub, 1, clock)) {
            then = answered(tag, outbound.send(survey.request()), again);
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            // Its message may quote a secret.
            LOG.warn(
                    "tag {}: asking for its quality failed ({})",
                    tag.name(),
                    broken.getClass().getSimpleName());
        } finally {
            turns.put(tag.name(), then);
        }
    }

    private Turn answered(TagConfig tag, Exchange exchange, Instant again) {
        if (!(exchange instanceof Exchange.Answered(Response response))) {
            return new Turn(tag.fingerprint(), again, false, false, "no answer came");
        }
        if (response.status() == 401 || response.status() == 403) {
            String trouble = "the platform does not let 'quality' ask (HTTP " + response.status()
                    + "); give it a token that may, or leave 'quality' out";
            LOG.warn("tag {}: {}", tag.name(), trouble);
            return new Turn(tag.fingerprint(), again, true, false, trouble);
        }
        if (!response.ok()) {
            return new Turn(tag.fingerprint(), again, false, false, "the platform answers HTTP " + response.status());
        }
        List<Tag.Grade> grades = ((Tag.Graded) tag.tag()).grades(response);
        store.quality().keep(tag.name(), today(), JSON.writeValueAsString(new Kept(grades)));
        show();
        return new Turn(tag.fingerprint(), tomorrow(tag), false, false, "");
    }

    private void show() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (TagConfig tag : config.get().tags().values()) {
            if (survey(tag).isPresent()) {
                said(tag.name())
                        .grades
                        .forEach(grade -> grade.figures()
                                .forEach((figure, value) -> rows.add(MultiGauge.Row.of(
                                        Tags.of("tag", tag.name(), "event", grade.event(), "figure", figure), value))));
            }
        }
        gauge.register(rows, true);
    }

    /** What it said last. */
    public Said said(String tag) {
        SortedMap<LocalDate, String> days = store.quality().of(tag);
        Turn turn = turns.get(tag);
        String trouble = turn == null ? "" : turn.trouble;
        if (days.isEmpty()) {
            return new Said(null, List.of(), trouble);
        }
        Map.Entry<LocalDate, String> last = days.lastEntry();
        return new Said(last.getKey(), read(tag, last.getKey(), last.getValue()), trouble);
    }

    /** By day, for as long as {@link QualityStore#DAYS}. */
    public SortedMap<LocalDate, List<Tag.Grade>> history(String tag) {
        SortedMap<LocalDate, List<Tag.Grade>> days = new TreeMap<>();
        store.quality().of(tag).forEach((day, said) -> days.put(day, read(tag, day, said)));
        return days;
    }

    private static List<Tag.Grade> read(String tag, LocalDate day, String said) {
        try {
            return JSON.readValue(said, Kept.class).grades;
        } catch (JacksonException ofAnotherVersion) {
            LOG.debug("tag {}: what was said of its quality on {} cannot be read", tag, day);
            return List.of();
        }
    }
}
