package io.taghub.delivery;

import io.taghub.event.Event;
import io.taghub.tag.Item;
import io.taghub.tag.Limits;
import io.taghub.tag.Outcome;
import io.taghub.tag.Plan;
import io.taghub.tag.Reading;
import io.taghub.tag.Reason;
import io.taghub.tag.Request;
import io.taghub.tag.Response;
import io.taghub.tag.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Posts a line per event, {@code id time}. Reads 2xx as delivered, {@code what?} as an answer that says nothing, 401 as misconfigured, passing statuses as such, and
 * every other as the refusal of a batch. An answer {@code accepted X} is decided later, at {@code /status/X}, with
 * {@code pending}, {@code delivered}, {@code rejected}, {@code partly} or {@code partly 0 2}.
 */
class LineTag implements Tag {
    private final URI url;
    private final Limits limits;
    private final UnaryOperator<Item> finish;

    LineTag(URI url, Limits limits) {
        this(url, limits, item -> item);
    }

    /** @param finish what else an item needs, such as a moment before which it may not go */
    LineTag(URI url, Limits limits, UnaryOperator<Item> finish) {
        this.url = url;
        this.limits = limits;
        this.finish = finish;
    }

    @Override
    public Plan plan(Event event) {
        return Plan.send(finish.apply(new Item(event.id() + " " + event.time(), "")));
    }

    @Override
    public boolean corrects(Event event) {
        return true;
    }

    @Override
    public Request request(List<Item> items) {
        String body = items.stream().map(item -> item.as(String.class)).collect(Collectors.joining("\n"));
        return new Request("POST", url, Map.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reading read(Response response, int size) {
        if (response.text().equals("what?")) {
            return Reading.all(size, new Outcome.Unknown("what?"));
        }
        if (response.ok()) {
            return response.text().startsWith("accepted ")
                    ? Reading.all(size, new Outcome.Accepted(response.text().substring(9)))
                    : Reading.all(size, Outcome.DELIVERED);
        }
        if (response.status() == 401) {
            return Reading.all(size, Outcome.misconfigured(Reason.BAD_CREDENTIALS, "HTTP 401"));
        }
        return response.passing()
                ? Reading.all(size, response.retry())
                : Reading.refused(OptionalInt.empty(), "HTTP " + response.status());
    }

    @Override
    public Request status(String handle) {
        return Request.get(url.resolve("/status/" + handle).toString());
    }

    @Override
    public Reading readStatus(Response response, int size) {
        String[] words = response.text().split(" ");
        return switch (words[0]) {
            case "delivered" -> Reading.all(size, Outcome.DELIVERED);
            case "rejected" -> Reading.all(size, Outcome.rejected("too bad"));
            case "partly" -> words.length == 1 ? Reading.refused(OptionalInt.empty(), "some") : partly(words, size);
            default -> Reading.all(size, new Outcome.Accepted(""));
        };
    }

    private static Reading partly(String[] words, int size) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            outcomes.add(List.of(words).contains(String.valueOf(i)) ? Outcome.rejected("no " + i) : Outcome.DELIVERED);
        }
        return new Reading.Each(outcomes);
    }

    @Override
    public Limits limits() {
        return limits;
    }
}
