package io.taghub.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request gets. */
public sealed interface Mode {
    /** A well-formed answer. */
    record Answer(int status, Map<String, String> headers, String body) implements Mode {
        public Answer header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Answer(status, more, body);
        }
    }

    /** Nothing for a while. */
    record Slow(Duration pause, Mode then) implements Mode {}

    /** Nothing until {@link ChaosSink#letGo} or the sink's end. */
    record Hang() implements Mode {}

    /** Bytes that are not HTTP. */
    record Garbage() implements Mode {}

    /** Half of an answer, then the end of the connection. */
    record Truncated() implements Mode {}

    /** More bytes than Content-Length says, on a connection that stays open. */
    record WrongLength() implements Mode {}

    /** A body that says it is gzip and is not. */
    record BadEncoding() implements Mode {}

    /** Our half of the connection ends before the answer. */
    record HalfClose() implements Mode {}

    /** RST. */
    record Reset() implements Mode {}

    /** 200 with a body of so many bytes. */
    record Huge(long bytes) implements Mode {}
}
