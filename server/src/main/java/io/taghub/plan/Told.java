package io.taghub.plan;

import io.taghub.event.Event;
import io.taghub.event.Money;
import io.taghub.tag.Item;
import io.taghub.tag.Request;
import io.taghub.tag.Tag;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tag would be sent of one event.
 *
 * @param money what the event is worth there
 * @param request without its authentication; null where the tag cannot make one
 */
record Told(@Nullable Money money, @Nullable Request request) {

    static Told of(Tag tag, Event shaped, Item item) {
        try {
            return new Told(shaped.money(), tag.request(List.of(item)));
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            return new Told(shaped.money(), null);
        }
    }

    /** Whether the receiver would read the same. */
    boolean sameAs(Told other) {
        return request == null || other.request == null
                ? request == other.request
                : request.method().equals(other.request.method())
                        && request.url().equals(other.request.url())
                        && request.headers().equals(other.request.headers())
                        && request.bodyText().equals(other.request.bodyText());
    }

    boolean sameAmountAs(Told other) {
        return money == null || other.money == null
                ? money == other.money
                : money.amount().compareTo(other.money.amount()) == 0
                        && Objects.equals(money.currency(), other.money.currency());
    }
}
