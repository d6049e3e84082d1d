package io.taghub.tag;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object being filled. The one place where absence is handled: null, blank text and empty objects or lists are
 * not put at all; {@code 0} and {@code false} are values and stay.
 */
public final class Fields {
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What needs no second look when it goes into another object. */
    private static final class Present extends LinkedHashMap<String, Object> {}

    private final Map<String, Object> values = new Present();

    public Fields put(String key, @Nullable Object value) {
        Object present = present(value);
        if (present != null) {
            values.put(key, present);
        }
        return this;
    }

    public Fields putAll(Map<String, ?> more) {
        more.forEach(this::put);
        return this;
    }

    /** A one-element list, for the platforms that want lists: absent where the element is. */
    public Fields putList(String key, @Nullable Object element) {
        Object present = present(element);
        return present == null ? this : put(key, List.of(present));
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public @Nullable Object get(String key) {
        return values.get(key);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The filled object as plain maps, lists, strings, numbers and booleans. */
    public Map<String, Object> toMap() {
        return values;
    }

    public byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(values, json);
        }
        return bytes.toByteArray();
    }

    /** By hand what nearly all consists of: to look for how a class is written takes longer than to write it. */
    private static void write(@Nullable Object value, JsonGenerator json) {
        switch (value) {
            case String text -> json.writeString(text);
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, element) -> {
                    json.writeName(String.valueOf(name));
                    write(element, json);
                });
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(element -> write(element, json));
                json.writeEndArray();
            }
            case Long number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case null, default -> json.writePOJO(value);
        }
    }

    private static @Nullable Object present(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text.isBlank() ? null : text;
            case Fields fields -> fields.isEmpty() ? null : fields.values;
            case BigDecimal number -> plain(number);
            case Present map -> map.isEmpty() ? null : map;
            case Map<?, ?> map -> {
                Fields inner = new Fields();
                map.forEach((key, element) -> inner.put(String.valueOf(key), element));
                yield inner.isEmpty() ? null : inner.values;
            }
            case Collection<?> list -> {
                List<Object> kept = new ArrayList<>(list.size());
                for (Object element : list) {
                    Object present = present(element);
                    if (present != null) {
                        kept.add(present);
                    }
                }
                yield kept.isEmpty() ? null : kept;
            }
            default -> value;
        };
    }

    /** 250.00 and 250 are the same money and must give the same bytes. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
