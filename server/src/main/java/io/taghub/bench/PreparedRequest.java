package io.taghub.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that is made once and sent often: only ids and times are written anew, in places whose width never changes.
 * {@code {{id}}} stands for the event's id, {@code {{visitor}}} for one that ten events share, {@code {{time}}} for now as
 * {@code 2026-11-29T10:00:00.000Z}, {@code {{millis}}} for now as a number; {@code {{name}}} for the
 * load's.
 */
final class PreparedRequest {
    private static final Pattern MARK = Pattern.compile("\\{\\{(id|visitor|time|millis)}}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int DIGITS = 9;
    private static final int TIME_DIGITS = 24;
    private static final int MILLIS_DIGITS = 13;

    private final byte[] bytes;
    private final int body;
    private final List<Place> places;
    private final int batch;
    private final int keys;
    private long written;
    private byte[] time = new byte[TIME_DIGITS];

    /** @param event which one of the batch */
    private record Place(String mark, int event, int at) {}

    private PreparedRequest(byte[] bytes, int body, List<Place> places, int batch, int keys) {
        this.bytes = bytes;
        this.body = body;
        this.places = places;
        this.batch = batch;
        this.keys = keys;
    }

    /**
     * @param start method, path and headers, each line with its end
     * @param frame the body, with {@code %s} where the events stand
     * @param event one event
     */
    static PreparedRequest of(String start, String frame, String event, Load.Course course) {
        StringBuilder body = new StringBuilder();
        List<Place> places = new ArrayList<>();
        // A character for each byte, so that a place in the text is one in the bytes.
        String[] around = latin(frame).split("%s", 2);
        body.append(around[0]);
        for (int i = 0; i < course.batch(); i++) {
            body.append(i == 0 ? "" : ",");
            String text = latin(event.replace("{{name}}", course.name()));
            int seen = 0;
            for (Matcher found = MARK.matcher(text); found.find(); seen = found.end()) {
                String mark = found.group(1);
                body.append(text, seen, found.start()).append(prefix(mark, course));
                places.add(new Place(mark, i, body.length()));
                body.append("0".repeat(width(mark)));
            }
            body.append(text, seen, text.length());
        }
        body.append(around[1]);
        String head = latin(start) + "Content-Length: " + body.length() + "\r\n\r\n";
        return new PreparedRequest(
                (head + body).getBytes(StandardCharsets.ISO_8859_1),
                head.length(),
                places.stream()
                        .map(place -> new Place(place.mark, place.event, place.at + head.length()))
                        .toList(),
                course.batch(),
                course.keys());
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String prefix(String mark, Load.Course course) {
        return switch (mark) {
            case "id" -> course.ids() + "-";
            case "visitor" -> (course.keys() == 0 ? course.ids() : Prefill.IDS) + "-";
            default -> "";
        };
    }

    private static int width(String mark) {
        return switch (mark) {
            case "time" -> TIME_DIGITS;
            case "millis" -> MILLIS_DIGITS;
            default -> DIGITS;
        };
    }

    /** The id of the event with this number. */
    static String id(String ids, long number) {
        return "%s-%09d".formatted(ids, number);
    }

    /** The request with this number, good until the next call. */
    byte[] request(long number) {
        long now = System.currentTimeMillis();
        if (now != written) {
            written = now;
            time = TIME.format(Instant.ofEpochMilli(now)).getBytes(StandardCharsets.US_ASCII);
        }
        for (Place place : places) {
            long event = number * batch + place.event;
            switch (place.mark) {
                case "id" -> write(keys == 0 ? event : Prefill.between(event, keys), place.at, DIGITS);
                case "visitor" -> write(keys == 0 ? event / 10 : Prefill.visitor(event, keys), place.at, DIGITS);
                case "millis" -> write(now, place.at, MILLIS_DIGITS);
                default -> System.arraycopy(time, 0, bytes, place.at, TIME_DIGITS);
            }
        }
        return bytes;
    }

    private void write(long value, int at, int digits) {
        for (int i = at + digits - 1; i >= at; i--, value /= 10) {
            bytes[i] = (byte) ('0' + value % 10);
        }
    }

    /** In bytes. */
    int bodySize() {
        return bytes.length - body;
    }
}
