package io.taghub.intake.webhook;

import io.taghub.inbound.InboundSource;
import io.taghub.inbound.hook.Hook;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** Without the source's secrets, whole or wrong, and without what else opens doors. */
    static Kept of(Hook hook, InboundSource source, String ip, boolean verified, @Nullable String delivery, int max) {
        Redaction secrets = Redaction.of(hook, source);
        Map<String, String> headers = new TreeMap<>();
        hook.headers().forEach((name, value) -> headers.put(name, secrets.header(name, value)));
        byte[] body = hook.body();
        boolean cut = body.length > max;
        byte[] kept = cut ? Arrays.copyOf(body, max) : body;
        String text = text(kept);
        String clean = text == null ? null : hook.form().isEmpty() ? secrets.text(text) : secrets.pairs(text);
        return new Kept(
                new Hook(hook.method(), secrets.address(hook.url()), headers, clean == null ? kept : bytes(clean)),
                ip,
                verified,
                delivery,
                cut,
                "",
                List.of());
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
