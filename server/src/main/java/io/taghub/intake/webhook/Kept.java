package io.taghub.intake.webhook;

import io.taghub.inbound.Source;
import io.taghub.inbound.hook.Hook;
import io.taghub.inbound.hook.Hook.Parameter;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as it is kept: as it came, but for secrets, and with what became of it.
 *
 * @param verified whether it was found to be from its source
 * @param delivery the sender's own name for it, null where it has none
 * @param cut whether the body goes on
 * @param detail for the operator, without anything of the request's
 * @param events names and ids of what it became, {@code [name, id]} each
 */
public record Kept(
        Hook hook,
        String ip,
        boolean verified,
        @Nullable String delivery,
        boolean cut,
        String detail,
        List<List<String>> events) {
    private static final String HIDDEN = "***";
    private static final int SHORTEST = 4;
    private static final Set<String> NEVER_KEPT = Set.of("authorization", "cookie", "proxy-authorization");

    /** Without the source's secrets, whole or wrong, and without what else opens doors. */
    static Kept of(Hook hook, Source source, String ip, boolean verified, @Nullable String delivery, int max) {
        Set<String> secret = new TreeSet<>(source.verifier().secrets());
        List<String> carriers = source.verifier().carriers();
        for (String carrier : carriers) {
            given(hook, carrier, secret);
        }
        Map<String, String> headers = new TreeMap<>();
        hook.headers().forEach((name, value) -> {
            boolean hidden = NEVER_KEPT.contains(name.toLowerCase(Locale.ROOT))
                    || carriers.stream().anyMatch(name::equalsIgnoreCase);
            headers.put(name, hidden ? HIDDEN : without(secret, value));
        });
        byte[] body = hook.body();
        boolean cut = body.length > max;
        byte[] kept = cut ? Arrays.copyOf(body, max) : body;
        String text = text(kept);
        return new Kept(
                new Hook(
                        hook.method(),
                        without(secret, hook.url()),
                        headers,
                        text == null ? kept : bytes(without(secret, text))),
                ip,
                verified,
                delivery,
                cut,
                "",
                List.of());
    }

    private static void given(Hook hook, String carrier, Set<String> secret) {
        for (Parameter parameter : hook.query()) {
            add(parameter, carrier, secret);
        }
        for (Parameter parameter : hook.form()) {
            add(parameter, carrier, secret);
        }
        String inJson = hook.json().path(carrier).asString("");
        add(new Parameter(carrier, inJson), carrier, secret);
    }

    private static void add(Parameter parameter, String carrier, Set<String> secret) {
        if (parameter.name().equals(carrier) && parameter.value().length() >= SHORTEST) {
            secret.add(parameter.value());
        }
    }

    private static String without(Set<String> secrets, String text) {
        String plain = text;
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                plain = plain.replace(secret, HIDDEN)
                        .replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), HIDDEN)
                        .replace(
                                URLEncoder.encode(secret, StandardCharsets.UTF_8)
                                        .replace("+", "%20"),
                                HIDDEN);
            }
        }
        return plain;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Null where it is none. */
    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** What came of it. */
    Kept with(String said, List<List<String>> made) {
        return new Kept(hook, ip, verified, delivery, cut, said, made);
    }

    byte[] write() {
        ObjectNode json = Hook.JSON.createObjectNode();
        json.put("method", hook.method()).put("url", hook.url()).put("ip", ip);
        ObjectNode headers = json.putObject("headers");
        hook.headers().forEach(headers::put);
        String text = text(hook.body());
        if (text == null) {
            json.put("base64", Base64.getEncoder().encodeToString(hook.body()));
        } else {
            json.put("body", text);
        }
        json.put("verified", verified).put("delivery", delivery).put("cut", cut).put("detail", detail);
        var list = json.putArray("events");
        events.forEach(event -> {
            var one = list.addArray();
            event.forEach(one::add);
        });
        return Hook.JSON.writeValueAsBytes(json);
    }

    /** Reads what {@link #write} wrote. */
    public static Kept read(byte[] written) {
        JsonNode json = Hook.JSON.readTree(written);
        Map<String, String> headers = new TreeMap<>();
        json.path("headers")
                .properties()
                .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asString("")));
        byte[] body = json.has("base64")
                ? Base64.getDecoder().decode(json.path("base64").asString(""))
                : bytes(json.path("body").asString(""));
        return new Kept(
                new Hook(json.path("method").asString(""), json.path("url").asString(""), headers, body),
                json.path("ip").asString(""),
                json.path("verified").asBoolean(false),
                json.hasNonNull("delivery") ? json.path("delivery").asString("") : null,
                json.path("cut").asBoolean(false),
                json.path("detail").asString(""),
                json.path("events")
                        .valueStream()
                        .map(one ->
                                one.valueStream().map(part -> part.asString("")).toList())
                        .toList());
    }
}
