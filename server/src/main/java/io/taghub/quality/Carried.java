package io.taghub.quality;

import io.taghub.event.ClickIds;
import io.taghub.event.Client;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.tag.Plan;
import io.taghub.tag.Request;
import io.taghub.tag.Tag;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For which identifiers a tag's requests have a place: those without which the same event makes another request, or
 * none. Looked at with an event that has the identifier.
 */
final class Carried {
    private static final Person SOMEBODY = new Person(
            "somebody-1",
            "somebody@example.com",
            "+442071838750",
            "Some",
            "Body",
            "London",
            null,
            "SW1A 1AA",
            "GB",
            null,
            null);
    private static final Client SOMEWHERE = new Client("198.41.128.7", "Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0");

    private final Tag tag;

    Carried(Tag tag) {
        this.tag = tag;
    }

    /** @param event one that went out and has the identifier */
    boolean has(Event event, String identifier) {
        try {
            if (event.clickIds().has(identifier)) {
                return differ(
                        only(event, identifier),
                        event.toBuilder().clickIds(ClickIds.NONE).build());
            }
            Event whole = event.toBuilder()
                    .user(event.user().or(SOMEBODY))
                    .client(whole(event.client()))
                    .build();
            return differ(whole, without(whole, identifier));
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            // It went out, so its own request can be made; what cannot be told is taken for told.
            return true;
        }
    }

    private static Client whole(@Nullable Client client) {
        return new Client(
                client == null || client.ip() == null ? SOMEWHERE.ip() : client.ip(),
                client == null || client.userAgent() == null ? SOMEWHERE.userAgent() : client.userAgent());
    }

    /** With no other click, for a tag may take the first of several that it knows. */
    private static Event only(Event event, String click) {
        return event.toBuilder()
                .clickIds(ClickIds.of(Objects.requireNonNull(event.clickIds().get(click))))
                .build();
    }

    private boolean differ(Event with, Event without) {
        return !made(with).equals(made(without));
    }

    private String made(Event event) {
        if (tag.plan(event) instanceof Plan.Send send) {
            Request request = tag.request(List.of(send.item()));
            return request.url() + "\n" + request.headers() + "\n" + request.bodyText();
        }
        return "";
    }

    private static Event without(Event event, String identifier) {
        Person user = event.user();
        Client client = Objects.requireNonNull(event.client());
        return switch (identifier) {
            case "email" -> event.toBuilder().user(without(user, "email")).build();
            case "phone" -> event.toBuilder().user(without(user, "phone")).build();
            case "user_id" -> event.toBuilder().user(without(user, "id")).build();
            case "name" -> event.toBuilder().user(without(user, "name")).build();
            case "address" -> event.toBuilder().user(without(user, "address")).build();
            case "ip" ->
                event.toBuilder().client(new Client(null, client.userAgent())).build();
            case "user_agent" ->
                event.toBuilder().client(new Client(client.ip(), null)).build();
            default -> event;
        };
    }

    private static Person without(Person user, String part) {
        boolean name = part.equals("name");
        boolean address = part.equals("address");
        return new Person(
                part.equals("id") ? null : user.id(),
                part.equals("email") ? List.of() : user.emails(),
                part.equals("phone") ? List.of() : user.phones(),
                name ? null : user.firstName(),
                name ? null : user.lastName(),
                address ? null : user.street(),
                address ? null : user.city(),
                address ? null : user.region(),
                address ? null : user.postalCode(),
                user.country(),
                user.birthDate(),
                user.gender(),
                part.equals("id") ? List.of() : user.externalIds(),
                user.hashed(),
                user.properties());
    }
}
