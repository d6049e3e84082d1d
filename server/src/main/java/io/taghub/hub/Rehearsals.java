package io.taghub.hub;

import io.taghub.config.HubConfig;
import io.taghub.console.HubView.ProbeReport;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Has the sandbox play a platform's failures on one tag, so that people see what becomes of its events. */
final class Rehearsals {
    /** Longer than the hub waits for an answer. */
    private static final int LATE_MS = 20_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * @param mode the sandbox's word
     * @param times 0 until somebody ends it
     */
    private record Failure(String mode, int times, String text) {}

    private static final Map<String, Failure> FAILURES = Map.of(
            "bad_token",
                    new Failure("bad-token", 0, "until you end it, the platform does not take this tag's credentials"),
            "refused", new Failure("refused", 1, "the platform refuses this tag's next request"),
            "late", new Failure("slow", 1, "the platform takes this tag's next request, and answers too late"),
            "duplicate",
                    new Failure(
                            "duplicate",
                            1,
                            "the platform takes this tag's next request for a repeat; where it has no word of its own for one, it says as"
                                    + " of any that it was delivered"));

    private final Supplier<HubConfig> config;

    Rehearsals(Supplier<HubConfig> config) {
        this.config = config;
    }

    /**
     * @param failure one of {@code bad_token, refused, late, duplicate}; {@code none} ends them
     * @throws IllegalArgumentException with a sentence that names them, if it is another
     */
    ProbeReport play(String tag, String failure) {
        Failure played = FAILURES.get(failure);
        if (failure.equals("none")) {
            return told(
                    request("?tag=" + URLEncoder.encode(tag, StandardCharsets.UTF_8))
                            .DELETE(),
                    "the platform is well again");
        }
        if (played == null) {
            throw new IllegalArgumentException("'failure' must be bad_token, refused, late, duplicate or none.");
        }
        ObjectNode fault = JsonNodeFactory.instance.objectNode();
        fault.put("tag", tag)
                .put("mode", played.mode)
                .put("times", played.times)
                .put("delay_ms", LATE_MS);
        return told(request("").POST(HttpRequest.BodyPublishers.ofString(fault.toString())), played.text);
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create(config.get().sandbox() + "/_sandbox/faults" + query))
                .timeout(PATIENCE);
    }

    private ProbeReport told(HttpRequest.Builder request, String text) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status < 300
                    ? new ProbeReport("ok", text)
                    : new ProbeReport("failed", "the sandbox does not take it: HTTP " + status);
        } catch (IOException noSandbox) {
            return new ProbeReport(
                    "failed",
                    "the sandbox at " + config.get().sandbox() + " does not answer; start it with `taghub sandbox`");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new ProbeReport("failed", "interrupted");
        }
    }
}
