package io.taghub.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What stands in console and sandbox when everything has happened. */
final class Afterwards {
    private Afterwards() {}

    /** What became of an event at a tag, as the console's API says it. */
    static JsonNode standing(TestHub hub, String event, String tag) {
        return hub.server()
                .http
                .json(hub.console() + "/api/events/" + event)
                .path("tags")
                .valueStream()
                .filter(one -> one.path("tag").asString("").equals(tag))
                .findFirst()
                .orElseThrow();
    }

    /** Verdict and reason. */
    static String became(TestHub hub, String event, String tag) {
        JsonNode one = standing(hub, event, tag);
        return (one.path("verdict").asString("") + " " + one.path("reason").asString("")).strip();
    }

    /** What the tag's requests said at these places, in order; those that say nothing there are left out. */
    static List<String> told(TestHub hub, String tag, String... paths) {
        return hub.server()
                .http
                .json(hub.sandbox() + "/_sandbox/requests")
                .valueStream()
                .filter(one -> one.path("tag").asString("").equals(tag))
                .map(one -> paths[0].startsWith("/query") ? one : body(one))
                .map(one ->
                        Stream.of(paths).map(path -> one.at(path).asString("-")).collect(Collectors.joining(" ")))
                .filter(line -> !line.matches("[- ]+"))
                .toList();
    }

    private static JsonNode body(JsonNode request) {
        String body = request.path("body").asString("");
        return Http.JSON.readTree(body.startsWith("{") ? body : "{}");
    }

    /** As a person does in the console, or a test that plans a fault. */
    static void post(TestHub hub, String address, String body) {
        assertThat(hub.server()
                        .http
                        .send(HttpRequest.newBuilder(URI.create(address))
                                .header("X-TagHub", "1")
                                .POST(HttpRequest.BodyPublishers.ofString(body)))
                        .statusCode())
                .as(address)
                .isBetween(200, 299);
    }
}
