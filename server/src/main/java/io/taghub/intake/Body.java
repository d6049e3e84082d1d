package io.taghub.intake;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads request bodies within limits; what is wrong with one is said in a sentence for the sender. */
final class Body {
    /** Nesting and lengths beyond what an event may have are judged event by event, so that one does not spoil its batch. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(500)
                            .maxStringLength(1 << 20)
                            .maxNameLength(1024)
                            .maxNumberLength(1000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Body() {}

    /** A body that cannot be taken: the HTTP status and why. */
    static final class BadBodyException extends Exception {
        private static final long serialVersionUID = 1L;
        final int status;

        BadBodyException(int status, String message) {
            super(message);
            this.status = status;
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    /** @param max bytes */
    static JsonNode json(Context context, int max) throws BadBodyException {
        byte[] bytes = read(context, max);
        if (bytes.length == 0) {
            throw new BadBodyException(400, "the body is empty");
        }
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException malformed) {
            var at = malformed.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new BadBodyException(400, "the body is not valid JSON" + where);
        }
    }

    private static byte[] read(Context context, int max) throws BadBodyException {
        String encoding = context.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new BadBodyException(415, "compressed bodies are not taken; send it as it is");
        }
        if (context.contentLength() > max) {
            throw tooLarge(max);
        }
        try (InputStream in = context.req().getInputStream()) {
            byte[] bytes = in.readNBytes(max + 1);
            if (bytes.length > max) {
                throw tooLarge(max);
            }
            return bytes;
        } catch (IOException broken) {
            throw new BadBodyException(400, "the body ended early");
        }
    }

    private static BadBodyException tooLarge(int max) {
        return new BadBodyException(413, "the body is larger than " + max / 1024 + " KB; send fewer events at a time");
    }
}
