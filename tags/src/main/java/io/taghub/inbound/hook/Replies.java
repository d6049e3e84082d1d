package io.taghub.inbound.hook;

import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a sender is answered.
 *
 * @param byKind what the source says of each kind; what it does not say is the usual
 * @param byCode what it says of one code, which goes before
 * @param echo a query parameter whose value is the body of a good answer where it is there, null for none
 */
public record Replies(
        Map<Code.Kind, Wording> byKind,
        Map<Code, Wording> byCode,
        @Nullable String echo) {
    public static final Replies USUAL = new Replies(Map.of(), Map.of(), null);

    /** Asked for by name in place of a body. */
    public static final String PIXEL = "pixel";

    private static final byte[] GIF =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
    private static final Pattern ECHO = Pattern.compile("[\\w .,:;=-]{1,64}");

    public Replies {
        Map<Code.Kind, Wording> copy = new EnumMap<>(Code.Kind.class);
        copy.putAll(byKind);
        byKind = copy;
        byCode = Map.copyOf(byCode);
    }

    /**
     * @param status null for the usual
     * @param body null for the usual; {@code {{reason}}} stands for the reason's word
     * @param type of the body, null for plain text
     */
    public record Wording(
            @Nullable Integer status,
            @Nullable String body,
            @Nullable String type) {}

    /** What is written to the sender. */
    public record Written(int status, byte[] body, String type) {}

    /** @param hook the request that is answered */
    public Written of(Code code, Hook hook) {
        Wording template = byCode.getOrDefault(code, byKind.get(code.kind()));
        if (template == null && (code.kind() == Code.Kind.DUPLICATE || code.kind() == Code.Kind.IGNORED)) {
            template = byKind.get(Code.Kind.OK);
        }
        int status = template == null || template.status == null ? code.status() : template.status;
        String echoed = echo == null || code.kind() == Code.Kind.REFUSED ? null : hook.query(echo);
        if (echoed != null && ECHO.matcher(echoed).matches()) {
            return new Written(status, bytes(echoed), "text/plain; charset=utf-8");
        }
        String body = template == null ? null : template.body;
        if (PIXEL.equals(body)) {
            return new Written(status, GIF.clone(), "image/gif");
        }
        String written = body == null ? (code.refused() ? code.word() : "OK") : body.replace("{{reason}}", code.word());
        String type = template == null || template.type == null ? "text/plain; charset=utf-8" : template.type;
        return new Written(status, bytes(written), type);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
