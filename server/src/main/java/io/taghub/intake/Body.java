package io.taghub.intake;

import io.javalin.http.Context;
import io.taghub.listener.SenderFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads request bodies within limits; what is wrong with one is said in a sentence for the sender. */
public final class Body {
    /** Bytes. */
    private static final int AT_ONCE = 8192;

    private Body() {}

    /** A body that cannot be taken: the HTTP status and why. */
    public static final class BadBodyException extends Exception {
        private static final long serialVersionUID = 1L;
        public final int status;

        public BadBodyException(int status, String message) {
            this(status, message, null);
        }

        public BadBodyException(int status, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.status = status;
        }

        public String text() {
            return String.valueOf(getMessage());
        }
    }

    /** @param max bytes */
    public static String text(Context context, int max) throws BadBodyException {
        byte[] bytes = read(context, max);
        if (bytes.length == 0) {
            throw new BadBodyException(400, "the body is empty");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new BadBodyException(400, "the body is not UTF-8", notUtf8);
        }
    }

    /**
     * As it came, for who has to verify it; empty where there is none.
     *
     * @param max bytes
     */
    public static byte[] read(Context context, int max) throws BadBodyException {
        String encoding = context.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new BadBodyException(415, "compressed bodies are not taken; send it as it is");
        }
        if (context.req().getContentLengthLong() > max) {
            throw tooLarge(max);
        }
        try (InputStream in = context.req().getInputStream()) {
            int announced = context.req().getContentLength();
            // Of a large one what was announced may never come, and many may announce it.
            if (announced >= 0 && announced <= AT_ONCE) {
                byte[] bytes = new byte[announced];
                int read = in.readNBytes(bytes, 0, announced);
                return read == announced ? bytes : Arrays.copyOf(bytes, read);
            }
            byte[] bytes = in.readNBytes(max + 1);
            if (bytes.length > max) {
                throw tooLarge(max);
            }
            return bytes;
        } catch (IOException broken) {
            throw refused(SenderFault.status(broken).orElse(400), broken);
        } catch (RuntimeException failed) {
            throw refused(SenderFault.status(failed).orElseThrow(() -> failed), failed);
        }
    }

    private static BadBodyException refused(int status, Exception broken) {
        return switch (status) {
            case 408 -> new BadBodyException(408, "the body came too slowly; send it again", broken);
            case 413 -> new BadBodyException(413, "the body is too large; send fewer events at a time", broken);
            default -> new BadBodyException(400, "the body ended early", broken);
        };
    }

    private static BadBodyException tooLarge(int max) {
        return new BadBodyException(413, "the body is larger than " + max / 1024 + " KB; send fewer events at a time");
    }
}
