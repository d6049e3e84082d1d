package io.taghub.postback;

import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Form;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one network, as its YAML file says it.
 *
 * @param tier {@code A} checked against documentation or source, {@code B} partly from memory, {@code C} unchecked, with
 *     what exactly; empty in an operator's own files
 * @param capture parameters of the landing address that carry this network's click id, first preferred
 * @param clickIdRules of those the ones whose lifetime the file states
 * @param settings what the operator has to fill in
 * @param url null where the operator writes it
 * @param currency in which the network takes every amount to be, or the setting that says it; null where a parameter does
 * @param dedupBy parameters by which the network recognises a repeat, empty where it does not
 */
record Preset(
        String name,
        String about,
        String tier,
        String docs,
        List<String> capture,
        List<ClickIdRule> clickIdRules,
        List<Setting> settings,
        @Nullable String method,
        @Nullable String url,
        Map<String, @Nullable Object> query,
        Map<String, @Nullable Object> headers,
        Map<String, @Nullable Object> body,
        Map<String, String> goals,
        Map<String, String> statuses,
        Map<String, String> answers,
        Map<String, Map<String, String>> maps,
        @Nullable String currency,
        List<String> dedupBy,
        @Nullable Duration dedupWindow,
        @Nullable Duration maxClickAge,
        boolean signed,
        boolean corrects) {

    /** Whether the network documents no encrypted address. */
    boolean isHttp() {
        return url != null && url.startsWith("http://");
    }

    enum Type {
        HOST("(?i)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?::\\d{1,5})?"),
        TEXT(""),
        SECRET("");

        private final String pattern;

        Type(String pattern) {
            this.pattern = pattern;
        }
    }

    record Setting(String name, Type type, boolean required, String description, String example) {

        Form.Field field(boolean needed) {
            return new Form.Field(
                    name,
                    type == Type.SECRET ? Form.Kind.SECRET : Form.Kind.TEXT,
                    needed && required,
                    description,
                    example,
                    type.pattern,
                    "",
                    List.of());
        }
    }
}
