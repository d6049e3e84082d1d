package io.taghub.console.events;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.taghub.config.TagConfig;
import io.taghub.console.Api;
import io.taghub.console.Frame;
import io.taghub.console.HubView;
import io.taghub.console.Masked;
import io.taghub.console.Section;
import io.taghub.event.Marks;
import io.taghub.event.Money;
import io.taghub.life.Life;
import io.taghub.personal.Mask;
import io.taghub.store.ConversionStore.History;
import io.taghub.store.ConversionStore.Said;
import io.taghub.store.Journal;
import io.taghub.store.LaneStore.Fate;
import io.taghub.store.Store;
import io.taghub.tag.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One page per conversion: its states in time, who was told of each, and what it is worth now. The same as JSON. */
public final class ConversionRoutes implements Section {
    private final Store store;
    private final HubView view;
    private final Frame frame;

    private record Page(ConversionTrace conversion) {}

    public ConversionRoutes(Store store, HubView view, Frame frame) {
        this.store = store;
        this.view = view;
        this.frame = frame;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/conversions/{key}", context -> page(context, context.pathParam("key")));
        routes.get("/conversion", context -> page(context, Api.required(context, "key")));
        routes.get("/api/conversions/{key}", context -> Api.answer(context, find(context.pathParam("key"))));
        routes.get("/api/conversion", context -> Api.answer(context, find(Api.required(context, "key"))));
    }

    private void page(Context context, String key) {
        frame.show(context, "events", "conversion", new Page(find(key)));
    }

    private ConversionTrace find(String key) {
        History found = store.conversions()
                .find(key)
                .orElseThrow(() -> new NotFoundResponse("Nothing is known of a conversion with this order or event id."
                        + " It may not have come in, or retention may have removed it."));
        List<Long> seqs = found.said().stream().map(Said::seq).toList();
        Map<Long, Journal.Entry> kept = new HashMap<>();
        store.journal().read(seqs).forEach(entry -> kept.put(entry.seq(), entry));
        Map<Long, List<ConversionTrace.AtTag>> told = told(seqs, kept);
        return new ConversionTrace(
                Mask.OF_NOBODY.id(found.key()),
                found.names().stream()
                        .map(name -> standing(name, found.life(name)))
                        .toList(),
                found.said().stream()
                        .map(said -> move(said, found, kept.get(said.seq()), told.getOrDefault(said.seq(), List.of())))
                        .toList());
    }

    private static ConversionTrace.Now standing(String name, Life life) {
        return new ConversionTrace.Now(
                name,
                life.state() == null ? null : life.state().word(),
                Masked.text(life.reason()),
                amount(life.value()),
                life.value() == null ? null : life.value().currency());
    }

    private static ConversionTrace.Move move(
            Said said, History conversion, Journal.@Nullable Entry entry, List<ConversionTrace.AtTag> tags) {
        Life.Heard heard = said.of().stream()
                .map(name -> heard(said, conversion, name))
                .filter(Life.Heard::legal)
                .findFirst()
                .orElseGet(() -> said.of().isEmpty()
                        ? Life.UNKNOWN.hear(said.word())
                        : heard(said, conversion, said.of().getFirst()));
        // What lanes went by is what stands in the event.
        String noted = entry == null ? heard.refusal() : entry.event().text(Marks.ILLEGAL);
        Money money = said.word().money();
        return new ConversionTrace.Move(
                said.at(),
                said.event(),
                said.id(),
                said.of(),
                noted == null ? heard.move() : "",
                Masked.text(said.word().reason()),
                amount(money),
                money == null ? null : money.currency(),
                said.backEnd() ? "server" : "browser",
                noted,
                entry != null,
                tags);
    }

    /** What became of it as said of the conversion of this name; nothing where a back end's word put it aside. */
    private static Life.Heard heard(Said said, History conversion, String name) {
        List<Said> counting = conversion.of(name);
        int place = counting.indexOf(said);
        return place < 0
                ? new Life.Heard(Life.UNKNOWN, "", null)
                : Life.all(counting.stream().map(Said::word).toList()).get(place);
    }

    private Map<Long, List<ConversionTrace.AtTag>> told(List<Long> seqs, Map<Long, Journal.Entry> kept) {
        Map<Long, List<ConversionTrace.AtTag>> told = new HashMap<>();
        for (TagConfig tag : view.config().tags().values()) {
            store.lanes().fates(tag.name(), seqs).forEach((seq, fate) -> {
                Standing standing = standing(tag, fate, kept.get(seq));
                if (standing != null && standing.reason() != Reason.NOT_TRIGGERED) {
                    told.computeIfAbsent(seq, first -> new ArrayList<>())
                            .add(new ConversionTrace.AtTag(
                                    tag.name(),
                                    standing.verdict(),
                                    standing.reason() == null
                                            ? null
                                            : standing.reason().name(),
                                    standing.reason() == null
                                            ? ""
                                            : standing.reason().text(),
                                    Masked.text(standing.detail())));
                }
            });
        }
        return told;
    }

    /** Null where nothing is known any more, or the tag is not for such events. */
    private static @Nullable Standing standing(TagConfig tag, Fate fate, Journal.@Nullable Entry entry) {
        boolean concerned = entry != null && tag.when().contains(entry.event().name());
        return switch (fate) {
            case Fate.Decided(var decision) -> Standing.decided(tag, decision);
            case Fate.Aside(var parked) -> Standing.aside(tag, parked);
            case Fate.Before() -> concerned ? Standing.before(tag) : null;
            case Fate.Ahead() -> concerned ? Standing.waiting(tag, null, "the tag has not come to it yet", null) : null;
        };
    }

    private static @Nullable String amount(@Nullable Money money) {
        return money == null ? null : money.rounded().toPlainString();
    }
}
