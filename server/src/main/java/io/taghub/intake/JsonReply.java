package io.taghub.intake;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers at once: what the web server copies from a stream costs as much as reading the request. */
public final class JsonReply {
    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonReply() {}

    public static void send(Context context, int status, Object answer) {
        byte[] bytes = JSON.writeValueAsBytes(answer);
        var response = context.status(status).contentType("application/json").res();
        response.setContentLength(bytes.length);
        try {
            response.getOutputStream().write(bytes);
        } catch (IOException gone) {
            // Whoever asked does not wait for it any more; what they sent is kept all the same.
            throw new UncheckedIOException(gone);
        }
    }
}
