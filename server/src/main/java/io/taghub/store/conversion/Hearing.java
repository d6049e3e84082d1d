package io.taghub.store.conversion;

import io.taghub.event.Event;
import io.taghub.event.Marks;
import io.taghub.event.Money;
import io.taghub.life.ConversionState;
import io.taghub.life.Life;
import io.taghub.life.Saying;
import io.taghub.store.ConversionStore.History;
import io.taghub.store.ConversionStore.Said;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of one word by what was said before it. */
final class Hearing {
    private static final Set<ConversionState> OVER = Set.of(ConversionState.REJECTED, ConversionState.REVERSED);

    private Hearing() {}

    /** Why it is no move at all; null where it is one, or changes nothing. */
    static @Nullable String refusal(Said said, History before) {
        if (isOutdone(said, before)) {
            return "a back end told of the conversion, and a browser's word alone moves nothing of that";
        }
        if (!said.backEnd() || said.of().isEmpty()) {
            return null;
        }
        History known = backEnds(before);
        List<Life.Heard> heard = said.of().stream()
                .map(name -> known.life(name).hear(said.word()))
                .toList();
        if (heard.stream().noneMatch(Life.Heard::legal)) {
            return heard.getFirst().refusal();
        }
        return isFirst(said, known) && after(said, known).state() == ConversionState.REVERSED
                ? "it was taken back before it came in"
                : null;
    }

    /** Why it says nothing that was not said before; null where it does, or a receiver may want it again. */
    static @Nullable String repeat(Said said, History before) {
        if (isOutdone(said, before)) {
            boolean same = said.word().kind() == Saying.Kind.APPROVED
                    && said.of().stream().allMatch(name -> isSame(said.word().money(), before.life(name)));
            return same ? "a back end told of the conversion" : null;
        }
        List<Life> over = said.of().stream()
                .map(backEnds(before)::life)
                .filter(life -> life.state() != null && OVER.contains(life.state()))
                .toList();
        boolean again = said.backEnd()
                && !over.isEmpty()
                && over.size() == said.of().size()
                && over.stream()
                        .map(life -> life.hear(said.word()))
                        .allMatch(heard -> heard.legal() && heard.move().isEmpty());
        return again && said.word().kind().changes()
                ? "it is taken back already"
                : said.backEnd() ? takesNothing(said, before) : null;
    }

    /**
     * What is left of a conversion that comes in behind what took a part of it back, or is approved behind that; null for all
     * of it.
     */
    static @Nullable BigDecimal worth(Said said, History before) {
        Money told = said.word().money();
        History known = backEnds(before);
        boolean lowered = said.backEnd()
                && said.tells(said.event())
                && (said.word().kind() == Saying.Kind.APPROVED || said.word().kind() == Saying.Kind.PENDING)
                && known.life(said.event()).said() != null;
        Money left = lowered || isFirst(said, known) ? after(said, known).value() : null;
        return left == null || told == null || left.amount().compareTo(told.amount()) == 0 ? null : left.amount();
    }

    /** What a back end approves, or says to be pending, without saying again what it is worth; null where it says so, or nobody did. */
    static @Nullable Money unsaid(Event event, History before) {
        Saying word = Saying.of(event);
        boolean own = word.kind() == Saying.Kind.APPROVED || word.kind() == Saying.Kind.PENDING;
        if (!own || event.money() != null || Saying.takesBack(event) || !Marks.trusted(event)) {
            return null;
        }
        Life.Heard heard = backEnds(before).life(event.name()).hear(word);
        return heard.move().isEmpty() ? null : heard.life().value();
    }

    /** Why it takes nothing back of conversions that are there; null where it does. */
    static @Nullable String takesNothing(Said said, History before) {
        History known = backEnds(before);
        boolean nothing = said.word().kind() == Saying.Kind.LEFT
                && !said.of().isEmpty()
                && said.of().stream().map(known::life).allMatch(life -> takesNothing(said.word(), life));
        return nothing ? "by what it says is left of the conversion, nothing of it is taken back" : null;
    }

    private static boolean takesNothing(Saying word, Life life) {
        Life.Heard heard = life.hear(word);
        return life.state() != null && heard.legal() && heard.move().isEmpty();
    }

    /** A browser speaks of what a back end told of. */
    private static boolean isOutdone(Said said, History before) {
        return !said.backEnd()
                && said.of().stream().anyMatch(name -> before.of(name).stream().anyMatch(Said::backEnd));
    }

    private static boolean isSame(@Nullable Money said, Life life) {
        return life.state() == ConversionState.APPROVED
                && (said == null || life.value() == null || said.isSame(life.value()));
    }

    private static History backEnds(History before) {
        return before.of(before.said().stream().filter(Said::backEnd).toList());
    }

    /** Whether it is the first to tell of a conversion of which something was said all the same. */
    private static boolean isFirst(Said said, History before) {
        return said.backEnd()
                && said.tells(said.event())
                && !before.said().isEmpty()
                && before.said().stream().noneMatch(one -> one.tells(said.event()));
    }

    private static Life after(Said said, History before) {
        List<Said> all = new ArrayList<>(before.said());
        all.add(said);
        return before.of(all).life(said.event());
    }
}
