package io.taghub.tag;

import static org.assertj.core.api.Assertions.assertThat;

import io.taghub.event.ClickId;
import io.taghub.event.ClickIds;
import io.taghub.event.Event;
import io.taghub.event.Person;
import io.taghub.platform.Platform;
import io.taghub.twin.Call;
import io.taghub.twin.Ledger;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold for every case of every tag, whatever it is about. */
final class GoldenLaws {
    private GoldenLaws() {}

    static void check(Golden golden, Tag tag) {
        for (Event event : golden.events()) {
            if (!(tag.plan(event) instanceof Plan.Send send)) {
                continue;
            }
            Request request = tag.request(List.of(send.item()));
            sameInputSameBytes(golden, event, send.item().group(), request);
            nothingEmpty(golden, request);
            noPersonalDataInClear(golden, event, request);
            noSecret(golden, request);
            theSandboxHidesWhatProvesTheSender(golden, request, tag.auth());
        }
    }

    private static void sameInputSameBytes(Golden golden, Event event, String group, Request first) {
        Item again = ((Plan.Send) golden.tag().plan(shuffled(event))).item();
        Request second = golden.tag().request(List.of(again));
        assertThat(again.group()).as("the same group").isEqualTo(group);
        assertThat(second.url()).isEqualTo(first.url());
        assertThat(second.headers()).isEqualTo(first.headers());
        assertThat(second.bodyText())
                .as("the same bytes, whatever the order of properties and click ids")
                .isEqualTo(first.bodyText());
    }

    private static Event shuffled(Event event) {
        List<Map.Entry<String, Object>> entries =
                new ArrayList<>(event.properties().entrySet());
        Collections.reverse(entries);
        Map<String, Object> reversed = new LinkedHashMap<>();
        entries.forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));
        List<ClickId> ids = new ArrayList<>();
        event.clickIds().forEach(ids::addFirst);
        return event.toBuilder().properties(reversed).clickIds(ClickIds.of(ids)).build();
    }

    private static void nothingEmpty(Golden golden, Request request) {
        if (request.body() != null && request.bodyText().startsWith("{")) {
            nothingEmpty(golden.list("empty"), GoldenTest.json(request), "body");
        }
        String query = request.url().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            assertThat(golden.list("empty").contains(pair.replaceFirst("=$", "")) || pair.matches("[^=]+=.+"))
                    .as("the parameter %s has a value", pair)
                    .isTrue();
        }
        request.headers().forEach((name, value) -> assertThat(value).as(name).isNotBlank());
    }

    private static void nothingEmpty(List<String> mayBe, @Nullable Object value, String path) {
        switch (value) {
            case null -> throw new AssertionError(path + " is null");
            case String text -> assertThat(text).as(path).isNotBlank();
            case List<?> list -> {
                assertThat(list).as(path).isNotEmpty();
                list.forEach(element -> nothingEmpty(mayBe, element, path + "[]"));
            }
            case Map<?, ?> map -> {
                assertThat(map).as(path).isNotEmpty();
                map.forEach((key, element) -> {
                    if (!mayBe.contains(String.valueOf(key))) {
                        nothingEmpty(mayBe, element, path + "." + key);
                    }
                });
            }
            default -> {}
        }
    }

    /** {@code clear: [email, phone, name]} lists what this platform wants unhashed. */
    private static void noPersonalDataInClear(Golden golden, Event event, Request request) {
        String sent = everythingIn(request);
        List<String> clear = golden.list("clear");
        Person user = event.user();
        for (String email : clear.contains("email") ? List.<String>of() : user.emails()) {
            String known = Identifiers.clear(user, "email", email);
            hides(sent, known);
            hides(sent, Identifiers.email(known));
        }
        for (String phone : clear.contains("phone") ? List.<String>of() : user.phones()) {
            String known = Identifiers.clear(user, "phone", phone);
            hides(sent, known);
            hides(sent, known == null ? null : known.replaceAll("\\D", "").replaceFirst("^0+", ""));
        }
        if (!clear.contains("name")) {
            for (String name : java.util.Arrays.asList(
                    Identifiers.clear(user, "first_name", user.firstName()),
                    Identifiers.clear(user, "last_name", user.lastName()))) {
                hides(sent, name == null ? null : "\"" + name.strip() + "\"");
            }
        }
    }

    private static void noSecret(Golden golden, Request request) {
        if (golden.list("clear").contains("secret")) {
            return;
        }
        for (String secret : golden.secrets()) {
            assertThat(everythingIn(request).contains(secret.toLowerCase(Locale.ROOT)))
                    .as("a secret of the settings is in the request itself")
                    .isFalse();
        }
    }

    private static void theSandboxHidesWhatProvesTheSender(Golden golden, Request request, Auth auth) {
        request.proofs(auth).forEach(part -> theSandboxHides(golden, request, part));
    }

    private static void theSandboxHides(Golden golden, Request request, Auth part) {
        String name = switch (part) {
            case Auth.Header header -> header.name();
            case Auth.Query query -> query.name();
            case Auth.Field field -> field.name();
            case Auth.StandardWebhooks _ -> "webhook-signature";
            case Auth.Basic _, Auth.OAuth2Refresh _, Auth.ServiceAccount _ -> "Authorization";
            case Auth.None _, Auth.All _, Auth.ByHost _ -> throw new IllegalArgumentException("no part");
        };
        String host = request.url().getHost();
        Call call =
                new Call(1, Golden.NOW, host, request.method(), request.url().getRawPath(), Map.of(), Map.of(), "");
        TwinSetup setup = new TwinSetup(new Ledger(1), "revoked", Duration.ZERO);
        for (Platform platform : Platform.in(golden.platforms())) {
            Twin twin = platform.twins(setup).get(host);
            if (twin != null && !TypedSecrets.isName(name)) {
                assertThat(Stream.concat(platform.secrets().stream(), twin.secrets(call).stream()))
                        .as(
                                "the sandbox would show %s: let secrets(Call) in the twin of %s answer \"header %s\", or the"
                                        + " parameter's name",
                                name, host, name)
                        .containsAnyOf(name, "header " + name);
            }
        }
    }

    private static void hides(String sent, @Nullable String personal) {
        if (personal != null && !personal.isBlank()) {
            assertThat(sent).doesNotContain(personal.strip().toLowerCase(Locale.ROOT));
        }
    }

    private static String everythingIn(Request request) {
        String url = URLDecoder.decode(
                request.url().toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
        return (request.url() + "\n" + url + "\n" + request.headers() + "\n" + request.bodyText() + "\n"
                        + unescaped(request.bodyText()))
                .toLowerCase(Locale.ROOT);
    }

    /** The body with percent escapes undone, because an address travels inside addresses too. */
    private static String unescaped(String body) {
        return URLDecoder.decode(body.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }
}
